package org.jbgp.daemon.protocol;

import java.util.Arrays;
import org.jbgp.kernel.Family;

/**
 * What the kernel shall have and what it is known to have, for the prefixes of one family: two numbers of a {@link ForwardingStore} a
 * prefix, in arrays (about 20 bytes a prefix for IPv4). A slot is a prefix's number as long as it has either. Owned by one thread.
 */
final class KernelModel {
    /** The slot is on the list of changes to make. */
    static final int DIRTY = 1;
    /** The last scan found it. */
    static final int SEEN = 2;
    /** The kernel refused it; the next scan tries again. */
    static final int FAILED = 4;

    private final boolean ipv4;
    private final ForwardingStore store;
    private long[] hi;
    private long[] lo;
    private int[] low4;
    private byte[] length;
    private byte[] state;
    private int[] desired;
    private int[] installed;
    private int[] table = new int[1024];
    private int[] free = new int[16];
    private int freeCount;
    private int limit = 1;
    private int size;

    KernelModel(Family family, ForwardingStore store) {
        this.ipv4 = family == Family.IPV4;
        this.store = store;
        this.hi = new long[ipv4 ? 0 : 512];
        this.lo = new long[ipv4 ? 0 : 512];
        this.low4 = new int[ipv4 ? 512 : 0];
        this.length = new byte[512];
        this.state = new byte[512];
        this.desired = new int[512];
        this.installed = new int[512];
    }

    /** Number of prefixes. */
    int size() {
        return size;
    }

    /** Slots are 1 to this, exclusive; {@link #used} tells which. */
    int limit() {
        return limit;
    }

    boolean used(int slot) {
        return length[slot] != -1;
    }

    long hi(int slot) {
        return ipv4 ? 0 : hi[slot];
    }

    long lo(int slot) {
        return ipv4 ? low4[slot] & 0xFFFF_FFFFL : lo[slot];
    }

    int length(int slot) {
        return length[slot] & 0xFF;
    }

    int desired(int slot) {
        return desired[slot];
    }

    int installed(int slot) {
        return installed[slot];
    }

    boolean has(int slot, int flag) {
        return (state[slot] & flag) != 0;
    }

    void set(int slot, int flag) {
        state[slot] |= (byte) flag;
    }

    void clear(int slot, int flag) {
        state[slot] &= (byte) ~flag;
    }

    /** Sets what the kernel shall have; takes over the caller's use of the number. */
    void setDesired(int slot, int forwarding) {
        store.release(desired[slot]);
        desired[slot] = forwarding;
    }

    /** Sets what the kernel has; takes over the caller's use of the number. */
    void setInstalled(int slot, int forwarding) {
        store.release(installed[slot]);
        installed[slot] = forwarding;
    }

    /** The prefix's slot, 0 if it has none. */
    int find(long prefixHi, long prefixLo, int prefixLength) {
        int mask = table.length - 1;
        for (int at = hash(prefixHi, prefixLo, prefixLength) & mask; table[at] != 0; at = (at + 1) & mask) {
            int slot = table[at];
            if (lo(slot) == prefixLo && length(slot) == prefixLength && hi(slot) == prefixHi) {
                return slot;
            }
        }
        return 0;
    }

    /** The prefix's slot, a new one if it has none. */
    int findOrAdd(long prefixHi, long prefixLo, int prefixLength) {
        int found = find(prefixHi, prefixLo, prefixLength);
        if (found != 0) {
            return found;
        }
        int slot = freeCount > 0 ? free[--freeCount] : limit++;
        if (slot == length.length) {
            grow();
        }
        if (ipv4) {
            low4[slot] = (int) prefixLo;
        } else {
            hi[slot] = prefixHi;
            lo[slot] = prefixLo;
        }
        length[slot] = (byte) prefixLength;
        state[slot] = 0;
        size++;
        if (size * 3 > table.length * 2) {
            rehash();
        } else {
            insert(slot);
        }
        return slot;
    }

    /** Gives the slot back if the kernel neither has nor shall have the prefix, and no change of it is pending. */
    void freeIfEmpty(int slot) {
        if (desired[slot] != 0 || installed[slot] != 0 || has(slot, DIRTY)) {
            return;
        }
        remove(slot);
        length[slot] = -1;
        size--;
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = slot;
    }

    private void grow() {
        int larger = length.length + Math.max(512, length.length / 2);
        if (ipv4) {
            low4 = Arrays.copyOf(low4, larger);
        } else {
            hi = Arrays.copyOf(hi, larger);
            lo = Arrays.copyOf(lo, larger);
        }
        length = Arrays.copyOf(length, larger);
        state = Arrays.copyOf(state, larger);
        desired = Arrays.copyOf(desired, larger);
        installed = Arrays.copyOf(installed, larger);
    }

    private void rehash() {
        table = new int[table.length * 2];
        for (int slot = 1; slot < limit; slot++) {
            if (used(slot)) {
                insert(slot);
            }
        }
    }

    private void insert(int slot) {
        int mask = table.length - 1;
        int at = hash(hi(slot), lo(slot), length(slot)) & mask;
        while (table[at] != 0) {
            at = (at + 1) & mask;
        }
        table[at] = slot;
    }

    private void remove(int slot) {
        int mask = table.length - 1;
        int hole = hash(hi(slot), lo(slot), length(slot)) & mask;
        while (table[hole] != slot) {
            hole = (hole + 1) & mask;
        }
        // Close the gap: move back whatever still finds its way to the hole.
        for (int at = (hole + 1) & mask; table[at] != 0; at = (at + 1) & mask) {
            int home = hash(hi(table[at]), lo(table[at]), length(table[at])) & mask;
            if (((at - home) & mask) >= ((at - hole) & mask)) {
                table[hole] = table[at];
                hole = at;
            }
        }
        table[hole] = 0;
    }

    private static int hash(long prefixHi, long prefixLo, int prefixLength) {
        long mixed = ((prefixHi * 0x9E3779B97F4A7C15L) ^ prefixLo) * 0xC2B2AE3D27D4EB4FL
                + prefixLength * 0x165667B19E3779F9L;
        mixed ^= mixed >>> 32;
        return (int) ((mixed * 0x9E3779B97F4A7C15L) >>> 32);
    }
}
