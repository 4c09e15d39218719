package org.jbgp.config.options.argument;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.jbgp.config.base.ConstantValue;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.base.TableConfig;
import org.jbgp.config.source.SourcePosition;
import org.jbgp.config.syntax.Element;
import org.jbgp.config.syntax.Hint;
import org.jbgp.config.syntax.Suggestion;
import org.jbgp.config.syntax.SyntaxErrors;

/**
 * Reads a statement from left to right. Every method either takes what it names or leaves the statement with a
 * {@link StatementFailure}; the {@code try…} methods and {@code next…} tests leave it where it is.
 */
public final class Arguments {
    private final Context context;
    private final List<Element> elements;
    private final Token end;
    private int at;
    private boolean turnedOff;

    /** Reads from the element at {@code from}; {@code end} is what follows the last one. */
    public Arguments(Context context, List<Element> elements, int from, Token end) {
        this.context = context;
        this.elements = elements;
        this.end = end;
        at = from;
    }

    public Context context() {
        return context;
    }

    /** True if the option was switched off, so that nothing is lost. */
    public boolean turnedOff() {
        return turnedOff;
    }

    public void turnOff() {
        turnedOff = true;
    }

    /** For an option whose being off is what is not honoured. */
    public void losesOnly(boolean loses) {
        turnedOff = !loses;
    }

    public boolean atEnd() {
        return at == elements.size();
    }

    /** Takes all that is left. */
    public void skip() {
        at = elements.size();
    }

    /** The next element; only if not at the end. */
    public Element peek() {
        return elements.get(at);
    }

    /** Takes the next element. */
    public Element take() {
        return elements.get(at++);
    }

    /** The token about to be read, which may be the end. */
    public Token here() {
        return atEnd() ? end : peek().token();
    }

    /** The words read so far, as the user wrote them. */
    public String soFar() {
        StringBuilder text = new StringBuilder();
        for (Element element : elements.subList(0, at)) {
            if (!text.isEmpty() && !element.token().getText().equals(",")) {
                text.append(' ');
            }
            // A string might be a password in a wrong place.
            text.append(
                    element instanceof Element.Text ? "\"…\"" : element.token().getText());
            if (element instanceof Element.Block || element instanceof Element.Expression) {
                text.append('…');
            }
        }
        return text.toString();
    }

    public StatementFailure expected(String what) {
        return fail("expected " + what + (at == 0 ? "" : " after '" + soFar() + "'") + ", found "
                + SyntaxErrors.describe(here()));
    }

    public StatementFailure fail(String message) {
        return new StatementFailure(SourcePosition.of(here()), message);
    }

    /** A failure at the element read last. */
    public StatementFailure failAtLast(String message) {
        return new StatementFailure(SourcePosition.of(elements.get(at - 1).token()), message);
    }

    public void warn(String message) {
        context.problems().warning(elements.getFirst().token(), message);
    }

    /** Refuses whatever is left over. */
    public void finish() {
        if (!atEnd()) {
            Token previous = elements.get(at - 1).token();
            throw fail(
                    "unexpected " + peek().describe() + " after '" + soFar() + "'" + Hint.text(previous, here(), true));
        }
    }

    public boolean nextIsWord(String word) {
        return !atEnd() && peek() instanceof Element.Word next && next.text().equals(word);
    }

