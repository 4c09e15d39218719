package org.jbgp.daemon.policy;

/** What one run of a filter asked about the prefix, in this order, and what it was answered. Belongs to a {@link RouteView}. */
final class PrefixTrail {

    /** Tests that are remembered; a filter that asks more runs for every prefix. */
    static final int LIMIT = 32;

    private final PrefixTest[] tests = new PrefixTest[LIMIT];
    private int answers;
    private int count;

    void clear() {
        count = 0;
        answers = 0;
    }

    boolean isFull() {
        return count == LIMIT;
    }

    void add(PrefixTest test, boolean answer) {
        if (answer) {
            answers |= 1 << count;
        }
        tests[count++] = test;
    }

    int count() {
        return count;
    }

    PrefixTest test(int index) {
        return tests[index];
    }

    /** 1 for yes, 0 for no. */
    int answer(int index) {
        return answers >>> index & 1;
    }
}
