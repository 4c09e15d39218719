package org.jbgp.daemon.simulate;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where packets or routes end, and by what. Two are equal if the same rule or the same line of a filter does it,
 * whatever values it saw: the words are those of the first prefix.
 */
record LossReason(String router, String reason, String cause) {
    /** What a filter's line did: {@code file:line:column words}. */
    private static final Pattern LINE = Pattern.compile("(\\S+:\\d+:\\d+) .*", Pattern.DOTALL);

    LossReason(String router, String reason) {
        this(router, reason, reason);
    }

    /** What a filter or a rule did, step by step; the last step decides. */
    static LossReason of(String router, List<String> steps) {
        String last = steps.isEmpty() ? "" : steps.getLast();
        Matcher line = LINE.matcher(last);
        String cause = line.matches() ? steps.getFirst() + "; " + line.group(1) : String.join("; ", steps);
        return new LossReason(router, String.join("; ", steps), cause);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LossReason that && router.equals(that.router) && cause.equals(that.cause);
    }

    @Override
    public int hashCode() {
        return 31 * router.hashCode() + cause.hashCode();
    }

    /** Packets from that router to so many prefixes. */
    NetworkReport.FatePart fate(int prefixes, List<String> some) {
        return new NetworkReport.FatePart(router, reason, prefixes, some);
    }
}
