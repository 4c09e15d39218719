package org.jbgp.daemon.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A NOTIFICATION message (RFC 4271 §4.5): why a session ends. Immutable; any thread.
 *
 * <p>The descriptions are BIRD's wording, since {@code show protocols} shows them and tools match them.
 */
public final class Notification {
    private static final byte[] NO_DATA = {};

    /** Longest data that fits a message of 4096 bytes. */
    private static final int MAX_DATA = 4096 - 21;

    /**
     * The errors with a name: code and subcode (IANA "BGP Error (Notification) Codes" and its subcodes) and the text
     * {@code show protocols} has. A neighbor may send others.
     */
    public enum Kind {
        // Message header (RFC 4271 §6.1)
        INVALID_HEADER(1, 0, "Invalid message header"),
        NOT_SYNCHRONIZED(1, 1, "Connection not synchronized"),
        BAD_MESSAGE_LENGTH(1, 2, "Bad message length"),
        BAD_MESSAGE_TYPE(1, 3, "Bad message type"),
        // OPEN (RFC 4271 §6.2, RFC 5492 §5, RFC 9234 §4.2)
        INVALID_OPEN(2, 0, "Invalid OPEN message"),
        UNSUPPORTED_VERSION(2, 1, "Unsupported version number"),
        BAD_PEER_AS(2, 2, "Bad peer AS"),
        BAD_BGP_IDENTIFIER(2, 3, "Bad BGP identifier"),
        UNSUPPORTED_PARAMETER(2, 4, "Unsupported optional parameter"),
        AUTHENTICATION_FAILURE(2, 5, "Authentication failure"),
        UNACCEPTABLE_HOLD_TIME(2, 6, "Unacceptable hold time"),
        CAPABILITY_MISSING(2, 7, "Required capability missing"),
        NO_FAMILY(2, 8, "No supported AFI/SAFI"),
        ROLE_MISMATCH(2, 11, "Role mismatch"),
        // UPDATE (RFC 4271 §6.3)
        INVALID_UPDATE(3, 0, "Invalid UPDATE message"),
        MALFORMED_ATTRIBUTES(3, 1, "Malformed attribute list"),
        UNRECOGNIZED_WELL_KNOWN(3, 2, "Unrecognized well-known attribute"),
        MISSING_WELL_KNOWN(3, 3, "Missing mandatory attribute"),
        BAD_ATTRIBUTE_FLAGS(3, 4, "Invalid attribute flags"),
        BAD_ATTRIBUTE_LENGTH(3, 5, "Invalid attribute length"),
        INVALID_ORIGIN(3, 6, "Invalid ORIGIN attribute"),
        AS_LOOP(3, 7, "AS routing loop"),
        INVALID_NEXT_HOP(3, 8, "Invalid NEXT_HOP attribute"),
        OPTIONAL_ATTRIBUTE(3, 9, "Optional attribute error"),
        INVALID_NETWORK(3, 10, "Invalid network field"),
        MALFORMED_AS_PATH(3, 11, "Malformed AS_PATH"),
        // Hold timer (RFC 4271 §6.5)
        HOLD_TIMER_EXPIRED(4, 0, "Hold timer expired"),
        // State machine (RFC 4271 §6.6, RFC 6608)
        FSM_ERROR(5, 0, "Finite state machine error"),
        UNEXPECTED_IN_OPEN_SENT(5, 1, "Unexpected message in OpenSent state"),
        UNEXPECTED_IN_OPEN_CONFIRM(5, 2, "Unexpected message in OpenConfirm state"),
        UNEXPECTED_IN_ESTABLISHED(5, 3, "Unexpected message in Established state"),
        // Cease (RFC 4486, RFC 8538 §3.1, RFC 9384)
        CEASE(6, 0, "Cease"),
        MAXIMUM_PREFIXES(6, 1, "Maximum number of prefixes reached"),
        ADMINISTRATIVE_SHUTDOWN(6, 2, "Administrative shutdown"),
        PEER_DECONFIGURED(6, 3, "Peer de-configured"),
        ADMINISTRATIVE_RESET(6, 4, "Administrative reset"),
        CONNECTION_REJECTED(6, 5, "Connection rejected"),
        OTHER_CONFIGURATION_CHANGE(6, 6, "Other configuration change"),
        CONNECTION_COLLISION(6, 7, "Connection collision resolution"),
        OUT_OF_RESOURCES(6, 8, "Out of Resources"),
        HARD_RESET(6, 9, "Hard reset"),
        BFD_DOWN(6, 10, "BFD down"),
        // ROUTE-REFRESH (RFC 7313 §5)
        INVALID_ROUTE_REFRESH(7, 0, "Invalid ROUTE-REFRESH message"),
        BAD_ROUTE_REFRESH_LENGTH(7, 1, "Invalid ROUTE-REFRESH message length"),
        // Send hold timer (RFC 9687 §3.3)
        SEND_HOLD_TIMER_EXPIRED(8, 0, "Send hold timer expired");

        private final int code;
        private final int subcode;
        private final String text;

        Kind(int code, int subcode, String text) {
            this.code = code;
            this.subcode = subcode;
            this.text = text;
        }

        /** The row of code and subcode, or null if they have no name. */
        public static Kind of(int code, int subcode) {
            for (Kind each : values()) {
                if (each.code == code && each.subcode == subcode) {
                    return each;
                }
            }
            return null;
        }

        /** Error code, 1..8. */
        public int code() {
            return code;
        }

        /** Error subcode, 0 if unspecific. */
        public int subcode() {
            return subcode;
        }

        /** BIRD's wording. */
        public String text() {
            return text;
        }
    }

    private final int code;
    private final int subcode;
    private final byte[] data;

