package org.jbgp.daemon.editor;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The thread that answers and the one that checks. Any thread. */
final class EditorThreads {
    /** Bytes of address space, as loading has. */
    private static final long STACK = 256L << 20;

    /** How long nothing must change before it is checked, in milliseconds: a pause between two keys. */
    private static final long PAUSE = 120;

    private final ScheduledThreadPoolExecutor answering = thread("editor");
    private final ScheduledThreadPoolExecutor checking = thread("editor-check");
    private ScheduledFuture<?> planned;

    private static ScheduledThreadPoolExecutor thread(String name) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
                1,
                work -> Thread.ofPlatform().name(name).stackSize(STACK).daemon().unstarted(work));
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return executor;
    }

    /** Where questions are answered. */
    ScheduledThreadPoolExecutor answering() {
        return answering;
    }

    /** Does it on the thread that checks. */
    void check(Runnable work) {
        checking.execute(work);
    }

    /** Does it on the thread that answers, once nothing has been planned for a pause. */
    synchronized void plan(Runnable work) {
        if (planned != null) {
            planned.cancel(false);
        }
        planned = answering.schedule(work, PAUSE, TimeUnit.MILLISECONDS);
    }

    void stop() {
        answering.shutdownNow();
        checking.shutdownNow();
    }
}
