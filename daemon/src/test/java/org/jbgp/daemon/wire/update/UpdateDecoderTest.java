package org.jbgp.daemon.wire.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.Notification;
import org.jbgp.daemon.wire.PeerSort;
import org.jbgp.daemon.wire.UpdateText;
import org.jbgp.daemon.wire.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UpdateDecoderTest {
    private static final SessionEncoding EXTERNAL =
            SessionEncoding.of(PeerSort.EXTERNAL, 65000, 65001, EnumSet.allOf(AddressFamily.class));
    private static final SessionEncoding INTERNAL =
            SessionEncoding.of(PeerSort.INTERNAL, 65000, 65000, EnumSet.allOf(AddressFamily.class));
    private static final SessionEncoding CONFEDERATION =
            SessionEncoding.of(PeerSort.CONFEDERATION, 65000, 65001, EnumSet.allOf(AddressFamily.class));

    /** The sessions the table names. */
    private static final Map<String, SessionEncoding> SESSIONS = Map.ofEntries(
            Map.entry("ebgp", EXTERNAL),
            Map.entry("ibgp", INTERNAL),
            Map.entry("confed", CONFEDERATION),
            Map.entry("ibgp-confed", INTERNAL.withConfederation()),
            Map.entry("ibgp-aigp", INTERNAL.withAigp(Set.of(AddressFamily.IPV4_UNICAST))),
            Map.entry("ebgp-as2", EXTERNAL.withAs2()),
            Map.entry("ebgp-first", EXTERNAL.withEnforcedFirstAs()),
            Map.entry(
                    "ebgp-v4",
                    SessionEncoding.of(PeerSort.EXTERNAL, 65000, 65001, EnumSet.of(AddressFamily.IPV4_UNICAST))),
            Map.entry(
                    "ebgp-v6",
                    SessionEncoding.of(PeerSort.EXTERNAL, 65000, 65001, EnumSet.of(AddressFamily.IPV6_UNICAST))),
            Map.entry("ebgp-paths", EXTERNAL.withAddPath(AddressFamily.IPV4_UNICAST, AddressFamily.IPV6_UNICAST)),
            Map.entry("ebgp-enh", EXTERNAL.withExtendedNextHop(AddressFamily.IPV4_UNICAST)),
            Map.entry("ebgp-mapped", EXTERNAL.withMappedNextHops()));

    /** Abbreviations of the table: attributes as on the wire and, with a star, in their canonical form. */
    private static final Map<String, String> SHORT = Map.of(
            "O", "40010100",
            "P", "400206 0201 0000fde9",
            "P2", "400204 0201 fde9",
            "N", "400304 c0000201",
            "O*", "40010001 00",
            "P*", "40020006 02010000fde9",
            "N*", "40030004 c0000201",
            "LL", "fe80000000000000 0000000000000001",
            "G", "20010db800000000 0000000000000001");

    static Stream<List<String>> vectors() {
        return Vectors.of("updates.csv");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void reading(List<String> row) {
        byte[] body = body(row.get(2));
        RecordingSink sink = new RecordingSink();
        UpdateDecoder decoder = new UpdateDecoder(SESSIONS.get(row.get(1)));
        String verdict = show(decoder.decode(Unpooled.wrappedBuffer(body), sink));
        assertThat(verdict).isEqualTo(row.get(3));
        assertThat(sink.toString()).isEqualTo(expected(row.get(4)));
        RecordingSink direct = new RecordingSink();
        ByteBuf copy = Unpooled.directBuffer().writeBytes(body);
        assertThat(show(new UpdateDecoder(SESSIONS.get(row.get(1))).decode(copy, direct)))
                .isEqualTo(verdict);
        assertThat(direct.events).isEqualTo(sink.events);
        copy.release();
        RecordingSink behind = new RecordingSink();
        byte[] many = new byte[70_000 + body.length];
        System.arraycopy(body, 0, many, 70_000, body.length);
        assertThat(show(new UpdateDecoder(SESSIONS.get(row.get(1))).decode(many, 70_000, body.length, behind)))
                .as("behind others that were read with it")
                .isEqualTo(verdict);
        assertThat(behind.events).isEqualTo(sink.events);
    }

    private static byte[] body(String text) {
        return UpdateText.body(text, SHORT);
    }

    /** The events; blanks within braces do not count. */
    private static String expected(String text) {
        StringBuilder events = new StringBuilder();
        boolean inside = false;
        for (char each : UpdateText.expand(text, SHORT).toCharArray()) {
            inside = each == '{' || (inside && each != '}');
            if (!inside || each != ' ') {
                events.append(each);
            }
        }
        return events.toString();
    }

    static String show(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted() -> "OK";
            case Verdict.Discarded(String text) -> "DISCARD " + text;
            case Verdict.TreatedAsWithdraw(String text) -> "WITHDRAW " + text;
            case Verdict.FamilyDisabled(AddressFamily family, String text) -> "DISABLE " + family.label() + " " + text;
            case Verdict.SessionReset(Notification notification, String text) ->
                "RESET " + Vectors.show(notification) + " " + text;
        };
    }

    @Test
    void aDisabledFamilyIsIgnoredFromThenOn() {
        UpdateDecoder decoder = new UpdateDecoder(EXTERNAL);
        RecordingSink sink = new RecordingSink();
        String broken = ";<O><P> 800e 16 0002 01 10 <G> 00 81 ;";
        String good = ";<O><P> 800e 1e 0002 01 10 <G> 00 40 20010db800000001 ;";
        assertThat(show(decoder.decode(Unpooled.wrappedBuffer(body(broken)), sink)))
                .startsWith("DISABLE ipv6");
        assertThat(decoder.decode(Unpooled.wrappedBuffer(body(good)), sink)).isEqualTo(Verdict.ACCEPTED);
        assertThat(decoder.decode(Unpooled.wrappedBuffer(body(";800f 03 0002 01;")), sink))
                .isEqualTo(Verdict.ACCEPTED);
        assertThat(sink.events).isEmpty();
        assertThat(decoder.decode(Unpooled.wrappedBuffer(body("0a0a;;")), sink))
                .isInstanceOf(Verdict.SessionReset.class);
    }

    @Property
    void garbageNeverThrows(
            @ForAll @Size(max = 60) byte[] noise,
            @ForAll @IntRange(max = 8) int withdrawn,
            @ForAll @IntRange(max = 9) int which) {
        SessionEncoding session =
                SESSIONS.values().stream().skip(which).findFirst().orElseThrow();
        ByteBuf body = Unpooled.buffer();
        int first = Math.min(withdrawn, noise.length);
        int second = (noise.length - first) * 3 / 4;
        body.writeShort(first).writeBytes(noise, 0, first);
        body.writeShort(second).writeBytes(noise, first, noise.length - first);
        assertThat(new UpdateDecoder(session).decode(body, new RecordingSink())).isNotNull();
        assertThat(new UpdateDecoder(session).decode(Unpooled.wrappedBuffer(noise), new RecordingSink()))
                .isNotNull();
    }

    /** One good UPDATE with a few bytes changed, which reaches deeper than noise does. */
    @Property
    void damageNeverThrows(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 0xffff) Integer> damage,
            @ForAll @IntRange(max = 9) int which) {
        SessionEncoding session =
                SESSIONS.values().stream().skip(which).findFirst().orElseThrow();
        byte[] body = body("080a; <O> 4002 0a 0202 0000fde9 0000fdea <N> 800404 00000001 c00808 fde80001fde80002"
                + " c01110 0203 0000fde9 000a0001 000a0002 ff77 c06303 010203 800e 1e 0002 01 10 <G> 00 40 20010db800000001"
                + " 800f 05 0002 01 08 20; 180a0000 100a01 00 20c0000201");
        for (int each : damage) {
            body[(each >> 8) % body.length] ^= (byte) each;
        }
        RecordingSink sink = new RecordingSink();
        Verdict verdict = new UpdateDecoder(session).decode(Unpooled.wrappedBuffer(body), sink);
        if (verdict instanceof Verdict.SessionReset) {
            assertThat(sink.events).isEmpty();
        }
        if (verdict instanceof Verdict.TreatedAsWithdraw) {
            assertThat(sink.events).noneMatch(event -> event.startsWith("+"));
        }
    }
}
