package org.jbgp.daemon.rpki;

/** How it stands with a cache; the words are BIRD's. */
public enum CacheState {
    DOWN("Down"),
    CONNECTING("Connecting"),
    /** A query was sent, the answer has not begun. */
    SYNC_START("Sync-Start"),
    /** Between Cache Response and End of Data. */
    SYNC_RUNNING("Sync-Running"),
    ESTABLISHED("Established"),
    /** The cache is there and has nothing to give yet; asked again at the retry timer. */
    NO_DATA("Cache-Error-No-Data-Available"),
    /** One side broke the protocol; a new connection at the retry timer. */
    FATAL("Fatal-Protocol-Error"),
    /** The connection failed; a new one at the retry timer. */
    TRANSPORT_ERROR("Transport-Error");

    private final String label;

    CacheState(String label) {
        this.label = label;
    }

    /** As {@code show protocols} says it. */
    public String label() {
        return label;
    }

    /** True while there is a connection, or one is attempted. */
    boolean connected() {
        return switch (this) {
            case SYNC_START, SYNC_RUNNING, ESTABLISHED, NO_DATA -> true;
            case DOWN, CONNECTING, FATAL, TRANSPORT_ERROR -> false;
        };
    }
}