    private Notification(int code, int subcode, byte[] data) {
        this.code = code;
        this.subcode = subcode;
        this.data = data.length == 0 ? NO_DATA : Arrays.copyOf(data, Math.min(data.length, MAX_DATA));
    }

    /** Data is copied, and cut if it cannot fit a message of 4096 bytes. */
    public Notification(Kind kind, byte[] data) {
        this(kind.code, kind.subcode, data);
    }

    /** A notification without data. */
    public Notification(Kind kind) {
        this(kind, NO_DATA);
    }

    /** One that has no name, or carries another one (RFC 8538 §3.1); data as in {@link #Notification(Kind, byte[])}. */
    public static Notification of(int code, int subcode, byte[] data) {
        return new Notification(code, subcode, data);
    }

    /**
     * Cease, administrative shutdown (RFC 4486) with a communication of at most 255 bytes of UTF-8 (RFC 9003); may be
     * empty.
     */
    public static Notification shutdown(String communication) {
        return new Notification(Kind.ADMINISTRATIVE_SHUTDOWN, encodeCommunication(communication));
    }

    /**
     * Cease, administrative reset (RFC 4486) with a communication of at most 255 bytes of UTF-8 (RFC 9003); may be
     * empty.
     */
    public static Notification reset(String communication) {
        return new Notification(Kind.ADMINISTRATIVE_RESET, encodeCommunication(communication));
    }

    private static byte[] encodeCommunication(String text) {
        if (text.isEmpty()) {
            return NO_DATA;
        }
        byte[] utf8 = Utf8.atMost(text, 255);
        byte[] data = new byte[1 + utf8.length];
        data[0] = (byte) utf8.length;
        System.arraycopy(utf8, 0, data, 1, utf8.length);
        return data;
    }

    /** Reads the body of a NOTIFICATION, which has at least two bytes ({@link MessageHeader} has checked that). */
    public static Notification decode(ByteBuf body) {
        int at = body.readerIndex();
        byte[] data = new byte[Math.min(body.readableBytes() - 2, MAX_DATA)];
        body.getBytes(at + 2, data);
        return new Notification(body.getUnsignedByte(at), body.getUnsignedByte(at + 1), data);
    }

    /** Writes the whole message, header included. */
    public void encode(ByteBuf out) {
        MessageHeader.write(out, MessageType.NOTIFICATION, MessageHeader.LENGTH + 2 + data.length);
        out.writeByte(code);
        out.writeByte(subcode);
        out.writeBytes(data);
    }

    /** Error code, 1..8 are known. */
    public int code() {
        return code;
    }

    /** Error subcode; its meaning depends on the code. */
    public int subcode() {
        return subcode;
    }

    /** A copy of the data, 0..4075 bytes. */
    public byte[] data() {
        return data.clone();
    }

    /** Whether code and subcode are those of {@code kind}. */
    public boolean is(Kind kind) {
        return code == kind.code && subcode == kind.subcode;
    }

    /** Whether it is a Cease, whatever the subcode. */
    public boolean isCease() {
        return code == Kind.CEASE.code;
    }

    /**
     * Whether it goes out as a hard reset where NOTIFICATIONs otherwise leave routes in force (RFC 8538 §3.1): the
     * sender wants the routes gone.
     */
    public boolean asksForHardReset() {
        return is(Kind.ADMINISTRATIVE_SHUTDOWN)
                || is(Kind.ADMINISTRATIVE_RESET)
                || is(Kind.PEER_DECONFIGURED)
                || is(Kind.MAXIMUM_PREFIXES)
                || is(Kind.OUT_OF_RESOURCES)
                || is(Kind.BFD_DOWN);
    }

    /** A Cease / Hard Reset that stands for this one (RFC 8538 §3.1). */
    public Notification asHardReset() {
        byte[] whole = new byte[2 + data.length];
        whole[0] = (byte) code;
        whole[1] = (byte) subcode;
        System.arraycopy(data, 0, whole, 2, data.length);
        return new Notification(Kind.HARD_RESET, whole);
    }

    /** Whether graceful restart must not apply: Cease / Hard Reset (RFC 8538 §3.1). */
    public boolean isHardReset() {
        return is(Kind.HARD_RESET);
    }

    /**
     * BIRD's description of code and subcode, e.g. {@code Administrative shutdown}; {@code Unknown error 9.1} if not
     * known.
     */
    public String description() {
        Kind kind = Kind.of(code, subcode);
        return kind == null ? "Unknown error " + code + "." + subcode : kind.text;
    }

    private boolean carriesCommunication() {
        return is(Kind.ADMINISTRATIVE_SHUTDOWN) || is(Kind.ADMINISTRATIVE_RESET);
    }

    /**
     * The text the operator at the other side left (RFC 9003), with control characters replaced by spaces; empty if
     * there is none or it is malformed.
     */
    public String communication() {
        if (!carriesCommunication() || data.length == 0 || (data[0] & 0xff) + 1 > data.length) {
            return "";
        }
        return printable(new String(data, 1, data[0] & 0xff, StandardCharsets.UTF_8));
    }

    /** What a neighbor wrote, with control characters replaced by spaces. */
    public static String printable(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(each -> clean.appendCodePoint(Character.isISOControl(each) ? ' ' : each));
        return clean.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Notification that
                && code == that.code
                && subcode == that.subcode
                && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return Objects.hash(code, subcode, Arrays.hashCode(data));
    }

    /** For tests and debuggers: code, subcode, description and data. */
    @Override
    public String toString() {
        return code + "." + subcode + " " + description()
                + (data.length == 0 ? "" : ": " + HexFormat.of().formatHex(data));
    }
}
