package org.jbgp.daemon.bfd.session;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Sessions by deadline, the earliest first. One thread. Nothing is allocated but when a session is added. */
public final class DeadlineHeap {
    private BfdSession[] heap = new BfdSession[16];
    private long[] deadlines = new long[16];
    private int size;
    private final Map<BfdSession, int[]> places = new HashMap<>();

    public void add(BfdSession session) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
            deadlines = Arrays.copyOf(deadlines, 2 * size);
        }
        places.put(session, new int[1]);
        put(size++, session, session.deadline());
        up(size - 1);
    }

    public void remove(BfdSession session) {
        int[] place = places.remove(session);
        if (place == null) {
            return;
        }
        int at = place[0];
        size--;
        BfdSession last = heap[size];
        heap[size] = null;
        if (at < size) {
            put(at, last, deadlines[size]);
            up(at);
            down(places.get(last)[0]);
        }
    }

    /** The session's deadline may have changed; it counts from {@code earliest} on only. */
    public void update(BfdSession session, long earliest) {
        int[] place = places.get(session);
        long deadline = Math.max(earliest, session.deadline());
        if (place != null && deadlines[place[0]] != deadline) {
            deadlines[place[0]] = deadline;
            up(place[0]);
            down(place[0]);
        }
    }

    /** The session of the earliest deadline, null if there is none. */
    public BfdSession first() {
        return size == 0 ? null : heap[0];
    }

    /** The earliest deadline, {@link BfdSession#NEVER} if there is none. */
    public long earliest() {
        return size == 0 ? BfdSession.NEVER : deadlines[0];
    }

    private void put(int at, BfdSession session, long deadline) {
        heap[at] = session;
        deadlines[at] = deadline;
        places.get(session)[0] = at;
    }

    private void up(int from) {
        int at = from;
        while (at > 0 && deadlines[at] < deadlines[(at - 1) / 2]) {
            swap(at, (at - 1) / 2);
            at = (at - 1) / 2;
        }
    }

    private void down(int from) {
        int at = from;
        while (true) {
            int child = 2 * at + 1;
            if (child >= size) {
                return;
            }
            if (child + 1 < size && deadlines[child + 1] < deadlines[child]) {
                child++;
            }
            if (deadlines[at] <= deadlines[child]) {
                return;
            }
            swap(at, child);
            at = child;
        }
    }

    private void swap(int one, int other) {
        BfdSession session = heap[one];
        long deadline = deadlines[one];
        put(one, heap[other], deadlines[other]);
        put(other, session, deadline);
    }
}
