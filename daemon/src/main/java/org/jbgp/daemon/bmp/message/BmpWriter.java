package org.jbgp.daemon.bmp.message;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.time.Instant;
import org.jbgp.daemon.session.DownReason;
import org.jbgp.daemon.wire.MessageHeader;
import org.jbgp.daemon.wire.MessageType;
import org.jbgp.daemon.wire.Notification;
import org.jbgp.daemon.wire.Utf8;

/** Writes BMP messages (RFC 7854 §4), each whole, behind what a buffer holds. Stateless; any thread. */
public final class BmpWriter {
    /** Bytes of the common header. */
    public static final int HEADER = 6;

    private static final int VERSION = 3;
    private static final int LENGTH_AT = 1;

    /** Longest text of a TLV here, in bytes. */
    private static final int LONGEST_TEXT = 255;

    private static final int SYSTEM_DESCRIPTION = 1;
    private static final int SYSTEM_NAME = 2;

    /** RFC 9069 §5.2; of the TLVs of Peer Up (RFC 9736) the only one written, for not every station expects some. */
    private static final int TABLE_NAME = 3;

    private static final int TERMINATION_REASON = 1;

    private static final int LOCAL_NOTIFICATION = 1;
    private static final int LOCAL_SILENT = 2;
    private static final int REMOTE_NOTIFICATION = 3;
    private static final int REMOTE_SILENT = 4;

    /** RFC 9069 §5.3. */
    private static final int LOCAL_WITH_TLV = 6;

    /** Events of RFC 4271 §8.1 that end a session without a NOTIFICATION. */
    private static final int MANUAL_STOP = 2;

    private static final int CONNECTION_CONFIRMED = 17;

    private static final int MIRRORED_MESSAGE = 0;
    private static final int MIRRORING_INFORMATION = 1;

    /** The message is mirrored because it is faulty. */
    private static final int ERRORED_PDU = 0;

    private BmpWriter() {}

    /** Why a station is left (RFC 7854 §4.5). */
    public enum Termination {
        /** The protocol is disabled or restarted, or the router stops. */
        ADMINISTRATIVE(0),
        /** The protocol is gone from the configuration. */
        PERMANENT(4);

        private final int code;

        Termination(int code) {
            this.code = code;
        }
    }

    private static int begin(ByteBuf out, BmpMessageType type) {
        int start = out.writerIndex();
        out.writeByte(VERSION);
        out.writeInt(0);
        out.writeByte(type.code());
        return start;
    }

    private static void end(ByteBuf out, int start) {
        out.setInt(start + LENGTH_AT, out.writerIndex() - start);
    }

    private static void text(ByteBuf out, int type, String text) {
        byte[] bytes = Utf8.atMost(text, LONGEST_TEXT);
        out.writeShort(type);
        out.writeShort(bytes.length);
        out.writeBytes(bytes);
    }

    /** Initiation (RFC 7854 §4.3). */
    public static void initiation(ByteBuf out, String description, String name) {
        int start = begin(out, BmpMessageType.INITIATION);
        text(out, SYSTEM_DESCRIPTION, description);
        text(out, SYSTEM_NAME, name);
        end(out, start);
    }

    /** Termination (RFC 7854 §4.5). */
    public static void termination(ByteBuf out, Termination reason) {
        int start = begin(out, BmpMessageType.TERMINATION);
        out.writeShort(TERMINATION_REASON);
        out.writeShort(2);
        out.writeShort(reason.code);
        end(out, start);
    }

    /**
     * Peer Up of a session (RFC 7854 §4.10).
     *
     * @param sentOpen our OPEN, header included
     * @param receivedOpen the neighbor's
     */
    public static void peerUp(
            ByteBuf out,
            PeerHeader peer,
            Instant since,
            InetSocketAddress local,
            int remotePort,
            byte[] sentOpen,
            byte[] receivedOpen) {
        int start = begin(out, BmpMessageType.PEER_UP);
        peer.write(out, ObservedRib.IN_PRE_POLICY, true, since);
        PeerHeader.writeAddress(out, local.getAddress());
        out.writeShort(local.getPort());
        out.writeShort(remotePort);
        out.writeBytes(sentOpen);
        out.writeBytes(receivedOpen);
        end(out, start);
    }

