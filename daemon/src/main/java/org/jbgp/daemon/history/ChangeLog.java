package org.jbgp.daemon.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The changes of one shard's prefixes, the oldest of which go when there is no more room for them, or when they are too
 * old. Written by the shard alone, without locks; what others read is a {@link #copy}, which costs a few references.
 */
final class ChangeLog {
    /** A segment with more bytes of attribute sets than this is closed, however few changes it has. */
    private static final int MOST_SET_BYTES = 256 << 10;

    private static final int SHARE = 16;

    private final int shard;
    private final ArrayDeque<ChangeSegment> closed = new ArrayDeque<>();
    /** What is being written, by family. */
    private final ChangeSegment[] open = new ChangeSegment[2];

    private long closedBytes;
    private long budget;
    private long mostAge;
    private int mostSetBytes;
    private final long begun;
    private long since;
    /** Bytes that recorders take to know what is there; written by the shard. */
    private long stateBytes;

    private final LongSupplier names;
    private volatile long bytes;

    /**
     * @param since the millisecond it begins at
     * @param names bytes that this shard's part of all names takes, which count as its own
     */
    ChangeLog(int shard, long since, LongSupplier names) {
        this.shard = shard;
        this.names = names;
        this.begun = since;
        this.since = since;
    }

    int shard() {
        return shard;
    }

    /**
     * How much it may take from now on.
     *
     * @param bytes at most, all in all
     * @param age milliseconds
     */
    void limit(long bytes, long age) {
        budget = bytes;
        mostAge = age;
        mostSetBytes = (int) Math.max(4096, Math.min(MOST_SET_BYTES, bytes / SHARE));
    }

    /** A change of that time is added that a journal has kept. */
    void beginsNoLaterThan(long millis) {
        since = Math.min(since, millis);
    }

    /** Forgets all; it goes back to the last change there was. */
    void forget() {
        closed.clear();
        closedBytes = 0;
        open[0] = null;
        open[1] = null;
        since = begun;
    }

    /** Recorders took so many bytes more to know what is there. */
    void states(long more) {
        stateBytes += more;
    }

    /** Where a change of this family is to be added. */
    ChangeSegment segment(boolean wide, long now) {
        int family = wide ? 1 : 0;
        ChangeSegment segment = open[family];
        if (segment == null) {
            segment = new ChangeSegment(wide, now, false);
            open[family] = segment;
        } else if (segment.count() == ChangeSegment.MOST || segment.setBytes() > mostSetBytes || segment.isOld(now)) {
            boolean full = segment.count() == ChangeSegment.MOST;
            close(segment);
            trim(now);
            segment = new ChangeSegment(wide, now, full && budget > SHARE * (128L << 10));
            open[family] = segment;
        }
        return segment;
    }

    private void close(ChangeSegment segment) {
        segment.seal();
        closed.add(segment);
        closedBytes += segment.bytes();
    }

    /** Forgets what is too much, or too old. */
    void trim(long now) {
        long beside = stateBytes + names.getAsLong() + openBytes();
        long room = budget - beside;
        while (!closed.isEmpty() && (closedBytes > room || newest(closed.peek()) < now - mostAge)) {
            ChangeSegment gone = closed.poll();
            closedBytes -= gone.bytes();
            since = Math.max(since, newest(gone));
        }
        bytes = closedBytes + beside;
    }

    private static long newest(ChangeSegment segment) {
        return segment.time(segment.count() - 1);
    }

    private long openBytes() {
        long sum = 0;
        for (ChangeSegment segment : open) {
            // What a full one takes, so that the bound holds when it is.
            sum += segment == null ? 0 : Math.max(segment.bytes(), 48 << 10);
        }
        return sum;
    }

    /** Bytes it takes, a moment old. Any thread. */
    long bytes() {
        return bytes;
    }

    /**
     * What is in it at this moment, for any thread.
     *
     * @param since all changes after this millisecond are in it
     * @param segments older ones first; those of the two families are each in order
     */
    record Copy(int shard, long since, List<ChangeSegment> segments) {
        /** Those of one family. */
        List<ChangeSegment> of(boolean wide) {
            return segments.stream().filter(each -> each.wide() == wide).toList();
        }
    }

    /** Its changes at this moment. On the shard. */
    Copy copy(long now) {
        trim(now);
        List<ChangeSegment> segments = new ArrayList<>(closed);
        for (ChangeSegment segment : open) {
            if (segment != null && segment.count() > 0) {
                segments.add(segment.frozen());
            }
        }
        return new Copy(shard, Math.max(since, now - mostAge), segments);
    }
}
