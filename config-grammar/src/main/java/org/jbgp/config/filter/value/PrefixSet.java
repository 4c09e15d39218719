package org.jbgp.config.filter.value;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jbgp.config.base.IpAddress;

/**
 * A set of prefix patterns {@code p/l}, {@code p/l+}, {@code p/l-}, {@code p/l{a,b}}. A prefix matches a pattern if its
 * length is in the pattern's range and both agree in the bits they share.
 *
 * <p>An open hash table from (prefix, length) to the lengths accepted below that prefix, and a bitmap of the lengths
 * that occur: matching costs one probe for each occurring length not above the prefix's own. An IPv4 entry is one word
 * and a byte, and a pattern another word: route servers have a set of thousands for each of hundreds of neighbors.
 */
public final class PrefixSet implements Value {

    private static final long IP4 = 0xFFFF_FFFFL;

    /** {@code [ ]} as a prefix set. */
    public static final PrefixSet EMPTY = new Builder(true).build();

    private final boolean ip4;
    /** The patterns in the order they were written: one word each of IPv4, three of IPv6. */
    private final long[] written;

    private final int mask;
    private final byte[] tableLength;
    /** IPv4: the address above, and below it accepted lengths 1..32 as bits. IPv6: the upper half of the address. */
    private final long[] table;

    /** IPv6 only. */
    private final long[] tableLo;
    /** IPv6 only: accepted prefix lengths as bits, 1..64 and 65..128. */
    private final long[] acceptLow;

    private final long[] acceptHigh;
    private final boolean acceptZero;
    private final long[] occurring = new long[3];
    /** Made when it is first asked for. */
    private volatile String digest;

    private PrefixSet(Builder builder) {
        ip4 = builder.ip4;
        List<Pattern> patterns = builder.patterns;
        written = new long[patterns.size() * words()];
        int entries = 0;
        for (int i = 0; i < patterns.size(); i++) {
            write(i, patterns.get(i));
            entries += patterns.get(i).entries();
        }
        int size = Integer.highestOneBit(Math.max(2, entries * 3 / 2 + 1)) * 2;
        mask = size - 1;
        tableLength = new byte[size];
        Arrays.fill(tableLength, (byte) -1);
        table = new long[size];
        tableLo = ip4 ? null : new long[size];
        acceptLow = ip4 ? null : new long[size];
        acceptHigh = ip4 ? null : new long[size];
        boolean zero = false;
        for (Pattern pattern : patterns) {
            zero |= pattern.low == 0;
            insert(pattern);
        }
        acceptZero = zero;
    }

    private int words() {
        return ip4 ? 1 : 3;
    }

    private void write(int number, Pattern pattern) {
        long lengths = (long) pattern.high << 16 | pattern.low << 8 | pattern.length;
        if (ip4) {
            written[number] = lengths << 32 | pattern.lo;
        } else {
            written[3 * number] = pattern.hi;
            written[3 * number + 1] = pattern.lo;
            written[3 * number + 2] = lengths;
        }
    }

    private Pattern pattern(int number) {
        long lengths = ip4 ? written[number] >>> 32 : written[3 * number + 2];
        long hi = ip4 ? 0 : written[3 * number];
        long lo = ip4 ? written[number] & IP4 : written[3 * number + 1];
        return new Pattern(hi, lo, (int) lengths & 0xff, (int) (lengths >>> 8) & 0xff, (int) (lengths >>> 16) & 0xff);
    }

    /** One pattern as written. */
    public record Pattern(long hi, long lo, int length, int low, int high) {
        private int entries() {
            return Math.max(0, length - low) + 1;
        }
    }

    private void insert(Pattern pattern) {
        if (pattern.high >= pattern.length) {
            put(pattern.hi, pattern.lo, pattern.length, Math.max(pattern.low, pattern.length), pattern.high);
        }
        for (int length = Math.max(1, pattern.low); length < pattern.length && length <= pattern.high; length++) {
            put(pattern.hi, pattern.lo, length, length, length);
        }
    }

    private void put(long hi, long lo, int length, int from, int to) {
        long keyHi = ip4 ? 0 : hi & Net.maskHi(length);
        long keyLo = ip4 ? lo & Net.mask4(length) : lo & Net.maskLo(length);
        int at = slot(keyHi, keyLo, length);
        while (tableLength[at] != -1 && !sameKey(at, keyHi, keyLo, length)) {
            at = (at + 1) & mask;
        }
        tableLength[at] = (byte) length;
        if (ip4) {
            table[at] |= keyLo << 32;
        } else {
            table[at] = keyHi;
            tableLo[at] = keyLo;
        }
        occurring[length >>> 6] |= 1L << length;
        for (int accepted = Math.max(1, from); accepted <= to; accepted++) {
            accept(at, accepted);
        }
    }

    private void accept(int at, int length) {
        if (ip4) {
            table[at] |= 1L << (length - 1);
        } else if (length <= 64) {
            acceptLow[at] |= 1L << (length - 1);
        } else {
            acceptHigh[at] |= 1L << (length - 65);
        }
    }

    private boolean accepts(int at, int length) {
        if (ip4) {
            return (table[at] >>> (length - 1) & 1) != 0;
        }
        return length <= 64 ? (acceptLow[at] >>> (length - 1) & 1) != 0 : (acceptHigh[at] >>> (length - 65) & 1) != 0;
    }

    private boolean sameKey(int at, long hi, long lo, int length) {
        return tableLength[at] == (byte) length
                && (ip4 ? table[at] >>> 32 == lo : table[at] == hi && tableLo[at] == lo);
    }

