package org.jbgp.daemon.policy;

import java.util.function.LongSupplier;

/**
 * Passes on what filters print, and a limited number of errors, and says how many it swallowed: a filter that fails,
 * fails for every route. A bucket of tokens, refilled evenly. Belongs to one thread.
 */
public final class RateLimitedPolicyLog implements PolicyLog {

    private static final long SECOND = 1_000_000_000L;

    private final PolicyLog sink;
    private final LongSupplier nanoTime;
    private final int burst;
    private final long interval;
    private long refilledAt;
    private long tokens;
    private long swallowed;

    /**
     * A limit on a sink.
     *
     * @param nanoTime a clock that never goes back, in nanoseconds
     * @param burst messages that may come at once, at least 1
     * @param perSecond messages per second in the long run, at least 1
     */
    public RateLimitedPolicyLog(PolicyLog sink, LongSupplier nanoTime, int burst, int perSecond) {
        this.sink = sink;
        this.nanoTime = nanoTime;
        this.burst = burst;
        this.interval = SECOND / perSecond;
        this.tokens = burst;
        this.refilledAt = nanoTime.getAsLong();
    }

    @Override
    public void print(String text) {
        sink.print(text);
    }

    @Override
    public void error(String message) {
        if (take()) {
            sink.error(message);
        }
    }

    private boolean take() {
        long now = nanoTime.getAsLong();
        long fresh = (now - refilledAt) / interval;
        if (fresh > 0) {
            tokens = Math.min(burst, tokens + fresh);
            refilledAt += fresh * interval;
        }
        if (tokens == 0) {
            swallowed++;
            return false;
        }
        tokens--;
        if (swallowed > 0) {
            sink.error("filters: " + swallowed + " messages left out");
            swallowed = 0;
        }
        return true;
    }
}
