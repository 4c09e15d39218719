package org.jbgp.daemon.policy;

/**
 * What one run of a filter asked about the prefix, in this order, and what it was answered. Belongs to a {@link
 * RouteView}.
 */
final class PrefixTrail {

    /** Tests that are remembered; a filter that asks more runs for every prefix. */
    static final int LIMIT = 32;

    private final PrefixTest[] tests = new PrefixTest[LIMIT];
    private int answers;
    private int count;

    public void clear() {
        count = 0;
        answers = 0;
    }

    public boolean isFull() {
        return count == LIMIT;
    }

    public void add(PrefixTest test, boolean answer) {
        if (answer) {
            answers |= 1 << count;
        }
        tests[count++] = test;
    }

    public int count() {
        return count;
    }

    public PrefixTest test(int index) {
        return tests[index];
    }

    /** 1 for yes, 0 for no. */
    public int answer(int index) {
        return answers >>> index & 1;
    }
}
