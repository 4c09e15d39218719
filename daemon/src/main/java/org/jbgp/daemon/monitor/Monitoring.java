package org.jbgp.daemon.monitor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jbgp.daemon.session.DownReason;

/** The established sessions of a router, and who watches them, if anybody does. Any thread. */
public final class Monitoring {
    /** With what was put on each session; empty while nobody watches. */
    private final Map<MonitoredSession, Optional<SessionTap>> sessions = new LinkedHashMap<>();

    private SessionWatcher watcher;
    private final SessionWitness witness;

    /** @param witness hears that sessions begin and end */
    public Monitoring(SessionWitness witness) {
        this.witness = witness;
    }

    /** A session stands; called before any route of it is on its way. */
    public synchronized void up(MonitoredSession session) {
        sessions.put(session, Optional.empty());
        put(session);
        witness.up(session);
    }

    /** A session is over. */
    public synchronized void down(MonitoredSession session, DownReason reason) {
        Optional<SessionTap> tap = sessions.remove(session);
        if (tap != null) {
            witness.down(session, reason);
        }
        if (tap != null && tap.isPresent()) {
            session.tap(null);
            tap.get().down(reason);
        }
    }

    /** Has somebody watch all sessions, those that stand and those to come. */
    public synchronized void watch(SessionWatcher by) {
        watcher = by;
        sessions.keySet().forEach(this::put);
    }

    /** Nobody watches any more. */
    public synchronized void unwatch() {
        watcher = null;
        sessions.replaceAll((session, tap) -> {
            session.tap(null);
            return Optional.empty();
        });
    }

    private void put(MonitoredSession session) {
        if (watcher != null) {
            SessionTap tap = watcher.up(session);
            sessions.put(session, Optional.of(tap));
            session.tap(tap);
        }
    }
}
