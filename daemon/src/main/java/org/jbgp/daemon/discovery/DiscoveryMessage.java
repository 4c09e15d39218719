package org.jbgp.daemon.discovery;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jbgp.config.model.RadvConfig;

/** The two messages of router discovery (RFC 4861 §4.1, 4.2), as an ICMPv6 socket has them. Stateless; any thread. */
final class DiscoveryMessage {
    static final int SOLICITATION = 133;
    static final int ADVERTISEMENT = 134;

    /** Nothing that came from farther away has this hop limit. */
    static final int HOPS = 255;

    /** Longest message that is read, in bytes: that of the largest frames in use. */
    static final int LONGEST = 9_216;

    private static final int CODE_OFFSET = 1;
    private static final int FLAGS_OFFSET = 5;
    private static final int LIFETIME_OFFSET = 6;
    private static final int SOLICITATION_BYTES = 8;
    private static final int ADVERTISEMENT_BYTES = 16;
    private static final int OPTION_UNIT = 8;

    private DiscoveryMessage() {}

    /** Of a message that has a byte at least. */
    static int type(ByteBuffer message) {
        return message.get(0) & 0xFF;
    }

    /**
     * Why a message must be ignored (RFC 4861 §6.1.1, 6.1.2); the kernel has checked its checksum.
     *
     * @param message from its byte 0
     * @param length as received; more than {@link #LONGEST} is never read
     * @param hops its hop limit
     * @param linkLocal whether it came from a link-local address
     * @param unspecified whether it came from {@code ::}
     * @return empty if it is as it must be
     */
    static String fault(ByteBuffer message, int length, int hops, boolean linkLocal, boolean unspecified) {
        if (hops != HOPS) {
            return "hop limit " + hops + " instead of 255";
        }
        if (length < SOLICITATION_BYTES) {
            return "too short (" + length + " bytes)";
        }
        if (length >= LONGEST) {
            return "too long";
        }
        if (message.get(CODE_OFFSET) != 0) {
            return "code " + (message.get(CODE_OFFSET) & 0xFF) + " instead of 0";
        }
        int fixed;
        switch (type(message)) {
            case SOLICITATION -> {
                fixed = SOLICITATION_BYTES;
                if (!linkLocal && !unspecified) {
                    return "from an address that is not link-local";
                }
            }
            case ADVERTISEMENT -> {
                fixed = ADVERTISEMENT_BYTES;
                if (!linkLocal) {
                    return "from an address that is not link-local";
                }
                if (length < fixed) {
                    return "too short (" + length + " bytes)";
                }
            }
            default -> {
                return "type " + type(message);
            }
        }
        return options(message, fixed, length);
    }

    /** What the options say is nothing to us, but each must have a length, and end with the message or before. */
    private static String options(ByteBuffer message, int from, int length) {
        int at = from;
        while (at < length) {
            if (at + 2 > length) {
                return "an option without a length";
            }
            int size = OPTION_UNIT * (message.get(at + 1) & 0xFF);
            if (size == 0) {
                return "an option of length 0";
            }
            if (at + size > length) {
                return "an option longer than the message";
            }
            at += size;
        }
        return "";
    }

    /** Of an advertisement without a fault: seconds for which its sender is a router, 0: it is none. */
    static int lifetime(ByteBuffer advertisement) {
        return (advertisement.get(LIFETIME_OFFSET) & 0xFF) << 8 | (advertisement.get(LIFETIME_OFFSET + 1) & 0xFF);
    }

    /**
     * Writes an advertisement that says nothing but that this is a router.
     *
     * @param lifetime seconds, 0 to 65,535
     * @return its length
     */
    static int advertisement(ByteBuffer into, int lifetime, RadvConfig.Preference preference) {
        zero(into, ADVERTISEMENT_BYTES);
        into.put(0, (byte) ADVERTISEMENT);
        // RFC 4191 §2.2: without a lifetime the preference says nothing, and must be medium.
        into.put(FLAGS_OFFSET, (byte) (lifetime == 0 ? 0 : bits(preference) << 3));
        into.order(ByteOrder.BIG_ENDIAN).putShort(LIFETIME_OFFSET, (short) lifetime);
        return ADVERTISEMENT_BYTES;
    }

    private static int bits(RadvConfig.Preference preference) {
        return switch (preference) {
            case LOW -> 3;
            case MEDIUM -> 0;
            case HIGH -> 1;
        };
    }

    /** Writes a solicitation; its length. */
    static int solicitation(ByteBuffer into) {
        zero(into, SOLICITATION_BYTES);
        into.put(0, (byte) SOLICITATION);
        return SOLICITATION_BYTES;
    }

    private static void zero(ByteBuffer buffer, int bytes) {
        for (int i = 0; i < bytes; i++) {
            buffer.put(i, (byte) 0);
        }
    }
}
