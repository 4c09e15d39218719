package org.jbgp.daemon.instance;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.base.IpAddress;
import org.jbgp.daemon.pacing.LogPace;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.RefusedRoutes;

/**
 * The log's line about a bogus route, for each protocol no more than one in ten seconds, with the number of those left
 * out. Any thread.
 */
public final class RefusedRouteLog implements RefusedRoutes {
    private static final Logger log = LogManager.getLogger(RefusedRouteLog.class);
    private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** Neighbors of a range come and go: beyond so many the oldest paces are of no use any more. */
    private static final int MOST = 4096;

    private final Map<String, LogPace> paces = new HashMap<>();

    @Override
    public synchronized void refused(Channel channel, long hi, long lo, int length) {
        String protocol = channel.source().protocol();
        if (paces.size() >= MOST && !paces.containsKey(protocol)) {
            paces.clear();
        }
        LogPace pace = paces.computeIfAbsent(protocol, name -> new LogPace(LOG_NANOS, System::nanoTime));
        if (pace.permits()) {
            log.warn(
                    "{}: ignoring bogus route {}/{}{}",
                    protocol,
                    new IpAddress(Conversions.family(channel.family()), hi, lo),
                    length,
                    pace.leftOut());
        }
    }
}
