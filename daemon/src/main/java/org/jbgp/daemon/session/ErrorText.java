package org.jbgp.daemon.session;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.jbgp.daemon.wire.Notification;

/** The words for NOTIFICATION codes, as BIRD prints them in {@code show protocols} and in its log. */
public final class ErrorText {

    private static final Map<Integer, String> TEXTS = Map.ofEntries(
            entry(1, 0, "Invalid message header"),
            entry(1, 1, "Connection not synchronized"),
            entry(1, 2, "Bad message length"),
            entry(1, 3, "Bad message type"),
            entry(2, 0, "Invalid OPEN message"),
            entry(2, 1, "Unsupported version number"),
            entry(2, 2, "Bad peer AS"),
            entry(2, 3, "Bad BGP identifier"),
            entry(2, 4, "Unsupported optional parameter"),
            entry(2, 5, "Authentication failure"),
            entry(2, 6, "Unacceptable hold time"),
            entry(2, 7, "Required capability missing"),
            entry(2, 8, "No supported AFI/SAFI"),
            entry(2, 11, "Role mismatch"),
            entry(3, 0, "Invalid UPDATE message"),
            entry(3, 1, "Malformed attribute list"),
            entry(3, 2, "Unrecognized well-known attribute"),
            entry(3, 3, "Missing mandatory attribute"),
            entry(3, 4, "Invalid attribute flags"),
            entry(3, 5, "Invalid attribute length"),
            entry(3, 6, "Invalid ORIGIN attribute"),
            entry(3, 7, "AS routing loop"),
            entry(3, 8, "Invalid NEXT_HOP attribute"),
            entry(3, 9, "Optional attribute error"),
            entry(3, 10, "Invalid network field"),
            entry(3, 11, "Malformed AS_PATH"),
            entry(4, 0, "Hold timer expired"),
            entry(5, 0, "Finite state machine error"),
            entry(5, 1, "Unexpected message in OpenSent state"),
            entry(5, 2, "Unexpected message in OpenConfirm state"),
            entry(5, 3, "Unexpected message in Established state"),
            entry(6, 0, "Cease"),
            entry(6, 1, "Maximum number of prefixes reached"),
            entry(6, 2, "Administrative shutdown"),
            entry(6, 3, "Peer de-configured"),
            entry(6, 4, "Administrative reset"),
            entry(6, 5, "Connection rejected"),
            entry(6, 6, "Other configuration change"),
            entry(6, 7, "Connection collision resolution"),
            entry(6, 8, "Out of Resources"),
            entry(7, 0, "Invalid ROUTE-REFRESH message"),
            entry(7, 1, "Invalid ROUTE-REFRESH message length"),
            entry(8, 0, "Send hold timer expired"));

    private ErrorText() {}

    private static Map.Entry<Integer, String> entry(int code, int subcode, String text) {
        return Map.entry(code << 8 | subcode, text);
    }

    /** Name of a code and subcode; {@code Unknown error C.S} if BIRD has none. */
    public static String of(Notification notification) {
        int code = notification.code();
        int subcode = notification.subcode();
        String text = TEXTS.get(code << 8 | subcode);
        return text != null ? text : "Unknown error " + code + "." + subcode;
    }

    /** Name and data: AS numbers and hold times in decimal, shutdown communications as text, the rest in hex. */
    public static String withData(Notification notification) {
        byte[] data = notification.data();
        String text = of(notification);
        if (data.length == 0) {
            return text;
        }
        int subcode = notification.subcode();
        if (notification.code() == 2 && (subcode == 2 || subcode == 6) && (data.length == 2 || data.length == 4)) {
            return text + ": " + unsigned(data);
        }
        if (notification.code() == 6 && (subcode == 2 || subcode == 4)) {
            String message = shutdownCommunication(notification);
            if (!message.isEmpty()) {
                return text + ": \"" + message + "\"";
            }
            if (data[0] == 0) {
                return text;
            }
        }
        return text + ": " + HexFormat.of().formatHex(data, 0, Math.min(128, data.length));
    }

    /** The neighbour's words in an Administrative Shutdown or Reset (RFC 9003), control characters blanked; or empty. */
    public static String shutdownCommunication(Notification notification) {
        byte[] data = notification.data();
        boolean carriesText = notification.code() == 6 && (notification.subcode() == 2 || notification.subcode() == 4);
        if (!carriesText || data.length == 0) {
            return "";
        }
        int length = data[0] & 0xFF;
        if (length + 1 > data.length) {
            return "";
        }
        return new String(data, 1, length, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", " ");
    }

    private static long unsigned(byte[] data) {
        long value = 0;
        for (byte b : data) {
            value = value << 8 | (b & 0xFF);
        }
        return value;
    }
}
