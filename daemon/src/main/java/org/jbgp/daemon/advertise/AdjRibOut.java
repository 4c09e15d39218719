package org.jbgp.daemon.advertise;

import org.jbgp.daemon.rib.AttributeStore;
import org.jbgp.daemon.rib.IntSlab;

/**
 * What a group's members were told: for every prefix the attribute set after the export filter, and the channel it came
 * from. Holds a reference to each set. Confined to the shard.
 */
public final class AdjRibOut {
    private final AttributeStore attributes;
    private final IntSlab handles = new IntSlab();
    private final IntSlab sources = new IntSlab();
    private int size;
    private int limit = 1;

    AdjRibOut(AttributeStore attributes) {
        this.attributes = attributes;
    }

    /** Attribute set of an announced prefix, 0 if it is not announced. */
    public int handle(int prefix) {
        return handles.get(prefix);
    }

    /** Channel an announced prefix came from; it is not told to that neighbour. 0 if it is not announced. */
    public int source(int prefix) {
        return sources.get(prefix);
    }

    /** Number of announced prefixes. */
    public int size() {
        return size;
    }

    /** All announced prefixes have numbers below this one. */
    public int limit() {
        return limit;
    }

    /** Sets or, with handle 0, clears a prefix; the caller's reference to the set passes. */
    void put(int prefix, int handle, int source) {
        int old = handles.get(prefix);
        if (old != 0) {
            attributes.release(old);
            size--;
        }
        if (handle != 0) {
            size++;
            limit = Math.max(limit, prefix + 1);
        }
        handles.set(prefix, handle);
        sources.set(prefix, source);
        if (size == 0) {
            handles.clear();
            sources.clear();
            limit = 1;
        }
    }

    /** Number of prefixes that came from one channel. */
    int countOf(int channel) {
        int count = 0;
        for (int prefix = 1; prefix < limit; prefix++) {
            if (sources.get(prefix) == channel) {
                count++;
            }
        }
        return count;
    }

    void clear() {
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
