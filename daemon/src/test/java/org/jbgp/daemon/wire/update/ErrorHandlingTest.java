package org.jbgp.daemon.wire.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.Bytes;
import org.jbgp.daemon.wire.ErrorRow;
import org.jbgp.daemon.wire.ErrorRow.Neighbor;
import org.jbgp.daemon.wire.Notification;
import org.jbgp.daemon.wire.PeerSort;
import org.jbgp.daemon.wire.UpdateText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * RFC 7606 as a table, {@code rfc7606.csv}: each row as it stands, and everything a small step away from it as
 * {@link Rfc7606} judges it. {@code ErrorHandlingIT} sends the same rows to a running router.
 */
class ErrorHandlingTest {
    /** Flags, counts and lengths change by these, values become zero and ones. */
    private static final int[] FLIPS = {0x01, 0x02, 0x04, 0x10, 0x40, 0x80};

    private static final int OLD_AS = 65001;
    private static final Set<Rfc7606.Option> NONE = EnumSet.noneOf(Rfc7606.Option.class);
    private static final Set<Rfc7606.Option> WITHOUT_IDENTIFIERS =
            EnumSet.of(Rfc7606.Option.EXTENDED_NEXT_HOP, Rfc7606.Option.AIGP);
    private static final Set<Rfc7606.Option> ALL = EnumSet.allOf(Rfc7606.Option.class);

