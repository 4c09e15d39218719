package org.jbgp.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jbgp.kernel.netlink.Netlink;

/**
 * Walks the attributes of a netlink message in place. Stops at the first attribute that does not fit into its
 * surroundings, so that a value is only ever read inside the message. Owned by one thread, reused without allocation.
 */
final class AttributeCursor {
    private static final boolean SWAP = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private ByteBuffer buffer;
    private int next;
    private int limit;
    private int type;
    private int valueStart;
    private int valueLength;

    /** Places the cursor before the first attribute of a region in a buffer of host byte order. */
    AttributeCursor over(ByteBuffer region, int start, int end) {
        this.buffer = region;
        this.next = start;
        this.limit = Math.min(end, region.capacity());
        return this;
    }

    /** Moves to the next attribute; false at the end. */
    boolean next() {
        if (limit - next < Netlink.ATTRIBUTE_HEADER_BYTES) {
            return false;
        }
        int length = buffer.getShort(next) & 0xFFFF;
        if (length < Netlink.ATTRIBUTE_HEADER_BYTES || length > limit - next) {
            return false;
        }
        type = buffer.getShort(next + 2) & Netlink.ATTRIBUTE_TYPE_MASK;
        valueStart = next + Netlink.ATTRIBUTE_HEADER_BYTES;
        valueLength = length - Netlink.ATTRIBUTE_HEADER_BYTES;
        next += Netlink.align(length);
        return true;
    }

    int type() {
        return type;
    }

    int valueStart() {
        return valueStart;
    }

    int valueLength() {
        return valueLength;
    }

    /** Whether the value has room for a number or an address of so many bytes. */
    boolean holds(int bytes) {
        return valueLength >= bytes;
    }

    /** The value as a 32-bit number in host order, 0 if it is too short. */
    int intValue() {
        return holds(4) ? buffer.getInt(valueStart) : 0;
    }

    /** The value as text up to its terminating zero. */
    String text() {
        int length = valueLength;
        while (length > 0 && buffer.get(valueStart + length - 1) == 0) {
            length--;
        }
        byte[] bytes = new byte[length];
        buffer.get(valueStart, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The value as an address of a family, null if it is too short. */
    KernelIp address(Family family) {
        return holds(family.addressBytes())
                ? new KernelIp(family, hi(buffer, valueStart, family), lo(buffer, valueStart, family))
                : null;
    }

    /** Upper half of the address at an offset of a host-order buffer. */
    static long hi(ByteBuffer buffer, int at, Family family) {
        if (family == Family.IPV4) {
            return 0;
        }
        long raw = buffer.getLong(at);
        return SWAP ? Long.reverseBytes(raw) : raw;
    }

    /** Lower half of the address at an offset of a host-order buffer. */
    static long lo(ByteBuffer buffer, int at, Family family) {
        if (family == Family.IPV4) {
            int raw = buffer.getInt(at);
            return (SWAP ? Integer.reverseBytes(raw) : raw) & 0xFFFF_FFFFL;
        }
        long raw = buffer.getLong(at + 8);
        return SWAP ? Long.reverseBytes(raw) : raw;
    }
}
