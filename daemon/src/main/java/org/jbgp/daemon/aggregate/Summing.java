package org.jbgp.daemon.aggregate;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jbgp.config.model.AggregatorConfig;
import org.jbgp.daemon.wire.AsPath;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.Destination;

/**
 * What the attributes of several routes come to in one that stands for them (RFC 4271 section 9.2.2.2, RFC 1997, RFC
 * 9774). Sums can be summed up. One thread at a time.
 */
final class Summing {
    private static final int[] LISTS = {
        AttributeBlob.COMMUNITY, AttributeBlob.EXTENDED_COMMUNITIES, AttributeBlob.LARGE_COMMUNITY
    };
    private static final int[] WIDTHS = {4, 8, 12};
    private static final long NO_MED = -1;

    /** The highest of all routes, -1 without any. */
    private int origin = -1;
    /** Some route has an AS_PATH that is not empty. */
    private boolean paths;
    /** Some route has ATOMIC_AGGREGATE. */
    private boolean atomic;

    private long med = NO_MED;
    private boolean medSeen;
    /** Routes have different ones. */
    private boolean meds;
    /** What all AS_PATHs begin with; null before the first. */
    private List<Long> lead;
    /** ASs of which not all AS_PATHs have the same. */
    private final SortedSet<Long> rest = new TreeSet<>();
    /** ASs of our confederation. */
    private final SortedSet<Long> members = new TreeSet<>();

    private final List<SortedSet<ByteBuffer>> lists = List.of(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());

    /** True if it is the sum of no route. */
    boolean isEmpty() {
        return origin < 0;
    }

    /** Adds what does not ask for a look at each route. */
    void add(int highestOrigin, boolean anyPath, boolean anyAtomic) {
        origin = Math.max(origin, highestOrigin);
        paths |= anyPath;
        atomic |= anyAtomic;
    }

    /** Adds the MED of a route, or that it has none. */
    void addMed(byte[] blob, int offset, int length) {
        int at = AttributeBlob.find(blob, offset, length, AttributeBlob.BGP, AttributeBlob.MULTI_EXIT_DISC);
        long own = at == AttributeBlob.ABSENT
                ? NO_MED
                : ByteBuffer.wrap(blob).getInt(AttributeBlob.value(at)) & 0xFFFF_FFFFL;
        if (!medSeen) {
            med = own;
        }
        meds |= own != med;
        medSeen = true;
    }

    /** Adds AS_PATH and communities of a route. */
    void addLists(byte[] blob, int offset, int length) {
        int path = AttributeBlob.find(blob, offset, length, AttributeBlob.BGP, AttributeBlob.AS_PATH);
        List<Long> sequence = new ArrayList<>();
        if (path != AttributeBlob.ABSENT) {
            int end = AttributeBlob.next(blob, path);
            boolean mixed = false;
            for (int at = AttributeBlob.value(path); at < end; at += 2 + 4 * (blob[at + 1] & 0xFF)) {
                int type = AsPath.segmentType(blob, at);
                mixed |= type == AsPath.SET;
                for (int i = 0; i < (blob[at + 1] & 0xFF); i++) {
                    long as = ByteBuffer.wrap(blob).getInt(at + 2 + 4 * i) & 0xFFFF_FFFFL;
                    if (type >= AsPath.CONFED_SEQUENCE) {
                        members.add(as);
                    } else if (mixed) {
                        rest.add(as);
                    } else {
                        sequence.add(as);
                    }
                }
            }
        }
        begin(sequence);
        for (int i = 0; i < LISTS.length; i++) {
            int list = AttributeBlob.find(blob, offset, length, AttributeBlob.BGP, LISTS[i]);
            if (list != AttributeBlob.ABSENT) {
                int end = AttributeBlob.next(blob, list);
                for (int at = AttributeBlob.value(list); at + WIDTHS[i] <= end; at += WIDTHS[i]) {
                    byte[] value = new byte[WIDTHS[i]];
                    System.arraycopy(blob, at, value, 0, WIDTHS[i]);
                    lists.get(i).add(ByteBuffer.wrap(value));
                }
            }
        }
    }

