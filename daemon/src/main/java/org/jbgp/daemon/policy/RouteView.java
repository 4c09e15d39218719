package org.jbgp.daemon.policy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jbgp.config.filter.run.FilterException;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.Destination;
import org.jbgp.daemon.wire.NextHopLeg;

/**
 * The route a filter looks at: a reusable flyweight over canonical attribute bytes, with the filter's changes kept
 * beside them. One per thread; {@link #load} starts the next route and costs no allocation.
 *
 * <p>Attributes are addressed by {@link AttributeSlot} and always are bytes in canonical form, whether they come from
 * the route or were set by the filter: {@link #array(int)}, {@link #offset(int)}, {@link #length(int)} say where. A
 * third layer, <i>presets</i>, lies under the route: values a filter can read although the route has none (BIRD 1.6
 * shows {@code bgp_local_pref} 100 for a static route exported to BGP). Presets are not changes and are never written.
 */
public final class RouteView {

    /** What numeric getters answer for an attribute that is not there. */
    public static final long UNDEFINED = -1;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int TLV_HEADER = 4;
    private static final byte[] EMPTY = {};

    private final LinkView links;

    private AddressFamily family = AddressFamily.IPV4_UNICAST;
    private long hi;
    private long lo;
    private int prefixLength;
    /** The filter looked at the prefix itself, or said something: it may do otherwise for any other prefix. */
    private boolean particular;

    private final PrefixTrail trail = new PrefixTrail();

    private RouteSource source;
    private RouteSource exportPeer;
    private NextHopView nextHop;

    private byte[] base = EMPTY;
    private int baseOffset;
    private int baseEnd;
    private boolean indexed;

    /** One bit for each slot: found in the route, set by the filter, removed by the filter, preset. */
    private final long[] present = new long[AttributeSlot.COUNT / 64];

    private final long[] changed = new long[AttributeSlot.COUNT / 64];
    private final long[] removed = new long[AttributeSlot.COUNT / 64];
    private final long[] preset = new long[AttributeSlot.COUNT / 64];
    private boolean modified;

    private final int[] offsets = new int[AttributeSlot.COUNT];
    private final int[] lengths = new int[AttributeSlot.COUNT];
    private final byte[] baseFlags = new byte[AttributeSlot.COUNT];

    /** Values set by the filter and presets, appended one after another. */
    private byte[] scratch = new byte[512];

    private int scratchEnd;

    private byte[] encoded = new byte[512];
    private int encodedEnd;

    private final PolicyScratch policyScratch;

    /** A view that resolves interface names and neighbors through {@code links}. */
    public RouteView(LinkView links) {
        this.links = links;
        this.policyScratch = new PolicyScratch(this);
    }

    /**
     * Starts on a route; everything of the previous one is forgotten.
     *
     * @param hi upper 64 bits of an IPv6 prefix, 0 for IPv4
     * @param lo lower 64 bits, or the IPv4 prefix; host bits zero
     * @param prefixLength bits
     * @param source the protocol instance the route comes from
     * @param attributes holds the canonical attribute blob; not copied, must not change while the view is used
     * @param offset start of the blob
     * @param size bytes of the blob
     * @param resolved where the route leads, null if not resolved or given in the blob (NEXTHOPS, DEST)
     */
    public void load(
            AddressFamily family,
            long hi,
            long lo,
            int prefixLength,
            RouteSource source,
            byte[] attributes,
            int offset,
            int size,
            NextHopView resolved) {
        this.family = family;
        this.hi = hi;
        this.lo = lo;
        this.prefixLength = prefixLength;
        this.particular = false;
        this.trail.clear();
        this.source = source;
        this.nextHop = resolved;
        this.exportPeer = null;
        this.base = attributes;
        this.baseOffset = offset;
        this.baseEnd = offset + size;
        this.indexed = false;
        this.scratchEnd = 0;
        this.encodedEnd = 0;
        if (modified) {
            Arrays.fill(changed, 0);
            Arrays.fill(removed, 0);
            modified = false;
        }
        Arrays.fill(preset, 0);
    }

