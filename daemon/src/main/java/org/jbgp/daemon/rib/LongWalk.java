package org.jbgp.daemon.rib;

/**
 * A walk over a table that takes several steps, as others may see it. The shard writes where it is; whoever asks reads
 * it, a moment old.
 */
public final class LongWalk {
    /** What for. */
    public enum Purpose {
        /** Remembered routes of a channel go through its filter again. */
        REFILTER,
        /** Routes of a channel are taken out. */
        WITHDRAWAL
    }

    private final Purpose purpose;
    private final int channel;
    private final int limit;
    private int reached;
    /** Steps that wait or run. */
    private int steps;

    LongWalk(Purpose purpose, int channel, int limit) {
        this.purpose = purpose;
        this.channel = channel;
        this.limit = limit;
    }

    void reached(int prefix) {
        reached = prefix;
    }

    /** One more step is to come; true if there was none, so that others are to see it from now on. */
    boolean queued() {
        return steps++ == 0;
    }

    /** A step has run; true if no other is to come. */
    boolean over() {
        return --steps == 0;
    }

    public Purpose purpose() {
        return purpose;
    }

    /** Number of the channel whose routes it is about. */
    public int channel() {
        return channel;
    }

    /** Prefix numbers it goes over. */
    public int limit() {
        return limit;
    }

    /** The one it has come to. */
    public int reached() {
        return reached;
    }
}
