package org.jbgp.daemon.policy;

import org.jbgp.daemon.wire.AddressFamily;

/**
 * What a filter made of one attribute set, for prefixes it has not seen yet: a tree of the questions it asked about the
 * prefix. A filter that asks only whether the prefix is in this set or that runs once for each combination of answers,
 * not once for each prefix. Of a full table's routes four in five share their attributes with the one before; finding
 * the result again costs the questions, not reading, changing, encoding and interning attributes.
 *
 * <p>Results are numbers that mean something to the caller. Holds for one filter, one source and one attribute set;
 * {@link #clear} when any of them changes. Confined to a thread.
 */
public final class FilterMemo {

    /** {@link #find}: the filter has to run. */
    public static final int UNKNOWN = Integer.MIN_VALUE;

    private static final int MAX_TESTS = 64;
    private static final int MAX_RESULTS = 32;
    /** Where the first entry stands in {@link #next}. */
    private static final int ROOT = 1;

    private final PrefixTest[] tests = new PrefixTest[MAX_TESTS + 1];
    /**
     * Two for each test, if the answer is no and if it is yes: 0 unknown, else the next test, or {@code -1 - result}.
     */
    private final int[] next = new int[2 * (MAX_TESTS + 1)];

    private final int[] results = new int[MAX_RESULTS];
    private int testCount;
    private int resultCount;

    /** Forgets everything. */
    public void clear() {
        testCount = 0;
        resultCount = 0;
        next[ROOT] = 0;
    }

    /** The result for all prefixes, or {@link #UNKNOWN} if it depends on the prefix or nothing is known. */
    public int forAll() {
        return next[ROOT] < 0 ? results[-1 - next[ROOT]] : UNKNOWN;
    }

    /** Remembers the result for all prefixes; nothing else may be remembered. */
    public void rememberForAll(int result) {
        results[resultCount++] = result;
        next[ROOT] = -resultCount;
    }

    /**
     * What the filter makes of a prefix with these attributes, or {@link #UNKNOWN}. Arguments as in {@link
     * RouteView#load}.
     */
    public int find(AddressFamily family, long hi, long lo, int length) {
        boolean ip4 = family == AddressFamily.IPV4_UNICAST;
        int entry = next[ROOT];
        while (entry > 0) {
            entry = next[2 * entry + (tests[entry].holds(ip4, hi, lo, length) ? 1 : 0)];
        }
        return entry == 0 ? UNKNOWN : results[-1 - entry];
    }

    /**
     * Remembers the result of the run the view has just been through, if that run said all there is to say about other
     * prefixes and there is room. A filter that got the same answers so far asks the same next.
     *
     * @return whether it is remembered
     */
    public boolean remember(RouteView view, int result) {
        PrefixTrail trail = view.trail();
        if (view.particular() || resultCount == MAX_RESULTS || testCount + trail.count() > MAX_TESTS) {
            return false;
        }
        int at = ROOT;
        for (int i = 0; i < trail.count(); i++) {
            int entry = next[at];
            if (entry == 0) {
                entry = ++testCount;
                tests[entry] = trail.test(i);
                next[2 * entry] = 0;
                next[2 * entry + 1] = 0;
                next[at] = entry;
            } else if (entry < 0) {
                return false;
            }
            at = 2 * entry + trail.answer(i);
        }
        if (next[at] != 0) {
            return false;
        }
        results[resultCount++] = result;
        next[at] = -resultCount;
        return true;
    }

    /** Number of results remembered. */
    public int size() {
        return resultCount;
    }

    /** A result, from 0. */
    public int result(int index) {
        return results[index];
    }
}
