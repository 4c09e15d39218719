package org.jbgp.bench.load;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One sender's UPDATEs, encoded before anything is measured. Two communities say whose announcement it is and of which
 * round, so that a receiver distinguishes them whatever the router does to the path: {@code 64999:sender+1} and {@code
 * 64998:round}.
 */
final class GeneratedAnnouncements {
    static final int SENDER_COMMUNITY = 64999;
    static final int ROUND_COMMUNITY = 64998;

    private static final int CHUNK = 1 << 16;

    private static final int ORIGINATOR_ID = 9;
    private static final int CLUSTER_LIST = 10;
    private static final int COMMUNITIES = 8;
    private static final byte[] NEXT_HOPS_6 = {(byte) 0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    private final LoadOptions options;
    private final RouteTable table;
    private final Recording recording;
    private final int sender;
    private final long as;
    private final int nextHop;
    private final List<ByteBuffer> chunks = new ArrayList<>();
    private ByteBuffer out = ByteBuffer.allocate(CHUNK);

    private GeneratedAnnouncements(LoadOptions options, RouteTable table, Recording recording, Peer peer) {
        this.options = options;
        this.table = table;
        this.recording = recording;
        this.sender = peer.index();
        this.as = peer.as();
        this.nextHop = peer.nextHop();
    }

    /**
     * Everything the sender announces in a round, 1 to 255; whole messages, each chunk ready to be written.
     *
     * @param recording where attribute sets are taken from, null if they are made up
     */
    static List<ByteBuffer> announce(
            LoadOptions options, RouteTable table, Recording recording, Peer sender, int round) {
        GeneratedAnnouncements made = new GeneratedAnnouncements(options, table, recording, sender);
        for (int group = 0; group < table.groups(); group++) {
            if (made.announces(group)) {
                made.update(group, round);
            }
        }
        return made.finished();
    }

    /** The withdrawal of all that. */
    static List<ByteBuffer> withdraw(LoadOptions options, RouteTable table, Peer sender) {
        GeneratedAnnouncements made = new GeneratedAnnouncements(options, table, null, sender);
        for (int group = 0; group < table.groups(); group++) {
            if (made.announces(group)) {
                made.withdrawal(group);
            }
        }
        return made.finished();
    }

    private boolean announces(int group) {
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
        if (recording == null) {
            attributes(group, round);
        } else {
            recorded(recording.attributes(group), round);
        }
        if (options.ipv6()) {
            int reach = longAttribute(14);
            out.putShort((short) 2)
                    .put((byte) 1)
                    .put((byte) 16)
                    .put(NEXT_HOPS_6)
                    .putInt(nextHop)
                    .put((byte) 0);
            nlri(group);
            endAttribute(reach);
        }
        out.putShort(attributes, (short) (out.position() - attributes - 2));
        if (!options.ipv6()) {
            nlri(group);
        }
        Messages.end(out, start);
    }

    private void withdrawal(int group) {
        room();
        int start = Messages.begin(out, Messages.UPDATE);
        out.putShort((short) 0);
        int from = out.position();
        if (options.ipv6()) {
            out.putShort((short) 0);
            int unreach = longAttribute(15);
            out.putShort((short) 2).put((byte) 1);
            nlri(group);
            endAttribute(unreach);
            out.putShort(from, (short) (out.position() - from - 2));
        } else {
            nlri(group);
            out.putShort(from - 2, (short) (out.position() - from));
            out.putShort((short) 0);
        }
        Messages.end(out, start);
    }

    private void nlri(int group) {
        for (int prefix = table.start(group); prefix < table.start(group + 1); prefix++) {
            int length = table.length(prefix);
            if (options.ipv6()) {
                out.put((byte) (length + RouteTable.IPV6_LONGER)).put(RouteTable.ipv6Start());
            } else {
                out.put((byte) length);
            }
            for (int bit = 0; bit < length; bit += 8) {
                out.put((byte) (table.address(prefix) >>> (24 - bit)));
            }
        }
    }

    /**
     * What the group's origin chose is the same from every sender; the way there and the first hops are the sender's
     * own.
     */
    private void attributes(int group, int round) {
        long origin = mix(group * 2654435761L + 1);
        long way = mix(origin + 31L * sender);
        attribute(0x40, 1, 1).put((byte) (origin % 17 == 0 ? 2 : 0));
        path(origin, way);
        if (!options.ipv6()) {
            attribute(0x40, 3, 4).putInt(nextHop);
        }
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

    /**
     * The set as recorded, with the sender's AS in front, its next hop, and the communities of the sender and the
     * round.
     */
    private void recorded(byte[] set, int round) {
        int sent = out.position();
        boolean marked = false;
        for (int at = 0; at < set.length; ) {
            int header = (set[at] & 0x10) != 0 ? 4 : 3;
            int length = header == 4 ? (set[at + 2] & 0xFF) << 8 | (set[at + 3] & 0xFF) : set[at + 2] & 0xFF;
            int code = set[at + 1] & 0xFF;
            if (code > COMMUNITIES && !marked) {
                communities(new byte[0], round);
                marked = true;
            }
            byte[] value = Arrays.copyOfRange(set, at + header, at + header + length);
            switch (code) {
                case 2 -> recordedPath(value);
                case 3 -> attribute(0x40, 3, 4).putInt(nextHop);
                case COMMUNITIES -> {
                    communities(value, round);
                    marked = true;
                }
                case 5, ORIGINATOR_ID, CLUSTER_LIST -> {
                    // Only within an AS.
                }
                default -> out.put(set, at, header + length);
            }
            at += header + length;
        }
        if (!marked) {
            communities(new byte[0], round);
        }
        if (out.position() - sent > set.length + Recording.ADDED) {
            throw new IllegalStateException("a recorded set grew by " + (out.position() - sent - set.length));
        }
    }

    private void recordedPath(byte[] path) {
        int start = longAttribute(2);
        if (path.length > 0 && path[0] == 2 && path[1] != (byte) 0xFF) {
            out.put((byte) 2).put((byte) (path[1] + 1)).putInt((int) as).put(path, 2, path.length - 2);
        } else {
            out.put((byte) 2).put((byte) 1).putInt((int) as).put(path);
        }
        endAttribute(start);
        out.put(start - 4, (byte) 0x50);
    }

    private void communities(byte[] recorded, int round) {
        int start = longAttribute(COMMUNITIES);
        out.put(recorded).putInt(SENDER_COMMUNITY << 16 | (sender + 1)).putInt(ROUND_COMMUNITY << 16 | round);
        endAttribute(start);
        out.put(start - 4, (byte) 0xD0);
    }

    /** Starts an optional attribute of up to 65,535 bytes; returns where its value starts. */
    private int longAttribute(int code) {
        out.put((byte) 0x90).put((byte) code).putShort((short) 0);
        return out.position();
    }

    private void endAttribute(int start) {
        out.putShort(start - 2, (short) (out.position() - start));
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