    /** Takes these words if they are next, all or none. */
    public boolean tryWords(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (at + i >= elements.size()
                    || !(elements.get(at + i) instanceof Element.Word word)
                    || !word.text().equals(words[i])) {
                return false;
            }
        }
        at += words.length;
        return true;
    }

    public void words(String... words) {
        for (String word : words) {
            if (!tryWords(word)) {
                throw expected("'" + word + "'");
            }
        }
    }

    public boolean tryPunctuation(String text) {
        if (!atEnd()
                && peek() instanceof Element.Punctuation next
                && next.text().equals(text)) {
            at++;
            return true;
        }
        return false;
    }

    /** One of some words. */
    public String choice(String... words) {
        for (String word : words) {
            if (tryWords(word)) {
                return word;
            }
        }
        List<String> quoted = new ArrayList<>();
        for (String word : words) {
            quoted.add("'" + word + "'");
        }
        throw expectedOneOf(SyntaxErrors.join(quoted), List.of(words));
    }

    /** A failure whose message names the word that was probably meant, one of a few. */
    public StatementFailure expectedOneOf(String what, List<String> words) {
        StatementFailure failure = expected(what);
        return !atEnd() && peek() instanceof Element.Word word
                ? new StatementFailure(
                        failure.position(), failure.getMessage() + Suggestion.amongFew(word.text(), words))
                : failure;
    }

    /** A failure where a string was expected; the message says if the quotes are missing. */
    public StatementFailure expectedText(String what) {
        StatementFailure failure = expected(what);
        return !atEnd() && peek() instanceof Element.Word
                ? new StatementFailure(failure.position(), failure.getMessage() + " (write it in double quotes)")
                : failure;
    }

    private boolean isOn(ConstantValue value) {
        if (value instanceof ConstantValue.Bool bool) {
            return bool.value();
        }
        if (value instanceof ConstantValue.Int number) {
            return number.value() != 0;
        }
        throw wrongType("a switch", value);
    }

    /** {@code on}, {@code off} and the like; nothing at all means on. */
    public boolean toggle() {
        if (atEnd() || tryWords("on") || tryWords("yes") || tryWords("true")) {
            return true;
        }
        if (tryWords("off") || tryWords("no") || tryWords("false")) {
            turnedOff = true;
            return false;
        }
        Optional<ConstantValue> value = constantValue();
        if (value.isPresent()) {
            boolean on = isOn(value.get());
            turnedOff = !on;
            return on;
        }
        throw expected("'on' or 'off'");
    }

    /** True if a number, or what may evaluate to one, is next. */
    public boolean nextIsNumber() {
        return !atEnd()
                && (peek() instanceof Element.Numeral
                        || peek() instanceof Element.Expression
                        || nextConstant() != null);
    }

    /** True if the name of a constant is next. */
    public boolean nextIsConstant() {
        return !atEnd() && nextConstant() != null;
    }

    /** The value of the constant that is next, or null. */
    private ConstantValue nextConstant() {
        return peek() instanceof Element.Word word
                ? context.constant(word.text()).orElse(null)
                : null;
    }

    /** An unsigned 32-bit number. */
    public long number(String what) {
        return number(what, 0, 0xffff_ffffL);
    }

    /** A number in a range, both ends included. {@code what} begins the message if it is not. */
    public long number(String what, long least, long most) {
        Optional<ConstantValue> value = constantValue();
        if (value.isEmpty()) {
            throw expected("<number>");
        }
        if (!(value.get() instanceof ConstantValue.Int number)) {
            throw wrongType("a number", value.get());
        }
        if (number.value() < least || number.value() > most) {
            throw failAtLast(what + " must be " + range(least, most) + ", not " + number.value());
        }
        return number.value();
    }

    private static String range(long least, long most) {
        return most == 0xffff_ffffL && least > 0 ? "at least " + least : "from " + least + " to " + most;
    }

    /** A time in seconds, which may be given as {@code 10 ms} or {@code 5 us} as well. */
    public double time(String what) {
        long value = number(what);
        if (tryWords("s")) {
            return value;
        }
        if (tryWords("ms")) {
            return value / 1e3;
        }
        if (tryWords("us")) {
            return value / 1e6;
        }
        throw expected("'s', 'ms' or 'us'");
    }

    public boolean nextIsAddress() {
        return !atEnd()
                && (peek() instanceof Element.Address
                        || peek() instanceof Element.Expression
                        || nextConstant() instanceof ConstantValue.Address);
    }

    public IpAddress address() {
        Optional<ConstantValue> value = constantValue();
        if (value.isEmpty()) {
            throw expected("<address>");
        }
        if (!(value.get() instanceof ConstantValue.Address address)) {
            throw wrongType("an address", value.get());
        }
        return address.value();
    }

    /** A router id: a dotted quad, or a number. */
    public IpAddress quad() {
        Optional<ConstantValue> value = constantValue();
        if (value.isPresent() && value.get() instanceof ConstantValue.Int number) {
            return IpAddress.ipv4((int) number.value());
        }
        if (value.isPresent()
                && value.get() instanceof ConstantValue.Address address
                && address.value().family() == IpFamily.IPV4) {
            return address.value();
        }
        if (value.isPresent()) {
            throw wrongType("a number or an IPv4 address", value.get());
        }
        throw expected("<IPv4 address>");
    }

    public IpPrefix prefix() {
        Optional<ConstantValue> value = constantValue();
        if (value.isEmpty()) {
            throw expected("<prefix>");
        }
        if (!(value.get() instanceof ConstantValue.Prefix prefix)) {
            throw wrongType("a prefix", value.get());
        }
        return prefix.value();
    }

    public boolean nextIsText() {
        return !atEnd() && (peek() instanceof Element.Text || nextConstant() instanceof ConstantValue.Text);
    }

    public String text() {
        Optional<ConstantValue> value = constantValue();
        if (value.isEmpty()) {
            throw expectedText("<string>");
        }
        if (!(value.get() instanceof ConstantValue.Text text)) {
            throw wrongType("a string", value.get());
        }
        return text.value();
    }

    /** A key: a string, or bytes in hexadecimal digits. */
    public List<Byte> key() {
        byte[] bytes;
        if (!atEnd() && peek() instanceof Element.Other other && other.isBytes()) {
            at++;
            bytes = LiteralValues.bytes(other);
        } else {
            Optional<ConstantValue> value = constantValue();
            if (value.isEmpty()) {
                throw expected("<string> or <bytes>");
            }
            if (value.get() instanceof ConstantValue.Bytes known) {
                return known.value();
            }
            if (!(value.get() instanceof ConstantValue.Text text)) {
                throw wrongType("a string or bytes", value.get());
            }
            bytes = text.value().getBytes(StandardCharsets.UTF_8);
        }
        List<Byte> key = new ArrayList<>(bytes.length);
        for (byte each : bytes) {
            key.add(each);
        }
        return List.copyOf(key);
    }

    /** A name the user made, with or without quotes. */
    public String name(String what) {
        if (!atEnd()) {
            if (peek() instanceof Element.Word word) {
                at++;
                return word.text();
            }
            if (peek() instanceof Element.Symbol symbol) {
                at++;
                return symbol.text();
            }
        }
        throw expected("<" + what + ">");
    }

    public TableConfig table() {
        String name = name("table");
        TableConfig table = context.tables().get(name);
        if (table == null) {
            String none = "there is no table '" + name + "'"
                    + (context.problems().enough()
                            ? ""
                            : Suggestion.text(name, context.tables().keySet()));
            throw context.kindOf(name)
                    .map(kind -> "'" + name + "' is a " + kind + ", not a table")
                    .or(() -> context.missing(name, none))
                    .map(this::failAtLast)
                    .orElse(new StatementFailure(null, ""));
        }
        return table;
    }

    /** A table next hops can be looked up in. */
    public TableConfig routeTable() {
        TableConfig table = table();
        if (table.kind() != TableConfig.Kind.ROUTES) {
            throw failAtLast("'" + table.name() + "' holds " + table.contents() + " and cannot resolve next hops");
        }
        return table;
    }

    /** A table whose routes can be dumped. */
    public TableConfig dumpedTable() {
        TableConfig table = table();
        if (table.kind() != TableConfig.Kind.ROUTES) {
            throw failAtLast("'" + table.name() + "' holds " + table.contents() + ", of which there are no dumps");
        }
        return table;
    }

    public Element.Block block() {
        if (!atEnd() && peek() instanceof Element.Block block) {
            at++;
            return block;
        }
        throw expected("'{'");
    }

    public boolean nextIsBlock() {
        return !atEnd() && peek() instanceof Element.Block;
    }

    public StatementFailure wrongType(String expected, ConstantValue found) {
        String type = switch (found) {
            case ConstantValue.Int ignored -> "a number";
            case ConstantValue.Bool ignored -> "a bool";
            case ConstantValue.Address address ->
                "an " + address.value().family().title() + " address";
            case ConstantValue.Prefix ignored -> "a prefix";
            case ConstantValue.Text ignored -> "a string";
            case ConstantValue.Bytes ignored -> "a byte string";
            case ConstantValue.Other other -> "of type " + other.typeName();
        };
        Element last = elements.get(at - 1);
        if (last instanceof Element.Text) {
            return failAtLast("expected " + expected + ", found a string");
        }
        String text = last.token().getText();
        return failAtLast("expected " + expected + ", but '" + text + (last instanceof Element.Expression ? "…)" : "")
                + "' is " + type);
    }

    private Optional<ConstantValue> constantValue(Element element) {
        if (element instanceof Element.Word word) {
            return context.constant(word.text());
        }
        if (element instanceof Element.Numeral numeral) {
            return Optional.of(new ConstantValue.Int(LiteralValues.number(numeral)));
        }
        if (element instanceof Element.Address address) {
            return Optional.of(new ConstantValue.Address(LiteralValues.address(address)));
        }
        if (element instanceof Element.Prefix prefix) {
            return Optional.of(new ConstantValue.Prefix(LiteralValues.prefix(prefix)));
        }
        if (element instanceof Element.Text text) {
            return Optional.of(new ConstantValue.Text(text.text()));
        }
        if (element instanceof Element.Symbol symbol) {
            return context.constant(symbol.text());
        }
        // The filter language has said what is wrong with it; this statement can say no more.
        return element instanceof Element.Expression expression
                ? Optional.of(context.constant(expression.tree()).orElseThrow(() -> new StatementFailure(null, "")))
                : Optional.empty();
    }

    /** Takes a literal, a constant or a constant expression; empty, with nothing taken, if the next is none. */
    public Optional<ConstantValue> constantValue() {
        if (atEnd()) {
            return Optional.empty();
        }
        Optional<ConstantValue> value = constantValue(peek());
        if (value.isPresent()) {
            at++;
            // `10.0.0.0 / 8` with blanks comes in three pieces.
            if (value.get() instanceof ConstantValue.Address address
                    && at + 1 < elements.size()
                    && peek() instanceof Element.Punctuation slash
                    && slash.text().equals("/")
                    && elements.get(at + 1) instanceof Element.Numeral length) {
                at += 2;
                return Optional.of(new ConstantValue.Prefix(
                        LiteralValues.prefix(length.token(), address.value(), LiteralValues.number(length))));
            }
        }
        return value;
    }
}
