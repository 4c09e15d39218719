package org.jbgp.daemon.history;

import java.time.Instant;

/**
 * The clock that changes are dated by: milliseconds since the router began, by a clock that never jumps, so that the
 * order of changes is theirs also when the wall clock is set. Any thread.
 */
public interface Moments {
    /** Milliseconds since the router began. */
    long now();

    /** The instant of that millisecond, by what the wall clock says today; negative ones are from before the start. */
    Instant at(long millis);

    /** The millisecond of that instant. */
    long of(Instant instant);
}
