package org.jbgp.daemon.wire;

import io.netty.buffer.ByteBuf;

/**
 * The header every BGP message starts with (RFC 4271 §4.1): 16 bytes of ones, length u16, type u8. Pure functions; any
 * thread.
 */
public final class MessageHeader {
    /** Length of the header, in bytes. */
    public static final int LENGTH = 19;

    /** Longest message without RFC 8654, header included, in bytes. */
    public static final int MAX_STANDARD = 4096;

    /** Longest message with RFC 8654, header included, in bytes. */
    public static final int MAX_EXTENDED = 65535;

    private static final int LENGTH_AT = 16;
    private static final int TYPE_AT = 18;

    private MessageHeader() {}

    /**
     * Checks the header at {@code at}, of which {@link #LENGTH} bytes are readable (RFC 4271 §6.1).
     *
     * @param maximum 4096, or 65535 if both sides have negotiated extended messages
     * @return null if the header is right, else the NOTIFICATION to answer with
     */
    public static Notification check(ByteBuf in, int at, int maximum) {
        if ((in.getLong(at) & in.getLong(at + 8)) != -1L) {
            return new Notification(Notification.Kind.NOT_SYNCHRONIZED);
        }
        int length = in.getUnsignedShort(at + LENGTH_AT);
        int code = in.getUnsignedByte(at + TYPE_AT);
        if (length < LENGTH || length > maximum) {
            return badLength(length);
        }
        MessageType type = MessageType.of(code);
        if (type == null) {
            return new Notification(Notification.Kind.BAD_MESSAGE_TYPE, new byte[] {(byte) code});
        }
        return length < type.minimum() || length > type.maximum(maximum) ? badLength(length) : null;
    }

    /** RFC 4271 §6.1: the data is the erroneous length field. */
    private static Notification badLength(int length) {
        return new Notification(Notification.Kind.BAD_MESSAGE_LENGTH, new byte[] {(byte) (length >> 8), (byte) length});
    }

    /** Length of the message whose header stands at {@code at}, header included. */
    public static int length(ByteBuf in, int at) {
        return in.getUnsignedShort(at + LENGTH_AT);
    }

    /** Type of the message whose header stands at {@code at}; null if unknown, which {@link #check} refuses. */
    public static MessageType type(ByteBuf in, int at) {
        return MessageType.of(in.getUnsignedByte(at + TYPE_AT));
    }

    /** Writes a header; {@code length} includes the header. */
    public static void write(ByteBuf out, MessageType type, int length) {
        out.writeLong(-1L);
        out.writeLong(-1L);
        out.writeShort(length);
        out.writeByte(type.code());
    }

    /** Writes a KEEPALIVE (RFC 4271 §4.4). */
    public static void writeKeepalive(ByteBuf out) {
        write(out, MessageType.KEEPALIVE, LENGTH);
    }

    /** Puts the length of a message that began at {@code start} and ends at the writer index into its header. */
    public static void close(ByteBuf out, int start) {
        out.setShort(start + LENGTH_AT, out.writerIndex() - start);
    }
}
