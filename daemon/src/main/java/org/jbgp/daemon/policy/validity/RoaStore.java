package org.jbgp.daemon.policy.validity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.StampedLock;
import org.jbgp.config.filter.value.Net;
import org.jbgp.daemon.policy.RoaTable;

/**
 * Origin authorizations of one table and address family that several sources bring. A source stages what its cache says
 * and commits it at the end, so that filters never see half of a set. Filters ask on any thread and wait for nobody as
 * a rule; a source calls on one thread at a time.
 */
public final class RoaStore {
    /** Sources that one table can have. */
    public static final int MOST_SOURCES = 32;

    /**
     * Entries; a cache that brings more than a table can hold is broken, or means harm. Five times what the world has
     * in 2026.
     */
    public static final int MOST = 4_000_000;

    private static final int OPTIMISTIC = 3;
    private static final int COPIED = 4096;

    private final StampedLock lock = new StampedLock();
    private final RoaEntries entries;
    private final boolean ip4;
    private final Source[] sources = new Source[MOST_SOURCES];

    RoaStore(boolean ip4) {
        this.ip4 = ip4;
        this.entries = new RoaEntries(ip4);
    }

    /** Whether it is about IPv4. */
    public boolean isIp4() {
        return ip4;
    }

    /** One authorization. AS numbers are unsigned. */
    public record Roa(boolean ip4, long hi, long lo, int length, int maxLength, int asn) {
        /** As filters see it. */
        public Net net() {
            Net net = ip4 ? Net.ip4(lo, length) : Net.ip6(hi, lo, length);
            return net.roa(maxLength, Integer.toUnsignedLong(asn));
        }
    }

    /** Decides what of a source's authorizations filters may see. */
    public interface Filter {
        /** Takes all. */
        Filter ALL = roa -> true;

        boolean accepts(Roa roa);
    }

    /** Told of each authorization that appeared or went. */
    public interface Changes {
        void changed(boolean ip4, long hi, long lo, int length);
    }

