package org.jbgp.daemon.rib;

import java.util.function.IntPredicate;
import org.jbgp.daemon.rib.store.AttributeStore;
import org.jbgp.daemon.rib.store.PathChains;
import org.jbgp.daemon.rib.store.PathStore;

/**
 * Routes of one channel as received, before the import filter: all of them, or only those it rejected. In one shard;
 * confined to it. Every entry holds a reference to its attribute set, and keeps the number of its prefix.
 */
final class AdjRibIn {
    /** Marks in the channel field of the path store, which this chain has no other use for. */
    private static final int ACCEPTED = 1;

    private static final int REJECTED = 2;

    private final PathStore paths;
    private final AttributeStore attributes;
    private final ChannelCounters counters;
    private final PrefixHolds holds;
    private final PathChains chains;
    private int size;

    /** Hears which prefix numbers are in use here. */
    interface PrefixHolds {
        /** One entry more ({@code 1}) or less ({@code -1}) for the prefix. */
        void change(int prefix, int delta);
    }

    AdjRibIn(PathStore paths, AttributeStore attributes, ChannelCounters counters, PrefixHolds holds) {
        this.paths = paths;
        this.chains = new PathChains(paths);
        this.attributes = attributes;
        this.counters = counters;
        this.holds = holds;
    }

    int size() {
        return size;
    }

    /** The first entry of a prefix, 0 if there is none. */
    int head(int prefix) {
        return chains.head(prefix);
    }

    boolean rejected(int entry) {
        return paths.channel(entry) == REJECTED;
    }

    /** The entry with this path identifier, 0 if there is none. */
    int find(int prefix, int pathId) {
        int accepted = chains.find(prefix, ACCEPTED, pathId);
        return accepted != 0 ? accepted : chains.find(prefix, REJECTED, pathId);
    }

    /**
     * Remembers a route in place of the one with the same path identifier.
     *
     * @param handle as received; the caller's reference passes
     */
    void put(int prefix, int pathId, int handle, boolean rejected, int now) {
        boolean same = false;
        int changed = now;
        int entry = find(prefix, pathId);
        if (entry != 0) {
            same = paths.attributes(entry) == handle;
            changed = same ? paths.changed(entry) : now;
            remove(prefix, entry);
        }
        int fresh = allocate(handle, rejected ? REJECTED : ACCEPTED, pathId, changed);
        chains.addFirst(prefix, fresh);
        size++;
        holds.change(prefix, 1);
        countRejected(rejected ? 1 : 0);
    }

    private int allocate(int handle, int mark, int pathId, int changed) {
        return paths.allocate(handle, mark, mark, pathId, changed);
    }

    /** Forgets a route; false if it was not there. */
    boolean remove(int prefix, int entry) {
        if (entry == 0) {
            return false;
        }
        chains.unlink(prefix, entry);
        drop(prefix, entry);
        return true;
    }

    private void drop(int prefix, int entry) {
        countRejected(rejected(entry) ? -1 : 0);
        attributes.release(paths.attributes(entry));
        paths.free(entry);
        size--;
        holds.change(prefix, -1);
    }

    /** Forgets the routes of a prefix, or only the stale ones. */
    void removeAll(int prefix, boolean staleOnly) {
        removeIf(prefix, entry -> !staleOnly || paths.stale(entry));
    }

    void removeIf(int prefix, IntPredicate condition) {
        chains.removeIf(prefix, condition, entry -> drop(prefix, entry));
    }

    /** See {@link TableSlice#markStale}. */
    void markStale(int prefix) {
        for (int entry = chains.head(prefix); entry != 0; entry = paths.next(entry)) {
            paths.setStale(entry, true);
        }
    }

    private void countRejected(int change) {
        if (change != 0) {
            counters.filteredKept += change;
            if (counters.limits != null) {
                counters.limits.countRejected(change);
            }
        }
    }
}
