package org.jbgp.daemon.rib.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jbgp.daemon.memory.FreeNumbers;
import org.jbgp.daemon.memory.IntSlab;
import org.jbgp.daemon.memory.SlotTable;
import org.jbgp.daemon.rib.nexthop.NextHopTable;
import org.jbgp.daemon.wire.Aigp;
import org.jbgp.daemon.wire.AsPath;
import org.jbgp.daemon.wire.AttributeBlob;

/**
 * Interned attribute sets of one shard: equal canonical blobs get the same handle (counted from 1), so comparing
 * attributes is comparing ints. Handles are reference counted; the last {@link #release} frees the bytes.
 *
 * <p>What best-path selection reads for every route is decoded once, at interning. Confined to the owning shard.
 */
public final class AttributeStore {
    /** Value of {@link #localPref} and {@link #preference} where the set has none. */
    public static final int ABSENT = -1;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int STRIDE = 5;
    private static final int HASH = 0;
    private static final int POSITION = 1;
    /** {@code hops << 18 | (origin & 3) << 16 | length of the set in bytes}; no set has room for 2^14 hops. */
    private static final int HOPS_ORIGIN_LENGTH = 2;

    /** {@code references << 6 | flags}. */
    private static final int REFERENCES_FLAGS = 3;

    private static final int LOCAL_PREF = 4;
    private static final int ONE_REFERENCE = 1 << 6;
    private static final int CHUNK_SHIFT = 10;
    private static final int CHUNK_MASK = (1 << CHUNK_SHIFT) - 1;

    private static final int DEST_KEY = AttributeBlob.ENGINE << 8 | AttributeBlob.DEST;
    private static final int NEXTHOPS_KEY = AttributeBlob.ENGINE << 8 | AttributeBlob.NEXTHOPS;
    private static final int RECEIVED_NEXT_HOP_KEY = AttributeBlob.ENGINE << 8 | AttributeBlob.RECEIVED_NEXT_HOP;

    private static final int HAS_LOCAL_PREF = 1;
    private static final int HAS_MED = 2;
    private static final int HAS_ENGINE = 4;
    private static final int HAS_NEXT_HOP = 8;
    private static final int HAS_OWN_DESTINATION = 16;
    private static final int LONG_LIVED_STALE = 32;

    private final ByteArena arena = new ByteArena();
    private int[][] records = new int[16][];
    /** The chunk of records that emptied last: one set that comes and goes allocates nothing. */
    private int[] spare;

    private final SlotTable slots = new SlotTable(this::hashOf);
    private int count;
    /** Sets with AIGP: few routers ever see one, so that no set needs a field for it. */
    private int aigpCount;
    /**
     * Whether a set has had an ORIGINATOR_ID since the store was empty: elsewhere than in a reflector's AS, none has.
     */
    private boolean anyOriginator;

    /** Sets in each chunk of records: one without any is given back. */
    private int[] used = new int[16];

    private final FreeNumbers numbers = new FreeNumbers();
    private final IntSlab nextHops = new IntSlab();
    private final NextHopTable nextHopTable;

    public AttributeStore(NextHopTable nextHopTable) {
        this.nextHopTable = nextHopTable;
    }

    /**
     * The handle of this attribute set, with one more reference, which the caller owns.
     *
     * @param blob canonical attributes (see {@link AttributeBlob}); copied, not kept
     */
    public int intern(byte[] blob, int offset, int length) {
        int hash = hash(blob, offset, length);
        for (int candidate = slots.first(hash); candidate != 0; candidate = slots.next()) {
            int[] record = records[candidate >>> CHUNK_SHIFT];
            int at = (candidate & CHUNK_MASK) * STRIDE;
            if (record[at + HASH] == hash && equal(record, at, blob, offset, length)) {
                record[at + REFERENCES_FLAGS] += ONE_REFERENCE;
                return candidate;
            }
        }
        int handle = newHandle();
        slots.add(handle);
        count++;
        int[] record = records[handle >>> CHUNK_SHIFT];
        int at = (handle & CHUNK_MASK) * STRIDE;
        record[at + HASH] = hash;
        record[at + POSITION] = arena.store(blob, offset, length);
        decode(handle, record, at, blob, offset, length);
        return handle;
    }

