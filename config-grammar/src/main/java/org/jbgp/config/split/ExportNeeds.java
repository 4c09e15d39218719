package org.jbgp.config.split;

import java.util.List;
import java.util.Set;
import org.jbgp.config.grammar.BirdLexer;

/**
 * Whether an export filter may let routes of some protocols pass. In doubt it may. One use.
 */
final class ExportNeeds {
    /** Statements inside each other that are looked into. */
    private static final int DEEPEST = 200;

    private final List<FlatToken> tokens;
    private final Set<String> sources;
    private final Set<String> protocols;
    private int depth;
    private int at;
    private boolean lets;

    private ExportNeeds(List<FlatToken> tokens, Set<String> sources, Set<String> protocols) {
        this.tokens = tokens;
        this.sources = sources;
        this.protocols = protocols;
    }

    /**
     * Whether such routes may pass.
     *
     * @param export what stands behind {@code export}; of a named filter its whole definition
     * @param sources what {@code source} is of these routes
     * @param protocols names of the protocols they come from
     */
    static boolean letsPass(List<FlatToken> export, Set<String> sources, Set<String> protocols) {
        if (export.isEmpty()) {
            return false;
        }
        return switch (export.getFirst().type()) {
            case BirdLexer.WHERE -> !new ExportNeeds(export, sources, protocols).excludes(1, export.size());
            case BirdLexer.FILTER -> new ExportNeeds(export, sources, protocols).read();
            default -> !export.getFirst().is("none");
        };
    }

    private boolean read() {
        while (at < tokens.size() && tokens.get(at).type() != BirdLexer.LBRACE) {
            at++;
        }
        if (at == tokens.size()) {
            return true;
        }
        statement(false);
        return lets;
    }

    /** @param excluded none of these routes comes here */
    private void statement(boolean excluded) {
        if (at >= tokens.size()) {
            return;
        }
        if (++depth > DEEPEST) {
            lets = true;
            at = tokens.size();
            return;
        }
        branch(excluded);
        depth--;
    }

    private void branch(boolean excluded) {
        switch (tokens.get(at).type()) {
            case BirdLexer.LBRACE -> {
                at++;
                while (at < tokens.size() && tokens.get(at).type() != BirdLexer.RBRACE) {
                    int before = at;
                    statement(excluded);
                    if (at == before) {
                        at++;
                    }
                }
                at++;
            }
            case BirdLexer.IF -> {
                int start = ++at;
                while (at < tokens.size() && tokens.get(at).type() != BirdLexer.THEN) {
                    at++;
                }
                boolean here = excludes(start, at);
                at++;
                statement(excluded || here);
                if (at < tokens.size() && tokens.get(at).type() == BirdLexer.ELSE) {
                    at++;
                    statement(excluded);
                }
            }
            case BirdLexer.CASE -> {
                lets |= !excluded;
                simple();
            }
            case BirdLexer.ACCEPT -> {
                lets |= !excluded;
                simple();
            }
            default -> simple();
        }
    }

    /** To the end of a statement without a branch. */
    private void simple() {
        while (at < tokens.size()) {
            switch (tokens.get(at).type()) {
                case BirdLexer.SEMICOLON -> {
                    at++;
                    return;
                }
                case BirdLexer.LBRACE, BirdLexer.LBRACKET, BirdLexer.LPAREN -> {
                    boolean block = tokens.get(at).type() == BirdLexer.LBRACE;
                    int close = BlockStatement.close(tokens, at);
                    at = close < 0 ? tokens.size() : close + 1;
                    if (block) {
                        return;
                    }
                }
                case BirdLexer.RBRACE -> {
                    return;
                }
                default -> at++;
            }
        }
    }

    /** True if a condition holds for none of these routes: each alternative asks for another source. */
    private boolean excludes(int from, int to) {
        int alternatives = 1;
        int tests = 0;
        for (int i = from; i < to && i < tokens.size(); i++) {
            FlatToken token = tokens.get(i);
            switch (token.type()) {
                case BirdLexer.OR -> alternatives++;
                case BirdLexer.NOT, BirdLexer.NOT_EQUAL, BirdLexer.NOT_MATCH -> {
                    return false;
                }
                case BirdLexer.WORD -> {
                    if (sources.contains(token.text())) {
                        return false;
                    }
                    boolean compared = i + 1 < to
                            && (tokens.get(i + 1).type() == BirdLexer.ASSIGN_EQUAL
                                    || tokens.get(i + 1).type() == BirdLexer.MATCH);
                    if (compared && (token.is("source") || token.is("proto"))) {
                        tests++;
                    }
                }
                case BirdLexer.STRING -> {
                    if (protocols.stream().anyMatch(name -> token.text().contains(name))
                            || token.text().contains("*")) {
                        return false;
                    }
                }
                default -> {}
            }
        }
        return tests >= alternatives;
    }
}