    /** Says that the loaded route is being exported to this session; null on import. Call after {@link #load}. */
    public void exportTo(RouteSource peer) {
        this.exportPeer = peer;
    }

    /**
     * Makes a 32-bit attribute readable although the route does not carry it, e.g. LOCAL_PREF 100 for routes that are
     * not from BGP and go to BGP. Call after {@link #load}.
     */
    public void presetU32(int slot, long value) {
        int at = reserve(4);
        INT.set(scratch, at, (int) value);
        presetAt(slot, at, 4);
    }

    /** Like {@link #presetU32} for any canonical value. */
    public void presetBytes(int slot, byte[] value, int offset, int length) {
        int at = reserve(length);
        System.arraycopy(value, offset, scratch, at, length);
        presetAt(slot, at, length);
    }

    private void presetAt(int slot, int at, int length) {
        index();
        int space = slot >> 6;
        long bit = 1L << slot;
        if ((present[space] & bit) == 0) {
            preset[space] |= bit;
            offsets[slot] = at;
            lengths[slot] = length;
        }
    }

    public AddressFamily family() {
        return family;
    }

    /** Upper 64 bits of an IPv6 prefix, 0 for IPv4. */
    public long prefixHi() {
        particular = true;
        return hi;
    }

    /** Lower 64 bits of an IPv6 prefix, or the unsigned IPv4 prefix. */
    public long prefixLo() {
        particular = true;
        return lo;
    }

    public int prefixLength() {
        particular = true;
        return prefixLength;
    }

    public RouteSource source() {
        return source;
    }

    /** What sort of source it comes from ({@code source} in filters). */
    public RouteSource.Kind kind() {
        return source.kindOf(base, baseOffset, baseEnd - baseOffset);
    }

    /** The session the route is being exported to, or null. */
    public RouteSource exportPeer() {
        return exportPeer;
    }

    public LinkView links() {
        return links;
    }

    /**
     * Whether what ran since {@link #load} looked at the prefix or printed something. If not, it would do just the same
     * for any other prefix with these attributes from this source that answers all questions it asked in the same way,
     * see {@link FilterMemo}.
     */
    public boolean particular() {
        return particular;
    }

    /**
     * The answer to a question about the prefix; unlike a look at the prefix itself it shows what the filter wanted to
     * know.
     */
    public boolean ask(PrefixTest test) {
        boolean answer = test.holds(family == AddressFamily.IPV4_UNICAST, hi, lo, prefixLength);
        if (trail.isFull()) {
            particular = true;
        } else {
            trail.add(test, answer);
        }
        return answer;
    }

    /** What was asked since {@link #load}. */
    public PrefixTrail trail() {
        return trail;
    }

    /** Says that what runs must run for every prefix. */
    public void setParticular() {
        particular = true;
    }

    /** Whether the filter changed any attribute. */
    public boolean modified() {
        return modified;
    }

    /** Whether the filter changed (or set, or unset) this attribute. */
    public boolean modified(int slot) {
        return ((changed[slot >> 6] | removed[slot >> 6]) >>> slot & 1) != 0;
    }

    // ---- reading ---------------------------------------------------------------------------------------------------

    /** Whether the attribute has a value. */
    public boolean has(int slot) {
        index();
        int space = slot >> 6;
        long here = (present[space] & ~removed[space]) | changed[space] | (preset[space] & ~removed[space]);
        return (here >>> slot & 1) != 0;
    }

    /** The array holding the attribute's value; meaningful only if {@link #has}. */
    public byte[] array(int slot) {
        int space = slot >> 6;
        return ((changed[space] | preset[space]) >>> slot & 1) != 0 ? scratch : base;
    }

    /** Where the value starts in {@link #array}; meaningful only if {@link #has}. */
    public int offset(int slot) {
        return offsets[slot];
    }

    /** Bytes of the value; meaningful only if {@link #has}. */
    public int length(int slot) {
        return lengths[slot];
    }

