package org.jbgp.daemon.wire;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * A ROUTE-REFRESH message (RFC 2918, RFC 7313).
 *
 * @param afi address family as on the wire, whether known or not
 * @param safi subsequent address family as on the wire
 * @param subtype {@link #REQUEST}, {@link #BEGIN}, {@link #END}; others must be ignored (RFC 7313 §5)
 */
public record RouteRefresh(int afi, int safi, int subtype) {
    public static final int REQUEST = 0;

    /** Demarcation of the beginning of a route refresh, BoRR. */
    public static final int BEGIN = 1;

    /** Demarcation of the ending of a route refresh, EoRR. */
    public static final int END = 2;

    /** A message for a family jbgpd carries. */
    public RouteRefresh(AddressFamily family, int subtype) {
        this(family.afi(), family.safi(), subtype);
    }

    /** The family, or null if jbgpd does not carry it. */
    public AddressFamily family() {
        return AddressFamily.of(afi, safi);
    }

    /**
     * Reads a body of at least four bytes ({@link MessageHeader} has checked that). ORF entries (RFC 5291) are left
     * unread.
     */
    public static RouteRefresh decode(ByteBuf body) {
        int at = body.readerIndex();
        return new RouteRefresh(body.getUnsignedShort(at), body.getUnsignedByte(at + 3), body.getUnsignedByte(at + 2));
    }

    /**
     * Checks the length of a body (RFC 7313 §5): BoRR and EoRR have exactly four bytes.
     *
     * @return null if it is right, else the NOTIFICATION, whose data is the complete message
     */
    public static Notification check(ByteBuf body) {
        int at = body.readerIndex();
        int subtype = body.getUnsignedByte(at + 2);
        if (body.readableBytes() == 4 || (subtype != BEGIN && subtype != END)) {
            return null;
        }
        byte[] message = new byte[MessageHeader.LENGTH + body.readableBytes()];
        Arrays.fill(message, 0, 16, (byte) 0xff);
        Bytes.put16(message, 16, message.length);
        message[18] = (byte) MessageType.ROUTE_REFRESH.code();
        body.getBytes(at, message, MessageHeader.LENGTH, body.readableBytes());
        return new Notification(Notification.Kind.BAD_ROUTE_REFRESH_LENGTH, message);
    }

    /** Writes the whole message, header included. */
    public void encode(ByteBuf out) {
        MessageHeader.write(out, MessageType.ROUTE_REFRESH, MessageHeader.LENGTH + 4);
        out.writeShort(afi);
        out.writeByte(subtype);
        out.writeByte(safi);
    }
}
