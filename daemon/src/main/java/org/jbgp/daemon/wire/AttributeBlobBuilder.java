package org.jbgp.daemon.wire;

import java.util.Arrays;

/**
 * Builds one {@link AttributeBlob} after another in a buffer of its own; reuse it, and nothing is allocated per route.
 *
 * <p>Not thread-safe: one builder belongs to one thread. The attributes are kept sorted, so the content is canonical at
 * any time. {@code flags} arguments carry the space in their low four bits, e.g. {@code OPTIONAL} for MED or {@code
 * ENGINE} for an engine attribute.
 */
public final class AttributeBlobBuilder {
    private static final byte[] NOTHING = {};
    private static final int LEAST = 128;

    /** Made with the first attribute: of a router's neighbors many announce nothing. */
    private byte[] buffer = NOTHING;

    private int length;

    /** Removes all attributes. */
    public void clear() {
        length = 0;
    }

    /** Replaces the content with the blob of {@code count} bytes at {@code offset}. */
    public void copyFrom(byte[] blob, int offset, int count) {
        length = 0;
        ensure(count);
        System.arraycopy(blob, offset, buffer, 0, count);
        length = count;
    }

    /** The buffer that holds the blob at 0..{@link #length()}; valid until the next change. */
    public byte[] array() {
        return buffer;
    }

    /** Length of the blob, in bytes. */
    public int length() {
        return length;
    }

    /** A copy of the blob. */
    public byte[] toBytes() {
        return Arrays.copyOf(buffer, length);
    }

    /** Position of the attribute's header in {@link #array()}, or {@link AttributeBlob#ABSENT}. */
    public int find(int space, int code) {
        return AttributeBlob.find(buffer, 0, length, space, code);
    }

    /** Whether the set has the attribute. */
    public boolean has(int space, int code) {
        return find(space, code) != AttributeBlob.ABSENT;
    }

    /**
     * Adds or replaces an attribute whose value the caller writes afterwards.
     *
     * @param flags wire flags and space
     * @param code 0..255
     * @param size length of the value, 0..65535
     * @return position of the value in {@link #array()}; its content is undefined
     * @throws IllegalArgumentException if the size is out of range
     */
    public int reserve(int flags, int code, int size) {
        if (size < 0 || size > AttributeBlob.MAX_VALUE) {
            throw new IllegalArgumentException("an attribute value of " + size + " bytes");
        }
        int wanted = (flags & 0x0f) << 8 | code;
        int at = 0;
        int present = 0;
        while (at < length) {
            int key = AttributeBlob.key(buffer, at);
            if (key >= wanted) {
                present = key == wanted ? AttributeBlob.next(buffer, at) - at : 0;
                break;
            }
            at = AttributeBlob.next(buffer, at);
        }
        resize(at, present, AttributeBlob.HEADER + size);
        buffer[at] = (byte) flags;
        buffer[at + 1] = (byte) code;
        Bytes.put16(buffer, at + 2, size);
        return at + AttributeBlob.HEADER;
    }

    /**
     * Adds or replaces an attribute with the value of {@code count} bytes at {@code offset}; the value must not lie in
     * {@link #array()}, which moves.
     */
    public void set(int flags, int code, byte[] value, int offset, int count) {
        int at = reserve(flags, code, count);
        System.arraycopy(value, offset, buffer, at, count);
    }

    /** Adds or replaces an attribute. */
    public void set(int flags, int code, byte[] value) {
        set(flags, code, value, 0, value.length);
    }

    /** Adds or replaces an attribute with a value of one byte. */
    public void setU8(int flags, int code, int value) {
        int at = reserve(flags, code, 1);
        buffer[at] = (byte) value;
    }

    /** Adds or replaces an attribute with a value of four bytes, 0..2³²-1. */
    public void setU32(int flags, int code, long value) {
        int at = reserve(flags, code, 4);
        Bytes.put32(buffer, at, (int) value);
    }

    /**
     * Adds an attribute behind all others, which must be smaller by (space, code): the decoder's fast way.
     *
     * @return position of the value
     */
    public int append(int flags, int code, int size) {
        ensure(AttributeBlob.HEADER + size);
        int at = length;
        buffer[at] = (byte) flags;
        buffer[at + 1] = (byte) code;
        Bytes.put16(buffer, at + 2, size);
        length = at + AttributeBlob.HEADER + size;
        return at + AttributeBlob.HEADER;
    }

    /** Shortens the value of the attribute appended last, whose value is at {@code value}. */
    public void shorten(int value, int size) {
        Bytes.put16(buffer, value - 2, size);
        length = value + size;
    }

    /** Removes the attribute; false if the set did not have it. */
    public boolean remove(int space, int code) {
        int at = find(space, code);
        if (at == AttributeBlob.ABSENT) {
            return false;
        }
        resize(at, AttributeBlob.next(buffer, at) - at, 0);
        return true;
    }

    /** Removes all attributes of one space. */
    public void removeSpace(int space) {
        int at = 0;
        while (at < length && AttributeBlob.space(buffer, at) < space) {
            at = AttributeBlob.next(buffer, at);
        }
        int end = at;
        while (end < length && AttributeBlob.space(buffer, end) == space) {
            end = AttributeBlob.next(buffer, end);
        }
        resize(at, end - at, 0);
    }

