package org.jbgp.daemon.shards;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * A thread that runs tasks one after the other, now or later. An exception would stay unseen in the task's future, so
 * it is logged. If memory was missing, the log ends the process, because the task's work is half done. Any thread may
 * hand it tasks.
 */
public final class TaskThread extends ScheduledThreadPoolExecutor {
    private static final Logger log = LogManager.getLogger(TaskThread.class);

    /**
     * Starts no thread before the first task.
     *
     * @param name of the thread
     * @param stack its stack in bytes
     */
    public TaskThread(String name, long stack) {
        super(1, Thread.ofPlatform().name(name).stackSize(stack).daemon().factory());
        setRemoveOnCancelPolicy(true);
    }

    /**
     * As {@link CompletableFuture#supplyAsync(Supplier, Executor)}; the future keeps what the question throws for
     * whoever waits for the answer, but not that there was no memory.
     */
    public static <T> CompletableFuture<T> supply(Supplier<T> question, Executor executor) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return question.get();
                    } catch (OutOfMemoryError e) {
                        log.fatal("out of memory in a task", e);
                        throw e;
                    }
                },
                executor);
    }

    @Override
    protected void afterExecute(Runnable task, Throwable thrown) {
        super.afterExecute(task, thrown);
        if (task instanceof Future<?> future && future.state() == Future.State.FAILED) {
            log.error("internal error in a task; the router goes on", future.exceptionNow());
        }
    }
}
