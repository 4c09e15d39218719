package org.jbgp.daemon.heap;

/**
 * How much of the heap may be in use. The rest is for what is under way: messages, replies, the collector.
 *
 * @param most bytes the heap can grow to
 */
public record MemoryBudget(long most) {
    /** Above this the log says who brings it. */
    public long warning() {
        return most * 70 / 100;
    }

    /** Above this the neighbor that brings it is stopped. */
    public long ceiling() {
        return most * 80 / 100;
    }

    /** Steps in which growth is looked at. */
    long step() {
        return most * 3 / 100;
    }
}
