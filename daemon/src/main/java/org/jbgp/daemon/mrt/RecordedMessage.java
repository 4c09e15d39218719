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
        int width = as4 ? 4 : 2;
        need(in, 2 * width + 4, "its addresses");
        long peerAs = as(in, as4);
        long localAs = as(in, as4);
        in.skipBytes(2);
        byte[] peer = new byte[in.readUnsignedShort() == AFI_IPV4 ? 4 : 16];
        need(in, 2 * peer.length, "its addresses");
        in.readBytes(peer).skipBytes(peer.length);
        need(in, MessageHeader.LENGTH, "the message's header");
        int type = in.getUnsignedByte(in.readerIndex() + MessageHeader.LENGTH - 1);
        return new RecordedMessage(
                InetAddress.getByAddress(peer),
                peerAs,
                localAs,
                as4,
                addPath,
                type,
                in.skipBytes(MessageHeader.LENGTH).slice());
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
            throw new IOException("the record of a message is cut in " + where);
        }
    }

    private static long as(ByteBuf in, boolean as4) {
        return as4 ? in.readUnsignedInt() : in.readUnsignedShort();
    }
}