    /** One more reference to a set that is already held. */
    public void retain(int handle) {
        records[handle >>> CHUNK_SHIFT][(handle & CHUNK_MASK) * STRIDE + REFERENCES_FLAGS] += ONE_REFERENCE;
    }

    /** One reference less; the last one frees the set and its handle. */
    public void release(int handle) {
        int[] record = records[handle >>> CHUNK_SHIFT];
        int at = (handle & CHUNK_MASK) * STRIDE;
        if ((record[at + REFERENCES_FLAGS] -= ONE_REFERENCE) >= ONE_REFERENCE) {
            return;
        }
        if (carriesAigp(handle)) {
            aigpCount--;
        }
        slots.remove(record[at + HASH], handle);
        arena.release(record[at + POSITION], record[at + HOPS_ORIGIN_LENGTH] & 0xFFFF);
        int nextHop = nextHops.get(handle);
        if (nextHop != 0) {
            nextHopTable.release(nextHop);
            nextHops.set(handle, 0);
        }
        count--;
        if (count == 0) {
            reset();
            return;
        }
        numbers.give(handle);
        int chunk = handle >>> CHUNK_SHIFT;
        if (--used[chunk] == 0) {
            spare = records[chunk];
            records[chunk] = null;
        }
    }

    /** How often the set is held, at least 1. */
    public int references(int handle) {
        return Math.max(1, field(handle, REFERENCES_FLAGS) >>> 6);
    }

    /** Number of different attribute sets held. */
    public int size() {
        return count;
    }

    /** Bytes of attribute data held. */
    public long bytes() {
        return arena.liveBytes();
    }

    /** {@link #capacityBytes}, a moment old. Any thread. */
    public long heldBytes() {
        return arena.capacityBytes();
    }

    /** Bytes of memory kept for attribute data, in use or free. */
    public long capacityBytes() {
        return arena.capacityBytes();
    }

    /** Handles in use are below this one. */
    public int limit() {
        return numbers.limit();
    }

    /** Array holding the set's canonical bytes; read-only, valid while a reference is held. */
    public byte[] array(int handle) {
        return arena.chunk(field(handle, POSITION));
    }

    /** Start of the set in {@link #array}. */
    public int offset(int handle) {
        return arena.offset(field(handle, POSITION));
    }

    /** Length of the set in bytes. */
    public int length(int handle) {
        return field(handle, HOPS_ORIGIN_LENGTH) & 0xFFFF;
    }

    /** ORIGIN: 0 IGP, 1 EGP, 2 INCOMPLETE; 2 if absent. */
    public int origin(int handle) {
        return field(handle, HOPS_ORIGIN_LENGTH) >>> 16 & 3;
    }

    /** LOCAL_PREF as unsigned 32 bits, or {@link #ABSENT}. */
    public long localPref(int handle) {
        return (flags(handle) & HAS_LOCAL_PREF) != 0 ? field(handle, LOCAL_PREF) & 0xFFFFFFFFL : ABSENT;
    }

    /** MULTI_EXIT_DISC as unsigned 32 bits, or {@link #ABSENT}. */
    public long med(int handle) {
        if ((flags(handle) & HAS_MED) == 0) {
            return ABSENT;
        }
        // Compared only between paths of one neighboring AS that are equal so far: not worth four bytes in every set.
        byte[] array = array(handle);
        int at = AttributeBlob.find(
                array, offset(handle), length(handle), AttributeBlob.BGP, AttributeBlob.MULTI_EXIT_DISC);
        return AttributeBlob.u32(array, at);
    }

    /** ORIGINATOR_ID (RFC 4456) as unsigned 32 bits; the other value if there is none. */
    public long originator(int handle, long otherwise) {
        return anyOriginator
                ? AttributeBlob.u32(
                        array(handle),
                        offset(handle),
                        length(handle),
                        AttributeBlob.BGP,
                        AttributeBlob.ORIGINATOR_ID,
                        otherwise)
                : otherwise;
    }

