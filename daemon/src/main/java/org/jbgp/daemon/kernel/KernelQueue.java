package org.jbgp.daemon.kernel;

import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.rib.store.PrefixBits;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * The prefixes whose change the kernel has not been given, each once, in the order in which the kernel takes them
 * fastest.
 *
 * <p>Linux keeps IPv4 routes in a compressed trie ({@code net/ipv4/fib_trie.c}) whose nodes double as they fill. A node
 * that doubles is copied, the nodes below it are cut in two, and for every half megabyte so thrown away the kernel
 * waits until nobody reads the table. Routes that come spread over the whole address space make the node at the top
 * large while there is little below it. So a large crowd goes sorted by bits 8 to 15 of the address read backwards:
 * first whatever begins a /16, then what begins the other half of it, the quarters and so on. The trie of IPv6 has a
 * bit a node, its order does not matter.
 *
 * <p>Confined to the shard.
 */
final class KernelQueue {
    /** Too few to be worth sorting. */
    private static final int FEW = 16_384;

    /** At most so many are sorted at once, for the memory: 4 bytes each. */
    private static final int MOST = 1 << 20;

    private static final int CLASSES = 256;

    private final PrefixIndex index;
    private final boolean sorts;
    private final PrefixBits waiting = new PrefixBits();
    /** Some of those waiting, in their order; empty when all of it is taken. */
    private int[] plan = new int[0];

    private int planned;
    private int taken;
    private int unplanned;

    KernelQueue(PrefixIndex index, AddressFamily family) {
        this.index = index;
        this.sorts = family == AddressFamily.IPV4_UNICAST;
    }

    void add(int prefix) {
        if (waiting.add(prefix)) {
            unplanned++;
        }
    }

    boolean contains(int prefix) {
        return waiting.contains(prefix);
    }

    int size() {
        return waiting.size();
    }

    /** Takes out the one that is next; 0 if none is left. */
    int poll() {
        if (waiting.size() == 0) {
            return 0;
        }
        // Those that came since the plan was made belong between those in it, not after them.
        if (taken == planned || unplanned > planned - taken + FEW) {
            plan();
        }
        int prefix = plan[taken++];
        waiting.remove(prefix);
        if (waiting.size() == 0) {
            waiting.clear();
            plan = new int[0];
            planned = 0;
            taken = 0;
        }
        return prefix;
    }

    private void plan() {
        planned = Math.min(waiting.size(), MOST);
        taken = 0;
        unplanned = 0;
        plan = new int[planned];
        int limit = index.limit();
        int prefix = 0;
        if (!sorts || planned <= FEW) {
            for (int i = 0; i < planned; i++) {
                prefix = waiting.next(prefix + 1, limit);
                plan[i] = prefix;
            }
            return;
        }
        int[] place = new int[CLASSES + 1];
        for (int i = 0; i < planned; i++) {
            prefix = waiting.next(prefix + 1, limit);
            place[order(prefix) + 1]++;
        }
        for (int i = 0; i < CLASSES; i++) {
            place[i + 1] += place[i];
        }
        prefix = 0;
        for (int i = 0; i < planned; i++) {
            prefix = waiting.next(prefix + 1, limit);
            plan[place[order(prefix)]++] = prefix;
        }
    }

    private int order(int prefix) {
        return Integer.reverse((int) index.lo(prefix) >>> 8) >>> 24;
    }
}