    /** One more path begins so. */
    private void begin(List<Long> sequence) {
        if (lead == null) {
            lead = sequence;
            return;
        }
        int same = 0;
        while (same < lead.size() && same < sequence.size() && lead.get(same).equals(sequence.get(same))) {
            same++;
        }
        rest.addAll(lead.subList(same, lead.size()));
        rest.addAll(sequence.subList(same, sequence.size()));
        lead = new ArrayList<>(lead.subList(0, same));
    }

    /** Adds another sum; it stays as it is. */
    void add(Summing other) {
        if (other.isEmpty()) {
            return;
        }
        add(other.origin, other.paths, other.atomic);
        if (other.medSeen) {
            meds |= other.meds || (medSeen && med != other.med);
            med = other.med;
            medSeen = true;
        }
        if (other.lead != null) {
            begin(other.lead);
        }
        rest.addAll(other.rest);
        members.addAll(other.members);
        for (int i = 0; i < lists.size(); i++) {
            lists.get(i).addAll(other.lists.get(i));
        }
    }

    /** True if AS_PATHs and communities of all routes are needed, see {@link #addLists}. */
    static boolean needsLists(AggregatorConfig.Aggregate aggregate, boolean anyPath) {
        return aggregate.asSet() || !anyPath;
    }

    /**
     * The attributes of the aggregate; empty if there is none.
     *
     * @param as of AGGREGATOR, 0 for none
     * @param routerId of AGGREGATOR
     */
    byte[] attributes(AggregatorConfig.Aggregate aggregate, long as, int routerId) {
        if (isEmpty() || (aggregate.sameMed() && meds)) {
            return new byte[0];
        }
        AttributeBlobBuilder blob = new AttributeBlobBuilder();
        blob.setOrigin(origin);
        if (aggregate.asSet() && paths) {
            byte[] path = path();
            blob.set(AttributeBlob.TRANSITIVE, AttributeBlob.AS_PATH, path);
        }
        if (aggregate.sameMed() && med != NO_MED) {
            blob.setMed(med);
        }
        // RFC 4271 section 9.1.4: ASs of these routes are not in the path of this one.
        boolean lossy = paths && !aggregate.asSet();
        if (lossy || atomic) {
            blob.set(AttributeBlob.TRANSITIVE, AttributeBlob.ATOMIC_AGGREGATE, new byte[0]);
        }
        if (as != 0) {
            blob.set(
                    AttributeBlob.OPTIONAL_TRANSITIVE,
                    AttributeBlob.AGGREGATOR,
                    ByteBuffer.allocate(8).putInt((int) as).putInt(routerId).array());
        }
        for (int i = 0; !lossy && i < LISTS.length; i++) {
            if (!lists.get(i).isEmpty()) {
                ByteBuffer list = ByteBuffer.allocate(lists.get(i).size() * WIDTHS[i]);
                lists.get(i).forEach(value -> list.put(value.duplicate()));
                blob.set(AttributeBlob.OPTIONAL_TRANSITIVE, LISTS[i], list.array());
            }
        }
        blob.setU8(AttributeBlob.ENGINE, AttributeBlob.DEST, Destination.BLACKHOLE.code());
        return blob.toBytes();
    }

    private byte[] path() {
        Set<Long> others = new TreeSet<>(rest);
        others.removeAll(new HashSet<>(lead));
        ByteBuffer path = ByteBuffer.allocate(6 * (lead.size() + others.size() + members.size()) + 6);
        segments(path, AsPath.CONFED_SET, List.copyOf(members));
        segments(path, AsPath.SEQUENCE, lead);
        segments(path, AsPath.SET, List.copyOf(others));
        byte[] bytes = new byte[path.position()];
        System.arraycopy(path.array(), 0, bytes, 0, bytes.length);
        return bytes;
    }

    private static void segments(ByteBuffer path, int type, List<Long> all) {
        for (int from = 0; from < all.size(); from += AsPath.MAX_SEGMENT) {
            int count = Math.min(AsPath.MAX_SEGMENT, all.size() - from);
            path.put((byte) type).put((byte) count);
            for (int i = 0; i < count; i++) {
                path.putInt(all.get(from + i).intValue());
            }
        }
    }
}
