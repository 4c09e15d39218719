package org.jbgp.bench.load;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One sender's UPDATEs, encoded before anything is measured. Two communities say whose announcement it is and of which round, so
 * that a receiver can tell them apart whatever the router does to the path: {@code 64999:sender+1} and {@code 64998:round}.
 */
final class Announcements {
    static final int SENDER_COMMUNITY = 64999;
    static final int ROUND_COMMUNITY = 64998;

    private static final int CHUNK = 1 << 16;

    private final LoadOptions options;
    private final RouteTable table;
    private final int sender;
    private final long as;
    private final int nextHop;
    private final List<ByteBuffer> chunks = new ArrayList<>();
    private ByteBuffer out = ByteBuffer.allocate(CHUNK);

    private Announcements(LoadOptions options, RouteTable table, int sender, long as, int nextHop) {
        this.options = options;
        this.table = table;
        this.sender = sender;
        this.as = as;
        this.nextHop = nextHop;
    }

    /** Everything the sender announces in a round, 1 to 255; whole messages, each chunk ready to be written. */
    static List<ByteBuffer> announce(LoadOptions options, RouteTable table, Peer sender, int round) {
        Announcements made = new Announcements(options, table, sender.index(), sender.as(), sender.nextHop());
        for (int group = 0; group < table.groups(); group++) {
            if (made.tells(group)) {
                made.update(group, round);
            }
        }
        return made.finished();
    }

    /** The withdrawal of all that. */
    static List<ByteBuffer> withdraw(LoadOptions options, RouteTable table, Peer sender) {
        Announcements made = new Announcements(options, table, sender.index(), sender.as(), sender.nextHop());
        for (int group = 0; group < table.groups(); group++) {
            if (made.tells(group)) {
                made.withdrawal(group);
            }
        }
        return made.finished();
    }

    private boolean tells(int group) {
        return !options.partition() || group % options.senders() == sender;
    }

    private List<ByteBuffer> finished() {
        chunks.add(out.flip());
        return chunks;
    }

    private void room() {
        if (out.remaining() < Messages.MAXIMUM) {
            chunks.add(out.flip());
            out = ByteBuffer.allocate(CHUNK);
        }
    }

    private void update(int group, int round) {
        room();
        int start = Messages.begin(out, Messages.UPDATE);
        out.putShort((short) 0);
        int attributes = out.position();
        out.putShort((short) 0);
        attributes(group, round);
        out.putShort(attributes, (short) (out.position() - attributes - 2));
        nlri(group);
        Messages.end(out, start);
    }

    private void withdrawal(int group) {
        room();
        int start = Messages.begin(out, Messages.UPDATE);
        out.putShort((short) 0);
        int from = out.position();
        nlri(group);
        out.putShort(from - 2, (short) (out.position() - from));
        out.putShort((short) 0);
        Messages.end(out, start);
    }

    private void nlri(int group) {
        for (int prefix = table.start(group); prefix < table.start(group + 1); prefix++) {
            int length = table.length(prefix);
            out.put((byte) length);
            for (int bit = 0; bit < length; bit += 8) {
                out.put((byte) (table.address(prefix) >>> (24 - bit)));
            }
        }
    }

    /** What the group's origin chose is the same from every sender; the way there and the first hops are the sender's own. */
    private void attributes(int group, int round) {
        long origin = mix(group * 2654435761L + 1);
        long way = mix(origin + 31L * sender);
        attribute(0x40, 1, 1).put((byte) (origin % 17 == 0 ? 2 : 0));
        path(origin, way);
        attribute(0x40, 3, 4).putInt(nextHop);
        if ((origin >>> 8) % 3 == 0) {
            attribute(0x80, 4, 4).putInt((int) ((origin >>> 10) & 0xFF));
        }
        if (options.internal()) {
            attribute(0x40, 5, 4).putInt(100);
        }
        int communities = (int) ((origin >>> 20) & 7) % 6;
        attribute(0xC0, 8, 4 * (communities + 2));
        out.putInt(SENDER_COMMUNITY << 16 | (sender + 1)).putInt(ROUND_COMMUNITY << 16 | round);
        for (int i = 0; i < communities; i++) {
            long value = mix(origin + 7 + i);
            out.putInt((int) ((1000 + (value & 0x7FFF)) << 16 | ((value >>> 20) & 0xFFF)));
        }
        if ((origin >>> 30 & 3) == 0) {
            attribute(0xC0, 32, 12)
                    .putInt((int) (200_000 + (origin & 0xFFFF)))
                    .putInt(1)
                    .putInt((int) (way & 0xFF));
        }
    }

    private void path(long origin, long way) {
        int own = options.internal() ? 0 : 1;
        int transit = 1 + (int) ((origin >>> 40) & 3) + (options.senders() > 1 ? (int) (way & 3) : 0);
        attribute(0x40, 2, 2 + 4 * (own + transit + 1)).put((byte) 2).put((byte) (own + transit + 1));
        if (own == 1) {
            out.putInt((int) as);
        }
        for (int hop = 0; hop < transit; hop++) {
            out.putInt(publicAs(mix(way % 97 + (origin & 0xFFF) + 1000L * hop)));
        }
        out.putInt(publicAs(origin >>> 3));
    }

    private static int publicAs(long value) {
        return 131_072 + (int) (value & 0x3FFFF);
    }

    private ByteBuffer attribute(int flags, int code, int length) {
        return out.put((byte) flags).put((byte) code).put((byte) length);
    }

    private static long mix(long value) {
        long z = value * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return (z ^ z >>> 31) & Long.MAX_VALUE;
    }
}
