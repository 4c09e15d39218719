package org.jbgp.daemon.advertise;

import java.util.HashMap;
import java.util.Map;
import org.jbgp.daemon.advertise.pack.Changes;
import org.jbgp.daemon.advertise.pack.PathIdentifiers;
import org.jbgp.daemon.memory.IntSlab;
import org.jbgp.daemon.rib.store.AttributeStore;

/**
 * An Adj-RIB-Out of all paths (RFC 7911): for each prefix a chain of entries with attribute set, channel and path
 * identifier.
 *
 * <p>An identifier always means the same channel, so whose own route an entry is never changes. An entry that is
 * withdrawn while a member lags stays, without attribute set, until that member was sent: nothing else says which
 * identifiers it must forget. Entries hold references to their sets and identifiers. Confined to the shard.
 */
final class AllPaths implements AdjRibOut {
    private static final int STRIDE = 4;
    /** Entries of a prefix that are looked through one by one. */
    private static final int MANY = 128;

    private static final int HANDLE = 0;
    private static final int SOURCE = 1;
    private static final int ID = 2;
    private static final int NEXT = 3;
    /** In the source's field: the entry's path was met while its prefix was looked at. */
    private static final int MET = 1 << 31;

    private final AttributeStore attributes;
    private final PathIdentifiers identifiers;
    private final IntSlab heads = new IntSlab();
    private final IntSlab entries = new IntSlab();
    private int top = 1;
    private int freeHead;
    private int used;
    private int size;
    private int limit = 1;

    AllPaths(AttributeStore attributes, PathIdentifiers identifiers) {
        this.attributes = attributes;
        this.identifiers = identifiers;
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
        return heads.get(prefix) != 0;
    }

    /** The prefix's first entry, 0 if there is none. */
    int head(int prefix) {
        return heads.get(prefix);
    }

    /** The entry after this one, 0 at the end. */
    int next(int entry) {
        return entries.get(entry * STRIDE + NEXT);
    }

    /** Attribute set, 0 once the path is withdrawn. */
    int handle(int entry) {
        return entries.get(entry * STRIDE + HANDLE);
    }

    /** Channel the path came by. */
    int source(int entry) {
        return entries.get(entry * STRIDE + SOURCE) & ~MET;
    }

    /** Path identifier. */
    int id(int entry) {
        return entries.get(entry * STRIDE + ID);
    }

    /** Marks an entry whose path is there. */
    void meet(int entry) {
        entries.set(entry * STRIDE + SOURCE, entries.get(entry * STRIDE + SOURCE) | MET);
    }

    /** True if the entry is marked, which it is no more. */
    boolean takeMet(int entry) {
        int field = entries.get(entry * STRIDE + SOURCE);
        entries.set(entry * STRIDE + SOURCE, field & ~MET);
        return (field & MET) != 0;
    }

    /** The prefix's entry with an identifier, 0 if there is none. */
    int find(int prefix, int id) {
        int entry = heads.get(prefix);
        while (entry != 0 && id(entry) != id) {
            entry = next(entry);
        }
        return entry;
    }

    /**
     * The entries of a prefix by identifier if it has very many, else null: what looks for all of them must not walk
     * for each.
     */
    Map<Integer, Integer> byId(int prefix) {
        int count = 0;
        for (int entry = heads.get(prefix); entry != 0 && count <= MANY; entry = next(entry)) {
            count++;
        }
        if (count <= MANY) {
            return null;
        }
        Map<Integer, Integer> entriesById = new HashMap<>();
        for (int entry = heads.get(prefix); entry != 0; entry = next(entry)) {
            entriesById.put(id(entry), entry);
        }
        return entriesById;
    }

    /** Attribute set of the path with an identifier, 0 if it is not announced. */
    int handleOf(int prefix, int id) {
        int entry = find(prefix, id);
        return entry == 0 ? 0 : handle(entry);
    }

    /** Adds an entry; the caller's use of the identifier passes, and its reference to the set, which may be 0. */
    int add(int prefix, int id, int source, int handle) {
        int entry = freeHead;
        if (entry != 0) {
            freeHead = next(entry);
        } else {
            entry = top++;
        }
        used++;
        entries.set(entry * STRIDE + HANDLE, handle);
        entries.set(entry * STRIDE + SOURCE, source);
        entries.set(entry * STRIDE + ID, id);
        entries.set(entry * STRIDE + NEXT, heads.get(prefix));
        heads.set(prefix, entry);
        limit = Math.max(limit, prefix + 1);
        size += handle != 0 ? 1 : 0;
        return entry;
    }

