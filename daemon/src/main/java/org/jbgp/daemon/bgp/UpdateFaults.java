package org.jbgp.daemon.bgp;

import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.pacing.LogPace;
import org.jbgp.daemon.rib.nexthop.Address;

/**
 * The log's lines about faulty UPDATEs of one neighbor, of each sort no more than one in ten seconds. On the neighbor's
 * event loop.
 */
final class UpdateFaults {
    private static final Logger log = LogManager.getLogger(UpdateFaults.class);
    private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final String neighbor;
    private final LogPace discards = new LogPace(LOG_NANOS, System::nanoTime);
    private final LogPace oversize = new LogPace(LOG_NANOS, System::nanoTime);
    private final LogPace leaks = new LogPace(LOG_NANOS, System::nanoTime);
    private final LogPace nextHops = new LogPace(LOG_NANOS, System::nanoTime);
    private final LogPace withdrawals = new LogPace(LOG_NANOS, System::nanoTime);

    UpdateFaults(String neighbor) {
        this.neighbor = neighbor;
    }

    /** An attribute was left out. */
    void discarded(String text) {
        if (discards.permits()) {
            log.warn("{}: {}{}", neighbor, text, discards.leftOut());
        }
    }

    /** Routes count as withdrawn, because the roles on the session forbid them (RFC 9234 §5). */
    void leaked(String text) {
        if (leaks.permits()) {
            log.warn("{}: route leak detected, routes treated as withdrawn: {}{}", neighbor, text, leaks.leftOut());
        }
    }

    /** Routes are not used, because of their next hop. */
    void nextHop(Address address, String why) {
        if (nextHops.permits()) {
            log.warn("{}: invalid NEXT_HOP attribute - address {} {}{}", neighbor, address, why, nextHops.leftOut());
        }
    }

    /** Routes are not taken because they are larger than the configuration allows. */
    void large(String text) {
        if (oversize.permits()) {
            log.warn("{}: routes not taken: {}{}", neighbor, text, oversize.leftOut());
        }
    }

    /** Routes count as withdrawn. */
    void withdrawn(String text) {
        if (withdrawals.permits()) {
            log.warn("{}: routes treated as withdrawn (RFC 7606): {}{}", neighbor, text, withdrawals.leftOut());
        }
    }
}
