package org.jbgp.daemon.bmp;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * When neighbors were asked for all their routes for the sake of stations: stations that come one after the other, or
 * one that comes and goes, must not have them send a table all the time. Any thread, under its own monitor.
 */
final class Refreshes {
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final BmpHub hub;
    private final Map<Asked, Long> due = new HashMap<>();

    private record Asked(WatchedPeer peer, AddressFamily family) {}

    Refreshes(BmpHub hub) {
        this.hub = hub;
    }

    /** Asks for a family's routes, at once or when a minute has passed; false if the neighbor cannot be asked. */
    synchronized boolean ask(WatchedPeer peer, AddressFamily family) {
        if (!peer.session().session().negotiated().routeRefresh()) {
            return false;
        }
        Asked key = new Asked(peer, family);
        long now = System.nanoTime();
        Long free = due.get(key);
        if (free == null || now - free >= 0) {
            due.put(key, now + PAUSE_NANOS);
            return peer.session().askAgain(family);
        }
        if (free - now <= PAUSE_NANOS) {
            // The next one serves all who come until then.
            due.put(key, free + PAUSE_NANOS);
            hub.later(
                    TimeUnit.NANOSECONDS.toMillis(free - now) + 1,
                    () -> peer.session().askAgain(family));
        }
        return true;
    }

    /** A session is over. */
    synchronized void forget(WatchedPeer peer) {
        due.keySet().removeIf(key -> key.peer.equals(peer));
    }
}
