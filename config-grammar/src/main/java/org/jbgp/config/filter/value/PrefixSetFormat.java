package org.jbgp.config.filter.value;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import org.jbgp.config.base.IpAddress;

/**
 * Writes prefix sets the way BIRD does, which prints the nodes of its trie: {@code prefix{mask}}, where bit n of the
 * mask says that the set holds every prefix of length n that lies in the node's prefix or covers it.
 *
 * <p>The trie branches by four bits, so nodes stand at lengths divisible by four; what a pattern accepts between two
 * such lengths is kept in a bitmap of the 15 prefixes below its node.
 */
final class PrefixSetFormat {

    private static final int STEP = 4;

    private final boolean ip4;
    private final TreeMap<Key, Node> nodes = new TreeMap<>(Key.ORDER);
    private boolean zero;

    /** A prefix with its first bit in the first bit of {@code hi}, of either family. */
    private record Key(long hi, long lo, int length) {
        static final Comparator<Key> ORDER = (one, other) -> {
            int order = Long.compareUnsigned(one.hi, other.hi);
            if (order == 0) {
                order = Long.compareUnsigned(one.lo, other.lo);
            }
            return order == 0 ? Integer.compare(one.length, other.length) : order;
        };

        Key cut(int to) {
            return new Key(hi & Net.maskHi(to), lo & Net.maskLo(to), to);
        }

        boolean covers(Key other) {
            return length <= other.length && other.cut(length).equals(this);
        }

        /** Bits {@code from} to {@code from + count}, at most four, never across the middle since STEP divides 64. */
        int bits(int from, int count) {
            if (count == 0) {
                return 0;
            }
            long word = from < 64 ? hi : lo;
            return (int) ((word << (from & 63)) >>> (64 - count));
        }

        /** The longer prefix that goes on with these bits. */
        Key extended(int count, int bits) {
            long added = count == 0 ? 0 : ((long) bits << (64 - count)) >>> (length & 63);
            return length < 64 ? new Key(hi | added, lo, length + count) : new Key(hi, lo | added, length + count);
        }
    }

    private static final class Node {
        /** Lengths accepted throughout: length n is bit n - 1 from the left. */
        private long acceptHi;

        private long acceptLo;
        /** Bit 2^n + k: the k-th prefix that is n bits longer than the node's. */
        private int local;

        void accept(int low, int high) {
            int from = Math.max(low, 1) - 1;
            if (from < high) {
                acceptHi |= Net.maskHi(high) & ~Net.maskHi(from);
                acceptLo |= Net.maskLo(high) & ~Net.maskLo(from);
            }
        }

        boolean accepts(int length) {
            return length > 0
                    && (length <= 64 ? (acceptHi >>> (64 - length)) & 1 : (acceptLo >>> (128 - length)) & 1) != 0;
        }
    }

    private PrefixSetFormat(PrefixSet set) {
        ip4 = set.isIp4();
        node(new Key(0, 0, 0));
        for (PrefixSet.Pattern pattern : set.patterns()) {
            zero |= pattern.low() == 0;
            add(pattern);
        }
        addBranches();
        propagate();
    }

    static void append(StringBuilder text, PrefixSet set) {
        new PrefixSetFormat(set).write(text);
    }

    private Node node(Key key) {
        return nodes.computeIfAbsent(key, missing -> new Node());
    }

    private void add(PrefixSet.Pattern pattern) {
        int low = pattern.low();
        int high = pattern.high();
        int length = Math.min(pattern.length(), high);
        Key prefix = new Key(ip4 ? pattern.lo() << 32 : pattern.hi(), ip4 ? 0 : pattern.lo(), 128).cut(length);
        int base = length - length % STEP;
        if (length == base) {
            enter(prefix, low, high, 0);
            return;
        }
        int below = base + STEP;
        if (low < below) {
            int local = 0;
            for (int accepted = Math.max(low, base); accepted <= Math.min(high, below - 1); accepted++) {
                local |= subtree(
                        (1 << (Math.min(length, accepted) - base))
                                + prefix.bits(base, Math.min(length, accepted) - base),
                        Math.max(0, accepted - length));
            }
            enter(prefix.cut(base), low, base, local);
        }
        if (below <= high) {
            for (int i = 0; i < 1 << (below - length); i++) {
                enter(prefix.extended(below - length, i), Math.max(low, below), high, 0);
            }
        }
    }

