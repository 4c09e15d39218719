package org.jbgp.config.filter;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.antlr.v4.runtime.Token;
import org.jbgp.config.grammar.BirdLexer;
import org.jbgp.config.source.SourcePosition;

/**
 * What a file defines, as far as its tokens show: whether a name that means nothing yet is defined further down, or
 * stands in a definition that could not be read. Belongs to one load and its thread.
 */
public final class Outline {
    /** Without any tokens: all names are simply unknown. */
    public static final Outline EMPTY = new Outline(List::of);

    private Supplier<List<Token>> tokens;
    /** Made when a name is asked for. */
    private Map<String, Entry> entries;

    private int reached;

    private record Entry(Definition definition, int index) {}

    /**
     * What stands in the file under a name.
     *
     * @param definition kind and place
     * @param later it comes behind the item being read; otherwise it was read, and is broken
     */
    public record Found(Definition definition, boolean later) {}

    /** @param tokens all tokens of the file and what it includes */
    public Outline(Supplier<List<Token>> tokens) {
        this.tokens = tokens;
    }

    /** The item that begins with the token of that index is read now. */
    public void reached(int index) {
        reached = index;
    }

    /**
     * All has been read, and a configuration without errors defines all it names: the tokens, which keep the texts of
     * all files, are not kept for the expressions of commands.
     */
    public void end() {
        tokens = List::of;
    }

    /** The first definition of a name, if there is one. */
    public Optional<Found> find(String name) {
        if (entries == null) {
            entries = read(tokens.get());
        }
        Entry entry = entries.get(name);
        return entry == null ? Optional.empty() : Optional.of(new Found(entry.definition(), entry.index() > reached));
    }

    private static Map<String, Entry> read(List<Token> tokens) {
        Map<String, Entry> entries = new HashMap<>();
        int depth = 0;
        for (int i = 0; i + 2 < tokens.size(); i++) {
            Token token = tokens.get(i);
            Token next = tokens.get(i + 1);
            // A brace too many or too few must not hide all the rest.
            if (token.getType() == BirdLexer.LBRACE) {
                depth++;
            } else if (token.getType() == BirdLexer.RBRACE) {
                depth--;
            } else if (token.getCharPositionInLine() == 0 && isKeyword(token)) {
                depth = 0;
            }
            if (depth > 0) {
                continue;
            }
            switch (token.getType()) {
                case BirdLexer.DEFINE -> add(entries, "constant", next, i);
                case BirdLexer.FUNCTION -> add(entries, "function", next, i);
                case BirdLexer.FILTER -> {
                    // `import filter NAME;` uses it.
                    if (i == 0 || endsItem(tokens.get(i - 1))) {
                        add(entries, "filter", next, i);
                    }
                }
                case BirdLexer.TEMPLATE -> add(entries, "template", tokens.get(i + 2), i);
                case BirdLexer.PROTOCOL -> add(entries, "protocol", tokens.get(i + 2), i);
                case BirdLexer.WORD -> {
                    if (token.getText().equals("table") && endsItem(tokens.get(i + 2))) {
                        add(entries, "table", next, i);
                    }
                }
                default -> {}
            }
        }
        return entries;
    }

    private static boolean isKeyword(Token token) {
        return switch (token.getType()) {
            case BirdLexer.DEFINE, BirdLexer.FUNCTION, BirdLexer.FILTER, BirdLexer.TEMPLATE, BirdLexer.PROTOCOL -> true;
            default -> false;
        };
    }

    private static boolean endsItem(Token token) {
        return token.getType() == BirdLexer.SEMICOLON || token.getType() == BirdLexer.RBRACE;
    }

    private static void add(Map<String, Entry> entries, String kind, Token name, int index) {
        entries.putIfAbsent(
                Checker.unquote(name.getText()), new Entry(new Definition(kind, SourcePosition.of(name)), index));
    }
}