    /** An attribute of one or four bytes as unsigned number, {@link #UNDEFINED} if absent. */
    public long u32(int slot) {
        if (!has(slot)) {
            return UNDEFINED;
        }
        byte[] array = array(slot);
        int at = offsets[slot];
        return switch (lengths[slot]) {
            case 1 -> array[at] & 0xFF;
            case 4 -> (int) INT.get(array, at) & 0xFFFFFFFFL;
            default -> UNDEFINED;
        };
    }

    /** Preference: the filter's, the route's, or the default of its source. */
    public long preference() {
        long own = u32(AttributeSlot.PREFERENCE);
        return own == UNDEFINED ? source.preference() : own;
    }

    /** What happens with packets. */
    public Destination destination() {
        long own = u32(AttributeSlot.DEST);
        if (own != UNDEFINED) {
            return Destination.of(own);
        }
        if (hasOwnNextHop()) {
            return Destination.UNICAST;
        }
        return nextHop == null ? Destination.NONE : nextHop.destination();
    }

    /** Bytes of the gateway address: 0 (none), 4 or 16. */
    public int gatewayLength() {
        if (hasOwnNextHop()) {
            return NextHopLeg.gatewayLength(array(AttributeSlot.NEXTHOPS), offsets[AttributeSlot.NEXTHOPS]);
        }
        return nextHop == null || has(AttributeSlot.DEST) ? 0 : nextHop.gatewayLength();
    }

    /** Upper half of the gateway if it is an IPv6 address. */
    public long gatewayHi() {
        if (hasOwnNextHop()) {
            return NextHopLeg.gatewayHi(array(AttributeSlot.NEXTHOPS), offsets[AttributeSlot.NEXTHOPS]);
        }
        return gatewayLength() == 0 ? 0 : nextHop.gatewayHi();
    }

    /** Lower half of the gateway, or the IPv4 gateway. */
    public long gatewayLo() {
        if (hasOwnNextHop()) {
            return NextHopLeg.gatewayLo(array(AttributeSlot.NEXTHOPS), offsets[AttributeSlot.NEXTHOPS]);
        }
        return gatewayLength() == 0 ? 0 : nextHop.gatewayLo();
    }

    /** Index of the outgoing interface, 0 if there is none. */
    public int interfaceIndex() {
        if (hasOwnNextHop()) {
            return NextHopLeg.ifindex(array(AttributeSlot.NEXTHOPS), offsets[AttributeSlot.NEXTHOPS]);
        }
        return nextHop == null || has(AttributeSlot.DEST) ? 0 : nextHop.interfaceIndex();
    }

    /** Weight of the first path, 1..256. */
    public int weight() {
        if (hasOwnNextHop()) {
            return NextHopLeg.weight(array(AttributeSlot.NEXTHOPS), offsets[AttributeSlot.NEXTHOPS]);
        }
        return nextHop == null || has(AttributeSlot.DEST) ? 1 : nextHop.weight();
    }

    public boolean onlink() {
        if (hasOwnNextHop()) {
            return NextHopLeg.onlink(array(AttributeSlot.NEXTHOPS), offsets[AttributeSlot.NEXTHOPS]);
        }
        return nextHop != null && !has(AttributeSlot.DEST) && nextHop.onlink();
    }

    /** IGP metric: the route's own or that of its next hop, {@link #UNDEFINED} if there is none. */
    public long igpMetric() {
        long own = u32(AttributeSlot.IGP_METRIC);
        return own != UNDEFINED || nextHop == null || modified(AttributeSlot.IGP_METRIC) ? own : nextHop.igpMetric();
    }

    private boolean hasOwnNextHop() {
        return has(AttributeSlot.NEXTHOPS) && lengths[AttributeSlot.NEXTHOPS] >= NextHopLeg.HEADER;
    }

    // ---- changing --------------------------------------------------------------------------------------------------

    /** Sets an attribute that is a number, of one byte or four. */
    public void setU32(int slot, long value) {
        if (AttributeSlot.isOneByte(slot)) {
            int at = reserve(1);
            scratch[at] = (byte) value;
            changedTo(slot, at, 1);
        } else {
            int at = reserve(4);
            INT.set(scratch, at, (int) value);
            changedTo(slot, at, 4);
        }
    }

