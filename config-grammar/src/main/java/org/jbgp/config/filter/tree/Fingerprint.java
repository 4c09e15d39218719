package org.jbgp.config.filter.tree;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jbgp.config.filter.value.Net;
import org.jbgp.config.filter.value.Num;
import org.jbgp.config.filter.value.PathMask;
import org.jbgp.config.filter.value.PrefixSet;
import org.jbgp.config.filter.value.RangeSet;
import org.jbgp.config.filter.value.RouteList;
import org.jbgp.config.filter.value.RouteRef;
import org.jbgp.config.filter.value.Text;
import org.jbgp.config.filter.value.Undefined;
import org.jbgp.config.filter.value.Value;
import org.jbgp.config.filter.value.Wide;
import org.jbgp.config.filter.value.WireBytes;

/**
 * The meaning of a piece of the tree, as the SHA-256 of a text that says all but positions, the names of variables and
 * of functions called: two pieces with the same fingerprint do the same. A reload compares filters by it.
 */
class Fingerprint {
    private static final int PIECE = 1 << 16;

    private final MessageDigest digest = sha256();
    private final StringBuilder text = new StringBuilder();
    /** The function whose meaning this is, which may call itself; null for a filter. */
    private final Function own;

    private final Set<String> tables = new TreeSet<>();
    private boolean setsDestination;
    private boolean changesRoutes;

    /**
     * What is remembered of a piece.
     *
     * @param digest in hexadecimal
     * @param validityTables the ROA and ASPA tables it asks
     * @param setsDestination it may set {@code dest}
     * @param changesRoutes it may set or unset an attribute
     */
    record Result(String digest, Set<String> validityTables, boolean setsDestination, boolean changesRoutes) {}

    Fingerprint(Function own) {
        this.own = own;
    }

    static Result of(Filter filter) {
        return new Fingerprint(null).finish(filter.body());
    }

    /** Of a function that is complete; what it calls is, since names are defined before they are used. */
    static Result of(Function function) {
        Fingerprint fingerprint = new Fingerprint(function);
        fingerprint.text.append("function(");
        function.parameters()
                .forEach(parameter ->
                        fingerprint.text.append(parameter.type().label()).append(' '));
        return fingerprint.append(')').finish(function.body());
    }