    /** The AIGP metric (RFC 7311), unsigned; {@link Aigp#MAX} if there is none. */
    public long aigp(int handle) {
        int at = aigpCount == 0 ? AttributeBlob.ABSENT : aigpAt(handle);
        if (at == AttributeBlob.ABSENT) {
            return Aigp.MAX;
        }
        byte[] array = array(handle);
        return Aigp.metric(array, AttributeBlob.value(at), AttributeBlob.valueLength(array, at));
    }

    /** Whether there is an AIGP metric. */
    public boolean hasAigp(int handle) {
        int at = aigpCount == 0 ? AttributeBlob.ABSENT : aigpAt(handle);
        return at != AttributeBlob.ABSENT
                && Aigp.hasMetric(array(handle), AttributeBlob.value(at), AttributeBlob.valueLength(array(handle), at));
    }

    /** Whether there is the attribute AIGP, with a metric or without. */
    public boolean carriesAigp(int handle) {
        return aigpCount > 0 && aigpAt(handle) != AttributeBlob.ABSENT;
    }

    private int aigpAt(int handle) {
        return AttributeBlob.find(array(handle), offset(handle), length(handle), AttributeBlob.BGP, AttributeBlob.AIGP);
    }

    /** The neighboring AS as MED comparison uses it: first AS of AS_PATH, 0 for an empty path. */
    public int firstAs(int handle) {
        // As with MED: read only when two paths are equal so far and their MEDs differ.
        byte[] array = array(handle);
        int at = AttributeBlob.find(array, offset(handle), length(handle), AttributeBlob.BGP, AttributeBlob.AS_PATH);
        return at == AttributeBlob.ABSENT
                ? 0
                : (int) AsPath.firstAs(array, AttributeBlob.value(at), AttributeBlob.valueLength(array, at));
    }

    /** AS_PATH length as the decision process counts it (RFC 4271 §9.1.2.2 a). */
    public int hops(int handle) {
        return field(handle, HOPS_ORIGIN_LENGTH) >>> 18;
    }

    /** Preference set by a filter, or {@link #ABSENT} when the source's default holds. */
    public int preference(int handle) {
        return (int) engineValue(handle, AttributeBlob.PREFERENCE);
    }

    /** The engine attribute IGP_METRIC if a filter set it, else {@link #ABSENT}. */
    public long igpMetric(int handle) {
        return engineValue(handle, AttributeBlob.IGP_METRIC);
    }

    /**
     * The metric that the kernel has for a learned route (or a filter set for one to install), else {@link #ABSENT}.
     */
    public long kernelMetric(int handle) {
        return engineValue(handle, AttributeBlob.KRT_METRIC);
    }

    /** True if the set carries engine or custom attributes, which never go on the wire. */
    public boolean hasEngineAttributes(int handle) {
        return (flags(handle) & HAS_ENGINE) != 0;
    }

    /** True if the set says itself where packets go (DEST or NEXTHOPS), so that no BGP next hop is looked up. */
    public boolean hasOwnDestination(int handle) {
        return (flags(handle) & HAS_OWN_DESTINATION) != 0;
    }

    /** True if the set carries the community LLGR_STALE, so that it loses against all others (RFC 9494 §4.3). */
    public boolean longLivedStale(int handle) {
        return (flags(handle) & LONG_LIVED_STALE) != 0;
    }

    /**
     * Number of the NEXT_HOP packets follow (as received, whatever a filter made of it) in the {@link NextHopTable}, 0
     * for none.
     */
    public int nextHop(int handle) {
        return (flags(handle) & HAS_NEXT_HOP) != 0 ? nextHops.get(handle) : 0;
    }

    private long engineValue(int handle, int code) {
        if (!hasEngineAttributes(handle)) {
            return ABSENT;
        }
        byte[] array = array(handle);
        int at = AttributeBlob.find(array, offset(handle), length(handle), AttributeBlob.ENGINE, code);
        return at < 0 ? ABSENT : AttributeBlob.u32(array, at);
    }

    private int field(int handle, int field) {
        return records[handle >>> CHUNK_SHIFT][(handle & CHUNK_MASK) * STRIDE + field];
    }

    private int flags(int handle) {
        return field(handle, REFERENCES_FLAGS) & (ONE_REFERENCE - 1);
    }

