package org.jbgp.daemon.bgp;

import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.base.IpAddress;
import org.jbgp.daemon.wire.AddressFamily;

/** The log's lines about routes that cannot be sent to one neighbor, no more than ten in ten seconds. Any thread. */
final class UnsentRoutes {
    private static final Logger log = LogManager.getLogger(UnsentRoutes.class);
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int LINES = 10;

    private final String neighbor;
    private long windowStart = System.nanoTime() - WINDOW_NANOS;
    private int lines;
    private long leftOut;

    UnsentRoutes(String neighbor) {
        this.neighbor = neighbor;
    }

    /** A route cannot be sent; its prefix as in {@link org.jbgp.daemon.advertise.Outlet#unsent}. */
    synchronized void add(AddressFamily family, long hi, long lo, int length, String why) {
        long now = System.nanoTime();
        if (now - windowStart >= WINDOW_NANOS) {
            windowStart = now;
            lines = 0;
        }
        if (lines >= LINES) {
            leftOut++;
            return;
        }
        lines++;
        log.error(
                "{}: route {}/{} cannot be sent and is withdrawn: {}{}",
                neighbor,
                family == AddressFamily.IPV4_UNICAST ? IpAddress.ipv4((int) lo) : IpAddress.ipv6(hi, lo),
                length,
                why,
                leftOut == 0 ? "" : " (and " + leftOut + " more since the last such line)");
        leftOut = 0;
    }
}