    static Stream<ErrorRow> rows() {
        return ErrorRow.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void theVerdictIsTheClauses(ErrorRow row) {
        row.verdicts().forEach((neighbor, verdict) -> {
            byte[] body = row.body(neighbor);
            assertThat(show(decoder(neighbor, NONE).decode(Unpooled.wrappedBuffer(body), new RecordingSink())))
                    .as("%s from %s", row, neighbor)
                    .isEqualTo(verdict);
            assertSameAsRfc(body, neighbor);
            assertSameAsRfc(identified(body), neighbor, ALL);
        });
    }

    /** Every byte changed in several ways, and every end of the message. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void neighborsOfTheRow(ErrorRow row) {
        for (Neighbor neighbor : row.verdicts().keySet()) {
            byte[] body = row.body(neighbor);
            int tried = Math.min(body.length, 120);
            for (int at = 0; at < tried; at++) {
                byte was = body[at];
                for (int flip : FLIPS) {
                    body[at] = (byte) (was ^ flip);
                    assertSameAsRfc(body, neighbor);
                }
                body[at] = 0;
                assertSameAsRfc(body, neighbor);
                body[at] = (byte) 0xff;
                assertSameAsRfc(body, neighbor);
                body[at] = was;
                assertSameAsRfc(Arrays.copyOf(body, at), neighbor);
            }
            byte[] identified = identified(body);
            for (int at = 0; at < Math.min(identified.length, 120); at++) {
                byte was = identified[at];
                identified[at] = (byte) (was ^ 0x01);
                assertSameAsRfc(identified, neighbor, ALL);
                identified[at] = was;
                assertSameAsRfc(Arrays.copyOf(identified, at), neighbor, ALL);
            }
        }
    }

    /** Each attribute left out, doubled, moved, shortened and lengthened, with lengths that fit. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void neighborsWithOtherAttributes(ErrorRow row) {
        for (Neighbor neighbor : row.verdicts().keySet()) {
            byte[] body = row.body(neighbor);
            if (body.length < 4 || Bytes.u16(body, 0) + 4 > body.length) {
                continue;
            }
            int at = Bytes.u16(body, 0) + 4;
            int end = Math.min(body.length, at + Bytes.u16(body, at - 2));
            byte[] withdrawn = Arrays.copyOfRange(body, 2, at - 2);
            byte[] nlri = Arrays.copyOfRange(body, end, body.length);
            for (List<byte[]> attributes : variants(split(body, at, end))) {
                assertSameAsRfc(UpdateText.body(withdrawn, join(attributes), nlri), neighbor);
            }
        }
    }

    /** Two rows in one message, and a few bytes changed at once: {@code -Dseeds=N} rounds, from one seed. */
    @Test
    void rowsMixed() {
        Random random = new Random(7606);
        List<ErrorRow> rows = rows().toList();
        List<Neighbor> neighbors = List.of(Neighbor.values());
        for (int round = 0; round < Integer.getInteger("seeds", 100_000); round++) {
            Neighbor neighbor = neighbors.get(random.nextInt(neighbors.size()));
            byte[] body = rows.get(random.nextInt(rows.size())).body(neighbor);
            byte[] other = rows.get(random.nextInt(rows.size())).body(neighbor);
            if (random.nextBoolean() && body.length > 4 && other.length > 4) {
                byte[] both = Arrays.copyOf(Arrays.copyOfRange(body, 4, body.length), body.length + other.length - 8);
                System.arraycopy(other, 4, both, body.length - 4, other.length - 4);
                int cut = random.nextInt(both.length + 1);
                body = UpdateText.body(
                        new byte[0], Arrays.copyOf(both, cut), Arrays.copyOfRange(both, cut, both.length));
            }
            for (int change = random.nextInt(4); change > 0 && body.length > 0; change--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt();
            }
            assertSameAsRfc(body, neighbor);
            byte[] identified = identified(body);
            assertSameAsRfc(identified, neighbor, ALL);
            if (identified.length > 0) {
                identified[random.nextInt(identified.length)] = (byte) random.nextInt();
                assertSameAsRfc(identified, neighbor, ALL);
            }
        }
    }

    private static List<List<byte[]>> variants(List<byte[]> attributes) {
        List<List<byte[]>> variants = new ArrayList<>();
        for (int i = 0; i < attributes.size(); i++) {
            List<byte[]> without = new ArrayList<>(attributes);
            byte[] taken = without.remove(i);
            variants.add(without);
            for (int j = 0; j <= without.size(); j++) {
                List<byte[]> moved = new ArrayList<>(without);
                moved.add(j, taken);
                variants.add(moved);
                List<byte[]> doubled = new ArrayList<>(attributes);
                doubled.add(j, taken);
                variants.add(doubled);
            }
            if (taken.length > 3 && taken.length == 3 + taken[2] && (taken[0] & 0x10) == 0) {
                variants.add(replaced(attributes, i, resized(taken, -1)));
                variants.add(replaced(attributes, i, resized(taken, 1)));
            }
        }
        return variants;
    }

    private static List<byte[]> replaced(List<byte[]> attributes, int at, byte[] by) {
        List<byte[]> changed = new ArrayList<>(attributes);
        changed.set(at, by);
        return changed;
    }

    private static byte[] resized(byte[] attribute, int by) {
        byte[] other = Arrays.copyOf(attribute, attribute.length + by);
        other[2] += (byte) by;
        return other;
    }

    /** What cannot be split is the last one. */
    private static List<byte[]> split(byte[] body, int from, int end) {
        List<byte[]> attributes = new ArrayList<>();
        int at = from;
        while (at < end) {
            int next = end - at < 4 ? end : Math.min(end, AttributeList.end(body, at));
            attributes.add(Arrays.copyOfRange(body, at, next));
            at = next;
        }
        return attributes;
    }

    private static byte[] join(List<byte[]> parts) {
        byte[] joined = new byte[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }

    /** The message with an identifier in front of each prefix; where one is broken the rest stays as it is. */
    private static byte[] identified(byte[] body) {
        if (body.length < 4 || Bytes.u16(body, 0) + 4 > body.length) {
            return body.clone();
        }
        int at = Bytes.u16(body, 0) + 4;
        int end = Math.min(body.length, at + Bytes.u16(body, at - 2));
        List<byte[]> attributes = new ArrayList<>();
        for (byte[] each : split(body, at, end)) {
            boolean plain = each.length > 3 && (each[0] & 0x10) == 0 && each.length == 3 + (each[2] & 0xff);
            int prefixes = !plain ? 0 : each[1] == 15 ? 6 : each[1] == 14 && each.length > 6 ? 8 + (each[6] & 0xff) : 0;
            if (prefixes == 0 || prefixes > each.length) {
                attributes.add(each);
                continue;
            }
            byte[] longer = join(List.of(
                    Arrays.copyOf(each, prefixes), identifiers(Arrays.copyOfRange(each, prefixes, each.length))));
            if (longer.length <= 3 + 255) {
                longer[2] = (byte) (longer.length - 3);
                attributes.add(longer);
            }
        }
        return UpdateText.body(
                identifiers(Arrays.copyOfRange(body, 2, at - 2)),
                join(attributes),
                identifiers(Arrays.copyOfRange(body, end, body.length)));
    }

    private static byte[] identifiers(byte[] prefixes) {
        List<byte[]> parts = new ArrayList<>();
        int at = 0;
        while (at < prefixes.length) {
            int next = Math.min(prefixes.length, at + 1 + ((prefixes[at] & 0xff) + 7) / 8);
            parts.add(new byte[] {0, 0, 1, (byte) at});
            parts.add(Arrays.copyOfRange(prefixes, at, next));
            at = next;
        }
        return join(parts);
    }

    private static void assertSameAsRfc(byte[] body, Neighbor neighbor) {
        assertSameAsRfc(body, neighbor, NONE);
        assertSameAsRfc(body, neighbor, WITHOUT_IDENTIFIERS);
    }

    private static void assertSameAsRfc(byte[] body, Neighbor neighbor, Set<Rfc7606.Option> options) {
        Sink sink = new Sink();
        Verdict verdict = decoder(neighbor, options).decode(body, 0, body.length, sink);
        Rfc7606.Judgement right = Rfc7606.judge(body, neighbor, options);
        if (word(verdict) != right.word() || !sink.events.equals(right.events())) {
            assertThat(word(verdict) + " " + sink.events)
                    .as("%s from %s with %s: %s", HexFormat.of().formatHex(body), neighbor, options, verdict)
                    .isEqualTo(right.word() + " " + right.events());
        }
    }

    private static UpdateDecoder decoder(Neighbor neighbor, Set<Rfc7606.Option> options) {
        int as = neighbor.sort() == PeerSort.INTERNAL ? 65000 : OLD_AS;
        SessionEncoding encoding = SessionEncoding.of(neighbor.sort(), 65000, as, EnumSet.allOf(AddressFamily.class));
        SessionEncoding chosen = neighbor.as4() ? encoding : encoding.withAs2();
        for (Rfc7606.Option option : options) {
            chosen = switch (option) {
                case ADD_PATH -> chosen.withAddPath(AddressFamily.IPV4_UNICAST, AddressFamily.IPV6_UNICAST);
                case EXTENDED_NEXT_HOP -> chosen.withExtendedNextHop(AddressFamily.IPV4_UNICAST);
                case AIGP -> chosen.withAigp(EnumSet.allOf(AddressFamily.class));
            };
        }
        return new UpdateDecoder(chosen);
    }

    private static Rfc7606.Word word(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted _ -> Rfc7606.Word.OK;
            case Verdict.Discarded _ -> Rfc7606.Word.DISCARD;
            case Verdict.TreatedAsWithdraw _ -> Rfc7606.Word.WITHDRAW;
            case Verdict.FamilyDisabled _ -> Rfc7606.Word.DISABLE;
            case Verdict.SessionReset _ -> Rfc7606.Word.RESET;
        };
    }

    private static String show(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted() -> "ok";
            case Verdict.Discarded(String _) -> "discard";
            case Verdict.TreatedAsWithdraw(String _) -> "withdraw";
            case Verdict.FamilyDisabled(AddressFamily family, String _) -> "disable " + family.label();
            case Verdict.SessionReset(Notification notification, String _) ->
                "reset " + notification.code() + "." + notification.subcode();
        };
    }

    /** Writes down what {@link Rfc7606} foretells. */
    private static final class Sink implements UpdateSink {
        private final List<String> events = new ArrayList<>();

        @Override
        public void attributes(byte[] array, int offset, int length) {
            Map<Integer, String> attributes = new TreeMap<>();
            for (int at = offset; at < offset + length; ) {
                int size = AttributeBlob.valueLength(array, at);
                int value = AttributeBlob.value(at);
                attributes.put(array[at + 1] & 0xff, HexFormat.of().formatHex(array, value, value + size));
                at = value + size;
            }
            events.add(Rfc7606.seen(attributes));
        }

        @Override
        public void announce(AddressFamily family, int pathId, long hi, long lo, int length) {
            events.add("+" + RecordingSink.prefix(family, pathId, hi, lo, length));
        }

        @Override
        public void withdraw(AddressFamily family, int pathId, long hi, long lo, int length) {
            events.add("-" + RecordingSink.prefix(family, pathId, hi, lo, length));
        }

        @Override
        public void endOfRib(AddressFamily family) {
            events.add("EoR " + family.label());
        }
    }
}
