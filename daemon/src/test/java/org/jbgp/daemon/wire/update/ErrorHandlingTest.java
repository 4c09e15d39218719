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

    static Stream<ErrorRow> rows() {
        return ErrorRow.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void theVerdictIsTheClauses(ErrorRow row) {
        row.verdicts().forEach((neighbor, verdict) -> {
            byte[] body = row.body(neighbor);
            assertThat(show(decoder(neighbor).decode(Unpooled.wrappedBuffer(body), new RecordingSink())))
                    .as("%s from %s", row, neighbor)
                    .isEqualTo(verdict);
            assertSameAsRfc(body, neighbor);
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

    private static void assertSameAsRfc(byte[] body, Neighbor neighbor) {
        Sink sink = new Sink();
        Verdict verdict = decoder(neighbor).decode(body, 0, body.length, sink);
        Rfc7606.Judgement right = Rfc7606.judge(body, neighbor);
        if (word(verdict) != right.word() || !sink.events.equals(right.events())) {
            assertThat(word(verdict) + " " + sink.events)
                    .as("%s from %s: %s", HexFormat.of().formatHex(body), neighbor, verdict)
                    .isEqualTo(right.word() + " " + right.events());
        }
    }

    private static UpdateDecoder decoder(Neighbor neighbor) {
        int as = neighbor.sort() == PeerSort.INTERNAL ? 65000 : OLD_AS;
        SessionEncoding encoding = SessionEncoding.of(neighbor.sort(), 65000, as, EnumSet.allOf(AddressFamily.class));
        return new UpdateDecoder(neighbor.as4() ? encoding : encoding.withAs2());
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
