package org.jbgp.daemon.advertise.pack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The path identifiers (RFC 7911) under which paths go out: one for each channel, and one for each channel and
 * identifier received by it, the same for all neighbors of a shard as long as anybody is sent such a path. Confined to
 * the shard.
 */
public final class PathIdentifiers {
    /** Channel numbers are smaller, and are the identifiers of paths that came without. */
    private static final int FIRST = 1 << 24;

    private final Map<Long, Identifier> byOrigin = new HashMap<>();
    private final List<Identifier> byNumber = new ArrayList<>();
    private final List<Integer> free = new ArrayList<>();

    private static final class Identifier {
        private final long origin;
        private final int number;
        private int uses;

        private Identifier(long origin, int number) {
            this.origin = origin;
            this.number = number;
        }
    }

    /**
     * The identifier in use for a path.
     *
     * @param received its identifier in the channel, 0 for none
     * @return 0 if it has none yet
     */
    public int find(int channel, int received) {
        if (received == 0) {
            return channel;
        }
        Identifier known = byOrigin.get(origin(channel, received));
        return known == null ? 0 : known.number;
    }

    /** The identifier for a path that will be sent; to be {@link #release}d. */
    public int use(int channel, int received) {
        if (received == 0) {
            return channel;
        }
        Identifier identifier = byOrigin.computeIfAbsent(origin(channel, received), this::fresh);
        identifier.uses++;
        return identifier.number;
    }

    private Identifier fresh(long origin) {
        if (free.isEmpty()) {
            Identifier added = new Identifier(origin, FIRST + byNumber.size());
            byNumber.add(added);
            return added;
        }
        Identifier again = new Identifier(origin, free.removeLast());
        byNumber.set(again.number - FIRST, again);
        return again;
    }

    /** One use more of an identifier in use. */
    public void retain(int number) {
        if (number >= FIRST) {
            byNumber.get(number - FIRST).uses++;
        }
    }

    /** One use less. */
    public void release(int number) {
        if (number < FIRST) {
            return;
        }
        Identifier identifier = byNumber.get(number - FIRST);
        if (--identifier.uses == 0) {
            byOrigin.remove(identifier.origin);
            free.add(number);
        }
    }

    /** Number of identifiers in use, those of channels aside. */
    public int size() {
        return byOrigin.size();
    }

    private static long origin(int channel, int received) {
        return (long) channel << 32 | Integer.toUnsignedLong(received);
    }
}
