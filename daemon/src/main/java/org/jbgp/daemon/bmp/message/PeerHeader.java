package org.jbgp.daemon.bmp.message;

import io.netty.buffer.ByteBuf;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Instant;

/**
 * Whom a message is about: the per-peer header (RFC 7854 §4.2, RFC 8671 §4, RFC 9069 §4.1). Immutable; any thread.
 *
 * @param sort sort of peer
 * @param distinguisher tells apart instances of tables, 0 for the global one
 * @param address the neighbor's, null for a Loc-RIB
 * @param as AS number, unsigned 32 bits
 * @param bgpId BGP Identifier, unsigned 32 bits
 * @param twoByteAs messages of the neighbor carry AS numbers of two bytes
 */
public record PeerHeader(Sort sort, long distinguisher, InetAddress address, long as, int bgpId, boolean twoByteAs) {
    /** Bytes of it. */
    public static final int LENGTH = 42;

    static final int IPV6 = 0x80;
    static final int POST_POLICY = 0x40;
    static final int LEGACY_AS_PATH = 0x20;
    static final int ADJ_RIB_OUT = 0x10;

    private static final int NANOS_A_MICROSECOND = 1000;

    /** Sorts of peers, under IANA's codes. */
    public enum Sort {
        /** A neighbor of the global instance. */
        GLOBAL(0),
        /** The router's own table (RFC 9069). */
        LOC_RIB(3);

        private final int code;

        Sort(int code) {
            this.code = code;
        }
    }

    /**
     * Writes it for routes, or for one of their messages.
     *
     * @param asSent the message carries AS numbers as the neighbor has them; false where all have four bytes
     * @param time when that happened, null if not known
     */
    public void write(ByteBuf out, ObservedRib rib, boolean asSent, Instant time) {
        int flags = sort == Sort.LOC_RIB ? 0 : rib.flags();
        flags |= address instanceof Inet6Address ? IPV6 : 0;
        flags |= asSent && twoByteAs ? LEGACY_AS_PATH : 0;
        out.writeByte(sort.code);
        out.writeByte(flags);
        out.writeLong(distinguisher);
        writeAddress(out, address);
        out.writeInt((int) as);
        out.writeInt(bgpId);
        out.writeInt(time == null ? 0 : (int) time.getEpochSecond());
        out.writeInt(time == null ? 0 : time.getNano() / NANOS_A_MICROSECOND);
    }

    /** Sixteen bytes: IPv4 in the last four of them, null as zeros. */
    static void writeAddress(ByteBuf out, InetAddress address) {
        byte[] bytes = address == null ? new byte[0] : address.getAddress();
        out.writeZero(16 - bytes.length);
        out.writeBytes(bytes);
    }
}
