package org.jbgp.daemon.mrt;

import io.netty.buffer.ByteBuf;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoField;
import java.util.Set;
import org.jbgp.config.base.DebugFlag;
import org.jbgp.daemon.session.SessionState;
import org.jbgp.daemon.session.WireObserver;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AsPath;
import org.jbgp.daemon.wire.MessageHeader;
import org.jbgp.daemon.wire.MessageType;

/**
 * Makes records of what one neighbor sends (RFC 6396 §4.4, RFC 8050 §3). On the neighbor's event loop; holds nothing
 * that changes.
 */
final class DumpedNeighbor implements WireObserver {
    private static final int AFI_IPV4 = 1;
    private static final int AFI_IPV6 = 2;
    private static final int MP_REACH = 14;
    private static final int MP_UNREACH = 15;
    private static final int EXTENDED_LENGTH = 0x10;

    private final Sink sink;
    private final InstantSource clock;
    private final Set<DebugFlag> flags;
    private final boolean microseconds;

    /** Takes records. */
    interface Sink {
        /** Any thread; does not wait. */
        void take(MrtBuffer record);
    }

    /**
     * @param flags states, and packets for messages
     * @param microseconds records say the time to the microsecond (RFC 6396 §3)
     */
    DumpedNeighbor(Sink sink, InstantSource clock, Set<DebugFlag> flags, boolean microseconds) {
        this.sink = sink;
        this.clock = clock;
        this.flags = flags;
        this.microseconds = microseconds;
    }

    @Override
    public void received(Ends ends, ByteBuf message) {
        if (!flags.contains(DebugFlag.PACKETS)) {
            return;
        }
        boolean update = message.getByte(message.readerIndex() + MessageHeader.LENGTH - 1) == MessageType.UPDATE.code();
        // AS numbers of 2 bytes are a matter of paths: other messages lose nothing as AS4.
        boolean as4 = !update || (ends.negotiated() != null && ends.negotiated().fourByteAs());
        boolean addPath = update && ends.negotiated() != null && identifies(ends, message);
        MrtBuffer record = begin(
                message.readableBytes(),
                as4
                        ? (addPath ? MrtCodes.BGP4MP_MESSAGE_AS4_ADDPATH : MrtCodes.BGP4MP_MESSAGE_AS4)
                        : (addPath ? MrtCodes.BGP4MP_MESSAGE_ADDPATH : MrtCodes.BGP4MP_MESSAGE));
        ends(record, ends, as4);
        byte[] bytes = new byte[message.readableBytes()];
        message.getBytes(message.readerIndex(), bytes);
        record.put(bytes);
        end(record);
    }

    @Override
    public void moved(Ends ends, SessionState from, SessionState to) {
        if (!flags.contains(DebugFlag.STATES) || from == to) {
            return;
        }
        MrtBuffer record = begin(4, MrtCodes.BGP4MP_STATE_CHANGE_AS4);
        ends(record, ends, true);
        record.put16(from.code());
        record.put16(to.code());
        end(record);
    }

    private MrtBuffer begin(int size, int subtype) {
        Instant now = clock.instant();
        MrtBuffer record = new MrtBuffer(MrtBuffer.HEADER + 48 + size);
        record.begin((int) now.getEpochSecond(), microseconds ? MrtCodes.BGP4MP_ET : MrtCodes.BGP4MP, subtype);
        if (microseconds) {
            record.put32(now.get(ChronoField.MICRO_OF_SECOND));
        }
        return record;
    }

    private void end(MrtBuffer record) {
        record.finish();
        sink.take(record);
    }

    private static void ends(MrtBuffer record, Ends ends, boolean as4) {
        as(record, ends.remoteAs(), as4);
        as(record, ends.localAs(), as4);
        record.put16(ends.local() instanceof Inet6Address own ? own.getScopeId() : 0);
        byte[] remote = ends.remote().getAddress();
        record.put16(remote.length == 4 ? AFI_IPV4 : AFI_IPV6);
        record.put(remote);
        record.put(like(remote, ends.local()));
    }

    /** Both addresses are of one family: an unknown one is all zero. */
    private static byte[] like(byte[] remote, InetAddress local) {
        byte[] bytes = local.getAddress();
        return bytes.length == remote.length ? bytes : new byte[remote.length];
    }

    private static void as(MrtBuffer record, long as, boolean as4) {
        if (as4) {
            record.put32((int) as);
        } else {
            record.put16(as > 0xffff ? AsPath.AS_TRANS : (int) as);
        }
    }

    /** Whether the routes of an UPDATE have path identifiers: it has routes of one family. */
    private static boolean identifies(Ends ends, ByteBuf message) {
        boolean any = false;
        boolean all = true;
        for (AddressFamily each : AddressFamily.values()) {
            if (ends.negotiated().carries(each)) {
                boolean here = ends.negotiated().family(each).addPathReceive();
                any |= here;
                all &= here;
            }
        }
        if (any == all) {
            return any;
        }
        AddressFamily family = family(message);
        return family != null
                && ends.negotiated().carries(family)
                && ends.negotiated().family(family).addPathReceive();
    }

    /** The family of an UPDATE's routes, null if it is not known or malformed. */
    private static AddressFamily family(ByteBuf message) {
        int end = message.writerIndex();
        int withdrawn = message.readerIndex() + MessageHeader.LENGTH;
        if (withdrawn + 2 > end) {
            return null;
        }
        int attributes = withdrawn + 2 + message.getUnsignedShort(withdrawn);
        if (attributes + 2 > end) {
            return null;
        }
        int limit = Math.min(end, attributes + 2 + message.getUnsignedShort(attributes));
        int at = attributes + 2;
        while (at + 4 <= limit) {
            boolean extended = (message.getByte(at) & EXTENDED_LENGTH) != 0;
            int value = at + (extended ? 4 : 3);
            int code = message.getUnsignedByte(at + 1);
            int length = extended ? message.getUnsignedShort(at + 2) : message.getUnsignedByte(at + 2);
            if ((code == MP_REACH || code == MP_UNREACH) && length >= 3 && value + 3 <= limit) {
                return AddressFamily.of(message.getUnsignedShort(value), message.getUnsignedByte(value + 2));
            }
            at = value + length;
        }
        return AddressFamily.IPV4_UNICAST;
    }
}
