package org.jbgp.daemon.protocol.kernel;

import java.util.Objects;
import org.jbgp.daemon.memory.IntSlab;
import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.protocol.Forwarding;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.kernel.Family;

/**
 * What the kernel shall have and what it is known to have, for the prefixes of one family: beside the prefix itself an
 * int each. A slot is a prefix's number as long as it has either. Owned by one thread.
 */
final class KernelModel {
    /** The slot is on the list of changes to make. */
    static final int DIRTY = 1;
    /** The last scan found it. */
    static final int SEEN = 2;
    /** The kernel may not have what it shall have: to be tried again. */
    static final int RETRY = 4;
    /** The kernel refused what it shall have, and has not taken it since. */
    static final int REFUSED = 8;

    /** What the kernel has is from before this router's start, and nothing was said about the prefix since. */
    static final int ADOPTED = 16;

    /** It has what it shall have, and shall go by a group for the ways it wants. */
    static final int PAIRING = 32;

    /** The kernel refused what it shall have once, without a warning: it may have had its reasons for a moment. */
    static final int DOUBTED = 64;

    private static final int FLAGS = 127;
    private static final int STATE_SHIFT = 7;

    private final PrefixIndex prefixes;
    private final KernelStates states = new KernelStates();
    /** By slot: number of its state, and flags. */
    private final IntSlab cells = new IntSlab();

    KernelModel(Family family) {
        prefixes = new PrefixIndex(family == Family.IPV4 ? AddressFamily.IPV4_UNICAST : AddressFamily.IPV6_UNICAST);
    }

    /** Number of prefixes. */
    int size() {
        return prefixes.size();
    }

    /** Slots are 1 to this, exclusive; {@link #used} says which. */
    int limit() {
        return prefixes.limit();
    }

    boolean used(int slot) {
        return prefixes.present(slot);
    }

    long hi(int slot) {
        return prefixes.hi(slot);
    }

    long lo(int slot) {
        return prefixes.lo(slot);
    }

    int length(int slot) {
        return prefixes.length(slot);
    }

    /** What the kernel shall have, null for nothing. */
    Forwarding desired(int slot) {
        return states.desired(cells.get(slot) >>> STATE_SHIFT);
    }

    /** What the kernel has, null for nothing. */
    Forwarding installed(int slot) {
        return states.installed(cells.get(slot) >>> STATE_SHIFT);
    }

    /** The ways that what the kernel shall have goes by, null if unknown. */
    ViaPair pair(int slot) {
        return states.pair(cells.get(slot) >>> STATE_SHIFT);
    }

    /** The group that what the kernel has goes by, null for none. */
    PairGroup group(int slot) {
        return states.group(cells.get(slot) >>> STATE_SHIFT);
    }

    /** What is said of the prefixes together. */
    KernelStates states() {
        return states;
    }

    /** Whether a route that the kernel has leads over this interface. */
    boolean uses(int ifindex) {
        return states.use(ifindex);
    }

    /** Whether the kernel has what it shall have, and nothing else happens when a way ends. */
    boolean settled(int slot) {
        PairGroup group = group(slot);
        return Objects.equals(desired(slot), installed(slot)) && (group == null || group.fits(pair(slot)));
    }

    /** Whether the route goes by a group for the ways it wants, or one that is about to be that. */
    boolean paired(int slot) {
        ViaPair pair = pair(slot);
        PairGroup group = group(slot);
        if (group != null && group.inTheWay(pair)) {
            return false;
        }
        return pair == null || (group != null && (group.is(pair) || group.awaits(pair)));
    }

    /** Whether the route has to leave its group, so that this can be for the ways that most others want. */
    boolean inTheWay(int slot) {
        PairGroup group = group(slot);
        return group != null && group.inTheWay(pair(slot));
    }

    boolean has(int slot, int flag) {
        return (cells.get(slot) & flag) != 0;
    }

    void set(int slot, int flag) {
        cells.set(slot, cells.get(slot) | flag);
    }

    void clear(int slot, int flag) {
        cells.set(slot, cells.get(slot) & ~flag);
    }

    /** Sets what the kernel shall have, and by which ways, null if unknown. */
    void setDesired(int slot, Forwarding forwarding, ViaPair pair) {
        setState(slot, forwarding, pair, installed(slot), group(slot));
    }

    /** Sets what the kernel has, and by which group, null for none. */
    void setInstalled(int slot, Forwarding forwarding, PairGroup group) {
        setState(slot, desired(slot), pair(slot), forwarding, group);
    }

    private void setState(int slot, Forwarding desired, ViaPair pair, Forwarding installed, PairGroup group) {
        int cell = cells.get(slot);
        cells.set(slot, states.acquire(desired, pair, installed, group) << STATE_SHIFT | (cell & FLAGS));
        states.release(cell >>> STATE_SHIFT);
    }

    /** The prefix's slot, 0 if it has none. */
    int find(long hi, long lo, int length) {
        return prefixes.find(hi, lo, length);
    }

    /** The prefix's slot, a new one if it has none. */
    int findOrAdd(long hi, long lo, int length) {
        return prefixes.findOrAdd(hi, lo, length);
    }

    /** Gives the slot back if the kernel neither has nor shall have the prefix, and no change of it is pending. */
    void freeIfEmpty(int slot) {
        int cell = cells.get(slot);
        if (!used(slot) || cell >>> STATE_SHIFT != 0 || (cell & DIRTY) != 0) {
            return;
        }
        cells.set(slot, 0);
        prefixes.remove(slot);
        if (prefixes.size() == 0) {
            cells.clear();
        }
    }
}
