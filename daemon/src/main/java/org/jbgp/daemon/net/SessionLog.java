package org.jbgp.daemon.net;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.pacing.Excess;
import org.jbgp.daemon.pacing.LineLimit;
import org.jbgp.daemon.pacing.RepeatedWords;
import org.jbgp.daemon.session.LastError;

/**
 * The log's lines about sessions of one neighbor, and about how it goes about getting them. A neighbor whose sessions
 * come and go all the time gets a few lines of each sort in ten seconds, the first with its words in any case; how many
 * were left out is said at the end of these ten seconds. On the neighbor's event loop.
 */
final class SessionLog {
    static final int LINES = 10;
    /** In which so many lines of a sort may be written. */
    static final int WINDOW_SECONDS = 10;

    private static final Logger LOG = LogManager.getLogger(SessionLog.class);
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(WINDOW_SECONDS);
    /** A neighbor that restarts may dial this often without meaning harm. */
    private static final int CONNECTIONS = 30;

    private final String name;
    private final Consumer<Runnable> later;
    private final RepeatedWords repeated;
    private final LineLimit ups;
    private final LineLimit downs;
    private final LineLimit errors;
    private final LineLimit malformed;
    private final LineLimit ignored;
    private final List<LineLimit> limits;
    private final Excess rejected;
    private boolean counting;

    /**
     * @param name of the protocol
     * @param nanoTime such as {@link System#nanoTime}
     * @param later runs a task on the event loop in {@link #WINDOW_SECONDS}
     */
    SessionLog(String name, LongSupplier nanoTime, Consumer<Runnable> later) {
        this.name = name;
        this.later = later;
        this.repeated = new RepeatedWords(nanoTime);
        this.ups = new LineLimit(LINES, WINDOW_NANOS, nanoTime);
        this.downs = new LineLimit(LINES, WINDOW_NANOS, nanoTime);
        this.errors = new LineLimit(LINES, WINDOW_NANOS, nanoTime);
        this.malformed = new LineLimit(LINES, WINDOW_NANOS, nanoTime);
        this.ignored = new LineLimit(LINES, WINDOW_NANOS, nanoTime);
        this.limits = List.of(ups, downs, errors, malformed, ignored);
        this.rejected = new Excess(CONNECTIONS, WINDOW_NANOS, nanoTime);
    }

    private boolean permitted(LineLimit limit, String kind) {
        if (limit.permits(kind)) {
            return true;
        }
        if (!counting) {
            counting = true;
            later.accept(this::logLeftOut);
        }
        return false;
    }

    private void logLeftOut() {
        counting = false;
        long number = limits.stream().mapToLong(LineLimit::takeLeftOut).sum();
        LOG.warn("{}: {} more lines about its sessions within {} s were left out", name, number, WINDOW_SECONDS);
    }

    /** A session has come up. */
    void established(String remote) {
        repeated.forget();
        if (permitted(ups, "")) {
            LOG.info("{}: Established with {}", name, remote);
        }
    }

    /** It has ended. */
    void down(String reason) {
        if (permitted(downs, reason)) {
            LOG.info("{}: Session down: {}", name, reason);
        }
    }

    /** What keeps a session from coming up, or has ended it; the same words are not repeated for some minutes. */
    void error(LastError error) {
        String line = repeated.line(error.logged());
        if (line != null && permitted(errors, error.toString())) {
            LOG.warn("{}: {}", name, line);
        }
    }

    /** Errors that were logged before are logged again when they come next. */
    void forgetErrors() {
        repeated.forget();
    }

    /** An OPEN that cannot be read. */
    void malformedOpen(String text) {
        if (permitted(malformed, text)) {
            LOG.warn("{}: malformed OPEN: {}", name, text);
        }
    }

    /** A ROUTE-REFRESH for something the session does not carry. */
    void ignoredRefresh(int afi, int safi, int subtype) {
        if (permitted(ignored, afi + "/" + safi + "/" + subtype)) {
            LOG.warn("{}: ignored ROUTE-REFRESH for AFI {} SAFI {}, subtype {}", name, afi, safi, subtype);
        }
    }

    /** A connection is turned away because it has one, or because it must wait. */
    void rejected() {
        if (rejected.reached()) {
            LOG.warn(
                    "{}: {} of its connections were turned away within {} s; it dials although it has one, or should wait",
                    name,
                    CONNECTIONS,
                    WINDOW_SECONDS);
        }
    }
}
