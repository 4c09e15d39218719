package org.jbgp.daemon.shards;

import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.rib.Shard;
import org.jctools.queues.MpscArrayQueue;

/**
 * The thread that owns one shard. Work arrives through a bounded inbox and runs in order of arrival; long jobs of the
 * shard get a step now and then; what changed is flushed to the export targets when the inbox is empty or a lot has
 * changed. The thread owns the shard and all that hangs on it; others put tasks into the inbox, read its length, and
 * may peek at what the shard says any thread may read.
 */
public final class ShardWorker implements Executor {
    private static final Logger log = LogManager.getLogger(ShardWorker.class);

    /**
     * Most tasks that may wait. Route batches are limited far below by each neighbor's credit, other tasks are few; a
     * producer that finds the inbox full all the same waits for room.
     */
    private static final int INBOX = 1 << 16;

    private static final int TASKS_BETWEEN_STEPS = 32;

    /**
     * Stack of threads that compile or run filters, which recurse as deep as a filter is nested; taken only as far as
     * it is used.
     */
    public static final long STACK = 32L << 20;

    private final MpscArrayQueue<Runnable> inbox = new MpscArrayQueue<>(INBOX);
    private final WorkLoop loop;
    private int sinceStep;
    private volatile Shard shard;
    private volatile boolean stopping;

    ShardWorker(int number, RouterThreads threads) {
        this.loop = threads.loop("shard-" + number, STACK, this::turn, new Parked());
    }

    void start(Shard owned) {
        shard = owned;
        loop.start();
    }

    Shard shard() {
        return shard;
    }

    /** Tasks waiting at this moment. */
    int queued() {
        return inbox.size();
    }

    @Override
    public void execute(Runnable task) {
        while (!inbox.offer(task)) {
            if (loop.isCurrent()) {
                shard.later(task);
                return;
            }
            LockSupport.parkNanos(50_000);
        }
        loop.wake();
    }

    /** Ends the thread after the tasks that are already waiting. */
    void stop() {
        execute(() -> stopping = true);
    }

    private long turn() {
        if (stopping) {
            return WorkLoop.OVER;
        }
        Runnable task = inbox.poll();
        if (task != null) {
            guarded(task);
            if (++sinceStep >= TASKS_BETWEEN_STEPS) {
                sinceStep = 0;
                guarded(shard::step);
            }
            return 0;
        }
        sinceStep = 0;
        guarded(shard::flush);
        if (shard.hasJobs()) {
            guarded(shard::step);
            return 0;
        }
        return WorkLoop.IDLE;
    }

    /** Sleeps until the inbox is not empty. */
    private final class Parked implements WorkLoop.Sleep {
        private volatile boolean asleep;

        @Override
        public void sleep(long nanos) {
            asleep = true;
            if (inbox.isEmpty()) {
                LockSupport.park(this);
            }
            asleep = false;
        }

        @Override
        public void wake(Thread sleeper) {
            if (asleep) {
                LockSupport.unpark(sleeper);
            }
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            // One bad task must not take the table down; the cause is a defect and is logged with its stack.
            log.error("internal error in a routing task; the router goes on", e);
        } catch (OutOfMemoryError e) {
            // What the task was to do is half done: the log, which gets the error, ends the process.
            log.fatal("out of memory in a routing task", e);
        }
    }
}
