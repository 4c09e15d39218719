package org.jbgp.daemon.protocol.kernel;

import java.util.BitSet;
import org.jbgp.config.model.KernelConfig;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.netlink.Errno;
import org.jbgp.kernel.netlink.KernelException;

/**
 * The ids of one table's next hop objects, which say whose they are: {@code 01}, the family (1 bit), the kernel table
 * (16 bits), a number (13 bits). The lower half of the numbers is for plain objects that routes go by, the upper half
 * for pairs and what they are made of. So whoever keeps a table knows its objects again after a crash, as it does its
 * routes, and two that keep different tables, or one table with different protocol numbers, leave each other's alone.
 * Owned by the kernel thread.
 */
final class NextHopIds {
    /** The highest kernel table that has ids. */
    static final int LAST_TABLE = 0xFFFF;

    private static final int OURS = 0x4000_0000;
    private static final int IPV6 = 0x2000_0000;
    private static final int TABLE_SHIFT = 13;
    private static final int MOST = 1 << TABLE_SHIFT;
    private static final int FIRST_OF_PAIRS = MOST / 2;
    /** How many there can be of pairs and what they are made of. */
    static final int MOST_OF_PAIRS = MOST - FIRST_OF_PAIRS;

    private final boolean some;
    private final int first;
    /** Numbers that are taken, by us or by others. */
    private final BitSet taken = new BitSet();

    /** Makes an object; answers 0 or the error number. */
    @FunctionalInterface
    interface Maker {
        int make(int id) throws KernelException;
    }

    NextHopIds(Family family, KernelConfig.Table table) {
        this.some = table.number() <= LAST_TABLE;
        this.first = OURS | (family == Family.IPV6 ? IPV6 : 0) | (int) table.number() << TABLE_SHIFT;
    }

    /** Whether this table has ids. */
    boolean some() {
        return some;
    }

    /** Whether an object of this id would be this table's. */
    boolean owns(int id) {
        return some && (id & -MOST) == first;
    }

    /** Whether an id of this table is of a pair or a part of one. */
    boolean ofPairs(int id) {
        return id - first >= FIRST_OF_PAIRS;
    }

    /** An object of this table's has this id, whoever made it. */
    void taken(int id) {
        taken.set(id - first);
    }

    void free(int id) {
        taken.clear(id - first);
    }

    boolean noneTaken() {
        return taken.isEmpty();
    }

    void forgetAll() {
        taken.clear();
    }

    /** Makes an object under a free id; answers the id, or the negative error number. */
    int make(boolean pairs, Maker maker) throws KernelException {
        int number = (pairs ? FIRST_OF_PAIRS : 0) - 1;
        int errno;
        do {
            number = taken.nextClearBit(number + 1);
            errno = number >= (pairs ? MOST : FIRST_OF_PAIRS) ? Errno.ENOSPC : maker.make(first + number);
        } while (errno == Errno.EEXIST);
        if (errno != 0) {
            return -errno;
        }
        taken.set(number);
        return first + number;
    }
}
