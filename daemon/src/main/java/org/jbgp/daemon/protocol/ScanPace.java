package org.jbgp.daemon.protocol;

/**
 * When something in the kernel is scanned whose changes the kernel also reports. Scans come every {@code scan time} as
 * long as something happens there; while nothing does, {@link #QUIET_MILLIS} apart, because a scan would find what the
 * last one found.
 *
 * <p>Not thread-safe; time is milliseconds of a monotonic clock.
 */
public final class ScanPace {
    /** How far apart scans are while nothing happens, unless {@code scan time} is longer. */
    public static final long QUIET_MILLIS = 60_000;

    private static final long NEVER = Long.MAX_VALUE / 4;

    private long period = QUIET_MILLIS;
    private long next;
    private boolean stirred;

    /** From now on scans come so many seconds apart while something happens; with 0 none comes by itself. */
    public void every(int seconds) {
        period = seconds == 0 ? NEVER : seconds * 1000L;
        stirred = true;
    }

    /** Something has happened, or been done, of which a scan shall see the outcome within {@code scan time}. */
    public void stir() {
        stirred = true;
    }

    /** A scan shall come then at the latest. */
    public void by(long time) {
        next = Math.min(next, time);
    }

    /** When the next scan is due, as far as is known now. */
    public long next(long now) {
        if (stirred) {
            stirred = false;
            by(now + period);
        }
        return next;
    }

    /** A scan was made that showed everything. */
    public void scanned(long now) {
        stirred = false;
        next = now + (period == NEVER ? NEVER : Math.max(period, QUIET_MILLIS));
    }

    /** A scan was made that may have missed something. */
    public void missed(long now, long again) {
        stirred = false;
        next = now + again;
    }
}
