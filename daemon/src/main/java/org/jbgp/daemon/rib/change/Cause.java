package org.jbgp.daemon.rib.change;

/** Why routes of a shard change: what the shard is doing at the moment, for those who record changes. */
public enum Cause {
    /** Nobody said. */
    UNKNOWN,
    /** A protocol announced or withdrew it: for BGP, an UPDATE came. */
    UPDATE,
    /** What a protocol announced, its import filter rejected; the route before it went. */
    REJECTED,
    /** A protocol's routes were taken out: its session ended, or it stopped. */
    ENDED,
    /** A protocol did not announce again what it had to: after a restart, or a route refresh. */
    NOT_RENEWED,
    /** A next hop came, went, or leads elsewhere. */
    NEXT_HOP,
    /** Received routes went through a changed import filter. */
    FILTER,
    /** Authorizations changed (ROAs, providers). */
    AUTHORIZATION,
    /** Options of a neighbor changed that best-path selection reads. */
    OPTIONS,
    /** The router was started again; only in a journal. */
    RESTART;

    private static final Cause[] ALL = values();
    private static final int SHIFT = 24;

    /** The cause with the channel it is about, 0 for none, as one number. */
    public int with(int channel) {
        return number() << SHIFT | channel;
    }

    /** Its number, less than 256. */
    @SuppressWarnings("EnumOrdinal") // what is written never leaves the process
    public int number() {
        return ordinal();
    }

    /** The number of the cause alone, less than 256, in such a number. */
    public static int number(int packed) {
        return packed >>> SHIFT;
    }

    /** The cause of that number. */
    public static Cause numbered(int number) {
        return ALL[number];
    }

    /** The channel in such a number. */
    public static int channel(int packed) {
        return packed & (1 << SHIFT) - 1;
    }
}
