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
    public static final int HEADER_ERROR = 1;
    public static final int OPEN_ERROR = 2;
    public static final int UPDATE_ERROR = 3;
    public static final int HOLD_TIMER_EXPIRED = 4;
    public static final int FSM_ERROR = 5;
    public static final int CEASE = 6;
    public static final int ROUTE_REFRESH_ERROR = 7;
    public static final int SEND_HOLD_TIMER_EXPIRED = 8;

    private static final int SHUTDOWN = 2;
    private static final int RESET = 4;
    private static final int HARD_RESET = 9;
    private static final byte[] NO_DATA = {};

    /** Longest data that fits a message of 4096 bytes. */
    private static final int MAX_DATA = 4096 - 21;

    /** Subcodes in the order of their numbers, from 0; null where a number is not assigned. */
    private static final String[][] DESCRIPTIONS = {
        {},
        {"Invalid message header", "Connection not synchronized", "Bad message length", "Bad message type"},
        {
            "Invalid OPEN message",
            "Unsupported version number",
            "Bad peer AS",
            "Bad BGP identifier",
            "Unsupported optional parameter",
            "Authentication failure",
            "Unacceptable hold time",
            "Required capability missing",
            "No supported AFI/SAFI",
            null,
            null,
            "Role mismatch",
        },
        {
            "Invalid UPDATE message",
            "Malformed attribute list",
            "Unrecognized well-known attribute",
            "Missing mandatory attribute",
            "Invalid attribute flags",
            "Invalid attribute length",
            "Invalid ORIGIN attribute",
            "AS routing loop",
            "Invalid NEXT_HOP attribute",
            "Optional attribute error",
            "Invalid network field",
            "Malformed AS_PATH",
        },
        {"Hold timer expired"},
        {
            "Finite state machine error",
            "Unexpected message in OpenSent state",
            "Unexpected message in OpenConfirm state",
            "Unexpected message in Established state",
        },
        {
            "Cease",
            "Maximum number of prefixes reached",
            "Administrative shutdown",
            "Peer de-configured",
            "Administrative reset",
            "Connection rejected",
            "Other configuration change",
            "Connection collision resolution",
            "Out of Resources",
            "Hard reset",
            "BFD down",
        },
        {"Invalid ROUTE-REFRESH message", "Invalid ROUTE-REFRESH message length"},
        {"Send hold timer expired"},
    };

    private final int code;
    private final int subcode;
    private final byte[] data;

    /** {@code code} and {@code subcode} 0..255; data is copied, and cut if it cannot fit a message of 4096 bytes. */
    public Notification(int code, int subcode, byte[] data) {
        this.code = code;
        this.subcode = subcode;
        this.data = data.length == 0 ? NO_DATA : Arrays.copyOf(data, Math.min(data.length, MAX_DATA));
    }

    /** A notification without data. */
    public Notification(int code, int subcode) {
        this(code, subcode, NO_DATA);
    }

    /** Cease, administrative shutdown (RFC 4486) with a communication of at most 255 bytes of UTF-8 (RFC 9003); may be empty. */
    public static Notification shutdown(String communication) {
        return new Notification(CEASE, SHUTDOWN, encodeCommunication(communication));
    }

    /** Cease, administrative reset (RFC 4486) with a communication of at most 255 bytes of UTF-8 (RFC 9003); may be empty. */
    public static Notification reset(String communication) {
        return new Notification(CEASE, RESET, encodeCommunication(communication));
    }

    private static byte[] encodeCommunication(String text) {
        if (text.isEmpty()) {
            return NO_DATA;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(utf8.length, 255);
        while (length > 0 && length < utf8.length && (utf8[length] & 0xc0) == 0x80) {
            length--; // never cut within a character
        }
        byte[] data = new byte[1 + length];
        data[0] = (byte) length;
        System.arraycopy(utf8, 0, data, 1, length);
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

    /** Whether graceful restart must not apply: Cease / Hard Reset (RFC 8538 §3.1). */
    public boolean isHardReset() {
        return code == CEASE && subcode == HARD_RESET;
    }

    /** BIRD's description of code and subcode, e.g. {@code Administrative shutdown}; {@code Unknown error 9.1} if not known. */
    public String description() {
        if (code < DESCRIPTIONS.length && subcode < DESCRIPTIONS[code].length) {
            String known = DESCRIPTIONS[code][subcode];
            if (known != null) {
                return known;
            }
        }
        return "Unknown error " + code + "." + subcode;
    }

    /**
     * The text the operator at the other side left (RFC 9003), with control characters replaced by spaces; empty if there is none
     * or it is malformed.
     */
    public String communication() {
        boolean carries = code == CEASE && (subcode == SHUTDOWN || subcode == RESET);
        if (!carries || data.length == 0 || (data[0] & 0xff) + 1 > data.length) {
            return "";
        }
        return printable(new String(data, 1, data[0] & 0xff, StandardCharsets.UTF_8));
    }

    /** What a neighbour wrote, with control characters replaced by spaces. */
    public static String printable(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(each -> clean.appendCodePoint(Character.isISOControl(each) ? ' ' : each));
        return clean.toString();
    }

    /**
     * Description with what the data says, as BIRD logs it: {@code Bad peer AS: 65002}, {@code Administrative shutdown: "maintenance"},
     * else up to 128 bytes of data in hexadecimal.
     */
    public String descriptionWithData() {
        if (data.length == 0) {
            return description();
        }
        if (code == OPEN_ERROR && (subcode == 2 || subcode == 6) && (data.length == 2 || data.length == 4)) {
            return description() + ": " + (data.length == 2 ? Bytes.u16(data, 0) : Bytes.u32(data, 0));
        }
        if (code == CEASE && (subcode == SHUTDOWN || subcode == RESET) && (data[0] & 0xff) + 1 <= data.length) {
            String text = communication();
            return text.isEmpty() ? description() : description() + ": \"" + text + "\"";
        }
        return description() + ": " + HexFormat.of().formatHex(data, 0, Math.min(data.length, 128));
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

    /** For logs: code, subcode, description and data. */
    @Override
    public String toString() {
        return code + "." + subcode + " " + descriptionWithData();
    }
}
