package org.jbgp.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.Token;

/**
 * Collects every error and warning of one load, so that the user sees all of them at once. Not thread safe; belongs to
 * the thread that loads.
 */
public final class Problems {
    // Sets: a template's mistake would otherwise be told once for each protocol made from it.
    private final Set<Problem> errors = new LinkedHashSet<>();
    private final Set<Problem> warnings = new LinkedHashSet<>();
    private int errorReports;
    private int warningReports;

    /** Records something that makes the configuration unusable. */
    public void error(SourcePosition position, String message) {
        errorReports++;
        errors.add(new Problem(position, message));
    }

    /** Records something that makes the configuration unusable, at a token. */
    public void error(Token token, String message) {
        error(SourcePosition.of(token), message);
    }

    /** Records something accepted whose effect is lost or will surprise. */
    public void warning(SourcePosition position, String message) {
        warningReports++;
        warnings.add(new Problem(position, message));
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

    /** How often an error was recorded, repetitions included: a mark to tell whether a step went well. */
    public int errorReports() {
        return errorReports;
    }

    /** The same for errors and warnings together. */
    public int reports() {
        return errorReports + warningReports;
    }
}
