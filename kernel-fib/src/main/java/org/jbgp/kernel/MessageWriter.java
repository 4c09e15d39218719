package org.jbgp.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jbgp.kernel.netlink.Netlink;

/**
 * Writes netlink messages one behind the other into a direct buffer. Numbers are in host order, addresses big-endian.
 * Owned by one thread; allocates nothing after construction.
 */
final class MessageWriter {
    private static final boolean SWAP = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private final ByteBuffer buffer;
    private int messageStart;
    private int end;

    MessageWriter(int capacityBytes) {
        this.buffer = ByteBuffer.allocateDirect(capacityBytes).order(ByteOrder.nativeOrder());
    }

    ByteBuffer buffer() {
        return buffer;
    }

    /** Bytes written so far. */
    int length() {
        return end;
    }

    void clear() {
        end = 0;
    }

    /** Room left in bytes. */
    int remaining() {
        return buffer.capacity() - end;
    }

    /** Starts a message: its header and a zeroed family header of {@code bodyBytes} (a multiple of 4). */
    void beginMessage(int type, int flags, int sequence, int bodyBytes) {
        messageStart = end;
        buffer.putShort(end + Netlink.TYPE_OFFSET, (short) type)
                .putShort(end + Netlink.FLAGS_OFFSET, (short) flags)
                .putInt(end + Netlink.SEQUENCE_OFFSET, sequence)
                .putInt(end + Netlink.PORT_OFFSET, 0);
        end += Netlink.HEADER_BYTES;
        for (int i = 0; i < bodyBytes; i += 4) {
            buffer.putInt(end + i, 0);
        }
        end += bodyBytes;
    }

    /** Puts a byte of the family header; the offset counts from the start of the message. */
    void putByte(int offset, int value) {
        buffer.put(messageStart + offset, (byte) value);
    }

    /** Puts a 32-bit number of the family header; the offset counts from the start of the message. */
    void putInt(int offset, int value) {
        buffer.putInt(messageStart + offset, value);
    }

    void endMessage() {
        buffer.putInt(messageStart + Netlink.LENGTH_OFFSET, end - messageStart);
    }

    /** Forgets the message begun last. */
    void dropMessage() {
        end = messageStart;
    }

    /** Sets flags of the message that ended last. */
    void addFlagsToLast(int flags) {
        int at = messageStart + Netlink.FLAGS_OFFSET;
        buffer.putShort(at, (short) (buffer.getShort(at) | flags));
    }

    void attributeInt(int type, int value) {
        attributeHeader(type, 4);
        buffer.putInt(end, value);
        end += 4;
    }

    /** Adds a 16-bit number. */
    void attributeShort(int type, int value) {
        attributeHeader(type, 2);
        buffer.putInt(end, 0).putShort(end, (short) value);
        end += 4;
    }

    /** Adds {@code struct nexthop_grp} for each member. */
    void attributeGroup(int type, List<NextHopObject.Member> members) {
        attributeHeader(type, members.size() * Rtnetlink.GROUP_MEMBER_BYTES);
        for (NextHopObject.Member member : members) {
            buffer.putInt(end, member.id())
                    .putInt(end + Rtnetlink.GROUP_MEMBER_WEIGHT_OFFSET, 0)
                    .put(end + Rtnetlink.GROUP_MEMBER_WEIGHT_OFFSET, (byte) (member.weight() - 1));
            end += Rtnetlink.GROUP_MEMBER_BYTES;
        }
    }

    /** Adds a text, with the zero that ends it. */
    void attributeText(int type, byte[] text) {
        attributeHeader(type, text.length + 1);
        buffer.put(end, text);
        buffer.put(end + text.length, (byte) 0);
        for (int at = text.length + 1; (at & 3) != 0; at++) {
            buffer.put(end + at, (byte) 0);
        }
        end += Netlink.align(text.length + 1);
    }

    void attributeAddress(int type, Family family, long hi, long lo) {
        attributeHeader(type, family.addressBytes());
        address(family, hi, lo);
    }

    /** RTA_VIA: a gateway of another family than the route, {@code struct rtvia} with its 16-bit family first. */
    void attributeVia(Family family, long hi, long lo) {
        int padded = Netlink.align(2 + family.addressBytes());
        buffer.putInt(end + padded, 0);
        attributeHeader(Rtnetlink.RTA_VIA, 2 + family.addressBytes());
        buffer.putShort(end, (short) family.number());
        int start = end;
        end += 2;
        address(family, hi, lo);
        end = start + padded;
    }

    /** Starts a nested attribute or anything else whose length is known later; answers where it starts. */
    int beginNested(int type) {
        int start = end;
        attributeHeader(type, 0);
        return start;
    }

    void endNested(int start) {
        buffer.putShort(start, (short) (end - start));
    }

    /** Starts a {@code struct rtnexthop}; close it with {@link #endNested}, its length stands at the same place. */
    int beginNextHop(int flags, int hops, int ifindex) {
        int start = end;
        buffer.put(start + Rtnetlink.NEXTHOP_FLAGS_OFFSET, (byte) flags)
                .put(start + Rtnetlink.NEXTHOP_HOPS_OFFSET, (byte) hops)
                .putInt(start + Rtnetlink.NEXTHOP_INDEX_OFFSET, ifindex);
        end += Rtnetlink.NEXTHOP_BYTES;
        return start;
    }

    private void attributeHeader(int type, int valueBytes) {
        buffer.putShort(end, (short) (Netlink.ATTRIBUTE_HEADER_BYTES + valueBytes))
                .putShort(end + 2, (short) type);
        end += Netlink.ATTRIBUTE_HEADER_BYTES;
    }

    private void address(Family family, long hi, long lo) {
        if (family == Family.IPV4) {
            int bits = (int) lo;
            buffer.putInt(end, SWAP ? Integer.reverseBytes(bits) : bits);
        } else {
            buffer.putLong(end, SWAP ? Long.reverseBytes(hi) : hi);
            buffer.putLong(end + 8, SWAP ? Long.reverseBytes(lo) : lo);
        }
        end += family.addressBytes();
    }
}
