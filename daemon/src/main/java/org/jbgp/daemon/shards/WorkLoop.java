package org.jbgp.daemon.shards;

/** Runs a turn of work again and again, on a thread of its own or as an event of a simulation. */
public interface WorkLoop {
    /** Nothing to do until somebody wakes the loop. */
    long IDLE = Long.MAX_VALUE;

    /** The loop ends. */
    long OVER = -1;

    /** One turn; must not throw. */
    @FunctionalInterface
    interface Turn {
        /** @return nanoseconds until the next turn if nobody wakes the loop, {@link #IDLE} or {@link #OVER} */
        long run();
    }

    /** How a thread waits between two turns. */
    interface Sleep {
        /** Returns after this time, or when it was woken since the last turn began. On the loop's thread. */
        void sleep(long nanos);

        /** Ends a running or the next sleep. Any thread. */
        void wake(Thread sleeper);
    }

    /** Begins; once. */
    void start();

    /** There may be work. Any thread. */
    void wake();

    /** Whether the caller is the loop. */
    boolean isCurrent();

    /** Waits until it has ended, but not for ever. */
    void join(long millis) throws InterruptedException;
}
