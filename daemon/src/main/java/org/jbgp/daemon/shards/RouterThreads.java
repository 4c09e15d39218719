package org.jbgp.daemon.shards;

import java.util.concurrent.ScheduledExecutorService;

/**
 * What the parts of a router run on, and the clock they wait by: threads of the system, or virtual time. Any thread.
 */
public interface RouterThreads {
    /** Nanoseconds of a clock that never jumps, above 0: moments may be compared. */
    long nanoTime();

    /**
     * Something that runs tasks one after the other, now or later.
     *
     * @param name of its thread
     * @param stack of its thread, in bytes
     */
    ScheduledExecutorService tasks(String name, long stack);

    /**
     * A loop that is not started yet.
     *
     * @param name of its thread
     * @param stack of its thread, in bytes
     * @param sleep how a thread waits; virtual time does not ask it
     */
    WorkLoop loop(String name, long stack, WorkLoop.Turn turn, WorkLoop.Sleep sleep);

    /**
     * Bytes the heap can grow to, for who watches what neighbors' routes need of it. In virtual time more than there
     * can be: what happens must not depend on the garbage of this process.
     */
    default long heap() {
        return Runtime.getRuntime().maxMemory();
    }
}