    /** Sets an attribute to a canonical value; the bytes are copied. */
    public void setBytes(int slot, byte[] value, int offset, int length) {
        checkLength(length);
        int at = reserve(length);
        System.arraycopy(value, offset, scratch, at, length);
        changedTo(slot, at, length);
    }

    private static void checkLength(int length) {
        if (length > 0xFFFF) {
            throw new FilterException("an attribute of " + length + " bytes is too long");
        }
    }

    /**
     * Sets an attribute to what was written to {@link #scratch} at the place just reserved; the rest of that place is
     * free again.
     */
    public void change(int slot, int at, int length) {
        checkLength(length);
        scratchEnd = at + length;
        changedTo(slot, at, length);
    }

    /** Sets the preference; the source's default removes an earlier change. */
    public void setPreference(long preference) {
        if (preference == source.preference()) {
            unset(AttributeSlot.PREFERENCE);
        } else {
            setU32(AttributeSlot.PREFERENCE, preference);
        }
    }

    /** Replaces the next hops by one. {@code weight} is 1..256. */
    public void setNextHop(int ifindex, int weight, boolean onlink, int gatewayLength, long gatewayHi, long gatewayLo) {
        int size = NextHopLeg.HEADER + gatewayLength;
        int at = reserve(size);
        NextHopLeg.write(scratch, at, ifindex, weight, onlink, gatewayLength, gatewayHi, gatewayLo);
        changedTo(AttributeSlot.NEXTHOPS, at, size);
        setU32(AttributeSlot.DEST, Destination.UNICAST.code());
    }

    /** Makes the route a blackhole, unreachable or prohibit one. */
    public void setDestination(Destination destination) {
        unset(AttributeSlot.NEXTHOPS);
        setU32(AttributeSlot.DEST, destination.code());
    }

    /** Removes an attribute. */
    public void unset(int slot) {
        if (has(slot)) {
            int space = slot >> 6;
            long bit = 1L << slot;
            changed[space] &= ~bit;
            preset[space] &= ~bit;
            removed[space] |= bit;
            modified = true;
        }
    }

    private void changedTo(int slot, int at, int length) {
        index();
        int space = slot >> 6;
        long bit = 1L << slot;
        changed[space] |= bit;
        removed[space] &= ~bit;
        offsets[slot] = at;
        lengths[slot] = length;
        modified = true;
    }

    /** Where to write a value to. */
    public byte[] scratch() {
        return scratch;
    }

    /** Room in {@link #scratch}; answers where it starts. May replace the array. */
    public int reserve(int length) {
        int at = scratchEnd;
        if (scratch.length - at < length) {
            scratch = Arrays.copyOf(scratch, Math.max(scratch.length * 2, at + length));
        }
        scratchEnd = at + length;
        return at;
    }

    // ---- encoding --------------------------------------------------------------------------------------------------

    /**
     * Builds the canonical blob with the filter's changes. Without changes this is a copy of the route's own blob.
     *
     * @return bytes at the start of {@link #encoded()}
     */
    public int encode() {
        index();
        if (modified(AttributeSlot.NEXT_HOP) && source.kind() == RouteSource.Kind.RTS_BGP) {
            keepReceivedNextHop();
        }
        encodedEnd = 0;
        int at = baseOffset;
        int next = 0;
        while (at < baseEnd) {
            int flags = base[at] & 0xFF;
            int space = flags & 0x0F;
            int code = base[at + 1] & 0xFF;
            int size = TLV_HEADER + (((base[at + 2] & 0xFF) << 8) | (base[at + 3] & 0xFF));
            int slot = AttributeSlot.of(space, code);
            int rank = AttributeSlot.rankOf(space, code);
            next = appendChanged(next, slot >= 0 ? rank : rank + 1);
            if (slot >= 0 && modified(slot)) {
                next = appendChanged(next, rank + 1);
            } else {
                append(base, at, size);
            }
            at += size;
        }
        appendChanged(next, AttributeSlot.COUNT);
        return encodedEnd;
    }

