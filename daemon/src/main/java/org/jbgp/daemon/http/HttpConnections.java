package org.jbgp.daemon.http;

import io.netty.channel.Channel;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.pacing.LogPace;

/**
 * The connections of the HTTP listener. When there is no room for another one, the connection is closed that has waited
 * longest for a whole request, or for its client to read. The HTTP thread.
 */
final class HttpConnections {
    private static final Logger log = LogManager.getLogger(HttpConnections.class);
    private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final int most;
    private final LogPace pace = new LogPace(LOG_NANOS, System::nanoTime);
    /** When each last had a whole request, or a piece of an answer gone, by {@link System#nanoTime}. */
    private final Map<Channel, Long> uses = new HashMap<>();

    HttpConnections(int most) {
        this.most = most;
    }

    void opened(Channel channel) {
        uses.put(channel, System.nanoTime());
        if (uses.size() > most) {
            long now = System.nanoTime();
            Channel idlest = channel;
            for (Map.Entry<Channel, Long> each : uses.entrySet()) {
                if (now - each.getValue() > now - uses.get(idlest)) {
                    idlest = each.getKey();
                }
            }
            uses.remove(idlest);
            // It is forgotten already.
            var _ = idlest.close();
            if (pace.permits()) {
                log.warn("HTTP: more than {} connections; closed the idlest{}", most, pace.leftOut());
            }
        }
    }

    void closed(Channel channel) {
        uses.remove(channel);
    }

    /** A request has come, or a piece of its answer has gone. */
    void moves(Channel channel) {
        uses.replace(channel, System.nanoTime());
    }
}