    /**
     * Peer Up of a Loc-RIB (RFC 9069 §5.3).
     *
     * @param open stands for both OPENs
     */
    public static void localUp(ByteBuf out, PeerHeader peer, Instant since, byte[] open, String table) {
        int start = begin(out, BmpMessageType.PEER_UP);
        peer.write(out, ObservedRib.LOCAL, false, since);
        PeerHeader.writeAddress(out, null);
        out.writeInt(0); // both ports
        out.writeBytes(open);
        out.writeBytes(open);
        text(out, TABLE_NAME, table);
        end(out, start);
    }

    /** Peer Down of a session (RFC 7854 §4.9). */
    public static void peerDown(ByteBuf out, PeerHeader peer, Instant now, DownReason reason) {
        int start = begin(out, BmpMessageType.PEER_DOWN);
        peer.write(out, ObservedRib.IN_PRE_POLICY, true, now);
        Notification notification = reason.notification();
        switch (reason.cause()) {
            case LOCAL_ERROR, ADMINISTRATIVE, RENEWED -> {
                if (notification != null) {
                    out.writeByte(LOCAL_NOTIFICATION);
                    notification.encode(out);
                } else {
                    out.writeByte(LOCAL_SILENT);
                    out.writeShort(MANUAL_STOP);
                }
            }
            case REMOTE_NOTIFICATION -> {
                out.writeByte(REMOTE_NOTIFICATION);
                notification.encode(out);
            }
            case CONNECTION_LOST -> out.writeByte(REMOTE_SILENT);
            case NEIGHBOR_RESTARTED -> {
                out.writeByte(LOCAL_SILENT);
                out.writeShort(CONNECTION_CONFIRMED);
            }
        }
        end(out, start);
    }

    /** Peer Down of a Loc-RIB: its table is gone, or not used by BGP any more. */
    public static void localDown(ByteBuf out, PeerHeader peer, Instant now, String table) {
        int start = begin(out, BmpMessageType.PEER_DOWN);
        peer.write(out, ObservedRib.LOCAL, false, now);
        out.writeByte(LOCAL_WITH_TLV);
        text(out, TABLE_NAME, table);
        end(out, start);
    }

    /**
     * Route Monitoring for each UPDATE in a buffer (RFC 7854 §4.6); messages of other types are passed over.
     *
     * @param updates whole BGP messages; its indices stay
     * @param asSent see {@link PeerHeader#write}
     * @param time see {@link PeerHeader#write}
     */
    public static void routeMonitoring(
            ByteBuf out, PeerHeader peer, ObservedRib rib, ByteBuf updates, boolean asSent, Instant time) {
        int at = updates.readerIndex();
        while (at < updates.writerIndex()) {
            int length = MessageHeader.length(updates, at);
            if (MessageHeader.type(updates, at) == MessageType.UPDATE) {
                int start = begin(out, BmpMessageType.ROUTE_MONITORING);
                peer.write(out, rib, asSent, time);
                out.writeBytes(updates, at, length);
                end(out, start);
            }
            at += length;
        }
    }

    /** Route Mirroring of a malformed message (RFC 7854 §4.7); the message comes last, as it asks. */
    public static void mirrored(ByteBuf out, PeerHeader peer, Instant now, ByteBuf message) {
        int start = begin(out, BmpMessageType.ROUTE_MIRRORING);
        peer.write(out, ObservedRib.IN_PRE_POLICY, true, now);
        out.writeShort(MIRRORING_INFORMATION);
        out.writeShort(2);
        out.writeShort(ERRORED_PDU);
        int length = Math.min(message.readableBytes(), MessageHeader.MAX_EXTENDED);
        out.writeShort(MIRRORED_MESSAGE);
        out.writeShort(length);
        out.writeBytes(message, message.readerIndex(), length);
        end(out, start);
    }

    /** A statistics report (RFC 7854 §4.8). */
    public static void statistics(ByteBuf out, PeerHeader peer, Instant now, StatisticsReport report) {
        int start = begin(out, BmpMessageType.STATISTICS_REPORT);
        peer.write(out, ObservedRib.IN_PRE_POLICY, true, now);
        report.write(out);
        end(out, start);
    }
}
