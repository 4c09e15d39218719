package org.jbgp.daemon.mrt;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetAddress;
import org.jbgp.daemon.wire.MessageHeader;

/**
 * A BGP message of an MRT file (RFC 6396 §4.4, RFC 8050 §3).
 *
 * @param peer who sent it
 * @param peerAs its AS number, unsigned 32 bits
 * @param localAs AS number of who received it, unsigned 32 bits
 * @param as4 AS numbers in paths have 4 bytes
 * @param addPath prefixes have path identifiers
 * @param type of the message, RFC 4271 §4.1
 * @param body what follows the header of the message
 */
public record RecordedMessage(
        InetAddress peer, long peerAs, long localAs, boolean as4, boolean addPath, int type, ByteBuf body) {
    private static final int MICROSECONDS = 4;
    private static final int AFI_IPV4 = 1;
    private static final int ESTABLISHED = 6;

    /** Who is at the other end of a recorded session, by address and AS number. */
    record Speaker(InetAddress address, long as) {}

    /**
     * Whose session begins or ends by a record.
     *
     * @return null if it is another record
     * @throws IOException if the record is cut
     */
    static Speaker turned(MrtRecords record) throws IOException {
        boolean as4 = record.subtype() == MrtCodes.BGP4MP_STATE_CHANGE_AS4;
        if (!isOfSessions(record) || (!as4 && record.subtype() != MrtCodes.BGP4MP_STATE_CHANGE)) {
            return null;
        }
        ByteBuf in = content(record);
        Ends ends = Ends.read(in, as4);
        need(in, 4, "its states");
        boolean before = in.readUnsignedShort() == ESTABLISHED;
        boolean after = in.readUnsignedShort() == ESTABLISHED;
        return before == after ? null : new Speaker(ends.peer, ends.peerAs);
    }

    /** What records of sessions begin with. */
    private record Ends(InetAddress peer, long peerAs, long localAs) {
        static Ends read(ByteBuf in, boolean as4) throws IOException {
            need(in, 2 * (as4 ? 4 : 2) + 4, "its addresses");
            long peerAs = as(in, as4);
            long localAs = as(in, as4);
            in.skipBytes(2);
            byte[] peer = new byte[in.readUnsignedShort() == AFI_IPV4 ? 4 : 16];
            need(in, 2 * peer.length, "its addresses");
            in.readBytes(peer).skipBytes(peer.length);
            return new Ends(InetAddress.getByAddress(peer), peerAs, localAs);
        }
    }

    /**
     * The message of a record.
     *
     * @return null if it is another record
     * @throws IOException if the record is cut
     */
    public static RecordedMessage of(MrtRecords record) throws IOException {
        boolean as4 = record.subtype() == MrtCodes.BGP4MP_MESSAGE_AS4
                || record.subtype() == MrtCodes.BGP4MP_MESSAGE_AS4_ADDPATH;
        boolean addPath = record.subtype() == MrtCodes.BGP4MP_MESSAGE_ADDPATH
                || record.subtype() == MrtCodes.BGP4MP_MESSAGE_AS4_ADDPATH;
        if (!isOfSessions(record) || (!as4 && !addPath && record.subtype() != MrtCodes.BGP4MP_MESSAGE)) {
            return null;
        }
        ByteBuf in = content(record);
        Ends ends = Ends.read(in, as4);
        need(in, MessageHeader.LENGTH, "the message's header");
        int type = in.getUnsignedByte(in.readerIndex() + MessageHeader.LENGTH - 1);
        return new RecordedMessage(
                ends.peer,
                ends.peerAs,
                ends.localAs,
                as4,
                addPath,
                type,
                in.skipBytes(MessageHeader.LENGTH).slice());
    }

    /** Who sent it. */
    Speaker speaker() {
        return new Speaker(peer, peerAs);
    }

    /** Whether a record is one of sessions: BGP4MP, or the same with times in microseconds. */
    static boolean isOfSessions(MrtRecords record) {
        return record.type() == MrtCodes.BGP4MP || record.type() == MrtCodes.BGP4MP_ET;
    }

    /** The record behind the microseconds. */
    private static ByteBuf content(MrtRecords record) throws IOException {
        ByteBuf in = record.body().duplicate();
        if (record.type() == MrtCodes.BGP4MP_ET) {
            need(in, MICROSECONDS, "its time");
            in.skipBytes(MICROSECONDS);
        }
        return in;
    }

    private static void need(ByteBuf in, int bytes, String where) throws IOException {
        if (in.readableBytes() < bytes) {
            throw new IOException("the record of a session is cut in " + where);
        }
    }

    private static long as(ByteBuf in, boolean as4) {
        return as4 ? in.readUnsignedInt() : in.readUnsignedShort();
    }
}
