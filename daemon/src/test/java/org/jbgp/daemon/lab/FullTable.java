package org.jbgp.daemon.lab;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A session with a full IPv4 table, made of random numbers with the shape of a real one: lengths of prefixes and paths,
 * how many prefixes share a set of attributes, how common each attribute is, AS number 0 in a path and in some
 * AGGREGATORs (RFC 7607), a few withdrawals and an End-of-RIB at the end. The neighbor is internal (AS {@value #AS}).
 *
 * @param announced different prefixes
 * @param sets different sets of attributes
 * @param withdrawn prefixes that are taken back at the end
 * @param asZero prefixes with AS number 0 in their path, all in one UPDATE
 * @param asZeroAggregators UPDATEs whose AGGREGATOR has AS number 0
 */
public record FullTable(int announced, int sets, int withdrawn, int asZero, int asZeroAggregators) {
    /** The AS both ends of the session belong to. */
    public static final int AS = 3856;

    /** Of 1,000 prefixes, how many are of each length from /8 on. */
    private static final int[] LENGTHS = {1, 1, 1, 1, 2, 2, 3, 4, 22, 13, 22, 44, 66, 64, 112, 96, 546};

    private static final int SHORTEST = 8;
    private static final int MAX_MESSAGE = 4096;

    /** Makes one of this many prefixes; the same seed makes the same file. */
    public static FullTable write(Path gzippedMrt, int prefixes, long seed) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(
                new GZIPOutputStream(Files.newOutputStream(gzippedMrt), 1 << 16) {
                    {
                        def.setLevel(Deflater.BEST_SPEED);
                    }
                },
                1 << 16))) {
            return new Writer(out, prefixes, new Random(seed)).write();
        }
    }

    private static final class Writer {
        private static final int WITHDRAWN = 3;
        private static final int AS_ZERO_PREFIXES = 4;
        private static final int AS_ZERO_AGGREGATORS = 3;

        private final DataOutputStream out;
        private final int prefixes;
        private final Random random;
        private final Set<Long> used = new HashSet<>();
        private final Set<ByteBuffer> sets = new HashSet<>();
        private final List<byte[]> last = new ArrayList<>();
        private int aggregatorsWithZero;

        private Writer(DataOutputStream out, int prefixes, Random random) {
            this.out = out;
            this.prefixes = prefixes;
            this.random = random;
        }

        private FullTable write() throws IOException {
            announce(attributes(true, false), AS_ZERO_PREFIXES);
            while (used.size() < prefixes) {
                boolean zero = aggregatorsWithZero < AS_ZERO_AGGREGATORS;
                byte[] attributes = attributes(false, zero);
                if (sets.contains(ByteBuffer.wrap(attributes))) {
                    continue;
                }
                int share = zero ? 1 : sharing();
                announce(attributes, Math.min(share, prefixes - used.size()));
                aggregatorsWithZero += zero ? 1 : 0;
            }
            ByteArrayOutputStream withdrawn = new ByteArrayOutputStream();
            for (byte[] nlri : last.subList(0, WITHDRAWN)) {
                withdrawn.write(nlri);
            }
            update(withdrawn.toByteArray(), new byte[0], new byte[0]);
            update(new byte[0], new byte[0], new byte[0]); // End-of-RIB (RFC 4724 §2)
            return new FullTable(prefixes, sets.size(), WITHDRAWN, AS_ZERO_PREFIXES, AS_ZERO_AGGREGATORS);
        }

        /**
         * How many prefixes have the next set of attributes: mostly one or two, now and then hundreds; 6.4 on average.
         */
        private int sharing() {
            double share = Math.pow(1 - random.nextDouble(), -1 / 1.15);
            return (int) Math.min(share, 3000);
        }

        private void announce(byte[] attributes, int count) throws IOException {
            sets.add(ByteBuffer.wrap(attributes));
            int room = MAX_MESSAGE - 19 - 4 - attributes.length;
            ByteArrayOutputStream nlri = new ByteArrayOutputStream();
            for (int i = 0; i < count; i++) {
                byte[] prefix = prefix();
                if (nlri.size() + prefix.length > room) {
                    update(new byte[0], attributes, nlri.toByteArray());
                    nlri.reset();
                }
                nlri.write(prefix);
                if (last.size() < WITHDRAWN && used.size() > AS_ZERO_PREFIXES) {
                    last.add(prefix);
                }
            }
            update(new byte[0], attributes, nlri.toByteArray());
        }

        /** A prefix that was not there before, as on the wire. */
        private byte[] prefix() {
            while (true) {
                int length = SHORTEST;
                for (int rest = random.nextInt(1000); rest >= LENGTHS[length - SHORTEST]; length++) {
                    rest -= LENGTHS[length - SHORTEST];
                }
                int address = random.nextInt() & (-1 << (32 - length));
                if (isPublic(address >>> 24, (address >>> 16) & 0xff) && used.add(((long) address << 8) | length)) {
                    byte[] nlri = new byte[1 + (length + 7) / 8];
                    nlri[0] = (byte) length;
                    for (int i = 1; i < nlri.length; i++) {
                        nlri[i] = (byte) (address >>> (32 - 8 * i));
                    }
                    return nlri;
                }
            }
        }

        private static boolean isPublic(int first, int second) {
            return first > 0
                    && first < 224
                    && first != 10
                    && first != 127
                    && !(first == 172 && second >> 4 == 1)
                    && !(first == 192 && second == 168)
                    && !(first == 169 && second == 254);
        }

        private byte[] attributes(boolean zeroInPath, boolean zeroAggregator) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream set = new DataOutputStream(bytes);
            int origin = oneOf(100) < 86 ? 0 : oneOf(10) == 0 ? 1 : 2;
            attribute(set, 0x40, 1, new byte[] {(byte) origin});
            attribute(set, 0x40, 2, path(zeroInPath));
            attribute(set, 0x40, 3, new byte[] {10, 0, 0, 2});
            if (oneOf(10) < 3) {
                attribute(set, 0x80, 4, number(oneOf(20) * 10));
            }
            attribute(set, 0x40, 5, number(oneOf(8) == 0 ? 200 : 100));
            if (oneOf(100) < 6) {
                attribute(set, 0x40, 6, new byte[0]);
            }
            if (zeroAggregator || oneOf(100) < 6) {
                byte[] value = new byte[8];
                ByteBuffer.wrap(value).putInt(zeroAggregator ? 0 : as()).putInt(0xCB00_7100 + oneOf(256));
                attribute(set, 0xc0, 7, value);
            }
            if (oneOf(10) < 6) {
                attribute(set, 0xc0, 8, communities());
            }
            if (oneOf(500) == 0) {
                attribute(set, 0xc0, 32, largeCommunity());
            }
            return bytes.toByteArray();
        }

        private byte[] path(boolean withZero) {
            List<Integer> path = new ArrayList<>();
            path.add(1000 + oneOf(30));
            int hops = 1 + (int) Math.min(8, Math.abs(random.nextGaussian() * 1.3 + 2.2));
            for (int i = 0; i < hops; i++) {
                path.add(as());
            }
            if (oneOf(8) == 0) {
                int times = 1 + oneOf(6);
                for (int i = 0; i < times; i++) {
                    path.add(path.getLast());
                }
            }
            if (withZero) {
                path.set(1, 0);
            }
            boolean hasSet = oneOf(1000) == 0;
            ByteBuffer value = ByteBuffer.allocate(2 + 4 * path.size() + (hasSet ? 2 + 8 : 0));
            value.put((byte) 2).put((byte) path.size());
            path.forEach(value::putInt);
            if (hasSet) {
                value.put((byte) 1).put((byte) 2).putInt(2000 + oneOf(100)).putInt(3000 + oneOf(100));
            }
            return value.array();
        }

        /**
         * Few are in many paths, many in few; one in five needs four bytes. None is the session's own, private or
         * reserved.
         */
        private int as() {
            int rank = (int) (Math.pow(random.nextDouble(), 2.5) * 50_000);
            return rank % 5 == 4 ? 131_072 + rank : 4_000 + rank % 19_000;
        }

        private byte[] communities() {
            // Sorted and each once, so that it stays the same whatever a router sorts.
            Set<Integer> values = new TreeSet<>(Integer::compareUnsigned);
            int count = 1 + (int) Math.min(40, -Math.log(1 - random.nextDouble()) * 5);
            for (int i = 0; i < count; i++) {
                values.add(((1000 + oneOf(200)) << 16) | oneOf(5000));
            }
            ByteBuffer value = ByteBuffer.allocate(4 * values.size());
            values.forEach(value::putInt);
            return value.array();
        }

        private byte[] largeCommunity() {
            return ByteBuffer.allocate(12)
                    .putInt(1000 + oneOf(200))
                    .putInt(oneOf(100))
                    .putInt(oneOf(100))
                    .array();
        }

        private int oneOf(int bound) {
            return random.nextInt(bound);
        }

        private static byte[] number(int value) {
            return ByteBuffer.allocate(4).putInt(value).array();
        }

        private static void attribute(DataOutputStream set, int flags, int code, byte[] value) throws IOException {
            boolean isLong = value.length > 255;
            set.writeByte(isLong ? flags | 0x10 : flags);
            set.writeByte(code);
            if (isLong) {
                set.writeShort(value.length);
            } else {
                set.writeByte(value.length);
            }
            set.write(value);
        }

        /** One UPDATE as RFC 6396 §4.4.3 BGP4MP_MESSAGE_AS4. */
        private void update(byte[] withdrawn, byte[] attributes, byte[] nlri) throws IOException {
            int length = 19 + 2 + withdrawn.length + 2 + attributes.length + nlri.length;
            out.writeInt(0);
            out.writeShort(16);
            out.writeShort(4);
            out.writeInt(20 + length);
            out.writeInt(AS);
            out.writeInt(AS);
            out.writeShort(0);
            out.writeShort(1);
            out.writeInt(0x0A00_0002);
            out.writeInt(0x0A00_0001);
            out.writeLong(-1);
            out.writeLong(-1);
            out.writeShort(length);
            out.writeByte(2);
            out.writeShort(withdrawn.length);
            out.write(withdrawn);
            out.writeShort(attributes.length);
            out.write(attributes);
            out.write(nlri);
        }
    }
}
