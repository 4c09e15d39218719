package org.jbgp.daemon.advertise;

import org.jbgp.daemon.advertise.pack.Changes;
import org.jbgp.daemon.memory.IntSlab;
import org.jbgp.daemon.rib.store.AttributeStore;

/**
 * An Adj-RIB-Out of one path a prefix: the attribute set after the export filter, and the channel it came from. Holds a
 * reference to each set. Confined to the shard.
 */
final class BestPaths implements AdjRibOut {
    private final AttributeStore attributes;
    private final IntSlab handles = new IntSlab();
    private final Sources sources = new Sources();
    private int size;
    private int limit = 1;

    BestPaths(AttributeStore attributes) {
        this.attributes = attributes;
    }

    /** Attribute set of an announced prefix, 0 if it is not announced. */
    int handle(int prefix) {
        return handles.get(prefix);
    }

    /** Channel an announced prefix came from; it is not sent to that neighbor. 0 if it is not announced. */
    int source(int prefix) {
        return handles.get(prefix) == 0 ? 0 : sources.get(prefix);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int limit() {
        return limit;
    }

    @Override
    public boolean holds(int prefix) {
        return handles.get(prefix) != 0;
    }

    /** Sets or, with handle 0, clears a prefix; the caller's reference to the set passes. */
    void put(int prefix, int handle, int source) {
        int old = handles.get(prefix);
        if (old != 0) {
            attributes.release(old);
            size--;
        }
        handles.set(prefix, handle);
        if (handle != 0) {
            size++;
            limit = Math.max(limit, prefix + 1);
            sources.set(prefix, source, old == 0);
        } else if (old != 0) {
            sources.remove(prefix);
        }
        if (size == 0) {
            handles.clear();
            sources.clear();
            limit = 1;
        }
    }

    @Override
    public void each(int from, int to, Visitor visitor) {
        for (int prefix = from; prefix < Math.min(to, limit); prefix++) {
            if (handles.get(prefix) != 0) {
                visitor.path(prefix, handles.get(prefix), sources.get(prefix));
            }
        }
    }

    @Override
    public void present(
            Member member, Withheld withheld, int[] prefixes, int count, Changes changes, Runnable advertise) {
        changes.begin(prefixes, 0, count);
        for (int i = 0; i < count; i++) {
            int source = source(prefixes[i]);
            int handle = handles.get(prefixes[i]);
            if (withheld.from(member, handle, source)) {
                handle = 0;
            }
            changes.add(i, 0, handle, source, 0);
        }
        advertise.run();
    }

    @Override
    public void presentToAll(Withheld withheld, int[] prefixes, int count, Changes changes, Runnable advertise) {
        changes.begin(prefixes, 0, count);
        for (int i = 0; i < count; i++) {
            int handle = handles.get(prefixes[i]);
            int source = source(prefixes[i]);
            changes.add(i, handle == 0 ? 0 : withheld.from(prefixes[i], handle, source), handle, source, 0);
        }
        advertise.run();
    }

    @Override
    public boolean settled(int prefix) {
        return handles.get(prefix) != 0;
    }

    @Override
    public void allAdvertised(int prefix) {
        // What is withdrawn leaves nothing behind: the prefix says it all.
    }

    @Override
    public void clear() {
        for (int prefix = 1; prefix < limit; prefix++) {
            int handle = handles.get(prefix);
            if (handle != 0) {
                attributes.release(handle);
            }
        }
        handles.clear();
        sources.clear();
        size = 0;
        limit = 1;
    }
}
