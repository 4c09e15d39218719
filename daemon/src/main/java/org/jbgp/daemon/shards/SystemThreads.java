package org.jbgp.daemon.shards;

import java.util.concurrent.ScheduledExecutorService;
import org.jbgp.daemon.pacing.Uptime;

/** Threads of the system and its monotonic clock. Any thread. */
public final class SystemThreads implements RouterThreads {
    @Override
    public long nanoTime() {
        return Uptime.nanos();
    }

    @Override
    public ScheduledExecutorService tasks(String name, long stack) {
        return new TaskThread(name, stack);
    }

    @Override
    public WorkLoop loop(String name, long stack, WorkLoop.Turn turn, WorkLoop.Sleep sleep) {
        return new ThreadLoop(name, stack, turn, sleep);
    }

    private static final class ThreadLoop implements WorkLoop {
        private final Thread thread;
        private final Turn turn;
        private final Sleep sleep;

        private ThreadLoop(String name, long stack, Turn turn, Sleep sleep) {
            this.turn = turn;
            this.sleep = sleep;
            this.thread =
                    Thread.ofPlatform().name(name).stackSize(stack).daemon().unstarted(this::run);
        }

        private void run() {
            long wait;
            while ((wait = turn.run()) != OVER) {
                if (wait > 0) {
                    sleep.sleep(wait);
                }
            }
        }

        @Override
        public void start() {
            thread.start();
        }

        @Override
        public void wake() {
            sleep.wake(thread);
        }

        @Override
        public boolean isCurrent() {
            return Thread.currentThread().equals(thread);
        }

        @Override
        public void join(long millis) throws InterruptedException {
            thread.join(millis);
        }
    }
}
