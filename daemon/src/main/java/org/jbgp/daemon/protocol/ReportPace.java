package org.jbgp.daemon.protocol;

/**
 * When changes of interfaces are reported. One by itself is reported at once. Of many in a row (500 interfaces that
 * come and go) those are reported together that come soon after a report, because each takes all threads some time;
 * what is lost waits less than what is new, because routes that lead there lead nowhere.
 *
 * <p>Not thread-safe; time is milliseconds of a monotonic clock.
 */
public final class ReportPace {
    /** The more interfaces, the longer a report takes: for so many the next one waits a millisecond. */
    private static final int INTERFACES_A_MILLI = 2;

    /** One with many addresses takes long, too: the next report waits so many times as long as this one took. */
    private static final int PAUSE_TO_WORK = 10;

    private static final int LONGEST_MILLIS = 250;

    private static final int INTERFACES_A_MILLI_OF_LOSS = 10;

    private static final int LONGEST_MILLIS_OF_LOSS = 50;

    private long next;
    private long nextLoss;

    /** No report has been made yet. */
    public ReportPace() {}

    /** From when on a report is due. */
    public long due(boolean losses) {
        return losses ? nextLoss : next;
    }

    /** A report was made. */
    public void reported(long began, long ended, int interfaces) {
        long wait = Math.max(interfaces / INTERFACES_A_MILLI, (ended - began) * PAUSE_TO_WORK);
        next = ended + Math.min(wait, LONGEST_MILLIS);
        nextLoss = ended + Math.min(interfaces / INTERFACES_A_MILLI_OF_LOSS, LONGEST_MILLIS_OF_LOSS);
    }
}
