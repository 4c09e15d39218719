package org.jbgp.daemon.wire.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.MessageHeader;
import org.jbgp.daemon.wire.PeerSort;
import org.jbgp.daemon.wire.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdateEncoderTest {
    private static final AddressFamily V4 = AddressFamily.IPV4_UNICAST;
    private static final AddressFamily V6 = AddressFamily.IPV6_UNICAST;
    private static final SessionEncoding INTERNAL =
            SessionEncoding.of(PeerSort.INTERNAL, 65000, 65000, EnumSet.of(V4, V6));
    private static final SessionEncoding EXTERNAL =
            SessionEncoding.of(PeerSort.EXTERNAL, 65000, 65001, EnumSet.of(V4, V6));
    private static final String O = "4001000100";
    private static final String P = "4002000602010000fde9";
    private static final String N = "40030004c0000201";
    private static final String N6 = "4003001020010db8000000000000000000000001";

    private final ByteBuf out = Unpooled.buffer();

    private String written() {
        String hex = ByteBufUtil.hexDump(out);
        out.clear();
        return hex;
    }

    private static UpdateEncoder.Readiness start(UpdateEncoder encoder, AddressFamily family, String blob) {
        byte[] bytes = Vectors.bytes("beef" + blob + "beef"); // an offset, as in the store
        return encoder.start(family, bytes, 2, bytes.length - 4);
    }

    @Test
    void ipv4() {
        UpdateEncoder encoder = new UpdateEncoder(EXTERNAL);
        assertThat(start(encoder, V4, O + P + N)).isEqualTo(UpdateEncoder.Readiness.READY);
        encoder.add(out, 7, 0, 0x0a000000L, 8);
        encoder.add(out, 7, 0, 0xc0a80100L, 24);
        encoder.finish(out);
        assertThat(written())
                .isEqualTo("f".repeat(32) + "003102" + "0000" + "0014" + "40010100" + "40020602010000fde9"
                        + "400304c0000201" + "080a" + "18c0a801");
        encoder.startWithdrawals(V4);
        encoder.add(out, 7, 0, 0x0a000000L, 8);
        encoder.add(out, 7, 0, 0, 0);
        encoder.finish(out);
        assertThat(written()).isEqualTo("f".repeat(32) + "001a02" + "0003" + "080a" + "00" + "0000");
        encoder.endOfRib(out, V4);
        assertThat(written()).isEqualTo("f".repeat(32) + "001702" + "00000000");
        assertThat(encoder.messages()).isEqualTo(3);
    }

    @Test
    void ipv6() {
        UpdateEncoder encoder = new UpdateEncoder(EXTERNAL);
        assertThat(start(encoder, V6, O + P + N6)).isEqualTo(UpdateEncoder.Readiness.READY);
        encoder.add(out, 0, 0x20010db800010000L, 0, 48);
        encoder.finish(out);
        assertThat(written())
                .isEqualTo("f".repeat(32) + "004402" + "0000" + "002d" + "900e001c" + "00020110"
                        + "20010db8000000000000000000000001" + "00" + "3020010db80001" + "40010100"
                        + "40020602010000fde9");
        encoder.startWithdrawals(V6);
        encoder.add(out, 0, 0x20010db800010000L, 0, 48);
        encoder.finish(out);
        assertThat(written())
                .isEqualTo("f".repeat(32) + "002502" + "0000" + "000e" + "900f000a" + "000201" + "3020010db80001");
        encoder.endOfRib(out, V6);
        assertThat(written()).isEqualTo("f".repeat(32) + "001d02" + "0000" + "0006" + "800f03" + "000201");
    }

    @Test
    void pathIdentifiers() {
        UpdateEncoder encoder = new UpdateEncoder(EXTERNAL.withAddPath(V4));
        encoder.startWithdrawals(V4);
        encoder.add(out, -1, 0, 0x0a000000L, 8);
        encoder.finish(out);
        assertThat(written()).endsWith("0006" + "ffffffff" + "080a" + "0000");
    }

    /** Attributes as they are sent to neighbors of each sort. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "unknown transitive, byte for byte | e | e0630003010203 e0c80000 | e06303010203 e0c800",
                "engine and custom attributes stay | e | 01010004000000ff 0200000101 | ''",
                "LOCAL_PREF to outside: RFC 4271 §5.1.5 | e | 4005000400000064 8009000401010101 800a000401010101 | ''",
                "LOCAL_PREF inside | i | 4005000400000064 8009000401010101 800a000401010101 | 40050400000064 80090401010101 800a0401010101",
                "RFC 6793: AGGREGATOR | 2 | c00700080000fde9c0000201 | c00706fde9c0000201",
                "RFC 6793: AGGREGATOR of 4 bytes | 2 | c0070008000a0001c0000201 e0c80000 | c007065ba0c0000201 c01208000a0001c0000201 e0c800",
                "RFC 6793: between the others | 2 | c0070008000a0001c0000201 c01000080002fde800000001 c020000c000000010000000200000003 "
                        + "| c007065ba0c0000201 c010080002fde800000001 c01208000a0001c0000201 c0200c000000010000000200000003",
            })
    void attributes(String name, String session, String canonical, String wire) {
        SessionEncoding encoding = switch (session) {
            case "i" -> INTERNAL;
            case "2" -> EXTERNAL.withAs2();
            default -> EXTERNAL;
        };
        UpdateEncoder encoder = new UpdateEncoder(encoding);
        String spaceless = canonical.replace(" ", "");
        assertThat(start(encoder, V4, O + P + N + spaceless)).isEqualTo(UpdateEncoder.Readiness.READY);
        encoder.add(out, 0, 0, 0, 0);
        encoder.finish(out);
        assertThat(written()).endsWith("400304c0000201" + wire.replace(" ", "") + "00");
    }

    /** RFC 6793 §4.2.2. */
    @ParameterizedTest
    @CsvSource({
        "02010000fde9, 4002040201fde9, ''",
        "02020000fde9000a0001, 4002060202fde95ba0, c0110a02020000fde9000a0001",
        "03010000fdea0201000a0001, 4002080301fdea02015ba0, c011060201000a0001",
        "0301000a0001, 40020403015ba0, ''",
    })
    void asPathForOldNeighbors(String path, String wire, String as4) {
        UpdateEncoder encoder = new UpdateEncoder(EXTERNAL.withAs2());
        String attribute = String.format("4002%04x%s", path.length() / 2, path);
        assertThat(start(encoder, V4, O + attribute + N)).isEqualTo(UpdateEncoder.Readiness.READY);
        encoder.add(out, 0, 0, 0, 0);
        encoder.finish(out);
        assertThat(written()).endsWith("40010100" + wire + "400304c0000201" + as4 + "00");
    }

    @ParameterizedTest
    @CsvSource({
        "plain, IPV4_UNICAST, 4, READY",
        "plain, IPV4_UNICAST, 16, WRONG_NEXT_HOP",
        "plain, IPV6_UNICAST, 4, WRONG_NEXT_HOP",
        "plain, IPV6_UNICAST, 32, READY",
        "plain, IPV6_UNICAST, 0, NO_NEXT_HOP",
        "extended, IPV4_UNICAST, 16, READY",
        "extended, IPV4_UNICAST, 4, READY",
    })
    void nextHops(String session, AddressFamily family, int length, UpdateEncoder.Readiness readiness) {
        UpdateEncoder encoder =
                new UpdateEncoder(session.equals("plain") ? EXTERNAL : EXTERNAL.withExtendedNextHop(V4));
        String nextHop = length == 0 ? "" : String.format("4003%04x", length) + "20".repeat(length);
        assertThat(start(encoder, family, O + P + nextHop)).isEqualTo(readiness);
    }

    @Test
    void attributesThatFillAMessageAreRefused() {
        byte[] blob = new byte[8192];
        AttributeBlobBuilder builder = new AttributeBlobBuilder();
        builder.setNextHop4(1);
        for (int size = 4000; size < 4096; size++) {
            builder.reserve(AttributeBlob.OPTIONAL_TRANSITIVE, 99, size);
            System.arraycopy(builder.array(), 0, blob, 0, builder.length());
            UpdateEncoder encoder = new UpdateEncoder(EXTERNAL);
            // 23 bytes of message, 7 of NEXT_HOP, 4 of header, 5 for the longest prefix
            UpdateEncoder.Readiness readiness = encoder.start(V4, blob, 0, builder.length());
            assertThat(readiness == UpdateEncoder.Readiness.READY).isEqualTo(size <= 4096 - 23 - 7 - 4 - 5);
            assertThat(new UpdateEncoder(EXTERNAL.withExtendedMessages()).start(V4, blob, 0, builder.length()))
                    .isEqualTo(UpdateEncoder.Readiness.READY);
        }
    }

    @Test
    void afterARefusalTheEncoderGoesOn() {
        UpdateEncoder encoder = new UpdateEncoder(EXTERNAL);
        AttributeBlobBuilder builder = new AttributeBlobBuilder();
        builder.setNextHop4(1);
        builder.reserve(AttributeBlob.OPTIONAL_TRANSITIVE, 99, 5000);
        assertThat(encoder.start(V4, builder.array(), 0, builder.length()))
                .isEqualTo(UpdateEncoder.Readiness.ATTRIBUTES_TOO_LONG);
        assertThatThrownBy(() -> encoder.add(out, 0, 0, 0, 0)).isInstanceOf(IllegalStateException.class);
        assertThat(start(encoder, V4, O + P + N)).isEqualTo(UpdateEncoder.Readiness.READY);
        encoder.finish(out);
        assertThat(out.readableBytes()).isZero();
    }

    /** One announcement or withdrawal of the round trip. */
    record Prefix(int pathId, long hi, long lo, int length) {}

    @Provide
    Arbitrary<List<Prefix>> prefixes6() {
        return Combinators.combine(
                        Arbitraries.integers(),
                        Arbitraries.longs(),
                        Arbitraries.longs(),
                        Arbitraries.integers().between(0, 128))
                .as((id, hi, lo, length) -> new Prefix(
                        id,
                        length == 0 ? 0 : length >= 64 ? hi : hi & (-1L << (64 - length)),
                        length <= 64 ? 0 : lo & (-1L << (128 - length)),
                        length))
                .list()
                .ofMinSize(1)
                .ofMaxSize(900);
    }

    @Provide
    Arbitrary<List<Prefix>> prefixes4() {
        return Combinators.combine(
                        Arbitraries.integers(),
                        Arbitraries.longs(),
                        Arbitraries.integers().between(0, 32))
                .as((id, lo, length) -> new Prefix(
                        id, 0, length == 0 ? 0 : lo & (0xffff_ffffL << (32 - length)) & 0xffff_ffffL, length))
                .list()
                .ofMinSize(1)
                .ofMaxSize(1500);
    }

    @Property(tries = 60)
    void ipv4RoundTrip(@ForAll("prefixes4") List<Prefix> prefixes, @ForAll boolean addPath, @ForAll boolean old) {
        SessionEncoding session = addPath ? INTERNAL.withAddPath(V4) : INTERNAL;
        roundTrip(old ? session.withAs2() : session, V4, prefixes, addPath, N);
    }

    @Property(tries = 60)
    void ipv6RoundTrip(@ForAll("prefixes6") List<Prefix> prefixes, @ForAll boolean addPath, @ForAll boolean longer) {
        SessionEncoding session = addPath ? INTERNAL.withAddPath(V6) : INTERNAL;
        roundTrip(longer ? session.withExtendedMessages() : session, V6, prefixes, addPath, N6);
    }

    /** decode(encode(x)) = x, in as few messages as fit. */
    private static void roundTrip(
            SessionEncoding session, AddressFamily family, List<Prefix> prefixes, boolean addPath, String nextHop) {
        String blob = O + "40020010" + "0202000a00010000fde9" + "0101000a0002" + nextHop + "40050004000000c8"
                + "c0070008000a0009c0000201" + "c0080008fde80001fde80002" + "e063000401020304";
        UpdateEncoder encoder = new UpdateEncoder(session);
        UpdateDecoder decoder = new UpdateDecoder(session);
        for (boolean announce : new boolean[] {true, false}) {
            ByteBuf out = Unpooled.buffer();
            if (announce) {
                assertThat(start(encoder, family, blob)).isEqualTo(UpdateEncoder.Readiness.READY);
            } else {
                encoder.startWithdrawals(family);
            }
            List<String> expected = new ArrayList<>();
            for (Prefix prefix : prefixes) {
                encoder.add(out, prefix.pathId, prefix.hi, prefix.lo, prefix.length);
                expected.add((announce ? "+" : "-")
                        + RecordingSink.prefix(
                                family, addPath ? prefix.pathId : 0, prefix.hi, prefix.lo, prefix.length));
            }
            encoder.finish(out);
            RecordingSink sink = new RecordingSink();
            int at = 0;
            int last = 0;
            while (at < out.readableBytes()) {
                assertThat(MessageHeader.check(out, at, session.maxMessage())).isNull();
                assertThat(last == 0 || last > session.maxMessage() - 21).isTrue();
                last = MessageHeader.length(out, at);
                assertThat(decoder.decode(out.slice(at + MessageHeader.LENGTH, last - MessageHeader.LENGTH), sink))
                        .isEqualTo(Verdict.ACCEPTED);
                at += last;
            }
            String attributes = "{" + blob + "}";
            assertThat(sink.events.stream().filter(event -> event.startsWith("{")))
                    .allMatch(attributes::equals);
            assertThat(sink.events.stream().filter(event -> !event.startsWith("{")))
                    .containsExactlyElementsOf(expected);
        }
    }
}
