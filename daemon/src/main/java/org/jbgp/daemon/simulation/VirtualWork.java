package org.jbgp.daemon.simulation;

import org.jbgp.daemon.shards.WorkLoop;

/** A loop whose turns are events of virtual time. One thread. */
final class VirtualWork implements WorkLoop {
    /** So many turns at one moment, then others come first: no loop can stop the clock. */
    private static final int TURNS = 100_000;

    private static final long PAUSE_NANOS = 1_000;

    private final VirtualTime time;
    private final Turn turn;
    private VirtualTime.Event next;
    private boolean started;
    private boolean working;
    private boolean woken;
    private boolean over;

    VirtualWork(VirtualTime time, Turn turn) {
        this.time = time;
        this.turn = turn;
    }

    @Override
    public void start() {
        started = true;
        time.call(this, this::work);
    }

    @Override
    public void wake() {
        if (working) {
            woken = true;
        } else if (started && !over && (next == null || next.when() > time.nanoTime())) {
            order(0);
        }
    }

    private void order(long delay) {
        if (next != null) {
            next.cancel();
        }
        // In the field before it happens, which may be at once.
        next = time.after(delay, this, this::happen);
        if (delay == 0) {
            time.catchUp();
        }
    }

    private void happen() {
        next = null;
        work();
    }

    private void work() {
        if (over) {
            return;
        }
        working = true;
        long wait = 0;
        int turns = 0;
        while (turns++ < TURNS && wait == 0) {
            woken = false;
            wait = turn.run();
            wait = wait > 0 && woken ? 0 : wait;
        }
        working = false;
        if (wait == OVER) {
            over = true;
        } else if (wait != IDLE) {
            order(wait == 0 ? PAUSE_NANOS : wait);
        }
    }

    @Override
    public boolean isCurrent() {
        return true; // nobody else could make room in a queue that is full
    }

    @Override
    public void join(long millis) {
        if (!over) {
            time.call(this, this::work);
        }
    }
}
