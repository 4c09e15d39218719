package org.jbgp.daemon.wire.update;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.jbgp.config.base.IpAddress;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.Bytes;

/** Which addresses can be next hops (RFC 4271 §6.3, RFC 2545 §3). 240.0.0.0/4 is taken: Calico uses it. */
final class NextHops {
    /** Bytes in front of the IPv4 address in an IPv4-mapped one (RFC 4291 §2.5.5.2). */
    static final int MAPPED_PREFIX = 12;

    private static final int IPV4 = 4;
    private static final int IPV6 = 16;

    private NextHops() {}

    /** Not 0.0.0.0/8, not multicast, not the limited broadcast address. */
    static boolean isHost4(int address) {
        return address >>> 24 != 0 && address >>> 28 != 0xe && address != -1;
    }

    /** Next hop of 4, 16 or 32 bytes: IPv4, or IPv6 that is neither unspecified nor multicast. */
    static boolean isHost(byte[] array, int at, int length) {
        if (length == IPV4) {
            return isHost4(Bytes.i32(array, at));
        }
        return isHost6(array, at) || (length == 2 * IPV6 && isUnspecified(array, at) && isLinkLocal(array, at + IPV6));
    }

    /** Whether the 16 bytes at {@code at} are an IPv4-mapped address. */
    static boolean isMapped(byte[] array, int at) {
        return Bytes.i64(array, at) == 0 && Bytes.i32(array, at + 8) == 0xffff;
    }

    private static boolean isHost6(byte[] array, int at) {
        return !isUnspecified(array, at) && array[at] != (byte) 0xff;
    }

    private static boolean isUnspecified(byte[] array, int at) {
        return (Bytes.i64(array, at) | Bytes.i64(array, at + 8)) == 0;
    }

    private static boolean isLinkLocal(byte[] array, int at) {
        return (Bytes.u16(array, at) & 0xffc0) == 0xfe80;
    }

    /**
     * Sets the next hop of {@code length} bytes at {@code at}, in the one form it is kept in: a global address alone,
     * or with a link-local one behind it; a link-local address without a global one stands behind the unspecified
     * address, whether it came alone, so, or twice. A second address that is not link-local says nothing.
     */
    static void set(AttributeBlobBuilder builder, byte[] array, int at, int length) {
        if (length != IPV4 && isLinkLocal(array, at)) {
            int to = builder.reserve(AttributeBlob.WELL_KNOWN, AttributeBlob.NEXT_HOP, 2 * IPV6);
            Arrays.fill(builder.array(), to, to + IPV6, (byte) 0);
            System.arraycopy(array, at, builder.array(), to + IPV6, IPV6);
        } else {
            int used = length == 2 * IPV6 && !isLinkLocal(array, at + IPV6) ? IPV6 : length;
            builder.set(AttributeBlob.WELL_KNOWN, AttributeBlob.NEXT_HOP, array, at, used);
        }
    }

    /** The address as text, for logs. */
    static String text(byte[] array, int at, int length) {
        ByteBuffer bytes = ByteBuffer.wrap(array, at, Math.min(length, IPV6));
        return switch (bytes.remaining()) {
            case IPV4 -> IpAddress.ipv4(bytes.getInt()).toString();
            case IPV6 -> IpAddress.ipv6(bytes.getLong(), bytes.getLong()).toString();
            default -> HexFormat.of().formatHex(array, at, at + bytes.remaining());
        };
    }
}
