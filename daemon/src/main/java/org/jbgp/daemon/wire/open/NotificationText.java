package org.jbgp.daemon.wire.open;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.StringJoiner;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.MessageType;
import org.jbgp.daemon.wire.Notification;

/** A NOTIFICATION in words, for log and status. Any thread. */
public final class NotificationText {
    private static final int LONGEST_HEX = 128;

    private NotificationText() {}

    /**
     * Its description with what the data says, as BIRD logs it: {@code Bad peer AS: 65002}, {@code Role mismatch
     * (customer)}, {@code Administrative shutdown: "maintenance"}, and in words where BIRD has only bytes: {@code
     * Maximum number of prefixes reached: 10 of ipv4}, {@code Required capability missing: Route refresh}; else up to
     * 128 bytes of data in hexadecimal.
     */
    public static String of(Notification notification) {
        byte[] data = notification.data();
        String text = data.length == 0 ? "" : dataText(notification, data);
        if (text.isEmpty()) {
            return notification.description();
        }
        return notification.description() + (text.startsWith("(") ? " " : ": ") + text;
    }

    /** In words where the clause defines what the data are, and they are that. */
    private static String dataText(Notification notification, byte[] data) {
        Notification.Kind kind = Notification.Kind.of(notification.code(), notification.subcode());
        if (kind == null) {
            return hex(data);
        }
        return switch (kind) {
            // RFC 4271 §6.1 and §6.2: a length, a version, an AS number, a hold time.
            case BAD_MESSAGE_LENGTH, UNSUPPORTED_VERSION, BAD_PEER_AS, UNACCEPTABLE_HOLD_TIME ->
                data.length == 2 || data.length == 4 ? String.valueOf(number(data, 0, data.length)) : hex(data);
            // RFC 4271 §6.1: a message type.
            case BAD_MESSAGE_TYPE -> data.length == 1 ? String.valueOf(data[0] & 0xff) : hex(data);
            // RFC 6608 §4: a message type.
            case UNEXPECTED_IN_OPEN_SENT, UNEXPECTED_IN_OPEN_CONFIRM, UNEXPECTED_IN_ESTABLISHED ->
                data.length == 1 && MessageType.of(data[0] & 0xff) != null
                        ? MessageType.of(data[0] & 0xff).name().replace('_', '-')
                        : hex(data);
            // RFC 5492 §5: the capabilities.
            case CAPABILITY_MISSING -> capabilities(data);
            // RFC 9234 §4.2 leaves the data open: ours, and in BIRD's log, are the role that was offered, 255 for none.
            case ROLE_MISMATCH ->
                data.length == 1
                        ? '(' + (data[0] == -1 ? "undefined" : PeerRole.label(data[0] & 0xff)) + ')'
                        : hex(data);
            // RFC 4486 §4: family and upper bound.
            case MAXIMUM_PREFIXES ->
                data.length == 7
                        ? number(data, 3, 4) + " of " + family((int) number(data, 0, 2), data[2] & 0xff)
                        : hex(data);
            case ADMINISTRATIVE_SHUTDOWN, ADMINISTRATIVE_RESET -> {
                String text = notification.communication();
                yield (data[0] & 0xff) + 1 > data.length ? hex(data) : text.isEmpty() ? "" : '"' + text + '"';
            }
            // RFC 8538 §3.1: the notification it stands for, which is no other hard reset.
            case HARD_RESET -> {
                if (data.length < 2) {
                    yield hex(data);
                }
                Notification inner =
                        Notification.of(data[0] & 0xff, data[1] & 0xff, Arrays.copyOfRange(data, 2, data.length));
                yield inner.isHardReset() ? hex(data) : of(inner);
            }
            default -> hex(data);
        };
    }

    private static long number(byte[] data, int at, int size) {
        long number = 0;
        for (int i = at; i < at + size; i++) {
            number = (number << 8) | (data[i] & 0xff);
        }
        return number;
    }

    private static String capabilities(byte[] data) {
        StringJoiner names = new StringJoiner(", ");
        ByteBuffer rest = ByteBuffer.wrap(data);
        while (rest.hasRemaining()) {
            if (rest.remaining() < 2) {
                return hex(data);
            }
            int code = rest.get() & 0xff;
            int length = rest.get() & 0xff;
            if (length > rest.remaining()) {
                return hex(data);
            }
            rest.position(rest.position() + length);
            CapabilityType type = CapabilityType.of(code);
            names.add(type == null || type.text().isEmpty() ? "capability " + code : type.text());
        }
        return names.toString();
    }

    private static String hex(byte[] data) {
        return HexFormat.of().formatHex(data, 0, Math.min(data.length, LONGEST_HEX));
    }

    private static String family(int afi, int safi) {
        AddressFamily known = AddressFamily.of(afi, safi);
        return known == null ? "AFI " + afi + " SAFI " + safi : known.label();
    }
}
