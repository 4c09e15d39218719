package org.jbgp.daemon.session;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.Notification;

/** The Cease NOTIFICATIONs (RFC 4486) a router sends of its own will. */
public final class Cease {

    private static final byte[] NO_DATA = {};
    /** RFC 9003 §2: the text is at most 255 bytes. */
    private static final int TEXT_LIMIT = 255;

    private Cease() {}

    /** The neighbour sends more prefixes than allowed; the data tells family and limit (RFC 4486 §4). */
    public static Notification maximumPrefixes(AddressFamily family, long limit) {
        byte[] data = ByteBuffer.allocate(7)
                .putShort((short) family.afi())
                .put((byte) family.safi())
                .putInt((int) Math.min(limit, 0xFFFF_FFFFL))
                .array();
        return new Notification(6, 1, data);
    }

    /** @param text for the other operator (RFC 9003), cut to 255 bytes of UTF-8; may be empty */
    public static Notification administrativeShutdown(String text) {
        return new Notification(6, 2, communication(text));
    }

    /** The neighbour was taken out of the configuration. */
    public static Notification peerDeconfigured() {
        return new Notification(6, 3, NO_DATA);
    }

    /** @param text for the other operator (RFC 9003), cut to 255 bytes of UTF-8; may be empty */
    public static Notification administrativeReset(String text) {
        return new Notification(6, 4, communication(text));
    }

    /** The connection is not wanted, because it is unknown or comes too early. */
    public static Notification connectionRejected() {
        return new Notification(6, 5, NO_DATA);
    }

    /** Settings changed that need a new session. */
    public static Notification otherConfigurationChange() {
        return new Notification(6, 6, NO_DATA);
    }

    /** The other connection of the two is kept (RFC 4271 §6.8). */
    public static Notification connectionCollision() {
        return new Notification(6, 7, NO_DATA);
    }

    /** We cannot hold what the neighbour sends. */
    public static Notification outOfResources() {
        return new Notification(6, 8, NO_DATA);
    }

    /** Anything else. */
    public static Notification unspecific() {
        return new Notification(6, 0, NO_DATA);
    }

    private static byte[] communication(String text) {
        if (text.isEmpty()) {
            return NO_DATA;
        }
        // The encoder stops before the first character that does not fit, so no character is cut in two.
        ByteBuffer out = ByteBuffer.allocate(TEXT_LIMIT + 1);
        out.position(1);
        CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
        java.nio.CharBuffer in = java.nio.CharBuffer.wrap(text.replaceAll("\\p{Cntrl}", " "));
        java.nio.charset.CoderResult result = encoder.encode(in, out, true);
        if (result.isError()) {
            try {
                result.throwException();
            } catch (CharacterCodingException e) {
                throw new IllegalArgumentException("shutdown message is not valid Unicode", e);
            }
        }
        out.put(0, (byte) (out.position() - 1));
        byte[] data = new byte[out.position()];
        out.flip().get(data);
        return data;
    }
}