    final Result finish(Statement body) {
        append(body);
        digest.update(text.toString().getBytes(StandardCharsets.UTF_8));
        return new Result(
                HexFormat.of().formatHex(digest.digest()),
                Collections.unmodifiableSet(tables),
                setsDestination,
                changesRoutes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    final Fingerprint append(char mark) {
        text.append(mark);
        return this;
    }

    final Fingerprint append(long number) {
        text.append(number).append(' ');
        return this;
    }

    final Fingerprint append(boolean flag) {
        text.append(flag ? '1' : '0');
        return this;
    }

    final Fingerprint append(Enum<?> constant) {
        text.append(constant.name()).append(' ');
        return this;
    }

    /** With its length, so that no text reads like two. */
    final Fingerprint append(String string) {
        text.append(string.length()).append('"').append(string);
        return this;
    }

    final Fingerprint append(List<? extends Expression> list) {
        text.append('[');
        list.forEach(this::append);
        text.append(']');
        return this;
    }

    Fingerprint append(Statement statement) {
        if (text.length() > PIECE) {
            digest.update(text.toString().getBytes(StandardCharsets.UTF_8));
            text.setLength(0);
        }
        return switch (statement) {
            case null -> append('-');
            case Statement.Block(var _, var statements) -> {
                append('{');
                statements.forEach(this::append);
                yield append('}');
            }
            case Statement.If(var _, var condition, var then, var otherwise) ->
                append('?').append(condition).append(then).append(otherwise);
            case Statement.For(var _, var slot, var element, var list, var body) ->
                append('F').append(slot).append(element).append(list).append(body);
            case Statement.Case(var _, var subject, var branches, var otherwise) -> {
                append('C').append(subject).append('[');
                branches.forEach(branch -> append(branch.labels()).append(branch.body()));
                yield append(']').append(otherwise);
            }
            case Statement.Finish(var _, var verdict, var message) ->
                append('V').append(verdict).append(message);
            case Statement.Print(var _, var parts, var newline) ->
                append('P').append(newline).append(parts);
            case Statement.Return(var _, var value) -> append('R').append(value);
            case Statement.SetVariable(var _, var slot, var type, var value, var undefinedAllowed) ->
                append('=').append(slot).append(type).append(undefinedAllowed).append(value);
            case Statement.SetAttribute(var _, var attribute, var value) -> {
                setsDestination |= attribute == StaticAttribute.DEST;
                changesRoutes = true;
                yield append('A').append(attribute).append(value);
            }
            case Statement.Unset(var _, var attribute) -> {
                changesRoutes = true;
                yield append('U').append(attribute);
            }
            case Statement.Evaluate(var _, var expression) -> append('E').append(expression);
            case Statement.Assert(var _, var condition, var _) -> append('T').append(condition);
        };
    }

    Fingerprint append(Expression expression) {
        return switch (expression) {
            case null -> append('-');
            case Expression.Constant(var _, var value) -> append(value);
            case Expression.Variable(var _, var slot, var type, var _) ->
                append('$').append(slot).append(type);
            case Expression.Attribute(var _, var attribute) -> append('a').append(attribute);
            case Expression.AttributeOf(var _, var route, var attribute) ->
                append('o').append(route).append(attribute);
            case Expression.Binary(var _, var operator, var left, var right) ->
                append('b').append(operator).append(left).append(right);
            case Expression.Logical(var _, var and, var left, var right) ->
                append('l').append(and).append(left).append(right);
            case Expression.Not(var _, var operand) -> append('!').append(operand);
            case Expression.Defined(var _, var operand) -> append('d').append(operand);
            case Expression.Call(var _, var function, var arguments) ->
                append('c').append(function).append(arguments);
            case Expression.MethodCall(var _, var method, var type, var object, var arguments) ->
                append('m').append(method).append(type).append(object).append(arguments);
            case Expression.PairOf(var _, var asn, var data) ->
                append('p').append(asn).append(data);
            case Expression.ExtendedCommunityOf(var _, var kind, var key, var value) ->
                append('e').append(kind).append(key).append(value);
            case Expression.LargeCommunityOf(var _, var asn, var data1, var data2) ->
                append('g').append(asn).append(data1).append(data2);
            case Expression.MaskOf(var _, var items) -> {
                append('M').append('[');
                items.forEach(this::append);
                yield append(']');
            }
            case Expression.Format(var _, var value) -> append('f').append(value);
            case Expression.FromHex(var _, var hexadecimal) -> append('h').append(hexadecimal);
            case Expression.RoaCheck(var _, var table, var prefix, var asn) -> {
                tables.add(table);
                yield append('r').append(table).append(prefix).append(asn);
            }
            case Expression.AspaCheck(var _, var table, var path, var upstream) -> {
                tables.add(table);
                yield append('s').append(table).append(path).append(upstream);
            }
        };
    }

    private Fingerprint append(Expression.MaskItem item) {
        return switch (item) {
            case Expression.MaskItem.Fixed(var fixed) -> append('x').append(new PathMask(List.of(fixed)));
            case Expression.MaskItem.Computed(var expression, var repeated) ->
                append('y').append(repeated).append(expression);
        };
    }

    Fingerprint append(Function function) {
        if (function.equals(own)) {
            return append("itself");
        }
        Result meaning = function.fingerprint();
        tables.addAll(meaning.validityTables());
        setsDestination |= meaning.setsDestination();
        changesRoutes |= meaning.changesRoutes();
        return append(meaning.digest());
    }

    final Fingerprint append(RouteAttribute attribute) {
        return switch (attribute) {
            case StaticAttribute fixed -> append(fixed.name());
            case DynamicAttribute dynamic ->
                append(dynamic.slot()).append(dynamic.bit()).append(dynamic.type());
        };
    }

    final Fingerprint append(Value value) {
        append(value.type());
        return switch (value) {
            case Num number -> append(number.bits());
            case Wide wide -> append(wide.hi()).append(wide.lo());
            case Net net ->
                append(net.kind())
                        .append(net.hi())
                        .append(net.lo())
                        .append(net.length())
                        .append(net.maxLength())
                        .append(net.asn());
            case Text string -> append(string.text());
            // The text of a large set takes long, and hundreds of filters may use one set.
            case PrefixSet set -> append(set.digest());
            case WireBytes bytes -> append(bytes.toString());
            case RangeSet set -> append(set.toString());
            case PathMask mask -> append(mask.toString());
            case Undefined undefined -> append(undefined.toString());
            // Never constant.
            case RouteRef route -> append(route.number());
            case RouteList list -> append(list.routes().size());
        };
    }
}
