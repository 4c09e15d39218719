package org.jbgp.config.split;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jbgp.config.grammar.BirdLexer;
import org.jbgp.config.source.Problems;
import org.jbgp.config.source.SourcePosition;

/**
 * One thing that stands in a file outside of all braces.
 *
 * @param kind what it is
 * @param word of a protocol or template the word behind, such as {@code ospf}; otherwise its first word
 * @param name what it defines; of a protocol without a name the one BIRD gives it; empty if it defines nothing
 * @param base what a protocol or template is made from, else empty
 * @param tokens all of it
 * @param textStart where its text begins, with the comments before it
 * @param textEnd where its text ends, with the comment behind it on the same line
 */
record ConfigItem(
        Kind kind, String word, String name, String base, List<FlatToken> tokens, int textStart, int textEnd) {

    /** What stands outside of braces. */
    enum Kind {
        CONSTANT,
        ATTRIBUTE,
        FILTER,
        FUNCTION,
        TEST,
        TEMPLATE,
        PROTOCOL,
        TABLE,
        OPTION
    }

    SourcePosition position() {
        return tokens.getFirst().position();
    }

    /** True if it is there to be used by others. */
    boolean isDefinition() {
        return switch (kind) {
            case CONSTANT, ATTRIBUTE, FILTER, FUNCTION, TEMPLATE, TABLE -> true;
            case TEST, PROTOCOL, OPTION -> false;
        };
    }

    boolean isProtocol(String... words) {
        return kind == Kind.PROTOCOL && List.of(words).contains(word);
    }

    /** {@code ospf 'core'}, as messages say it. */
    String describe() {
        return word + " '" + name + "'";
    }

    /** The index of the first brace of its block, -1 if it has none. */
    int open() {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).type() == BirdLexer.LBRACE) {
                return i;
            }
        }
        return -1;
    }

    /** The statements in its block. */
    List<BlockStatement> statements() {
        int open = open();
        return open < 0 ? List.of() : BlockStatement.in(tokens, open + 1, BlockStatement.close(tokens, open));
    }

    /** The items of a text; what cannot be told apart goes to the problems. */
    static List<ConfigItem> of(FlatText source, Problems problems) {
        return new Reader(source.text(), source.tokens(), problems).read();
    }

    /** One pass over a text. */
    private static final class Reader {
        private final String text;
        private final List<FlatToken> tokens;
        private final Problems problems;
        private final List<ConfigItem> items = new ArrayList<>();
        private final ProtocolNames names = new ProtocolNames();

        Reader(String text, List<FlatToken> tokens, Problems problems) {
            this.text = text;
            this.tokens = tokens;
            this.problems = problems;
        }

        List<ConfigItem> read() {
            int at = 0;
            int textStart = 0;
            while (at < tokens.size()) {
                if (tokens.get(at).type() == BirdLexer.SEMICOLON && at > 0) {
                    at++;
                    continue;
                }
                int end = end(at);
                if (end < 0) {
                    return items;
                }
                int textEnd = textEnd(end);
                items.add(item(tokens.subList(at, end), textStart, textEnd));
                textStart = textEnd;
                at = end;
            }
            return items;
        }

        /** The index behind the item that begins at a token; -1, and a problem, if it has no end. */
        private int end(int at) {
            boolean block = endsWithBlock(tokens.get(at).type());
            for (int i = at; i < tokens.size(); i++) {
                FlatToken token = tokens.get(i);
                switch (token.type()) {
                    case BirdLexer.LBRACE, BirdLexer.LBRACKET, BirdLexer.LPAREN -> {
                        int close = BlockStatement.close(tokens, i);
                        if (close < 0) {
                            problems.error(token.position(), "this '" + token.text() + "' is not closed");
                            return -1;
                        }
                        i = close;
                        if (token.type() == BirdLexer.LBRACE) {
                            return close + 1 < tokens.size()
                                            && tokens.get(close + 1).type() == BirdLexer.SEMICOLON
                                    ? close + 2
                                    : close + 1;
                        }
                    }
                    case BirdLexer.RBRACE, BirdLexer.RBRACKET, BirdLexer.RPAREN -> {
                        problems.error(token.position(), "this '" + token.text() + "' closes nothing");
                        return -1;
                    }
                    case BirdLexer.SEMICOLON -> {
                        // Of a function's or filter's variables, before the block.
                        if (!block) {
                            return i + 1;
                        }
                    }
                    default -> {}
                }
            }
            problems.error(tokens.get(at).position(), "the statement that begins here has no end");
            return -1;
        }

        private static boolean endsWithBlock(int type) {
            return switch (type) {
                case BirdLexer.PROTOCOL, BirdLexer.TEMPLATE, BirdLexer.FILTER, BirdLexer.FUNCTION -> true;
                default -> false;
            };
        }

        private static Optional<String> tableName(List<FlatToken> statement) {
            for (int i = 0; i + 1 < statement.size() && i < 3; i++) {
                if (statement.get(i).is("table") && statement.get(i + 1).isName()) {
                    return Optional.of(statement.get(i + 1).name());
                }
            }
            return Optional.empty();
        }

        /** Behind the rest of the line, if nothing but a comment stands there. */
        private int textEnd(int end) {
            int at = tokens.get(end - 1).end();
            int line = text.indexOf('\n', at);
            int stop = line < 0 ? text.length() : line + 1;
            return end == tokens.size() || tokens.get(end).start() >= stop ? stop : at;
        }

        private ConfigItem item(List<FlatToken> item, int textStart, int textEnd) {
            FlatToken first = item.getFirst();
            String second = item.size() > 1 ? item.get(1).name() : "";
            Kind kind = switch (first.type()) {
                case BirdLexer.DEFINE -> Kind.CONSTANT;
                case BirdLexer.ATTRIBUTE, BirdLexer.ATTRIBUTE_BGP -> Kind.ATTRIBUTE;
                case BirdLexer.FILTER -> Kind.FILTER;
                case BirdLexer.FUNCTION -> Kind.FUNCTION;
                case BirdLexer.BT_TEST_SUITE, BirdLexer.BT_TEST_SAME -> Kind.TEST;
                case BirdLexer.TEMPLATE -> Kind.TEMPLATE;
                case BirdLexer.PROTOCOL -> Kind.PROTOCOL;
                default -> tableName(item).isPresent() ? Kind.TABLE : Kind.OPTION;
            };
            String base = "";
            String word = first.text();
            String name = switch (kind) {
                case CONSTANT, FILTER, FUNCTION -> second;
                case ATTRIBUTE -> item.size() > 2 ? item.get(item.size() - 2).name() : "";
                case TABLE -> tableName(item).orElseThrow();
                case TEST, OPTION -> "";
                case TEMPLATE, PROTOCOL -> {
                    word = second;
                    base = base(item);
                    yield names.of(item);
                }
            };
            return new ConfigItem(kind, word, name, base, List.copyOf(item), textStart, textEnd);
        }

        private static String base(List<FlatToken> item) {
            for (int i = 2; i + 1 < item.size() && item.get(i).type() != BirdLexer.LBRACE; i++) {
                if (item.get(i).type() == BirdLexer.FROM) {
                    return item.get(i + 1).name();
                }
            }
            return "";
        }
    }
}