    private int slot(long hi, long lo, int length) {
        long mixed = (lo ^ hi * 0x9E3779B97F4A7C15L ^ (long) length << 56) * 0xBF58476D1CE4E5B9L;
        return (int) (mixed >>> 32) & mask;
    }

    @Override
    public FilterType type() {
        return FilterType.PREFIX_SET;
    }

    /** Whether the patterns are IPv4 ones. */
    public boolean isIp4() {
        return ip4;
    }

    private boolean isEmpty() {
        return written.length == 0;
    }

    /** The patterns in the order they were written. */
    public List<Pattern> patterns() {
        return new AbstractList<>() {
            @Override
            public Pattern get(int number) {
                return pattern(number);
            }

            @Override
            public int size() {
                return written.length / words();
            }
        };
    }

    /** Whether a prefix matches one of the patterns of this set. */
    public boolean has(Pattern pattern, Net net) {
        if (net.isIp4() != ip4 || net.length() < pattern.low || net.length() > pattern.high) {
            return false;
        }
        int shared = Math.min(net.length(), pattern.length);
        return ip4
                ? ((net.lo() ^ pattern.lo) & Net.mask4(shared)) == 0
                : ((net.hi() ^ pattern.hi) & Net.maskHi(shared)) == 0
                        && ((net.lo() ^ pattern.lo) & Net.maskLo(shared)) == 0;
    }

    /** A pattern of this set as it is written, {@code 10.0.0.0/8{16,24}}. */
    public String text(Pattern pattern) {
        IpAddress address = ip4 ? IpAddress.ipv4((int) pattern.lo) : IpAddress.ipv6(pattern.hi, pattern.lo);
        String prefix = address + "/" + pattern.length;
        if (pattern.low == pattern.length) {
            return pattern.high == pattern.length
                    ? prefix
                    : pattern.high == (ip4 ? 32 : 128) ? prefix + "+" : prefix + range(pattern);
        }
        return pattern.low == 0 && pattern.high == pattern.length ? prefix + "-" : prefix + range(pattern);
    }

    private static String range(Pattern pattern) {
        return "{" + pattern.low + "," + pattern.high + "}";
    }

    public boolean contains(Net net) {
        return contains(net.isIp4(), net.hi(), net.lo(), net.length());
    }

    /** Whether a prefix matches one of the patterns. Arguments as in {@link Net}. */
    public boolean contains(boolean prefixIp4, long hi, long lo, int length) {
        if (prefixIp4 != ip4) {
            return false;
        }
        if (length == 0) {
            return acceptZero;
        }
        for (int word = length >>> 6; word >= 0; word--) {
            long candidates = occurring[word];
            if (word == length >>> 6) {
                candidates &= -1L >>> (63 - (length & 63));
            }
            while (candidates != 0) {
                int bit = 63 - Long.numberOfLeadingZeros(candidates);
                if (matches(hi, lo, length, word << 6 | bit)) {
                    return true;
                }
                candidates &= ~(1L << bit);
            }
        }
        return false;
    }

    private boolean matches(long hi, long lo, int length, int keyLength) {
        long keyHi = ip4 ? 0 : hi & Net.maskHi(keyLength);
        long keyLo = ip4 ? lo & Net.mask4(keyLength) : lo & Net.maskLo(keyLength);
        int at = slot(keyHi, keyLo, keyLength);
        while (tableLength[at] != -1) {
            if (sameKey(at, keyHi, keyLo, keyLength)) {
                return accepts(at, length);
            }
            at = (at + 1) & mask;
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PrefixSet that
                && ((isEmpty() && that.isEmpty()) || (ip4 == that.ip4 && digest().equals(that.digest())));
    }

    @Override
    public int hashCode() {
        return isEmpty() ? 0 : digest().hashCode();
    }

    /** What the set accepts in a few characters: equal for equal sets, however they were written. */
    public String digest() {
        String known = digest;
        if (known == null) {
            known = makeDigest();
            digest = known;
        }
        return known;
    }

    /** Over the table's content without its layout. */
    private String makeDigest() {
        List<long[]> content = new ArrayList<>();
        for (int at = 0; at <= mask; at++) {
            if (tableLength[at] != -1) {
                content.add(
                        ip4
                                ? new long[] {tableLength[at], 0, table[at] >>> 32, table[at] & IP4, 0}
                                : new long[] {tableLength[at], table[at], tableLo[at], acceptLow[at], acceptHigh[at]});
            }
        }
        content.sort(Arrays::compare);
        ByteBuffer bytes = ByteBuffer.allocate(2 + content.size() * 5 * Long.BYTES);
        bytes.put((byte) (ip4 ? 4 : 6)).put((byte) (acceptZero ? 1 : 0));
        for (long[] entry : content) {
            for (long word : entry) {
                bytes.putLong(word);
            }
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return ValueFormat.format(this);
    }

    /** Collects patterns of one address family. Not thread-safe. */
    public static final class Builder {
        private final boolean ip4;
        private final List<Pattern> patterns = new ArrayList<>();

        public Builder(boolean ip4) {
            this.ip4 = ip4;
        }

        /** Adds the prefix with the lengths {@code low..high}. */
        public Builder add(long hi, long lo, int length, int low, int high) {
            patterns.add(new Pattern(hi, lo, length, low, high));
            return this;
        }

        public PrefixSet build() {
            return new PrefixSet(this);
        }
    }
}
