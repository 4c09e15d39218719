package org.jbgp.daemon.rib;

import java.util.Arrays;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.rib.channel.Channel;

/**
 * The routes that import filters rejected last, a bounded number of each channel, with their attributes as received. It
 * is not known whether they are still announced: a route that is withdrawn, or accepted later, stays here until others
 * take its place. Confined to the shard.
 */
public final class RejectedRoutes {
    /** Of larger attribute sets only the prefix is kept, so that no neighbor takes more than 64 KiB here. */
    private static final int LARGEST_SET = 1024;

    private static final int FIRST = 8;

    private int most;
    private Ring[] rings = new Ring[16];

    /** The routes of one channel; they take memory when there are some. */
    private static final class Ring {
        private final String protocol;
        private long[] his;
        private long[] los;
        private byte[] lengths;
        private int[] pathIds;
        private int[] seconds;
        private byte[][] sets;
        private int next;
        private int count;

        private Ring(String protocol, int length) {
            this.protocol = protocol;
            his = new long[length];
            los = new long[length];
            lengths = new byte[length];
            pathIds = new int[length];
            seconds = new int[length];
            sets = new byte[length][];
        }

        private void resize(int length) {
            his = Arrays.copyOf(his, length);
            los = Arrays.copyOf(los, length);
            lengths = Arrays.copyOf(lengths, length);
            pathIds = Arrays.copyOf(pathIds, length);
            seconds = Arrays.copyOf(seconds, length);
            sets = Arrays.copyOf(sets, length);
        }
    }

    /** From now on so many routes of each channel are remembered; fewer forget all. */
    public void remember(int number) {
        if (number < most) {
            rings = new Ring[16];
        }
        most = number;
    }

    /** Whether a route that was rejected is to be noted. */
    boolean wanted(Channel channel) {
        return most > 0 && !channel.policy().equals(Policy.NONE);
    }

    /** A copy of an attribute set for {@link #note}, null if it is too large; may be given for any number of routes. */
    static byte[] copy(byte[] blob, int offset, int size) {
        return size > LARGEST_SET ? null : Arrays.copyOfRange(blob, offset, offset + size);
    }

    /** An import filter rejected a route. */
    void note(Channel channel, int pathId, long hi, long lo, int length, byte[] set, int second) {
        int id = channel.id();
        if (id >= rings.length) {
            rings = Arrays.copyOf(rings, Math.max(id + 1, rings.length * 2));
        }
        Ring ring = rings[id];
        if (ring == null || !ring.protocol.equals(channel.source().protocol())) {
            ring = new Ring(channel.source().protocol(), Math.min(FIRST, most));
            rings[id] = ring;
        }
        if (ring.next == ring.his.length) {
            if (ring.next < most) {
                ring.resize(Math.min(most, ring.next * 2));
            } else {
                ring.next = 0;
            }
        }
        int at = ring.next++;
        ring.his[at] = hi;
        ring.los[at] = lo;
        ring.lengths[at] = (byte) length;
        ring.pathIds[at] = pathId;
        ring.seconds[at] = second;
        ring.sets[at] = set;
        ring.count = Math.max(ring.count, ring.next);
    }

    /** Takes remembered routes, one by one. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Takes a route that was rejected.
         *
         * @param set its attributes as received, null if the set was too large to keep; not to be changed
         * @param second when, by the router's clock
         */
        void route(int pathId, long hi, long lo, int length, byte[] set, int second);
    }

    /** Calls back for what is remembered of a channel, the newest first. */
    public void each(Channel channel, Visitor visitor) {
        Ring ring = channel.id() < rings.length ? rings[channel.id()] : null;
        if (ring == null || !ring.protocol.equals(channel.source().protocol())) {
            return;
        }
        for (int i = 1; i <= ring.count; i++) {
            int at = Math.floorMod(ring.next - i, ring.count);
            visitor.route(
                    ring.pathIds[at],
                    ring.his[at],
                    ring.los[at],
                    ring.lengths[at] & 0xFF,
                    ring.sets[at],
                    ring.seconds[at]);
        }
    }
}
