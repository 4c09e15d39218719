package org.jbgp.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What a sender of the load generator announces, for benchmarks of single rooms. */
public final class GeneratedUpdates {
    private GeneratedUpdates() {}

    /**
     * Bodies of UPDATEs, without header.
     *
     * @param sender 0 to {@code senders} - 1; each has paths of its own
     */
    public static List<byte[]> of(int prefixes, int senders, int sender) throws IOException {
        LoadOptions options = LoadOptions.parse("--prefixes", "" + prefixes, "--senders", "" + senders);
        RouteTable table = RouteTable.make(prefixes, options.groupMean());
        List<byte[]> bodies = new ArrayList<>();
        try (Peers peers = new Peers(options, table)) {
            for (ByteBuffer chunk : GeneratedAnnouncements.announce(
                    options, table, null, peers.senders().get(sender), 1)) {
                while (chunk.hasRemaining()) {
                    byte[] body = new byte[chunk.getShort(chunk.position() + 16) - Messages.HEADER];
                    chunk.position(chunk.position() + Messages.HEADER).get(body);
                    bodies.add(body);
                }
            }
        }
        return bodies;
    }
}
