package org.jbgp.daemon.session.fsm;

import org.jbgp.config.model.bgp.BgpTimers;

/**
 * How long a neighbor that brought errors is left alone. Immutable.
 *
 * @param errorWait seconds of the present or last wait after errors, 0 = none
 * @param lastErrorAt when the last protocol error happened, in the caller's milliseconds; meaningless while {@code
 *     errorSeen} is false
 * @param errorSeen whether there was a protocol error
 * @param refusals how many of our connections in a row the neighbor ended before a session stood
 */
record Backoff(int errorWait, long lastErrorAt, boolean errorSeen, int refusals) {

    static final Backoff NONE = new Backoff(0, 0, false, 0);

    /** After an error: the wait doubles, or starts over after an error-free stretch (BIRD {@code error wait time}). */
    Backoff error(BgpTimers timers, long now) {
        boolean forgotten = errorSeen && now - lastErrorAt >= timers.errorWait().forget() * 1000L;
        int wait = errorWait == 0 || forgotten
                ? timers.errorWait().least()
                : Math.min(2 * errorWait, timers.errorWait().most());
        return new Backoff(wait, now, true, refusals);
    }

    /** Without a wait after errors; what was remembered of them counts on. */
    Backoff withoutWait() {
        return new Backoff(0, lastErrorAt, errorSeen, refusals);
    }

    /** The neighbor ended a connection of ours before a session stood. */
    Backoff refused() {
        return new Backoff(errorWait, lastErrorAt, errorSeen, Math.min(refusals + 1, 30));
    }

    /** The neighbor wants us. */
    Backoff welcome() {
        return refusals == 0 ? this : new Backoff(errorWait, lastErrorAt, errorSeen, 0);
    }

    /**
     * Seconds before the next dial, 1 at least. A neighbor that is not configured for us, or not yet, ends each
     * connection at once: {@code connect delay time} doubles up to the shortest {@code error wait time}. Once
     * configured it dials itself.
     */
    int dialDelay(BgpTimers timers) {
        int delay = Math.max(1, timers.dialing().delay());
        int most = Math.max(delay, timers.errorWait().least());
        return refusals <= 1 ? delay : (int) Math.min((long) delay << (refusals - 1), most);
    }
}
