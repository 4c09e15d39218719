package org.jbgp.daemon.net.connection;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.pacing.LogPace;
import org.jbgp.daemon.wire.Notification;
import org.jbgp.daemon.wire.open.OpenMessage;

/**
 * {@code debug { packets }} of one neighbor, in BIRD's words: a line for each message, but of UPDATEs in one direction
 * no more than ten in a second. On the neighbor's event loop.
 */
public final class PacketReports {
    private static final Logger LOG = LogManager.getLogger(PacketReports.class);
    private static final long PACE = TimeUnit.MILLISECONDS.toNanos(100);

    private final String neighbor;

    public PacketReports(String neighbor) {
        this.neighbor = neighbor;
    }

    /** One direction: reports what {@link MessageStatistics} counts. */
    public MessageStatistics.Watcher watcher(String verb) {
        LogPace updates = new LogPace(PACE, System::nanoTime);
        return (type, bytes) -> {
            switch (type) {
                // Those who send and read them know more.
                case OPEN, NOTIFICATION -> {}
                case KEEPALIVE -> LOG.trace("{}: {} KEEPALIVE", neighbor, verb);
                case ROUTE_REFRESH -> LOG.trace("{}: {} ROUTE-REFRESH", neighbor, verb);
                case UPDATE -> {
                    if (updates.permits()) {
                        LOG.trace("{}: {} UPDATE of {} bytes{}", neighbor, verb, bytes, updates.leftOut());
                    }
                }
            }
        };
    }

    public void open(String verb, OpenMessage open) {
        String id = String.format(Locale.ROOT, "%08x", open.routerId());
        LOG.trace("{}: {} OPEN(as={},hold={},id={})", neighbor, verb, open.as2(), open.holdTime(), id);
    }

    public void notification(String verb, Notification notification) {
        LOG.trace("{}: {} NOTIFICATION(code={}.{})", neighbor, verb, notification.code(), notification.subcode());
    }
}
