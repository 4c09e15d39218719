package org.jbgp.daemon.bgp;

import java.util.concurrent.atomic.AtomicLong;
import org.jbgp.config.model.bgp.BgpPathOptions;
import org.jbgp.config.model.bgp.PathCaps;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AsPath;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.update.UpdateSink;

/**
 * What BGP does with every route a neighbor sends, before any filter: looped routes count as withdrawn (RFC 4271
 * §9.1.2, RFC 4456 §8), so do those that leaked (RFC 9234 §5), and a missing LOCAL_PREF is added. The neighbor's event
 * loop owns it; any thread may read {@link #rejected}.
 */
final class BgpImport implements UpdateSink {
    private final UpdateSink next;
    private final RouteSource source;
    private final int routerId;
    private final int clusterId;
    private final Paths paths;
    private final OnlyToCustomer marks;
    private final long defaultLocalPref;
    private final AttributeBlobBuilder builder = new AttributeBlobBuilder();
    private final AtomicLong rejected = new AtomicLong();
    private NextHopWatch watch;
    private boolean refused;

    /**
     * Which paths are taken.
     *
     * @param confederationAs that of our confederation, else ours
     * @param acceptance what the file says
     * @param faults reports those that are larger
     */
    record Paths(long confederationAs, BgpPathOptions.Acceptance acceptance, UpdateFaults faults) {
        /** True if the attribute set is larger than it may be. */
        boolean tooLarge(byte[] array, int offset, int length) {
            PathCaps caps = acceptance.caps();
            if (caps.equals(PathCaps.NONE)) {
                return false;
            }
            int path = AttributeBlob.find(array, offset, length, AttributeBlob.BGP, AttributeBlob.AS_PATH);
            int hops = path == AttributeBlob.ABSENT
                    ? 0
                    : AsPath.hopLength(array, AttributeBlob.value(path), AttributeBlob.valueLength(array, path));
            if (hops > caps.asPathLength()) {
                faults.large("a path of " + hops + " ASes, 'max path length' is " + caps.asPathLength());
                return true;
            }
            int communities = entries(array, offset, length, AttributeBlob.COMMUNITY, 4)
                    + entries(array, offset, length, AttributeBlob.EXTENDED_COMMUNITIES, 8)
                    + entries(array, offset, length, AttributeBlob.LARGE_COMMUNITY, 12);
            if (communities > caps.communities()) {
                faults.large(communities + " communities, 'max communities' is " + caps.communities());
                return true;
            }
            return false;
        }

        private static int entries(byte[] array, int offset, int length, int type, int size) {
            int at = AttributeBlob.find(array, offset, length, AttributeBlob.BGP, type);
            return at == AttributeBlob.ABSENT ? 0 : AttributeBlob.valueLength(array, at) / size;
        }

        /** True if the AS_PATH at {@code at} must not be taken. */
        boolean refuses(byte[] array, int at, long localAs) {
            int value = AttributeBlob.value(at);
            int length = AttributeBlob.valueLength(array, at);
            return AsPath.count(array, value, length, localAs) > acceptance.localAs()
                    // RFC 5065 §4: the confederation's own number too, whoever sends it.
                    || (confederationAs != localAs
                            && AsPath.count(array, value, length, confederationAs) > acceptance.localAs())
                    || (!acceptance.asSets() && AsPath.hasSets(array, value, length));
        }
    }

    /**
     * @param paths which paths are taken
     * @param clusterId our cluster id, 0 if the neighbor is no reflection client
     * @param marks what the roles on the session make of ONLY_TO_CUSTOMER
     */
    BgpImport(
            UpdateSink next,
            RouteSource source,
            int routerId,
            int clusterId,
            Paths paths,
            OnlyToCustomer marks,
            long defaultLocalPref) {
        this.next = next;
        this.source = source;
        this.routerId = routerId;
        this.clusterId = clusterId;
        this.paths = paths;
        this.marks = marks;
        this.defaultLocalPref = defaultLocalPref;
    }

    /** Has the next hops of all routes to come looked at, too. */
    void watch(NextHopWatch nextHops) {
        watch = nextHops;
    }

    /** Routes refused because of a loop, or because the roles of RFC 9234 forbid them. Any thread. */
    long rejected() {
        return rejected.get();
    }

    @Override
    public void attributes(byte[] array, int offset, int length) {
        refused = looped(array, offset, length)
                || paths.tooLarge(array, offset, length)
                || marks.refuses(array, offset, length);
        if (refused) {
            return;
        }
        if (watch != null) {
            watch.see(array, offset, length);
        }
        boolean marked = marks.marks(array, offset, length);
        boolean preferred = AttributeBlob.find(array, offset, length, AttributeBlob.BGP, AttributeBlob.LOCAL_PREF)
                != AttributeBlob.ABSENT;
        if (preferred && !marked) {
            next.attributes(array, offset, length);
            return;
        }
        builder.clear();
        builder.copyFrom(array, offset, length);
        if (!preferred) {
            builder.setLocalPref(defaultLocalPref);
        }
        if (marked) {
            marks.mark(builder);
        }
        next.attributes(builder.array(), 0, builder.length());
    }

    @Override
    public void announce(AddressFamily family, int pathId, long hi, long lo, int length) {
        if (refused) {
            rejected.incrementAndGet();
            next.withdraw(family, pathId, hi, lo, length);
        } else {
            next.announce(family, pathId, hi, lo, length);
        }
    }

    @Override
    public void withdraw(AddressFamily family, int pathId, long hi, long lo, int length) {
        next.withdraw(family, pathId, hi, lo, length);
    }

    @Override
    public void endOfRib(AddressFamily family) {
        next.endOfRib(family);
    }

    private boolean looped(byte[] array, int offset, int length) {
        int path = AttributeBlob.find(array, offset, length, AttributeBlob.BGP, AttributeBlob.AS_PATH);
        if (path != AttributeBlob.ABSENT && paths.refuses(array, path, source.localAs())) {
            return true;
        }
        if (!source.internal()) {
            return false;
        }
        long none = -1;
        if (AttributeBlob.u32(array, offset, length, AttributeBlob.BGP, AttributeBlob.ORIGINATOR_ID, none)
                == Integer.toUnsignedLong(routerId)) {
            return true;
        }
        return clusterId != 0 && inClusterList(array, offset, length);
    }

    private boolean inClusterList(byte[] array, int offset, int length) {
        int list = AttributeBlob.find(array, offset, length, AttributeBlob.BGP, AttributeBlob.CLUSTER_LIST);
        if (list == AttributeBlob.ABSENT) {
            return false;
        }
        int end = AttributeBlob.next(array, list);
        for (int at = AttributeBlob.value(list); at + 4 <= end; at += 4) {
            int cluster = (array[at] & 0xFF) << 24
                    | (array[at + 1] & 0xFF) << 16
                    | (array[at + 2] & 0xFF) << 8
                    | (array[at + 3] & 0xFF);
            if (cluster == clusterId) {
                return true;
            }
        }
        return false;
    }
}
