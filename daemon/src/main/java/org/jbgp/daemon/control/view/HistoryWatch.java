package org.jbgp.daemon.control.view;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * A place where changes and events wait for one who watches, and no more of them than it has room for: those that come
 * while it is full are counted, and left out. Any thread puts in, one takes out.
 */
public final class HistoryWatch {
    /** Bytes that may wait, roughly. */
    private static final long ROOM = 4 << 20;

    /** Bytes that may wait for all, roughly, when all came before anything did. */
    private static final long ROOM_OF_ALL = 16 << 20;

    /** What an entry takes beside its attributes. */
    private static final int ENTRY = 400;

    private final RouteQuery.Prefix prefix;
    private final String protocol;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final long room;
    private final boolean shared;
    private boolean closed;
    private long bytes;
    private long lost;

    /** A change or an event, and its weight in bytes. */
    private record Waiting(Record what, int weight) {}

    /**
     * So many changes and events were left out here.
     *
     * @param number how many
     */
    public record Lost(long number) {}

    /**
     * @param prefix only changes of this one, null for all
     * @param protocol only what is about this one, null for all
     */
    public HistoryWatch(RouteQuery.Prefix prefix, String protocol) {
        this(prefix, protocol, ROOM, true);
    }

    /**
     * One with room of its own, however many there are.
     *
     * @param room bytes that may wait, roughly
     */
    public HistoryWatch(RouteQuery.Prefix prefix, String protocol, long room) {
        this(prefix, protocol, room, false);
    }

    private HistoryWatch(RouteQuery.Prefix prefix, String protocol, long room, boolean shared) {
        this.shared = shared;
        this.room = room;
        this.prefix = prefix;
        this.protocol = protocol;
    }

    /** See the constructor. */
    public RouteQuery.Prefix prefix() {
        return prefix;
    }

    /** See the constructor. */
    public String protocol() {
        return protocol;
    }

    /**
     * A {@link PastChange} or a {@link PastEvent} happened; does not wait.
     *
     * @param size bytes of what belongs to it
     * @param watches how many there are: many have less room each, so that clients that do not read cannot fill the
     *     memory
     */
    public synchronized void offer(Record what, int size, int watches) {
        int weight = size + ENTRY;
        long room = shared ? Math.min(this.room, ROOM_OF_ALL / Math.max(1, watches)) : this.room;
        // What comes after a gap stands after it.
        if (lost > 0 || bytes + weight > room) {
            lost++;
            return;
        }
        waiting.add(new Waiting(what, weight));
        bytes += weight;
        notifyAll();
    }

    /** From now on nobody waits for more than there is. */
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** The next one, or how many were {@link Lost}; null if nothing came in that time. */
    public synchronized Record next(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        long left = time.toNanos();
        while (waiting.isEmpty() && lost == 0 && left > 0 && !closed) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = end - System.nanoTime();
        }
        Waiting first = waiting.poll();
        if (first != null) {
            bytes -= first.weight();
            return first.what();
        }
        if (lost == 0) {
            return null;
        }
        Lost gap = new Lost(lost);
        lost = 0;
        return gap;
    }
}
