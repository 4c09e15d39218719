package org.jbgp.daemon.bgp;

import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.base.IpAddress;
import org.jbgp.daemon.pacing.LineLimit;
import org.jbgp.daemon.wire.AddressFamily;

/** The log's lines about routes that cannot be sent to one neighbor, no more than ten in ten seconds. Any thread. */
final class UnsentRoutes {
    private static final Logger log = LogManager.getLogger(UnsentRoutes.class);
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int LINES = 10;

    private final String neighbor;
    private final LineLimit limit = new LineLimit(LINES, WINDOW_NANOS, System::nanoTime);

    UnsentRoutes(String neighbor) {
        this.neighbor = neighbor;
    }

    /** A route cannot be sent; its prefix as in {@link org.jbgp.daemon.advertise.Outlet#unsent}. */
    synchronized void add(AddressFamily family, long hi, long lo, int length, String why) {
        if (limit.permits()) {
            log.error(
                    "{}: route {}/{} cannot be sent and is withdrawn: {}{}",
                    neighbor,
                    family == AddressFamily.IPV4_UNICAST ? IpAddress.ipv4((int) lo) : IpAddress.ipv6(hi, lo),
                    length,
                    why,
                    limit.leftOut());
        }
    }
}
