package org.jbgp.bench.load;

import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * IPv4 prefixes with the mix of lengths of the public table, cut into groups that share an attribute set. The same
 * arguments always make the same table. Prefixes never overlap, and keep out of addresses with a special meaning.
 */
final class RouteTable {
    /** Share of prefixes of each length from /16 to /24, per mille, as route collectors saw it in the 2020s. */
    private static final int[] SHARE_BY_LENGTH = {14, 8, 14, 26, 45, 50, 115, 100, 628};

    private static final int SHORTEST = 16;

    /** First octets with addresses that filters look at: private, shared, loopback, link-local, documentation. */
    private static final Set<Integer> SPECIAL = Set.of(10, 100, 127, 169, 172, 192, 198, 203);

    /** As an IPv6 prefix each is that much longer, with {@link #ipv6Start} in front. */
    static final int IPV6_LONGER = 24;

    private final int[] address;
    private final byte[] length;
    private final int[] groupStart;
    private final int[] slots;

    /**
     * @param address of each prefix, host bits zero; no prefix twice
     * @param length of each prefix in bits
     * @param groupStart number of each group's first prefix, and behind them the number of prefixes
     */
    RouteTable(int[] address, byte[] length, int[] groupStart) {
        this.address = address;
        this.length = length;
        this.groupStart = groupStart;
        this.slots = new int[Integer.highestOneBit(Math.max(address.length, 1) * 2) * 2];
        for (int i = 0; i < address.length; i++) {
            int slot = hash(address[i], length[i]) & (slots.length - 1);
            while (slots[slot] != 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = i + 1;
        }
    }

    /**
     * @param prefixes 0 to about 7 million; beyond what real lengths leave room for, all become a few bits longer
     * @param groupMean prefixes of one group, on average; about half of the groups have one
     */
    static RouteTable make(int prefixes, double groupMean) {
        for (int longer = 0; ; longer++) {
            SplittableRandom random = new SplittableRandom(4271);
            int[] address = new int[prefixes];
            byte[] length = new byte[prefixes];
            if (lay(random, longer, address, length)) {
                shuffle(random, address, length);
                return new RouteTable(address, length, cut(random, prefixes, groupMean));
            }
        }
    }

    private static boolean lay(SplittableRandom random, int longer, int[] address, byte[] length) {
        long next = 1L << 24;
        for (int i = 0; i < address.length; i++) {
            int share = random.nextInt(1000);
            int bits = SHORTEST;
            while (share >= SHARE_BY_LENGTH[bits - SHORTEST]) {
                share -= SHARE_BY_LENGTH[bits - SHORTEST];
                bits++;
            }
            bits += longer;
            long size = 1L << (32 - bits);
            next = (next + size - 1) & -size;
            while (SPECIAL.contains((int) (next >>> 24))) {
                next = ((next >>> 24) + 1) << 24;
            }
            if (next + size > 224L << 24) {
                return false;
            }
            address[i] = (int) next;
            length[i] = (byte) bits;
            next += size;
        }
        return true;
    }

    private static void shuffle(SplittableRandom random, int[] address, byte[] length) {
        for (int i = address.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int a = address[i];
            address[i] = address[j];
            address[j] = a;
            byte l = length[i];
            length[i] = length[j];
            length[j] = l;
        }
    }

    /** Sizes follow a power law, as those of real attribute sets do; the exponent is fitted to means of 3 to 6. */
    private static int[] cut(SplittableRandom random, int prefixes, double mean) {
        int[] starts = new int[prefixes + 1];
        int groups = 0;
        double exponent = 1.25 - 1.6 / mean;
        for (int i = 0; i < prefixes; ) {
            starts[groups++] = i;
            i += (int) Math.min(200, Math.pow(1 - random.nextDouble(), -exponent));
        }
        starts[groups] = prefixes;
        return Arrays.copyOf(starts, groups + 1);
    }

    /** First bytes of prefixes that stand for IPv4 ones. */
    static byte[] ipv6Start() {
        return new byte[] {0x24, 0, 0};
    }

    int size() {
        return address.length;
    }

    int groups() {
        return groupStart.length - 1;
    }

    /** Number of the group's first prefix; that of the group after it is where it ends. */
    int start(int group) {
        return groupStart[group];
    }

    int address(int prefix) {
        return address[prefix];
    }

    int length(int prefix) {
        return length[prefix];
    }

    /** The prefix's number, or -1 if it is not of this table. */
    int indexOf(int prefix, int bits) {
        int slot = hash(prefix, bits) & (slots.length - 1);
        for (int found = slots[slot]; found != 0; found = slots[slot]) {
            if (address[found - 1] == prefix && length[found - 1] == bits) {
                return found - 1;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return -1;
    }

    private static int hash(int prefix, int bits) {
        int h = (prefix ^ bits * 0x85EBCA6B) * 0x9E3779B1;
        return h ^ h >>> 15;
    }
}