    /**
     * Makes lists ready to be sent: communities in ascending order, and no list that a filter left without elements,
     * which would be malformed (RFC 7606 §7.8, §7.10, §7.14; RFC 8092 §5). Attributes that are not known stay as they
     * are, also empty ones.
     *
     * @param external without the extended communities that stay within an AS (RFC 4360 §6, RFC 5701 §2)
     */
    public void finishLists(boolean external) {
        for (int at = 0; at < length && AttributeBlob.space(buffer, at) == AttributeBlob.BGP; ) {
            int code = AttributeBlob.code(buffer, at);
            int width = elementWidth(code);
            int size = AttributeBlob.valueLength(buffer, at);
            boolean empty = width > 0 && size == 0 && code != AttributeBlob.IPV6_EXTENDED_COMMUNITIES;
            if (width > 0 && size > 0 && size % width == 0) {
                empty = finishList(at, code, width, external) == 0;
            }
            if (empty) {
                resize(at, AttributeBlob.HEADER, 0);
            } else {
                at = AttributeBlob.next(buffer, at);
            }
        }
    }

    /** Bytes an element of a list has, 0 for attributes that are none or that are passed on as they come. */
    private static int elementWidth(int code) {
        return switch (code) {
            case AttributeBlob.COMMUNITY, AttributeBlob.CLUSTER_LIST -> 4;
            case AttributeBlob.EXTENDED_COMMUNITIES -> 8;
            case AttributeBlob.LARGE_COMMUNITY -> 12;
            case AttributeBlob.IPV6_EXTENDED_COMMUNITIES -> 20;
            default -> 0;
        };
    }

    /** Answers the number of bytes that are left. */
    private int finishList(int at, int code, int width, boolean external) {
        boolean ofAs = code == AttributeBlob.EXTENDED_COMMUNITIES || code == AttributeBlob.IPV6_EXTENDED_COMMUNITIES;
        int size = AttributeBlob.valueLength(buffer, at);
        int left = size;
        if (external && ofAs) {
            left = moveTransitive(AttributeBlob.value(at), size, width);
            splice(at, left, size - left, 0);
        }
        if (code != AttributeBlob.CLUSTER_LIST && code != AttributeBlob.IPV6_EXTENDED_COMMUNITIES) {
            CommunityOrder.sort(buffer, AttributeBlob.value(at), left, width);
        }
        return left;
    }

    /** Moves the elements that leave an AS to the front; answers how many bytes they are. */
    private int moveTransitive(int value, int size, int width) {
        int left = 0;
        for (int position = 0; position < size; position += width) {
            if ((buffer[value + position] & AttributeBlob.STAYS_WITHIN_AS) == 0) {
                System.arraycopy(buffer, value + position, buffer, value + left, width);
                left += width;
            }
        }
        return left;
    }

    /** Drops MULTI_EXIT_DISC, which must not be passed on to other neighboring ASes (RFC 4271 §5.1.4). */
    public boolean removeMed() {
        return remove(AttributeBlob.BGP, AttributeBlob.MULTI_EXIT_DISC);
    }

    /** Drops LOCAL_PREF, which must not be sent to external peers (RFC 4271 §5.1.5). */
    public boolean removeLocalPref() {
        return remove(AttributeBlob.BGP, AttributeBlob.LOCAL_PREF);
    }

    /** Sets ORIGIN: 0 IGP, 1 EGP, 2 INCOMPLETE. */
    public void setOrigin(int origin) {
        setU8(AttributeBlob.WELL_KNOWN, AttributeBlob.ORIGIN, origin);
    }

    /** Sets MULTI_EXIT_DISC. */
    public void setMed(long med) {
        setU32(AttributeBlob.OPTIONAL_NON_TRANSITIVE, AttributeBlob.MULTI_EXIT_DISC, med);
    }

    /** Sets LOCAL_PREF. */
    public void setLocalPref(long preference) {
        setU32(AttributeBlob.WELL_KNOWN, AttributeBlob.LOCAL_PREF, preference);
    }

    /** Sets NEXT_HOP to an IPv4 address. */
    public void setNextHop4(int address) {
        int at = reserve(AttributeBlob.WELL_KNOWN, AttributeBlob.NEXT_HOP, 4);
        Bytes.put32(buffer, at, address);
    }

    /** Sets NEXT_HOP to a global IPv6 address. */
    public void setNextHop6(long hi, long lo) {
        int at = reserve(AttributeBlob.WELL_KNOWN, AttributeBlob.NEXT_HOP, 16);
        Bytes.put64(buffer, at, hi);
        Bytes.put64(buffer, at + 8, lo);
    }

    /** Sets NEXT_HOP to a global and a link-local IPv6 address (RFC 2545 §3). */
    public void setNextHop6(long hi, long lo, long linkLocalHi, long linkLocalLo) {
        int at = reserve(AttributeBlob.WELL_KNOWN, AttributeBlob.NEXT_HOP, 32);
        Bytes.put64(buffer, at, hi);
        Bytes.put64(buffer, at + 8, lo);
        Bytes.put64(buffer, at + 16, linkLocalHi);
        Bytes.put64(buffer, at + 24, linkLocalLo);
    }

