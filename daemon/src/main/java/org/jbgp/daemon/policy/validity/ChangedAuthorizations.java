package org.jbgp.daemon.policy.validity;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.jbgp.config.filter.value.Net;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlob;

/**
 * Authorizations of one table that appeared or went, for finding the routes this may matter to. It is filled by one
 * thread, then handed over; any thread may ask as long as nobody fills it.
 */
public final class ChangedAuthorizations {
    /** Beyond so many it is quicker, and smaller, to look at all routes. */
    private static final int MOST = 65_536;

    /** So few are compared one by one. */
    private static final int FEW = 8;

    private final String table;
    private final Kind kind;
    private final RoaEntries prefixes;
    private final long[] few = new long[3 * FEW];
    private int fewCount;
    private final Set<Integer> customers = new TreeSet<>();
    private int[] sortedCustomers;
    private boolean everything;

    /** What the table is about. */
    public enum Kind {
        ORIGINS_OF_IPV4,
        ORIGINS_OF_IPV6,
        PATHS;

        /** Whether it may be about routes of this family. */
        public boolean concerns(AddressFamily family) {
            return switch (this) {
                case ORIGINS_OF_IPV4 -> family == AddressFamily.IPV4_UNICAST;
                case ORIGINS_OF_IPV6 -> family == AddressFamily.IPV6_UNICAST;
                case PATHS -> true;
            };
        }
    }

    /** Nothing yet. */
    public ChangedAuthorizations(String table, Kind kind) {
        this.table = table;
        this.kind = kind;
        this.prefixes = new RoaEntries(kind == Kind.ORIGINS_OF_IPV4);
    }

    /** Name of the table. */
    public String table() {
        return table;
    }

    public Kind kind() {
        return kind;
    }

    /** True if nothing changed. */
    public boolean isEmpty() {
        return !everything && prefixes.size() == 0 && customers.isEmpty();
    }

    /** A ROA for this prefix appeared or went. */
    public void addPrefix(long hi, long lo, int length) {
        if (everything || prefixes.find(hi, lo, length, 0, 0) != 0) {
            return;
        }
        if (prefixes.size() == MOST) {
            everything = true;
            return;
        }
        prefixes.shown(prefixes.add(hi, lo, length, 0, 0), 1);
        if (fewCount < FEW) {
            few[3 * fewCount] = hi;
            few[3 * fewCount + 1] = lo;
            few[3 * fewCount + 2] = length;
        }
        fewCount++;
    }

    /** A customer's providers changed. */
    public void addCustomer(int asn) {
        if (!everything) {
            customers.add(asn);
            sortedCustomers = null;
            everything = customers.size() > MOST;
        }
    }

    /** Takes in what changed later in the same table. */
    public void add(ChangedAuthorizations later) {
        everything |= later.everything;
        for (int id = 1; id < later.prefixes.limit(); id++) {
            if (later.prefixes.present(id)) {
                addPrefix(later.prefixes.hi(id), later.prefixes.lo(id), later.prefixes.length(id));
            }
        }
        later.customers.forEach(this::addCustomer);
    }

    /** To be called when all is in, by the thread that hands it over. */
    public ChangedAuthorizations complete() {
        sortedCustomers = customers.stream().mapToInt(Integer::intValue).toArray();
        return this;
    }

    /** Whether the change may matter to a route of this prefix with these canonical attributes. */
    public boolean concerns(
            AddressFamily family, long hi, long lo, int length, byte[] blob, int blobOffset, int blobLength) {
        if (kind != Kind.PATHS) {
            return kind.concerns(family) && covers(hi, lo, length);
        }
        return onPath(blob, blobOffset, blobLength);
    }

    /** Whether a route's prefix lies under one that changed. For tables of origins. */
    public boolean covers(long hi, long lo, int length) {
        if (everything) {
            return true;
        }
        if (fewCount <= FEW) {
            return coveredByFew(hi, lo, length);
        }
        boolean[] found = new boolean[1];
        prefixes.covering(hi, lo, length, id -> {
            found[0] = true;
            return false;
        });
        return found[0];
    }

    private boolean coveredByFew(long hi, long lo, int length) {
        boolean ip4 = kind == Kind.ORIGINS_OF_IPV4;
        for (int i = 0; i < fewCount; i++) {
            int covering = (int) few[3 * i + 2];
            if (length >= covering
                    && few[3 * i + 1] == (lo & (ip4 ? Net.mask4(covering) : Net.maskLo(covering)))
                    && (ip4 || few[3 * i] == (hi & Net.maskHi(covering)))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the AS_PATH among canonical attributes holds a customer that changed. For tables of paths. */
    public boolean onPath(byte[] blob, int blobOffset, int blobLength) {
        int path = AttributeBlob.find(blob, blobOffset, blobLength, AttributeBlob.BGP, AttributeBlob.AS_PATH);
        return path != AttributeBlob.ABSENT
                && holds(blob, AttributeBlob.value(path), AttributeBlob.valueLength(blob, path));
    }

    private boolean holds(byte[] array, int offset, int size) {
        if (everything) {
            return true;
        }
        int[] wanted = sortedCustomers;
        int end = offset + size;
        for (int at = offset; at + 2 <= end; ) {
            int count = array[at + 1] & 0xFF;
            at += 2;
            for (int i = 0; i < count && at + 4 <= end; i++, at += 4) {
                int asn = (array[at] & 0xFF) << 24
                        | (array[at + 1] & 0xFF) << 16
                        | (array[at + 2] & 0xFF) << 8
                        | (array[at + 3] & 0xFF);
                if (Arrays.binarySearch(wanted, asn) >= 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /** How much changed, for the log. */
    @Override
    public String toString() {
        if (everything) {
            return "more than " + MOST + " authorizations of " + table;
        }
        int count = prefixes.size() + customers.size();
        return count + (kind == Kind.PATHS ? " customer" : " prefix")
                + (count == 1 ? "" : kind == Kind.PATHS ? "s" : "es") + " of " + table;
    }
}
