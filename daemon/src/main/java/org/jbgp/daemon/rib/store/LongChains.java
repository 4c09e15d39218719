package org.jbgp.daemon.rib.store;

import java.util.HashMap;
import java.util.Map;
import org.jbgp.daemon.memory.IntSlab;

/**
 * Finds paths of those prefixes of a table that have very many, where a walk along the chain for each route of an
 * UPDATE would hold everything up: by channel and identifier, and with the path before each. Prefixes with few paths
 * are not here. Confined to the shard.
 */
final class LongChains {
    /** Paths a prefix may have before it comes here. */
    static final int LONG = 128;

    private final PathStore paths;
    private final Map<Integer, Chain> chains = new HashMap<>();
    /** The path before each path of a long chain, 0 for the first one. */
    private final IntSlab previous = new IntSlab();

    LongChains(PathStore paths) {
        this.paths = paths;
    }

    /** The prefix's chain if it is a long one, else null. */
    Chain of(int prefix) {
        return chains.isEmpty() ? null : chains.get(prefix);
    }

    /** Takes a chain in, from its first path on. */
    void add(int prefix, int head) {
        chains.put(prefix, new Chain(head));
    }

    /** A chain was changed all over, or is no longer long. */
    void replace(int prefix, int head) {
        if (chains.isEmpty() || chains.remove(prefix) == null) {
            return;
        }
        int count = 0;
        for (int path = head; path != 0 && count <= LONG / 2; path = paths.next(path)) {
            count++;
        }
        if (count > LONG / 2) {
            add(prefix, head);
        } else if (chains.isEmpty()) {
            previous.clear();
        }
    }

    /** The paths of one prefix: a hash table of their numbers. */
    final class Chain {
        private int[] slots = new int[4 * LONG];
        private int size;

        private Chain(int head) {
            int before = 0;
            for (int path = head; path != 0; path = paths.next(path)) {
                put(path);
                previous.set(path, before);
                before = path;
            }
        }

        int size() {
            return size;
        }

        int find(int channel, int pathId) {
            int mask = slots.length - 1;
            int at = hash(channel, pathId) & mask;
            while (slots[at] != 0) {
                if (paths.channel(slots[at]) == channel && paths.pathId(slots[at]) == pathId) {
                    return slots[at];
                }
                at = at + 1 & mask;
            }
            return 0;
        }

        /** The path before this one, 0 if it is the first. */
        int before(int path) {
            return previous.get(path);
        }

        /** A path was put in, after that one, or first (0). */
        void added(int path, int after) {
            put(path);
            moved(path, after);
        }

        /** A path stands after that one now, or first (0). */
        void moved(int path, int after) {
            previous.set(path, after);
            int next = paths.next(path);
            if (next != 0) {
                previous.set(next, path);
            }
        }

        /**
         * A path is about to be taken out of the chain or moved in it: what comes after it follows what was before it.
         */
        void leaves(int path) {
            int next = paths.next(path);
            if (next != 0) {
                previous.set(next, previous.get(path));
            }
        }

        /** A path is no more; to be called while it can still be read. */
        void removed(int path) {
            int mask = slots.length - 1;
            int at = hash(paths.channel(path), paths.pathId(path)) & mask;
            while (slots[at] != path) {
                at = at + 1 & mask;
            }
            slots[at] = 0;
            size--;
            // What stands behind it may have been pushed there by it.
            for (int next = at + 1 & mask; slots[next] != 0; next = next + 1 & mask) {
                int moving = slots[next];
                slots[next] = 0;
                size--;
                put(moving);
            }
        }

        private void put(int path) {
            if (size * 2 >= slots.length) {
                int[] old = slots;
                slots = new int[old.length * 2];
                size = 0;
                for (int each : old) {
                    if (each != 0) {
                        put(each);
                    }
                }
            }
            int mask = slots.length - 1;
            int at = hash(paths.channel(path), paths.pathId(path)) & mask;
            while (slots[at] != 0) {
                at = at + 1 & mask;
            }
            slots[at] = path;
            size++;
        }

        private static int hash(int channel, int pathId) {
            int mixed = (channel * 0x9E3779B9 + pathId) * 0x85EBCA6B;
            return mixed ^ mixed >>> 15;
        }
    }
}
