package org.jbgp.daemon.monitor;

/** Wants to hear of all sessions of the router. */
@FunctionalInterface
public interface SessionWatcher {
    /** A session stands; before its first route, unless it stood when the watcher came. Any thread, one at a time. */
    SessionTap up(MonitoredSession session);
}
