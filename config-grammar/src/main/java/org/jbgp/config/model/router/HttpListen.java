package org.jbgp.config.model.router;

import org.jbgp.config.base.IpAddress;

/**
 * Where the HTTP listener listens, and what it serves beside metrics.
 *
 * @param address local address, 127.0.0.1 unless set
 * @param port TCP port, 9179 unless set
 * @param pages what it serves beside metrics, nothing unless set
 */
public record HttpListen(IpAddress address, int port, Pages pages) {
    /** Loopback, and the port of BGP with a 9 before it. */
    public static final HttpListen DEFAULT =
            new HttpListen(IpAddress.ipv4(0x7f000001), 9179, new Pages(false, false, Pages.STANDARD_RATE));

    /**
     * What is served beside metrics.
     *
     * @param lookingGlass the page for people, and its data
     * @param birdwatcher the paths of birdwatcher, for Alice-LG
     * @param requestRate requests a second that each client is granted of these two; 0: as many as it likes
     */
    public record Pages(boolean lookingGlass, boolean birdwatcher, int requestRate) {
        /** Requests a second unless set. */
        public static final int STANDARD_RATE = 50;

        /** Whether anything is. */
        public boolean any() {
            return lookingGlass || birdwatcher;
        }
    }
}
