package org.jbgp.daemon.net.connection;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.random.RandomGenerator;
import org.jbgp.daemon.session.fsm.PeerTimer;
import org.jbgp.daemon.session.fsm.Side;

/**
 * The timers of one neighbor. A restart to a later moment, which every received message causes, only writes a number;
 * the scheduled task looks at it when it runs and goes back to sleep. Used on the neighbor's loop, {@link #remaining}
 * anywhere.
 */
public final class NeighborTimers {

    private static final long OFF = Long.MIN_VALUE;
    private static final int TIMERS = PeerTimer.values().length;

    private final EventLoop loop;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final Expiry expiry;

    /** When each timer runs out, by {@link #index}; arrays because there are many neighbors with a dozen of them. */
    private final AtomicLongArray deadlines = new AtomicLongArray(Side.values().length * TIMERS);

    /** The tasks that will look, null where none is scheduled, and when. */
    private final Future<?>[] tasks = new Future<?>[deadlines.length()];

    private final long[] taskTimes = new long[tasks.length];

    /** Called when a timer runs out. */
    public interface Expiry {
        void expired(Side side, PeerTimer timer);
    }

    public NeighborTimers(EventLoop loop, Ticker ticker, RandomGenerator random, Expiry expiry) {
        this.loop = loop;
        this.ticker = ticker;
        this.random = random;
        this.expiry = expiry;
        for (int each = 0; each < tasks.length; each++) {
            deadlines.setOpaque(each, OFF);
        }
    }

    @SuppressWarnings("EnumOrdinal") // a place in these arrays, which nobody else sees
    private static int index(Side side, PeerTimer timer) {
        return side.ordinal() * TIMERS + timer.ordinal();
    }

    /** Starts or restarts a timer, shortened by a random part if it is a jittered one. */
    public void start(Side side, PeerTimer timer, long milliseconds) {
        // RFC 4271 §10: a uniformly distributed factor of 0.75 to 1.0
        long delay = timer.jittered() ? milliseconds - random.nextLong(milliseconds / 4 + 1) : milliseconds;
        long now = ticker.milliseconds();
        int index = index(side, timer);
        deadlines.setOpaque(index, now + delay);
        if (tasks[index] != null && taskTimes[index] > now + delay) {
            cancel(index);
        }
        if (tasks[index] == null) {
            schedule(side, timer, now, delay);
        }
    }

    private void schedule(Side side, PeerTimer timer, long now, long delay) {
        int index = index(side, timer);
        taskTimes[index] = now + delay;
        tasks[index] = ticker.schedule(loop, () -> wake(side, timer), delay);
    }

    private void cancel(int index) {
        tasks[index].cancel(false);
        tasks[index] = null;
    }

    private void wake(Side side, PeerTimer timer) {
        int index = index(side, timer);
        tasks[index] = null;
        long deadline = deadlines.getPlain(index);
        if (deadline == OFF) {
            return;
        }
        long now = ticker.milliseconds();
        if (now < deadline) {
            schedule(side, timer, now, deadline - now);
        } else {
            deadlines.setOpaque(index, OFF);
            expiry.expired(side, timer);
        }
    }

    /** Stops the timers of a connection, not the wait after errors. */
    public void stopConnection(Side side) {
        for (PeerTimer timer : PeerTimer.values()) {
            if (timer != PeerTimer.ERROR_WAIT) {
                stop(side, timer);
            }
        }
    }

    public void stop(Side side, PeerTimer timer) {
        int index = index(side, timer);
        deadlines.setOpaque(index, OFF);
        if (tasks[index] != null) {
            cancel(index);
        }
    }

    /** Milliseconds left, at least 0; empty if the timer does not run. Any thread. */
    public OptionalLong remaining(Side side, PeerTimer timer) {
        long deadline = deadlines.getOpaque(index(side, timer));
        return deadline == OFF ? OptionalLong.empty() : OptionalLong.of(Math.max(0, deadline - ticker.milliseconds()));
    }

    /** The clock's milliseconds. Any thread. */
    public long now() {
        return ticker.milliseconds();
    }
}