    private void decode(int handle, int[] record, int at, byte[] blob, int offset, int length) {
        int origin = 2;
        int flags = 0;
        int hops = 0;
        int nextHop = AttributeBlob.ABSENT;
        int end = offset + length;
        for (int tlv = offset; tlv < end; tlv = AttributeBlob.next(blob, tlv)) {
            int value = AttributeBlob.value(tlv);
            int valueLength = AttributeBlob.valueLength(blob, tlv);
            if (AttributeBlob.space(blob, tlv) != AttributeBlob.BGP) {
                flags |= HAS_ENGINE;
                int key = AttributeBlob.key(blob, tlv);
                if (key == DEST_KEY || key == NEXTHOPS_KEY) {
                    flags |= HAS_OWN_DESTINATION;
                } else if (key == RECEIVED_NEXT_HOP_KEY) {
                    nextHop = tlv;
                }
                continue;
            }
            switch (AttributeBlob.code(blob, tlv)) {
                case AttributeBlob.ORIGIN -> origin = blob[value];
                case AttributeBlob.AS_PATH -> hops = AsPath.hopLength(blob, value, valueLength);
                case AttributeBlob.NEXT_HOP -> nextHop = tlv;
                case AttributeBlob.MULTI_EXIT_DISC -> flags |= HAS_MED;
                case AttributeBlob.AIGP -> aigpCount++;
                case AttributeBlob.ORIGINATOR_ID -> anyOriginator = true;
                case AttributeBlob.COMMUNITY -> {
                    if (AttributeBlob.hasCommunity(blob, tlv, AttributeBlob.LLGR_STALE)) {
                        flags |= LONG_LIVED_STALE;
                    }
                }
                case AttributeBlob.LOCAL_PREF -> {
                    flags |= HAS_LOCAL_PREF;
                    record[at + LOCAL_PREF] = (int) AttributeBlob.u32(blob, tlv);
                }
                default -> {
                    // Everything else is read from the bytes when somebody asks.
                }
            }
        }
        if (nextHop != AttributeBlob.ABSENT) {
            flags |= HAS_NEXT_HOP;
            nextHops.set(
                    handle,
                    nextHopTable.intern(blob, AttributeBlob.value(nextHop), AttributeBlob.valueLength(blob, nextHop)));
        }
        record[at + HOPS_ORIGIN_LENGTH] = hops << 18 | (origin & 3) << 16 | length;
        record[at + REFERENCES_FLAGS] = ONE_REFERENCE | flags;
    }

    private boolean equal(int[] record, int at, byte[] blob, int offset, int length) {
        if ((record[at + HOPS_ORIGIN_LENGTH] & 0xFFFF) != length) {
            return false;
        }
        int position = record[at + POSITION];
        int start = arena.offset(position);
        return Arrays.equals(arena.chunk(position), start, start + length, blob, offset, offset + length);
    }

    private int newHandle() {
        int handle = numbers.take();
        int chunk = handle >>> CHUNK_SHIFT;
        if (chunk >= records.length) {
            records = Arrays.copyOf(records, chunk * 2);
            used = Arrays.copyOf(used, chunk * 2);
        }
        if (used[chunk]++ == 0) {
            records[chunk] = spare != null ? spare : new int[STRIDE << CHUNK_SHIFT];
            spare = null;
        }
        return handle;
    }

    private int hashOf(int handle) {
        return field(handle, HASH);
    }

    private void reset() {
        aigpCount = 0;
        anyOriginator = false;
        records = new int[16][];
        slots.clear();
        used = new int[16];
        spare = null;
        numbers.clear();
        nextHops.clear();
    }

    /** A hash of canonical attributes; spreads over all 32 bits. Any thread. */
    public static int hash(byte[] bytes, int offset, int length) {
        long state = length * 0x9E3779B97F4A7C15L;
        int at = offset;
        int end = offset + length;
        for (; at + 8 <= end; at += 8) {
            state = (state ^ (long) WORD.get(bytes, at)) * 0xFF51AFD7ED558CCDL;
            state ^= state >>> 32;
        }
        long tail = 0;
        for (; at < end; at++) {
            tail = tail << 8 | (bytes[at] & 0xFF);
        }
        state = (state ^ tail) * 0xC4CEB9FE1A85EC53L;
        state ^= state >>> 29;
        return (int) (state ^ state >>> 32);
    }
}
