package org.jbgp.daemon.policy.validity;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.StampedLock;
import org.jbgp.config.filter.value.Net;
import org.jbgp.daemon.policy.RouteSource;

/**
 * Origin authorizations of one table and address family that several sources bring. A source stages what its cache says
 * and commits it at the end, so that filters never see half of a set. Filters ask on any thread and wait for nobody as
 * a rule; a source calls on one thread at a time.
 */
public final class RoaStore {
    /** RFC 6811 §2, with BIRD's numbers. */
    public static final int UNKNOWN = 0;

    public static final int VALID = 1;
    public static final int INVALID = 2;

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
    private final RoaSource[] sources = new RoaSource[MOST_SOURCES];

    RoaStore(boolean ip4) {
        this.ip4 = ip4;
        this.entries = new RoaEntries(ip4);
    }

    StampedLock lock() {
        return lock;
    }

    /** Guarded by {@link #lock}, and so are the sources. */
    RoaEntries entries() {
        return entries;
    }

    /** By the number of their bit; null where there is none. */
    RoaSource[] sources() {
        return sources;
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

    /** Hears of each authorization that appeared or went. */
    public interface Changes {
        void changed(boolean ip4, long hi, long lo, int length);
    }

    /** A source that begins with nothing; null if there are {@link #MOST_SOURCES} already. */
    public RoaSource join(String name, RouteSource.Kind kind, int preference) {
        long stamp = lock.writeLock();
        try {
            for (int i = 0; i < MOST_SOURCES; i++) {
                if (sources[i] == null) {
                    sources[i] = new RoaSource(this, name, kind, 1 << i, preference);
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

    /** Validity of a prefix and its origin (RFC 6811 §2): {@link #UNKNOWN}, {@link #VALID} or {@link #INVALID}. */
    public int check(long hi, long lo, int length, int asn) {
        if (entries.size() == 0) {
            return UNKNOWN;
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
            return UNKNOWN;
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
        private int state = UNKNOWN;

        Verdict(RoaEntries entries, int length, int asn) {
            this.entries = entries;
            this.length = length;
            this.asn = asn;
        }

        @Override
        public boolean entry(int id) {
            // RFC 6483 §4: AS 0 is never authorized.
            boolean valid = asn != 0 && entries.asn(id) == asn && entries.maxLength(id) >= length;
            state = valid ? VALID : INVALID;
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

    /** Hears of authorizations. */
    public interface Visitor {
        /** @param best true if no source of higher preference brings it too */
        void roa(Roa roa, RoaSource source, boolean best);
    }

    /**
     * Calls back for every authorization and each of its sources. Holds nobody up: what changes meanwhile may or may
     * not hear of it.
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
                        RoaSource best = leading(entries.shown(id));
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

    RoaSource leading(int mask) {
        RoaSource best = null;
        for (int rest = mask; rest != 0; rest &= rest - 1) {
            RoaSource each = sources[Integer.numberOfTrailingZeros(rest)];
            if (best == null || each.preference() > best.preference()) {
                best = each;
            }
        }
        return best;
    }

    private void eachSource(int mask, java.util.function.Consumer<RoaSource> action) {
        for (int rest = mask; rest != 0; rest &= rest - 1) {
            action.accept(sources[Integer.numberOfTrailingZeros(rest)]);
        }
    }

    private String names(int mask) {
        StringBuilder names = new StringBuilder();
        eachSource(mask, source -> names.append(names.isEmpty() ? "" : ", ").append(source.name()));
        return names.toString();
    }

    Roa roa(int id) {
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
}