    /**
     * Replaces a part of the value of the attribute at {@code at}: {@code removed} bytes, {@code position} bytes into
     * the value, make way for {@code inserted} bytes the caller writes afterwards.
     *
     * @return where to write the inserted bytes in {@link #array()}
     * @throws IllegalArgumentException if the value would exceed 65535 bytes
     */
    public int splice(int at, int position, int removed, int inserted) {
        int size = AttributeBlob.valueLength(buffer, at) - removed + inserted;
        if (size < 0 || size > AttributeBlob.MAX_VALUE) {
            throw new IllegalArgumentException("an attribute value of " + size + " bytes");
        }
        int start = at + AttributeBlob.HEADER + position;
        resize(start, removed, inserted);
        Bytes.put16(buffer, at + 2, size);
        return start;
    }

    /**
     * Prepends an AS number to AS_PATH {@code times} times, as a router does towards an external peer (RFC 4271 §5.1.2
     * b 1); creates the attribute if it is missing.
     *
     * @return false, with the path unchanged, if it would become longer than an attribute can be
     */
    public boolean prependAs(long as, int times) {
        return prepend(AsPath.SEQUENCE, as, times);
    }

    /**
     * As {@link #prependAs}, into a leading AS_CONFED_SEQUENCE: towards a peer in another member AS (RFC 5065 §4.1 b).
     */
    public boolean prependConfedAs(long as, int times) {
        return prepend(AsPath.CONFED_SEQUENCE, as, times);
    }

    private boolean prepend(int type, long as, int times) {
        int at = find(AttributeBlob.BGP, AttributeBlob.AS_PATH);
        if (at == AttributeBlob.ABSENT) {
            at = reserve(AttributeBlob.WELL_KNOWN, AttributeBlob.AS_PATH, 0) - AttributeBlob.HEADER;
        }
        int segments = times / AsPath.MAX_SEGMENT + 1;
        if (AttributeBlob.valueLength(buffer, at) + 4L * times + 2L * segments > AttributeBlob.MAX_VALUE) {
            return false;
        }
        int left = times;
        while (left > 0) {
            int value = at + AttributeBlob.HEADER;
            boolean open = AttributeBlob.valueLength(buffer, at) > 0
                    && AsPath.segmentType(buffer, value) == type
                    && AsPath.segmentCount(buffer, value) < AsPath.MAX_SEGMENT;
            int count = open ? AsPath.segmentCount(buffer, value) : 0;
            int now = Math.min(left, AsPath.MAX_SEGMENT - count);
            int target = splice(at, 0, open ? 2 : 0, 2 + 4 * now);
            buffer[target] = (byte) type;
            buffer[target + 1] = (byte) (count + now);
            for (int i = 0; i < now; i++) {
                Bytes.put32(buffer, target + 2 + 4 * i, (int) as);
            }
            left -= now;
        }
        return true;
    }

    /**
     * Removes AS_CONFED_SEQUENCE and AS_CONFED_SET segments from AS_PATH: towards peers outside the confederation (RFC
     * 5065 §4.1 c).
     */
    public void removeConfedSegments() {
        int at = find(AttributeBlob.BGP, AttributeBlob.AS_PATH);
        if (at == AttributeBlob.ABSENT) {
            return;
        }
        int position = 0;
        while (position < AttributeBlob.valueLength(buffer, at)) {
            int segment = at + AttributeBlob.HEADER + position;
            int size = AsPath.nextSegment(buffer, segment) - segment;
            if (AsPath.segmentType(buffer, segment) >= AsPath.CONFED_SEQUENCE) {
                splice(at, position, size, 0);
            } else {
                position += size;
            }
        }
    }

    /** Replaces {@code removed} bytes at {@code at} by a gap of {@code inserted} bytes. */
    private void resize(int at, int removed, int inserted) {
        int growth = inserted - removed;
        if (growth != 0) {
            ensure(growth);
            System.arraycopy(buffer, at + removed, buffer, at + inserted, length - at - removed);
            length += growth;
        }
    }

    private void ensure(int growth) {
        if (length + growth > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(Math.max(LEAST, 2 * buffer.length), length + growth));
        }
    }

    /**
     * Adds a standard community (RFC 1997) behind all others; where it is the first one of a route that a neighbor sent
     * it is Partial (RFC 4271 §5).
     *
     * @param received the route is a neighbor's
     */
    public void addCommunity(int community, boolean received) {
        int at = find(AttributeBlob.BGP, AttributeBlob.COMMUNITY);
        int start = at == AttributeBlob.ABSENT
                ? reserve(
                        AttributeBlob.OPTIONAL_TRANSITIVE | (received ? AttributeBlob.PARTIAL : 0),
                        AttributeBlob.COMMUNITY,
                        4)
                : splice(at, AttributeBlob.valueLength(array(), at), 0, 4);
        Bytes.put32(array(), start, community);
    }
}