    private void enter(Key key, int low, int high, int local) {
        Node node = node(key);
        node.accept(low, high);
        node.local |= local;
        for (int depth = 0; depth < STEP; depth++) {
            if (low <= key.length + depth && key.length + depth <= high) {
                node.local |= subtree(1, depth);
            }
        }
    }

    /** All positions {@code depth} levels below one. */
    private static int subtree(int position, int depth) {
        return ((1 << (1 << depth)) - 1) << (position << depth);
    }

    /** Where neighbors in the order part ways there is a node too. */
    private void addBranches() {
        Key last = null;
        for (Key key : List.copyOf(nodes.keySet())) {
            if (last != null && !last.covers(key)) {
                int common = last.hi != key.hi
                        ? Long.numberOfLeadingZeros(last.hi ^ key.hi)
                        : 64 + Long.numberOfLeadingZeros(last.lo ^ key.lo);
                node(key.cut(common - common % STEP));
            }
            last = key;
        }
    }

    /** What a node accepts above its own length its parent accepts as well. */
    private void propagate() {
        Deque<Key> path = new ArrayDeque<>();
        for (Key key : List.copyOf(nodes.keySet())) {
            while (!path.isEmpty() && !path.peek().covers(key)) {
                leave(path);
            }
            path.push(key);
        }
        while (path.size() > 1) {
            leave(path);
        }
    }

    private void leave(Deque<Key> path) {
        Key key = path.pop();
        Node child = nodes.get(key);
        Key parentKey = path.peek();
        Node parent = nodes.get(parentKey);
        parent.acceptHi |= child.acceptHi & Net.maskHi(parentKey.length);
        parent.acceptLo |= child.acceptLo & Net.maskLo(parentKey.length);
        for (int depth = 0; depth < STEP; depth++) {
            if (child.accepts(parentKey.length + depth)) {
                parent.local |= 1 << ((1 << depth) + key.bits(parentKey.length, depth));
            }
        }
    }

    private void write(StringBuilder text) {
        List<String> parts = new ArrayList<>();
        if (zero) {
            parts.add(address(0, 0) + "/0");
        }
        nodes.forEach((key, node) -> {
            if ((node.acceptHi | node.acceptLo) != 0) {
                parts.add(part(key, node.acceptHi, node.acceptLo));
            }
            writeLocal(parts, key, node);
        });
        text.append('[').append(String.join(", ", parts)).append(']');
    }

    /** The bitmap without what the mask says already, subtrees as large as possible. */
    private void writeLocal(List<String> parts, Key key, Node node) {
        int local = node.local;
        for (int depth = 0; depth < STEP; depth++) {
            if (node.accepts(key.length + depth)) {
                local &= ~subtree(1, depth);
            }
        }
        for (int position = 2; position < 1 << STEP; position++) {
            if (((local >>> position) & 1) == 0) {
                continue;
            }
            int level = 31 - Integer.numberOfLeadingZeros(position);
            int depth = 0;
            while (level + depth < STEP && (local & subtree(position, depth)) == subtree(position, depth)) {
                local &= ~subtree(position, depth);
                depth++;
            }
            Key prefix = key.extended(level, position & ((1 << level) - 1));
            Node lengths = new Node();
            lengths.accept(prefix.length, prefix.length + depth - 1);
            parts.add(part(prefix, lengths.acceptHi, lengths.acceptLo));
        }
    }

    private String part(Key key, long maskHi, long maskLo) {
        return address(key.hi, key.lo) + "/" + key.length + "{" + address(maskHi, maskLo) + "}";
    }

    private IpAddress address(long hi, long lo) {
        return ip4 ? IpAddress.ipv4((int) (hi >>> 32)) : IpAddress.ipv6(hi, lo);
    }
}