    /** A source that begins with nothing; null if there are {@link #MOST_SOURCES} already. */
    public Source join(String name, int preference) {
        long stamp = lock.writeLock();
        try {
            for (int i = 0; i < MOST_SOURCES; i++) {
                if (sources[i] == null) {
                    sources[i] = new Source(name, 1 << i, preference);
                    return sources[i];
                }
            }
            return null;
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** Number of authorizations, those included that are only staged. */
    public int size() {
        return entries.size();
    }

    /** Validity of a prefix and its origin (RFC 6811), see {@link RoaTable}. */
    public int check(long hi, long lo, int length, int asn) {
        if (entries.size() == 0) {
            return RoaTable.UNKNOWN;
        }
        for (int i = 0; i < OPTIMISTIC; i++) {
            long stamp = lock.tryOptimisticRead();
            if (stamp != 0) {
                int state = tryCheck(hi, lo, length, asn);
                if (lock.validate(stamp)) {
                    return state;
                }
            }
        }
        long stamp = lock.readLock();
        try {
            return checkNow(hi, lo, length, asn);
        } finally {
            lock.unlockRead(stamp);
        }
    }

    /** What is read while somebody writes can be anything; then it is read again. */
    private int tryCheck(long hi, long lo, int length, int asn) {
        try {
            return checkNow(hi, lo, length, asn);
        } catch (IndexOutOfBoundsException | NullPointerException e) {
            return RoaTable.UNKNOWN;
        }
    }

    private int checkNow(long hi, long lo, int length, int asn) {
        Verdict verdict = new Verdict(entries, length, asn);
        entries.covering(hi, lo, length, verdict);
        return verdict.state;
    }

    /** RFC 6811 §2, entry by entry. */
    private static final class Verdict implements RoaEntries.Found {
        private final RoaEntries entries;
        private final int length;
        private final int asn;
        private int state = RoaTable.UNKNOWN;

        Verdict(RoaEntries entries, int length, int asn) {
            this.entries = entries;
            this.length = length;
            this.asn = asn;
        }

        @Override
        public boolean entry(int id) {
            // RFC 6483 §4: AS 0 is never authorized.
            boolean valid = asn != 0 && entries.asn(id) == asn && entries.maxLength(id) >= length;
            state = valid ? RoaTable.VALID : RoaTable.INVALID;
            return !valid;
        }
    }

    /** One authorization and who brought it. */
    public record Shown(Roa roa, String source) {}

    /** The authorizations that cover a prefix, longest first, no more than so many. */
    public List<Shown> covering(long hi, long lo, int length, int most) {
        List<Shown> found = new ArrayList<>();
        long stamp = lock.readLock();
        try {
            entries.covering(hi, lo, length, id -> {
                found.add(new Shown(roa(id), names(entries.shown(id))));
                return found.size() < most;
            });
        } finally {
            lock.unlockRead(stamp);
        }
        return found;
    }

    /** Told of authorizations. */
    public interface Visitor {
        /** @param best true if no source of higher preference brings it too */
        void roa(Roa roa, Source source, boolean best);
    }

    /**
     * Calls back for every authorization and each of its sources. Holds nobody up: what changes meanwhile may or may
     * not be told.
     */
    public void each(Visitor visitor) {
        List<Runnable> copied = new ArrayList<>(COPIED);
        for (int from = 1, to = 1; from < entries.limit(); from = to) {
            copied.clear();
            long stamp = lock.readLock();
            try {
                to = Math.min(entries.limit(), from + COPIED);
                for (int id = from; id < to; id++) {
                    if (entries.present(id) && entries.shown(id) != 0) {
                        Roa roa = roa(id);
                        Source best = leading(entries.shown(id));
                        eachSource(
                                entries.shown(id),
                                source -> copied.add(() -> visitor.roa(roa, source, source.equals(best))));
                    }
                }
            } finally {
                lock.unlockRead(stamp);
            }
            copied.forEach(Runnable::run);
        }
    }

    private Source leading(int mask) {
        Source best = null;
        for (int rest = mask; rest != 0; rest &= rest - 1) {
            Source each = sources[Integer.numberOfTrailingZeros(rest)];
            if (best == null || each.preference > best.preference) {
                best = each;
            }
        }
        return best;
    }

    private void eachSource(int mask, java.util.function.Consumer<Source> action) {
        for (int rest = mask; rest != 0; rest &= rest - 1) {
            action.accept(sources[Integer.numberOfTrailingZeros(rest)]);
        }
    }

    private String names(int mask) {
        StringBuilder names = new StringBuilder();
        eachSource(mask, source -> names.append(names.isEmpty() ? "" : ", ").append(source.name));
        return names.toString();
    }

    private Roa roa(int id) {
        return new Roa(ip4, entries.hi(id), entries.lo(id), entries.length(id), entries.maxLength(id), entries.asn(id));
    }

    /** What a source stages came to. */
    public enum Staged {
        TAKEN,
        /** Announced, though it was there; nothing changes. */
        DUPLICATE,
        /** Withdrawn, though it was not there; nothing changes. */
        UNKNOWN,
        /** The table is full; nothing changes. */
        NO_ROOM
    }

    /** One that brings authorizations. One thread at a time, apart from the counts. */
    public final class Source {
        private final String name;
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

        private Source(String name, int bit, int preference) {
            this.name = name;
            this.bit = bit;
            this.preference = preference;
        }

        /** Who it is. */
        public String name() {
            return name;
        }

        public int preference() {
            return preference;
        }

        /** Authorizations committed or staged. */
        public int held() {
            return held;
        }

        /** Authorizations filters see. */
        public int shown() {
            return shown;
        }

        /** Of them, those that no source of higher preference brings too. */
        public int best() {
            return best;
        }

        /** Another preference, which decides who of several counts as the best. */
        public void preference(int changed) {
            long stamp = lock.writeLock();
            try {
                preference = changed;
                for (Source each : sources) {
                    if (each != null) {
                        each.best = 0;
                    }
                }
                for (int id = 1; id < entries.limit(); id++) {
                    Source first = entries.present(id) ? leading(entries.shown(id)) : null;
                    if (first != null) {
                        first.best++;
                    }
                }
            } finally {
                lock.unlockWrite(stamp);
            }
        }

        /** From here on all of a new set is staged: what is not announced again goes at the commit. */
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

        /** From here on changes to the committed set are staged. */
        public void beginChanges() {
            full = false;
            touchedCount = 0;
            heldBefore = held;
        }

        /** Stages an authorization. */
        public Staged announce(long hi, long lo, int length, int maxLength, int asn) {
            long stamp = lock.writeLock();
            try {
                int id = entries.find(hi, lo, length, maxLength, asn);
                if (id == 0) {
                    if (entries.size() >= MOST) {
                        return Staged.NO_ROOM;
                    }
                    id = entries.add(hi, lo, length, maxLength, asn);
                } else if ((entries.held(id) & bit) != 0) {
                    return Staged.DUPLICATE;
                }
                entries.held(id, entries.held(id) | bit);
                touch(id);
            } finally {
                lock.unlockWrite(stamp);
            }
            held++;
            return Staged.TAKEN;
        }

        /** Stages that an authorization goes. */
        public Staged withdraw(long hi, long lo, int length, int maxLength, int asn) {
            long stamp = lock.writeLock();
            try {
                int id = entries.find(hi, lo, length, maxLength, asn);
                if (id == 0 || (entries.held(id) & bit) == 0) {
                    return Staged.UNKNOWN;
                }
                entries.held(id, entries.held(id) & ~bit);
                touch(id);
            } finally {
                lock.unlockWrite(stamp);
            }
            held--;
            return Staged.TAKEN;
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
        public void commit(Filter filter, Changes changes) {
            settle(full, filter, changes);
        }

        /** The same for all that is committed: the source's own filter changed. */
        public void filterAgain(Filter filter, Changes changes) {
            settle(true, filter, changes);
        }

        /**
         * Forgets what was staged. What the filter refused of a former set is forgotten too if a new set was staged.
         */
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
        public void leave(Changes changes) {
            beginSet();
            commit(Filter.ALL, changes);
            long stamp = lock.writeLock();
            try {
                sources[Integer.numberOfTrailingZeros(bit)] = null;
            } finally {
                lock.unlockWrite(stamp);
            }
        }

        /** Everything of it goes, the source stays. */
        public void clear(Changes changes) {
            beginSet();
            commit(Filter.ALL, changes);
        }

        private void settle(boolean all, Filter filter, Changes changes) {
            int count = all ? limit() - 1 : touchedCount;
            for (int i = 0; i < count; i++) {
                settle(all ? i + 1 : touched[i], filter, changes);
            }
            done(held);
        }

        /** Writers of other sources may come between; what this one holds and shows only this one changes. */
        private void settle(int id, Filter filter, Changes changes) {
            Roa roa = held(id);
            boolean shows = roa != null && (filter.equals(Filter.ALL) || filter.accepts(roa));
            Roa changed = null;
            long stamp = lock.writeLock();
            try {
                if (id < entries.limit() && entries.present(id)) {
                    int before = entries.shown(id);
                    int after = shows ? before | bit : before & ~bit;
                    if (before != after) {
                        entries.shown(id, after);
                        count(before, after);
                        changed = before == 0 || after == 0 ? roa(id) : null;
                    }
                    dropIfUnused(id);
                }
            } finally {
                lock.unlockWrite(stamp);
            }
            if (changed != null) {
                changes.changed(ip4, changed.hi(), changed.lo(), changed.length());
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
        private Roa held(int id) {
            long stamp = lock.readLock();
            try {
                return id < entries.limit() && entries.present(id) && (entries.held(id) & bit) != 0 ? roa(id) : null;
            } finally {
                lock.unlockRead(stamp);
            }
        }

        private void count(int before, int after) {
            if (before != after) {
                shown += (after & bit) != 0 ? 1 : -1;
                Source former = leading(before);
                Source present = leading(after);
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
}
