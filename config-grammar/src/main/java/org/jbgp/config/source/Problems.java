package org.jbgp.config.source;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.antlr.v4.runtime.Token;

/**
 * Collects every error and warning of one load, so that the user sees all of them at once. Not thread safe; belongs to
 * the thread that loads.
 */
public final class Problems {
    /** Problems of one kind that are reported at most; the others show once these are mended. */
    public static final int MOST_REPORTED = 50;

    /** Characters of a message: a token may be as long as its file. */
    private static final int LONGEST = 400;

    // Sets: a template's mistake would otherwise be reported once for each protocol made from it.
    private final Set<Problem> errors = new LinkedHashSet<>();
    private final Set<SourcePosition> places = new HashSet<>();
    private final Set<Problem> warnings = new LinkedHashSet<>();
    private final Hidden hidden = new Hidden();
    private int errorReports;
    private int warningReports;

    /** Records something that makes the configuration unusable. */
    public void error(SourcePosition position, String message) {
        errorReports++;
        errors.add(problem(position, message));
        places.add(position);
    }

    /** True if an error was recorded for this place. */
    public boolean isWrongAt(SourcePosition position) {
        return places.contains(position);
    }

    /** Counts an error that only follows from one that was recorded, so that it is none of its own. */
    public void followed() {
        errorReports++;
    }

    /** Records something that makes the configuration unusable, at a token. */
    public void error(Token token, String message) {
        error(SourcePosition.of(token), message);
    }

    /** Records something accepted whose effect is lost or will surprise. */
    public void warning(SourcePosition position, String message) {
        warningReports++;
        warnings.add(problem(position, message));
    }

    /** Records something accepted whose effect is lost or will surprise, at a token. */
    public void warning(Token token, String message) {
        warning(SourcePosition.of(token), message);
    }

    private static Problem problem(SourcePosition position, String message) {
        return new Problem(position, message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…");
    }

    /**
     * Keeps a secret out of all messages, those recorded before too.
     *
     * @param text what must not be shown
     * @param asWord also where it is only a word among others: it may be a piece of a longer secret
     */
    public void hide(String text, boolean asWord) {
        hidden.add(text, asWord);
    }

    /** A text without the secrets that are known by now. */
    public String withoutSecrets(String text) {
        return hidden.remove(text);
    }

    /** Where the errors are, in the order they were found. */
    public Stream<SourcePosition> errorPositions() {
        return errors.stream().map(Problem::position);
    }

    /** The errors in the order they were found: the first ones, and how many follow. */
    public List<Problem> errors() {
        return reported(errors, "error");
    }

    /** The warnings in the order they were found: the first ones, and how many follow. */
    public List<Problem> warnings() {
        return reported(warnings, "warning");
    }

    private List<Problem> reported(Set<Problem> problems, String kind) {
        List<Problem> reported = new ArrayList<>();
        int more = problems.size() - MOST_REPORTED;
        for (Problem problem : problems) {
            if (reported.size() == MOST_REPORTED) {
                reported.add(new Problem(
                        problem.position(),
                        "and " + more + " more " + kind + (more == 1 ? "" : "s") + " from here on"));
                break;
            }
            reported.add(new Problem(problem.position(), hidden.remove(problem.message())));
        }
        return List.copyOf(reported);
    }

    /** True if there is any error. */
    public boolean any() {
        return !errors.isEmpty();
    }

    /** True if a further error will only be counted, so that no effort need be spent on its text. */
    public boolean enough() {
        return errors.size() > MOST_REPORTED;
    }

    /** How often an error was recorded, repetitions included: a mark to see whether a step went well. */
    public int errorReports() {
        return errorReports;
    }

    /** The same for errors and warnings together. */
    public int reports() {
        return errorReports + warningReports;
    }
}
