package org.jbgp.daemon.bfd.packet;

/**
 * Why a session last changed its state (RFC 5880 §4.1), by the numbers of the wire; other numbers than these may come
 * too.
 */
public final class Diagnostic {
    public static final int NONE = 0;
    public static final int TIME_EXPIRED = 1;
    public static final int NEIGHBOR_DOWN = 3;
    public static final int PATH_DOWN = 5;
    public static final int ADMIN_DOWN = 7;

    private static final String[] NAMES = {
        "None",
        "Time expired",
        "Echo failed",
        "Neighbor down",
        "Fwd plane reset",
        "Path down",
        "Concat path down",
        "Admin down",
        "Rev concat path down"
    };

    private Diagnostic() {}

    /** As BIRD shows it. */
    public static String label(int code) {
        return code >= 0 && code < NAMES.length ? NAMES[code] : "Error #" + code;
    }
}
