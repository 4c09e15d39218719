package org.jbgp.config;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;

/**
 * Collects every error and warning of one load, so that the user sees all of them at once. Not thread safe; belongs to
 * the thread that loads.
 */
public final class Problems {
    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    /** Records something that makes the configuration unusable. */
    public void error(SourcePosition position, String message) {
        add(errors, position, message);
    }

    /** Records something that makes the configuration unusable, at a token. */
    public void error(Token token, String message) {
        error(SourcePosition.of(token), message);
    }

    /** Records something accepted whose effect is lost or will surprise. */
    public void warning(SourcePosition position, String message) {
        add(warnings, position, message);
    }

    /** Records something accepted whose effect is lost or will surprise, at a token. */
    public void warning(Token token, String message) {
        warning(SourcePosition.of(token), message);
    }

    /** The errors in the order they were found. */
    public List<Problem> errors() {
        return List.copyOf(errors);
    }

    /** The warnings in the order they were found. */
    public List<Problem> warnings() {
        return List.copyOf(warnings);
    }

    private static void add(List<Problem> list, SourcePosition position, String message) {
        Problem problem = new Problem(position, message);
        // A template's mistake would otherwise be told once for each protocol made from it.
        if (!list.contains(problem)) {
            list.add(problem);
        }
    }
}
