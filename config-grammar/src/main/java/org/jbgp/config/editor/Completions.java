package org.jbgp.config.editor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.Token;
import org.jbgp.config.editor.Name.Kind;
import org.jbgp.config.filter.LanguageWords;
import org.jbgp.config.grammar.BirdLexer;
import org.jbgp.config.options.OptionBlocks;
import org.jbgp.config.options.row.Option;
import org.jbgp.config.syntax.ItemParser;

/** What may be written at a place: options of the file's dialect, names, words of the filter language. */
public final class Completions {
    private static final Pattern WORDS = Pattern.compile("[a-z][a-z0-9 ]*");

    private final FileScan scan;
    private final NameIndex names;
    private final OptionBlocks blocks;
    private final Map<String, Proposal> proposals = new LinkedHashMap<>();

    /** What kind of thing is proposed. */
    public enum Sort {
        KEYWORD,
        OPTION,
        NAME,
        ATTRIBUTE,
        METHOD,
        VALUE
    }

    /**
     * One proposal.
     *
     * @param text what to write
     * @param sort what it is
     * @param detail a few words about it
     * @param documentation Markdown, or empty
     */
    public record Proposal(String text, Sort sort, String detail, String documentation) {}

    /**
     * All of them.
     *
     * @param from where in the file the text begins that they stand for
     * @param proposals each text once
     */
    public record Result(int from, List<Proposal> proposals) {}

    /** Asks about a scan and its names. One use. */
    public Completions(FileScan scan, NameIndex names) {
        this.scan = scan;
        this.names = names;
        blocks = new OptionBlocks(scan.dialect());
    }

    /** What may stand at an offset of a file, in UTF-16 units. */
    public Result at(String file, int offset) {
        int count = scan.indexBefore(file, offset);
        List<Token> tokens = scan.tokens();
        // A word that ends here is being written.
        Token last = count > 0 ? tokens.get(count - 1) : null;
        FileScan.Span span = last == null ? null : scan.span(last);
        boolean touches = span != null && span.file().equals(file) && span.end() >= offset;
        boolean writing = touches && Cursor.isWord(last);
        if (touches && !writing && span.end() > offset) {
            // Inside of a string or a number.
            return new Result(offset, List.of());
        }
        int before = writing ? count - 1 : count;
        int from = writing ? span.start() : offset;
        Cursor cursor = Cursor.behind(tokens, before, blocks);
        if (cursor.code()) {
            code(cursor, before);
        } else {
            statement(cursor);
        }
        return new Result(from, List.copyOf(proposals.values()));
    }

    private void add(String text, Sort sort, String detail, String documentation) {
        proposals.putIfAbsent(text, new Proposal(text, sort, detail, documentation));
    }

    private void statement(Cursor cursor) {
        List<Token> statement = cursor.statement();
        if (statement.isEmpty()) {
            begin(cursor.block());
            return;
        }
        List<String> words = cursor.words();
        if (statement.getFirst().getType() == BirdLexer.PROTOCOL
                || statement.getFirst().getType() == BirdLexer.TEMPLATE) {
            protocol(statement);
            return;
        }
        if (statement.getLast().getType() == BirdLexer.FILTER) {
            names(name -> name.kind() == Kind.FILTER);
            return;
        }
        Optional<Option<?>> option = blocks.option(cursor.block(), words);
        option.ifPresent(this::argument);
        // `hold ti`: an option of several words, of which the first ones are written.
        cursor.block()
                .options(scan.dialect().isFlat())
                .filter(row -> row.words().size() > words.size()
                        && row.words().subList(0, words.size()).equals(words))
                .forEach(row -> add(
                        String.join(
                                " ",
                                row.words().subList(words.size(), row.words().size())),
                        Sort.OPTION,
                        row.argument(),
                        WordMeaning.option(row, cursor.block())));
    }

    private void begin(OptionBlocks.Block block) {
        boolean top = block.title().isEmpty() && !block.tables().isEmpty();
        if (top) {
            ItemParser.STRUCTURE.forEach(word -> add(word, Sort.KEYWORD, "", ""));
        }
        block.protocol()
                .ifPresent(protocol ->
                        blocks.channels(protocol).forEach(word -> add(word, Sort.KEYWORD, "channel { … };", "")));
        block.options(scan.dialect().isFlat())
                .filter(row -> row.state() != Option.State.REFUSED)
                .forEach(row -> add(row.name(), Sort.OPTION, row.argument(), WordMeaning.option(row, block)));
    }

    private void protocol(List<Token> statement) {
        if (statement.size() == 1) {
            blocks.protocols().forEach(word -> add(word, Sort.KEYWORD, "protocol", ""));
        } else if (statement.getLast().getType() == BirdLexer.FROM) {
            names(name -> name.kind() == Kind.TEMPLATE || name.kind() == Kind.PROTOCOL);
        } else {
            add("from", Sort.KEYWORD, "a template", "");
        }
    }

    private void argument(Option<?> option) {
        String argument = option.argument();
        if (argument.contains("<switch>")) {
            List.of("on", "off").forEach(word -> add(word, Sort.VALUE, "", ""));
        }
        // `all | off | { states, routes }`
        for (String form : argument.replaceAll("<[^>]*>|[{}\\[\\]…,]", " ").split("\\|", -1)) {
            String words = form.strip();
            if (WORDS.matcher(words).matches()) {
                add(words, Sort.VALUE, "", "");
            }
        }
        if (argument.contains("filter")) {
            List.of("all", "none", "filter", "where").forEach(word -> add(word, Sort.KEYWORD, "", ""));
        }
        boolean table = argument.contains("table") || option.name().endsWith("table");
        boolean protocol = argument.contains("protocol");
        names(name -> name.kind() == Kind.CONSTANT
                || (table && name.kind() == Kind.TABLE)
                || (protocol && name.kind() == Kind.PROTOCOL));
    }

    private void code(Cursor cursor, int before) {
        List<Token> statement = cursor.statement();
        if (!statement.isEmpty() && statement.getLast().getType() == BirdLexer.DOT) {
            LanguageWords.methods().forEach((name, text) -> add(name, Sort.METHOD, "", text));
            return;
        }
        names(name -> switch (name.kind()) {
            case FUNCTION, CONSTANT, ATTRIBUTE, TABLE -> true;
            case VARIABLE, ARGUMENT -> name.isVisibleAt(before);
            case FILTER, PROTOCOL, TEMPLATE -> false;
        });
        LanguageWords.STATEMENTS.forEach(word -> add(word, Sort.KEYWORD, "", ""));
        LanguageWords.TYPES.forEach(word -> add(word, Sort.KEYWORD, "type", ""));
        LanguageWords.FUNCTIONS.forEach(word -> add(word, Sort.KEYWORD, "function", ""));
        LanguageWords.attributes().forEach((name, text) -> add(name, Sort.ATTRIBUTE, text, ""));
        LanguageWords.constants().forEach((name, text) -> add(name, Sort.VALUE, text, ""));
    }

    private void names(Predicate<Name> wanted) {
        List<Name> found = new ArrayList<>(names.names().stream().filter(wanted).toList());
        // What was defined last is nearest.
        found.reversed().forEach(name -> add(name.text(), Sort.NAME, name.kind().word(), ""));
    }
}
