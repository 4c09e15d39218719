package org.jbgp.daemon.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jbgp.daemon.session.fsm.PeerTimer;
import org.jbgp.daemon.session.fsm.Side;

/**
 * The timers of one neighbor. A restart to a later moment, which every received message causes, only writes a number;
 * the scheduled task looks at it when it runs and goes back to sleep. Used on the neighbor's loop, {@link #remaining}
 * anywhere.
 */
final class NeighborTimers {

    private static final long OFF = Long.MIN_VALUE;

    private final EventLoop loop;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final Expiry expiry;
    private final Map<Side, Map<PeerTimer, Entry>> entries = new EnumMap<>(Side.class);

    /** Called when a timer runs out. */
    interface Expiry {
        void expired(Side side, PeerTimer timer);
    }

    /** One timer: when it runs out, and the task that will look. */
    private static final class Entry {
        private final AtomicLong deadline = new AtomicLong(OFF);
        private Future<?> task;
        private long taskTime;
    }

    NeighborTimers(EventLoop loop, Ticker ticker, RandomGenerator random, Expiry expiry) {
        this.loop = loop;
        this.ticker = ticker;
        this.random = random;
        this.expiry = expiry;
        for (Side side : Side.values()) {
            Map<PeerTimer, Entry> ofSide = new EnumMap<>(PeerTimer.class);
            for (PeerTimer timer : PeerTimer.values()) {
                ofSide.put(timer, new Entry());
            }
            entries.put(side, ofSide);
        }
    }

    /** Starts or restarts a timer, shortened by a random part if it is a jittered one. */
    void start(Side side, PeerTimer timer, long milliseconds) {
        // RFC 4271 §10: a uniformly distributed factor of 0.75 to 1.0
        long delay = timer.jittered() ? milliseconds - random.nextLong(milliseconds / 4 + 1) : milliseconds;
        long now = ticker.milliseconds();
        Entry entry = entry(side, timer);
        entry.deadline.setOpaque(now + delay);
        if (entry.task != null && entry.taskTime > now + delay) {
            entry.task.cancel(false);
            entry.task = null;
        }
        if (entry.task == null) {
            schedule(side, timer, entry, now, delay);
        }
    }

    private void schedule(Side side, PeerTimer timer, Entry entry, long now, long delay) {
        entry.taskTime = now + delay;
        entry.task = ticker.schedule(loop, () -> wake(side, timer, entry), delay);
    }

    private void wake(Side side, PeerTimer timer, Entry entry) {
        entry.task = null;
        long deadline = entry.deadline.getPlain();
        if (deadline == OFF) {
            return;
        }
        long now = ticker.milliseconds();
        if (now < deadline) {
            schedule(side, timer, entry, now, deadline - now);
        } else {
            entry.deadline.setOpaque(OFF);
            expiry.expired(side, timer);
        }
    }

    /** Stops the timers of a connection, not the wait after errors. */
    void stopConnection(Side side) {
        for (PeerTimer timer : PeerTimer.values()) {
            if (timer != PeerTimer.ERROR_WAIT) {
                stop(side, timer);
            }
        }
    }

    void stop(Side side, PeerTimer timer) {
        Entry entry = entry(side, timer);
        entry.deadline.setOpaque(OFF);
        if (entry.task != null) {
            entry.task.cancel(false);
            entry.task = null;
        }
    }

    /** Milliseconds left, at least 0; empty if the timer does not run. Any thread. */
    OptionalLong remaining(Side side, PeerTimer timer) {
        long deadline = entry(side, timer).deadline.getOpaque();
        return deadline == OFF ? OptionalLong.empty() : OptionalLong.of(Math.max(0, deadline - ticker.milliseconds()));
    }

    /** The clock's milliseconds. Any thread. */
    long now() {
        return ticker.milliseconds();
    }

    private Entry entry(Side side, PeerTimer timer) {
        return entries.get(side).get(timer);
    }
}
