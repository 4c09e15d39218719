package org.jbgp.daemon.policy.validity;

import java.util.Arrays;
import java.util.concurrent.locks.StampedLock;
import org.jbgp.daemon.policy.RouteSource;

/** One that brings authorizations. One thread at a time, apart from the counts. */
public final class RoaSource implements StagedSource {
    private final RoaStore store;
    private final StampedLock lock;
    private final RoaEntries entries;
    private final String name;
    private final RouteSource.Kind kind;
    private final int bit;
    private int preference;
    /** Entries whose staged state differs from the committed one, or did for a while; unused for a full set. */
    private int[] touched = {};

    private int touchedCount;
    private boolean full;
    // Read by others as they are at the moment.
    private int held;

    private int heldBefore;
    private int shown;
    private int best;

    RoaSource(RoaStore store, String name, RouteSource.Kind kind, int bit, int preference) {
        this.store = store;
        this.lock = store.lock();
        this.entries = store.entries();
        this.name = name;
        this.kind = kind;
        this.bit = bit;
        this.preference = preference;
    }

    /** Who it is. */
    public String name() {
        return name;
    }

    /** How it brings them. */
    public RouteSource.Kind kind() {
        return kind;
    }

    public int preference() {
        return preference;
    }

    @Override
    public int held() {
        return held;
    }

    @Override
    public int shown() {
        return shown;
    }

    @Override
    public int best() {
        return best;
    }