    /** What {@link #encode} wrote; valid until the next {@link #load}. */
    public byte[] encoded() {
        return encoded;
    }

    /**
     * A filter's {@code bgp_next_hop} is what is announced; packets go where the neighbor said (BIRD resolves before it
     * filters).
     */
    private void keepReceivedNextHop() {
        int at = AttributeBlob.find(base, baseOffset, baseEnd - baseOffset, AttributeBlob.BGP, AttributeSlot.NEXT_HOP);
        if (at != AttributeBlob.ABSENT && !has(AttributeSlot.RECEIVED_NEXT_HOP)) {
            int length = AttributeBlob.valueLength(base, at);
            int copy = reserve(length);
            System.arraycopy(base, AttributeBlob.value(at), scratch, copy, length);
            changedTo(AttributeSlot.RECEIVED_NEXT_HOP, copy, length);
        }
    }

    private int appendChanged(int from, int to) {
        int rank = from;
        while (rank < to) {
            long rest = changed[AttributeSlot.ofRank(rank) >> 6] >>> rank;
            if (rest == 0) {
                rank = (rank | 63) + 1;
                continue;
            }
            rank += Long.numberOfTrailingZeros(rest);
            if (rank < to) {
                appendSlot(AttributeSlot.ofRank(rank));
                rank++;
            }
        }
        return Math.max(from, to);
    }

    private void appendSlot(int slot) {
        int length = lengths[slot];
        int at = encodedEnd;
        ensureEncoded(TLV_HEADER + length);
        int flags = AttributeSlot.flagsOf(slot);
        boolean bgp = AttributeSlot.isBgp(slot);
        if (bgp && (present[slot >> 6] >>> slot & 1) != 0) {
            // RFC 4271 §4.3: once set, the Partial bit stays set.
            flags |= baseFlags[slot] & 0x20;
        } else if (bgp && (flags & 0xC0) == 0xC0 && source.kind() == RouteSource.Kind.RTS_BGP) {
            // RFC 4271 §5: it is marked as partial if not attached by the originator.
            flags |= 0x20;
        }
        encoded[at] = (byte) flags;
        encoded[at + 1] = (byte) AttributeSlot.codeOf(slot);
        encoded[at + 2] = (byte) (length >> 8);
        encoded[at + 3] = (byte) length;
        System.arraycopy(scratch, offsets[slot], encoded, at + TLV_HEADER, length);
        encodedEnd = at + TLV_HEADER + length;
    }

    private void append(byte[] from, int offset, int length) {
        ensureEncoded(length);
        System.arraycopy(from, offset, encoded, encodedEnd, length);
        encodedEnd += length;
    }

    private void ensureEncoded(int more) {
        if (encoded.length - encodedEnd < more) {
            encoded = Arrays.copyOf(encoded, Math.max(encoded.length * 2, encodedEnd + more));
        }
    }

    /** One pass over the blob, on first use: where is which attribute. */
    private void index() {
        if (!indexed) {
            indexBase();
        }
    }

    private void indexBase() {
        indexed = true;
        long[] found = present;
        Arrays.fill(found, 0);
        byte[] bytes = base;
        int at = baseOffset;
        int end = baseEnd;
        while (at < end) {
            int flags = bytes[at];
            int space = flags & 0x0F;
            int code = bytes[at + 1] & 0xFF;
            int size = ((bytes[at + 2] & 0xFF) << 8) | (bytes[at + 3] & 0xFF);
            int slot = AttributeSlot.of(space, code);
            if (slot >= 0) {
                found[slot >> 6] |= 1L << slot;
                offsets[slot] = at + TLV_HEADER;
                lengths[slot] = size;
                baseFlags[slot] = (byte) flags;
            }
            at += TLV_HEADER + size;
        }
    }

    /** Working memory of the filter that runs on this view. */
    public PolicyScratch policyScratch() {
        return policyScratch;
    }
}
