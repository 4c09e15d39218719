package org.jbgp.daemon.net;

import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.pacing.Excess;
import org.jbgp.daemon.pacing.LineLimit;
import org.jbgp.daemon.pacing.RepeatedWords;

/**
 * The log's lines about sessions of one neighbor, and about how it goes about getting them. A neighbor whose sessions
 * come and go all the time gets a few lines of each sort in ten seconds. On the neighbor's event loop.
 */
final class SessionLog {
    private static final Logger LOG = LogManager.getLogger(SessionLog.class);
    private static final int WINDOW_SECONDS = 10;
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(WINDOW_SECONDS);
    private static final int LINES = 10;
    /** A neighbor that restarts may dial this often without meaning harm. */
    private static final int CONNECTIONS = 30;

    private final String name;
    private final RepeatedWords repeated = new RepeatedWords(System::nanoTime);
    private final LineLimit ups = limit();
    private final LineLimit downs = limit();
    private final LineLimit errors = limit();
    private final LineLimit malformed = limit();
    private final LineLimit ignored = limit();
    private final Excess rejected = new Excess(CONNECTIONS, WINDOW_NANOS, System::nanoTime);

    /** @param name of the protocol */
    SessionLog(String name) {
        this.name = name;
    }

    private static LineLimit limit() {
        return new LineLimit(LINES, WINDOW_NANOS, System::nanoTime);
    }

    /** A session has come up. */
    void established(String remote) {
        repeated.forget();
        if (ups.permits()) {
            LOG.info("{}: Established with {}{}", name, remote, ups.leftOut());
        }
    }

    /** It has ended. */
    void down(String reason) {
        if (downs.permits()) {
            LOG.info("{}: Session down: {}{}", name, reason, downs.leftOut());
        }
    }

    /** What keeps a session from coming up, or has ended it; the same words are not repeated for some minutes. */
    void error(String text) {
        String line = repeated.line(text);
        if (line != null && errors.permits()) {
            LOG.warn("{}: {}{}", name, line, errors.leftOut());
        }
    }

    /** Errors that were logged before are logged again when they come next. */
    void forgetErrors() {
        repeated.forget();
    }

    /** An OPEN that cannot be read. */
    void malformedOpen(String text) {
        if (malformed.permits()) {
            LOG.warn("{}: malformed OPEN: {}{}", name, text, malformed.leftOut());
        }
    }

    /** A ROUTE-REFRESH for something the session does not carry. */
    void ignoredRefresh(int afi, int safi, int subtype) {
        if (ignored.permits()) {
            LOG.warn(
                    "{}: ignored ROUTE-REFRESH for AFI {} SAFI {}, subtype {}{}",
                    name,
                    afi,
                    safi,
                    subtype,
                    ignored.leftOut());
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
