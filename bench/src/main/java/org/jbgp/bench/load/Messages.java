package org.jbgp.bench.load;

import java.nio.ByteBuffer;
import java.util.List;

/** The few messages that are not UPDATE (RFC 4271 §4). */
final class Messages {
    static final int IPV4 = 1;
    static final int IPV6 = 2;

    static final int HEADER = 19;
    static final int MAXIMUM = 4096;
    static final int OPEN = 1;
    static final int UPDATE = 2;
    static final int NOTIFICATION = 3;
    static final int KEEPALIVE = 4;

    private static final int AS_TRANS = 23456;

    private Messages() {}

    /** Writes marker and type; {@link #end} fills in the length. Returns where the message starts. */
    static int begin(ByteBuffer to, int type) {
        int start = to.position();
        to.putLong(-1).putLong(-1).putShort((short) 0).put((byte) type);
        return start;
    }

    static void end(ByteBuffer to, int start) {
        to.putShort(start + 16, (short) (to.position() - start));
    }

    static ByteBuffer keepalive() {
        ByteBuffer message = ByteBuffer.allocate(HEADER);
        end(message, begin(message, KEEPALIVE));
        return message.flip();
    }

    /** Cease, Administrative Shutdown (RFC 4486). */
    static ByteBuffer cease() {
        ByteBuffer message = ByteBuffer.allocate(HEADER + 2);
        int start = begin(message, NOTIFICATION);
        message.put((byte) 6).put((byte) 2);
        end(message, start);
        return message.flip();
    }

    /**
     * OPEN with multiprotocol, route refresh and 4-byte AS capabilities (RFC 5492).
     *
     * @param addPaths ask for all paths of the first family (RFC 7911 §4)
     */
    static ByteBuffer open(long as, int hold, int routerId, List<Integer> families, boolean addPaths) {
        ByteBuffer message = ByteBuffer.allocate(96);
        int start = begin(message, OPEN);
        message.put((byte) 4)
                .putShort((short) (as > 0xFFFF ? AS_TRANS : as))
                .putShort((short) hold)
                .putInt(routerId);
        int capabilities = 8 + 6 * families.size() + (addPaths ? 6 : 0);
        message.put((byte) (capabilities + 2)).put((byte) 2).put((byte) capabilities);
        for (int family : families) {
            message.put((byte) 1).put((byte) 4).putShort((short) family).putShort((short) 1);
        }
        if (addPaths) {
            message.put((byte) 69).put((byte) 4).putShort(families.getFirst().shortValue());
            message.put((byte) 1).put((byte) 1);
        }
        message.put((byte) 2).put((byte) 0);
        message.put((byte) 65).put((byte) 4).putInt((int) as);
        end(message, start);
        return message.flip();
    }
}
