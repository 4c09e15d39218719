package org.jbgp.config.editor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.jbgp.config.filter.LanguageWords;
import org.jbgp.config.grammar.BirdLexer;
import org.jbgp.config.options.OptionBlocks;
import org.jbgp.config.options.row.Option;

/** What the word at a place means, in Markdown. Never shows a string or bytes of the file: it might be a password. */
public final class WordMeaning {
    /** Lines of a definition that are shown. */
    private static final int MOST_LINES = 8;

    private static final int LONGEST_LINE = 120;

    private final FileScan scan;
    private final NameIndex names;
    private final OptionBlocks blocks;

    /** Asks about a scan and its names. */
    public WordMeaning(FileScan scan, NameIndex names) {
        this.scan = scan;
        this.names = names;
        blocks = new OptionBlocks(scan.dialect());
    }

    /** What a token means; empty if there is nothing to say. */
    public Optional<String> of(Token token) {
        Optional<Name> name = names.at(token.getTokenIndex());
        if (name.isPresent()) {
            return Optional.of(name(name.get()));
        }
        return switch (token.getType()) {
            case BirdLexer.STRING, BirdLexer.BYTES, Token.EOF -> Optional.empty();
            case BirdLexer.IP4_PREFIX, BirdLexer.IP6_PREFIX, BirdLexer.NUMBER ->
                literal(token.getTokenIndex()).or(() -> word(token));
            default -> word(token);
        };
    }

    private Optional<String> literal(int index) {
        return new LiteralMeaning(scan.tokens()).of(index);
    }

    private Optional<String> word(Token token) {
        Cursor cursor = Cursor.behind(scan.tokens(), token.getTokenIndex(), blocks);
        if (cursor.code()) {
            return language(token, cursor);
        }
        List<Token> statement = new ArrayList<>(cursor.statement());
        int position = statement.size();
        statement.add(token);
        for (int i = token.getTokenIndex() + 1; i < scan.tokens().size() && statement.size() < position + 8; i++) {
            Token next = scan.tokens().get(i);
            if (next.getType() == BirdLexer.SEMICOLON
                    || next.getType() == BirdLexer.LBRACE
                    || next.getType() == BirdLexer.RBRACE) {
                break;
            }
            statement.add(next);
        }
        List<String> words = Cursor.words(statement);
        return blocks.option(cursor.block(), words)
                .filter(option -> position < option.words().size())
                .map(option -> option(option, cursor.block()))
                .or(() -> position == 0 ? channel(cursor.block(), token.getText()) : Optional.empty());
    }

    private Optional<String> channel(OptionBlocks.Block block, String word) {
        return block.protocol()
                .filter(protocol -> blocks.channels(protocol).contains(word))
                .map(protocol -> "**" + word + "**: a channel of protocol " + protocol
                        + ", which connects it to a table; its options stand in braces.");
    }

    private static Optional<String> language(Token token, Cursor cursor) {
        String word = token.getText();
        boolean method =
                !cursor.statement().isEmpty() && cursor.statement().getLast().getType() == BirdLexer.DOT;
        if (method) {
            return Optional.ofNullable(LanguageWords.methods().get(word)).map(text -> "**" + word + "**: " + text);
        }
        return LanguageWords.attribute(word)
                .or(() -> Optional.ofNullable(LanguageWords.constants().get(word)))
                .map(text -> "**" + word + "**: " + text);
    }

    /** An option as the reference has it. */
    static String option(Option<?> option, OptionBlocks.Block block) {
        StringBuilder text = new StringBuilder("**").append(option.name()).append("**");
        if (!option.argument().isEmpty()) {
            text.append(" `").append(option.argument()).append('`');
        }
        text.append(block.title().isEmpty() ? " (outside of protocols)" : " (in " + block.title() + ")");
        text.append("\n\n").append(option.meaning());
        if (!option.standard().isEmpty()) {
            text.append("\n\nDefault: ").append(option.standard());
        }
        if (option.dialects() != Option.Dialects.BOTH) {
            text.append("\n\nOnly in BIRD ").append(option.dialects().title());
        }
        switch (option.state()) {
            case WORKS -> {}
            case LOSES -> text.append("\n\nAccepted with a warning: ").append(option.note());
            case REFUSED -> text.append("\n\nRefused: ").append(option.note());
        }
        return text.toString();
    }

    private String name(Name name) {
        StringBuilder text = new StringBuilder(name.kind().word())
                .append(" **")
                .append(name.text())
                .append("**");
        Token defined = scan.tokens().get(name.definition());
        FileScan.Span span = scan.span(defined);
        SourceText.Place place = scan.text(span.file()).place(span.start());
        text.append("\n\n```bird\n").append(scan.withoutSecrets(head(name))).append("\n```\n");
        // Of a constant that is a community: what it means.
        if (name.kind() == Name.Kind.CONSTANT) {
            literal(name.definition() + 3)
                    .ifPresent(meaning -> text.append(meaning).append("\n\n"));
        }
        text.append("defined at ").append(span.file()).append(':').append(place.line() + 1);
        return text.toString();
    }

    /** The beginning of a definition: a constant with its value, everything else up to its brace. */
    private String head(Name name) {
        boolean value = name.kind() == Name.Kind.CONSTANT;
        List<Token> tokens = scan.tokens();
        int first = name.kind().isLocal() ? Math.max(name.definition() - 1, 0) : name.first();
        int end = name.kind().isLocal() ? name.definition() + 1 : name.end();
        StringBuilder text = new StringBuilder();
        int line = -1;
        int lines = 0;
        int length = 0;
        for (int i = first; i < Math.min(end, tokens.size()); i++) {
            Token token = tokens.get(i);
            if (!value && token.getType() == BirdLexer.LBRACE) {
                break;
            }
            if (line >= 0 && token.getLine() != line) {
                if (++lines == MOST_LINES) {
                    return text.append("\n…").toString();
                }
                text.append("\n    ");
                length = 4;
            } else if (line >= 0 && isSpaced(tokens.get(i - 1), token)) {
                text.append(' ');
            }
            line = token.getLine();
            String shown = isHidden(token) ? "\"…\"" : token.getText();
            length += shown.length() + 1;
            if (length > LONGEST_LINE) {
                return text.append('…').toString();
            }
            text.append(shown);
        }
        return text.toString();
    }

    private static boolean isHidden(Token token) {
        return token.getType() == BirdLexer.STRING || token.getType() == BirdLexer.BYTES;
    }

    private static boolean isSpaced(Token before, Token token) {
        return token.getStartIndex() > before.getStopIndex() + 1;
    }
}
