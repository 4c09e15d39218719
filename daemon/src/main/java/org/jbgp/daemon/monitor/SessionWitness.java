package org.jbgp.daemon.monitor;

import org.jbgp.daemon.session.DownReason;

/** Hears that sessions begin and end, and nothing of their routes. Any thread, one at a time; must not block. */
public interface SessionWitness {
    /** A session stands. */
    void up(MonitoredSession session);

    /** A session is over. */
    void down(MonitoredSession session, DownReason reason);
}