    /** Changes, or with handle 0 withdraws, an entry; the caller's reference to the set passes. */
    void put(int entry, int handle) {
        int old = handle(entry);
        if (old != 0) {
            attributes.release(old);
            size--;
        }
        size += handle != 0 ? 1 : 0;
        entries.set(entry * STRIDE + HANDLE, handle);
    }

    @Override
    public boolean settled(int prefix) {
        int entry = heads.get(prefix);
        if (entry == 0) {
            return false;
        }
        while (entry != 0 && handle(entry) != 0) {
            entry = next(entry);
        }
        return entry == 0;
    }

    /** Drops the withdrawn entries of a prefix. */
    @Override
    public void allAdvertised(int prefix) {
        int previous = 0;
        int entry = heads.get(prefix);
        while (entry != 0) {
            int next = next(entry);
            if (handle(entry) != 0) {
                previous = entry;
            } else if (previous == 0) {
                heads.set(prefix, next);
                free(entry);
            } else {
                entries.set(previous * STRIDE + NEXT, next);
                free(entry);
            }
            entry = next;
        }
        if (used == 0) {
            reset();
        }
    }

    private void free(int entry) {
        identifiers.release(id(entry));
        entries.set(entry * STRIDE + NEXT, freeHead);
        freeHead = entry;
        used--;
    }

    /**
     * Takes over what another group's members were sent, as withdrawn until it is sent here: a member moves here from
     * there.
     */
    void expect(AllPaths former) {
        for (int prefix = 1; prefix < former.limit; prefix++) {
            Map<Integer, Integer> known = byId(prefix);
            for (int entry = former.head(prefix); entry != 0; entry = former.next(entry)) {
                int id = former.id(entry);
                if (known == null ? find(prefix, id) == 0 : !known.containsKey(id)) {
                    identifiers.retain(former.id(entry));
                    add(prefix, former.id(entry), former.source(entry), 0);
                }
            }
        }
    }

    @Override
    public void each(int from, int to, Visitor visitor) {
        for (int prefix = from; prefix < Math.min(to, limit); prefix++) {
            for (int entry = heads.get(prefix); entry != 0; entry = next(entry)) {
                if (handle(entry) != 0) {
                    visitor.path(prefix, handle(entry), source(entry));
                }
            }
        }
    }

    @Override
    public void present(
            Member member, Withheld withheld, int[] prefixes, int count, Changes changes, Runnable advertise) {
        changes.beginPaths();
        for (int i = 0; i < count; i++) {
            for (int entry = heads.get(prefixes[i]); entry != 0; entry = next(entry)) {
                if (source(entry) == member.channel()) {
                    continue;
                }
                if (changes.full()) {
                    advertise.run();
                    changes.beginPaths();
                }
                int handle = withheld.namesAsNextHop(member, handle(entry), source(entry)) ? 0 : handle(entry);
                changes.addPath(prefixes[i], id(entry), 0, handle, source(entry), 0);
            }
        }
        advertise.run();
    }

    @Override
    public void presentToAll(Withheld withheld, int[] prefixes, int count, Changes changes, Runnable advertise) {
        changes.beginPaths();
        for (int i = 0; i < count; i++) {
            for (int entry = heads.get(prefixes[i]); entry != 0; entry = next(entry)) {
                if (changes.full()) {
                    advertise.run();
                    changes.beginPaths();
                }
                int handle = handle(entry);
                int source = source(entry);
                int excluded = withheld.from(prefixes[i], handle, source);
                changes.addPath(prefixes[i], id(entry), excluded, handle, source, 0);
            }
        }
        advertise.run();
    }

    @Override
    public void clear() {
        for (int prefix = 1; prefix < limit; prefix++) {
            for (int entry = heads.get(prefix); entry != 0; entry = next(entry)) {
                identifiers.release(id(entry));
                put(entry, 0);
            }
        }
        reset();
    }

    private void reset() {
        heads.clear();
        entries.clear();
        top = 1;
        freeHead = 0;
        used = 0;
        size = 0;
        limit = 1;
    }
}
