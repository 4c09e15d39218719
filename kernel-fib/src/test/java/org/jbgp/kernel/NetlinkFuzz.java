package org.jbgp.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jbgp.kernel.netlink.Netlink;

/**
 * Any bytes as a message of the kernel: each decoder takes it or leaves it, and never reads behind its end. What is
 * read can be said in words.
 */
public final class NetlinkFuzz {
    /** A word takes some characters for each byte of the message. */
    private static final int CHARACTERS = 60;

    private NetlinkFuzz() {}

    /** A message with its header; its type chooses the decoder. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < Netlink.HEADER_BYTES) {
            return;
        }
        String words = String.valueOf(decode(input, input.length));
        if (words.length() > CHARACTERS * (1 + input.length)) {
            throw new IllegalStateException("words without end: " + words);
        }
    }

    /** What the first {@code length} bytes of a message say; null if nothing. */
    static Object decode(byte[] message, int length) {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
        buffer.put(0, message, 0, length);
        return switch (buffer.getShort(Netlink.TYPE_OFFSET)) {
            case Rtnetlink.RTM_NEWLINK -> new LinkDecoder().decode(buffer, 0, length);
            case Rtnetlink.RTM_NEWADDR -> new AddressDecoder().decode(buffer, 0, length);
            case Rtnetlink.RTM_NEWNEXTHOP -> new NextHopDecoder().decode(buffer, 0, length);
            default -> {
                RouteMessage route = new RouteMessage();
                if (!route.over(buffer, 0, length)) {
                    yield null;
                }
                yield route.toRoute();
            }
        };
    }
}
