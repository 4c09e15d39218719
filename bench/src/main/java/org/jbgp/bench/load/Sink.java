package org.jbgp.bench.load;

import java.nio.ByteBuffer;

/**
 * What one receiver has heard: for each prefix, whose announcement and of which round; with ADD-PATH (RFC 7911) for
 * each prefix and sender, withdrawals passed over.
 */
final class Sink {
    private final RouteTable table;
    private final short[] marks;
    /** Whose paths are distinguished, 0 without ADD-PATH. */
    private final int senders;

    private int held;
    private int ofRound;
    private int ofFirstSender;
    private int round;
    private long updates;

    Sink(RouteTable table) {
        this(table, 0);
    }

    /** @param senders so many, whose paths come with identifiers; 0 for one path a prefix */
    Sink(RouteTable table, int senders) {
        this.table = table;
        this.senders = senders;
        this.marks = new short[Math.max(1, senders) * table.size()];
    }

    boolean hasPathsApart() {
        return senders > 0;
    }

    /** From now on announcements of this round are the ones that count. */
    void expect(int next) {
        round = next;
        ofRound = 0;
        updates = 0;
    }

    boolean holdsRound() {
        return holdsRoundBut(0);
    }

    /** True if no more than so many prefixes of the round are missing. */
    boolean holdsRoundBut(int missing) {
        return ofRound >= marks.length - missing;
    }

    boolean holdsNothing() {
        return held == 0;
    }

    boolean holdsNothingOfFirstSender() {
        return ofFirstSender == 0;
    }

    int held() {
        return held;
    }

    long updates() {
        return updates;
    }

    /** Whole UPDATEs, as a sender would write them. */
    void hear(ByteBuffer messages) {
        byte[] bytes = new byte[messages.remaining()];
        messages.get(messages.position(), bytes);
        for (int at = 0; at < bytes.length; ) {
            int length = unsigned16(bytes, at + 16);
            update(bytes, at + Messages.HEADER, at + length);
            at += length;
        }
    }

    /** An UPDATE's body, without header. */
    void update(byte[] message, int from, int to) {
        updates++;
        int withdrawn = unsigned16(message, from);
        int attributes = from + 2 + withdrawn;
        prefixes(message, from + 2, attributes, (short) 0);
        int nlri = attributes + 2 + unsigned16(message, attributes);
        short mark = mark(message, attributes + 2, nlri);
        if (nlri < to) {
            prefixes(message, nlri, to, mark);
        }
        multiprotocol(message, attributes + 2, nlri, mark);
    }

    /** MP_REACH_NLRI and MP_UNREACH_NLRI (RFC 4760), of prefixes that stand for IPv4 ones. */
    private void multiprotocol(byte[] message, int from, int to, short mark) {
        for (int at = from; at < to; at = next(message, at)) {
            int value = value(message, at);
            if (message[at + 1] == 14) {
                ipv6Prefixes(message, value + 5 + (message[value + 3] & 0xFF), next(message, at), mark);
            } else if (message[at + 1] == 15) {
                ipv6Prefixes(message, value + 3, next(message, at), (short) 0);
            }
        }
    }

    private static int value(byte[] message, int at) {
        return (message[at] & 0x10) != 0 ? at + 4 : at + 3;
    }

    private static int next(byte[] message, int at) {
        return value(message, at) + ((message[at] & 0x10) != 0 ? unsigned16(message, at + 2) : message[at + 2] & 0xFF);
    }

    /** 0 for an announcement that is no sender's, such as the router's own static route. */
    private static short mark(byte[] message, int from, int to) {
        int sender = 0;
        int announced = 0;
        for (int at = from; at < to; at = next(message, at)) {
            if (message[at + 1] == 8) {
                for (int c = value(message, at); c < next(message, at); c += 4) {
                    switch (unsigned16(message, c)) {
                        case GeneratedAnnouncements.SENDER_COMMUNITY -> sender = unsigned16(message, c + 2);
                        case GeneratedAnnouncements.ROUND_COMMUNITY -> announced = unsigned16(message, c + 2);
                        default -> {}
                    }
                }
            }
        }
        return (short) (announced << 8 | sender);
    }

    private void prefixes(byte[] message, int from, int to, short mark) {
        for (int at = from; at < to; ) {
            at += senders > 0 ? 4 : 0;
            int length = message[at++];
            int address = 0;
            for (int bit = 0; bit < length; bit += 8) {
                address |= (message[at++] & 0xFF) << (24 - bit);
            }
            int prefix = table.indexOf(address, length);
            if (prefix >= 0) {
                heard(prefix, mark);
            }
        }
    }

    private void heard(int prefix, short mark) {
        if (senders == 0) {
            replace(prefix, mark);
        } else if (mark != 0) {
            replace(((mark & 0xFF) - 1) * table.size() + prefix, mark);
        }
    }

    private void ipv6Prefixes(byte[] message, int from, int to, short mark) {
        for (int at = from; at < to; ) {
            int length = (message[at] & 0xFF) - RouteTable.IPV6_LONGER;
            int bytes = 1 + ((message[at] & 0xFF) + 7) / 8;
            int address = 0;
            for (int bit = 0; bit < length; bit += 8) {
                address |= (message[at + 1 + RouteTable.IPV6_LONGER / 8 + bit / 8] & 0xFF) << (24 - bit);
            }
            int prefix = length < 0 ? -1 : table.indexOf(address, length);
            if (prefix >= 0) {
                replace(prefix, mark);
            }
            at += bytes;
        }
    }

    private void replace(int prefix, short mark) {
        count(marks[prefix], -1);
        marks[prefix] = mark;
        count(mark, 1);
    }

    private void count(short mark, int change) {
        if (mark == 0) {
            return;
        }
        held += change;
        if ((mark >>> 8 & 0xFF) == round) {
            ofRound += change;
        }
        if ((mark & 0xFF) == 1) {
            ofFirstSender += change;
        }
    }

    private static int unsigned16(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
    }
}