    @Override
    public void preference(int changed) {
        long stamp = lock.writeLock();
        try {
            preference = changed;
            for (RoaSource each : store.sources()) {
                if (each != null) {
                    each.best = 0;
                }
            }
            for (int id = 1; id < entries.limit(); id++) {
                RoaSource first = entries.present(id) ? store.leading(entries.shown(id)) : null;
                if (first != null) {
                    first.best++;
                }
            }
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    @Override
    public void beginSet() {
        full = true;
        long stamp = lock.writeLock();
        try {
            for (int id = 1; id < entries.limit(); id++) {
                if (entries.present(id)) {
                    entries.held(id, entries.held(id) & ~bit);
                }
            }
        } finally {
            lock.unlockWrite(stamp);
        }
        held = 0;
    }

    @Override
    public void beginChanges() {
        full = false;
        touchedCount = 0;
        heldBefore = held;
    }

    /** Stages an authorization. */
    public RoaStore.Staged announce(long hi, long lo, int length, int maxLength, int asn) {
        long stamp = lock.writeLock();
        try {
            int id = entries.find(hi, lo, length, maxLength, asn);
            if (id == 0) {
                if (entries.size() >= RoaStore.MOST) {
                    return RoaStore.Staged.NO_ROOM;
                }
                id = entries.add(hi, lo, length, maxLength, asn);
            } else if ((entries.held(id) & bit) != 0) {
                return RoaStore.Staged.DUPLICATE;
            }
            entries.held(id, entries.held(id) | bit);
            touch(id);
        } finally {
            lock.unlockWrite(stamp);
        }
        held++;
        return RoaStore.Staged.TAKEN;
    }

    /** Stages that an authorization goes. */
    public RoaStore.Staged withdraw(long hi, long lo, int length, int maxLength, int asn) {
        long stamp = lock.writeLock();
        try {
            int id = entries.find(hi, lo, length, maxLength, asn);
            if (id == 0 || (entries.held(id) & bit) == 0) {
                return RoaStore.Staged.UNKNOWN;
            }
            entries.held(id, entries.held(id) & ~bit);
            touch(id);
        } finally {
            lock.unlockWrite(stamp);
        }
        held--;
        return RoaStore.Staged.TAKEN;
    }

    private void touch(int id) {
        if (!full) {
            if (touchedCount == touched.length) {
                touched = Arrays.copyOf(touched, Math.max(16, touchedCount * 2));
            }
            touched[touchedCount++] = id;
        }
    }

    /** Shows filters what was staged, as far as the source's own filter accepts it. */
    public void commit(RoaStore.Filter filter, RoaStore.Changes changes) {
        settle(full, filter, changes);
    }

    /** The same for all that is committed: the source's own filter changed. */
    public void filterAgain(RoaStore.Filter filter, RoaStore.Changes changes) {
        settle(true, filter, changes);
    }

    /**
     * Forgets what was staged. What the filter refused of a former set is forgotten too if a new set was staged.
     */
    @Override
    public void abort() {
        if (full) {
            int limit = limit();
            for (int id = 1; id < limit; id++) {
                restore(id);
            }
        } else {
            for (int i = 0; i < touchedCount; i++) {
                toggle(touched[i]);
            }
        }
        done(full ? shown : heldBefore);
    }

    /** Everything of it goes. */
    public void leave(RoaStore.Changes changes) {
        beginSet();
        commit(RoaStore.Filter.ALL, changes);
        long stamp = lock.writeLock();
        try {
            store.sources()[Integer.numberOfTrailingZeros(bit)] = null;
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** Everything of it goes, the source stays. */
    public void clear(RoaStore.Changes changes) {
        beginSet();
        commit(RoaStore.Filter.ALL, changes);
    }

    private void settle(boolean all, RoaStore.Filter filter, RoaStore.Changes changes) {
        int count = all ? limit() - 1 : touchedCount;
        for (int i = 0; i < count; i++) {
            settle(all ? i + 1 : touched[i], filter, changes);
        }
        done(held);
    }

    /** Writers of other sources may come between; what this one holds and shows only this one changes. */
    private void settle(int id, RoaStore.Filter filter, RoaStore.Changes changes) {
        RoaStore.Roa roa = held(id);
        boolean shows = roa != null && (filter.equals(RoaStore.Filter.ALL) || filter.accepts(roa));
        RoaStore.Roa changed = null;
        long stamp = lock.writeLock();
        try {
            if (id < entries.limit() && entries.present(id)) {
                int before = entries.shown(id);
                int after = shows ? before | bit : before & ~bit;
                if (before != after) {
                    entries.shown(id, after);
                    count(before, after);
                    changed = before == 0 || after == 0 ? store.roa(id) : null;
                }
                dropIfUnused(id);
            }
        } finally {
            lock.unlockWrite(stamp);
        }
        if (changed != null) {
            changes.changed(store.isIp4(), changed.hi(), changed.lo(), changed.length());
        }
    }

    private int limit() {
        long stamp = lock.readLock();
        try {
            return entries.limit();
        } finally {
            lock.unlockRead(stamp);
        }
    }

    /** What the entry says if this source holds it, else null. */
    private RoaStore.Roa held(int id) {
        long stamp = lock.readLock();
        try {
            return id < entries.limit() && entries.present(id) && (entries.held(id) & bit) != 0 ? store.roa(id) : null;
        } finally {
            lock.unlockRead(stamp);
        }
    }

    private void count(int before, int after) {
        if (before != after) {
            shown += (after & bit) != 0 ? 1 : -1;
            RoaSource former = store.leading(before);
            RoaSource present = store.leading(after);
            if (former != null) {
                former.best--;
            }
            if (present != null) {
                present.best++;
            }
        }
    }

    private void restore(int id) {
        long stamp = lock.writeLock();
        try {
            if (id < entries.limit() && entries.present(id)) {
                int kept = (entries.held(id) & ~bit) | (entries.shown(id) & bit);
                entries.held(id, kept);
                dropIfUnused(id);
            }
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    private void toggle(int id) {
        long stamp = lock.writeLock();
        try {
            if (id < entries.limit() && entries.present(id)) {
                entries.held(id, entries.held(id) ^ bit);
                dropIfUnused(id);
            }
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    private void dropIfUnused(int id) {
        if (entries.held(id) == 0 && entries.shown(id) == 0) {
            entries.remove(id);
        }
    }

    private void done(int count) {
        touched = new int[0];
        touchedCount = 0;
        held = count;
        full = false;
    }
}
