package org.jbgp.daemon.net.connection;

import java.util.concurrent.atomic.AtomicLongArray;
import org.jbgp.daemon.session.MessageCounters;
import org.jbgp.daemon.wire.MessageType;

/** Counts messages of one direction; written on one loop, read anywhere. */
public final class MessageStatistics {

    private static final int BYTES = 0;
    private static final int WORK_NANOS = MessageType.values().length + 1;

    /** Those two, and at the code of each message type how many there were. */
    private final AtomicLongArray counts = new AtomicLongArray(WORK_NANOS + 1);

    /** Called for each message. */
    @FunctionalInterface
    public interface Watcher {
        /** {@code bytes}: the whole message's. */
        void counted(MessageType type, int bytes);
    }

    private volatile Watcher watcher;

    /** From now on, null for nobody. */
    public void watcher(Watcher next) {
        watcher = next;
    }

    public void count(MessageType type, int bytes) {
        Watcher present = watcher;
        if (present != null) {
            present.counted(type, bytes);
        }
        add(type.code(), 1);
        add(BYTES, bytes);
    }

    private void add(int index, long amount) {
        counts.setOpaque(index, counts.getPlain(index) + amount);
    }

    /** So long took what came with one read. */
    public void worked(long nanos) {
        add(WORK_NANOS, nanos);
    }

    /** Nanoseconds that messages were worked on in all. */
    public long work() {
        return counts.getOpaque(WORK_NANOS);
    }

    public MessageCounters snapshot() {
        return new MessageCounters(
                get(MessageType.OPEN),
                get(MessageType.UPDATE),
                get(MessageType.NOTIFICATION),
                get(MessageType.KEEPALIVE),
                get(MessageType.ROUTE_REFRESH),
                counts.getOpaque(BYTES));
    }

    private long get(MessageType type) {
        return counts.getOpaque(type.code());
    }
}
