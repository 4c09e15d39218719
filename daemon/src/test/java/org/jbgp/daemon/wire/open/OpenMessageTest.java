package org.jbgp.daemon.wire.open;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AsPath;
import org.jbgp.daemon.wire.MessageHeader;
import org.jbgp.daemon.wire.Notification;
import org.jbgp.daemon.wire.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OpenMessageTest {
    static Stream<List<String>> bodies() {
        return Vectors.of("open-messages.csv");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void reading(List<String> row) {
        assertThat(show(OpenMessage.decode(Vectors.buffer(row.get(1))))).isEqualTo(row.get(2));
    }

    private static String show(OpenMessage.Result result) {
        return switch (result) {
            case OpenMessage.Result.Accepted(OpenMessage open) ->
                "OK as " + open.as() + " hold " + open.holdTime() + " id " + String.format("%08x", open.routerId())
                        + " " + open.capabilities();
            case OpenMessage.Result.Refused(Notification notification, String text) ->
                Vectors.show(notification) + " " + text;
        };
    }

    /** What was read and is written again is the same, byte for byte, where the sender used one parameter. */
    @Test
    void golden() {
        String body =
                "04 5ba0 00f0 0a000001 22 0220 0104 00010001 0104 00020001 0200 0600 4006 0078 00010100 4104 000a0001 4600";
        OpenMessage open = open(Vectors.buffer(body));
        ByteBuf out = Unpooled.buffer();
        open.encode(out);
        assertThat(Vectors.hex(ByteBufUtil.getBytes(out)))
                .isEqualTo("f".repeat(32) + "003f01" + body.replaceAll("\\s", ""));
    }

    @Test
    void familiesOffered() {
        OpenMessage plain = OpenMessage.of(65001, 90, 1, List.of());
        assertThat(plain.offers(AddressFamily.IPV4_UNICAST)).isTrue();
        assertThat(plain.offers(AddressFamily.IPV6_UNICAST)).isFalse();
        OpenMessage six =
                OpenMessage.of(655361, 90, 1, List.of(new Capability.MultiProtocol(AddressFamily.IPV6_UNICAST)));
        assertThat(six.offers(AddressFamily.IPV4_UNICAST)).isFalse();
        assertThat(six.offers(AddressFamily.IPV6_UNICAST)).isTrue();
        assertThat(six.as2()).isEqualTo(AsPath.AS_TRANS);
    }

    @Test
    void manyCapabilitiesNeedTheExtendedForm() {
        List<Capability> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(new Capability.Unknown(200 + i % 50, "00112233445566778899"));
        }
        OpenMessage open = OpenMessage.of(65001, 90, 0x0a000001, many);
        ByteBuf out = Unpooled.buffer();
        open.encode(out);
        assertThat(MessageHeader.check(out, 0, 4096)).isNull();
        assertThat(MessageHeader.length(out, 0)).isEqualTo(out.readableBytes());
        assertThat(open(out.skipBytes(19))).isEqualTo(open);
    }

    @Property(tries = 300)
    void everyCapabilitySurvives(
            @ForAll @IntRange(min = 1, max = 65535) int as,
            @ForAll @IntRange(max = 9) int kinds,
            @ForAll @Size(max = 9) List<@IntRange(max = 0x0fff) Integer> numbers) {
        List<Capability> capabilities = new ArrayList<>();
        for (int n : numbers) {
            capabilities.add(
                    switch ((n + kinds) % 11) {
                        case 0 -> new Capability.MultiProtocol(n, n & 0xff);
                        case 1 -> new Capability.Simple(CapabilityType.ROUTE_REFRESH);
                        case 2 -> new Capability.ExtendedNextHop(List.of(new Capability.NextHopFamily(1, n, 2)));
                        case 3 -> new Capability.Simple(CapabilityType.EXTENDED_MESSAGE);
                        case 4 -> new Capability.Role(n & 0xff);
                        case 5 ->
                            new Capability.GracefulRestart(
                                    true, false, n, List.of(new Capability.RestartFamily(n, 1, (n & 1) == 0)));
                        case 6 -> new Capability.FourByteAs(1L + n);
                        case 7 -> new Capability.AddPath(List.of(new Capability.AddPathFamily(n, 1, 1 + n % 3)));
                        case 8 -> new Capability.Simple(CapabilityType.ENHANCED_ROUTE_REFRESH);
                        case 9 ->
                            new Capability.LongLivedGracefulRestart(
                                    List.of(new Capability.LongLivedFamily(n, 2, true, n * 4096)));
                        default -> new Capability.Hostname("höst" + n, "example");
                    });
        }
        OpenMessage open = new OpenMessage(as, 90, 7, capabilities);
        ByteBuf out = Unpooled.buffer();
        open.encode(out);
        assertThat(MessageHeader.check(out, 0, 4096)).isNull();
        assertThat(open(out.skipBytes(19))).isEqualTo(open);
    }

    @Property
    void garbageIsRefusedNotThrown(@ForAll @Size(min = 10, max = 80) byte[] garbage, @ForAll boolean plausible) {
        if (plausible) {
            garbage[0] = 4;
            garbage[9] = (byte) (garbage.length - 10);
            if (garbage.length > 12) {
                garbage[10] = 2;
                garbage[11] = (byte) (garbage.length - 12);
            }
        }
        assertThat(OpenMessage.decode(Unpooled.wrappedBuffer(garbage))).isNotNull();
    }

    private static OpenMessage open(ByteBuf body) {
        return ((OpenMessage.Result.Accepted) OpenMessage.decode(body)).open();
    }

    /** Of each row without a value the wire form is the code and a length of 0, and a value is an error of the OPEN. */
    @Test
    void rowsWithoutAValueAreTheirCode() {
        for (CapabilityType type : CapabilityType.values()) {
            assertThat(CapabilityType.of(type.code()))
                    .as("code %d", type.code())
                    .isSameAs(type);
            if (type.isSimple() && type != CapabilityType.CISCO_REFRESH) {
                ByteBuf out = Unpooled.buffer();
                CapabilityCodec.encode(new Capability.Simple(type), out);
                assertThat(ByteBufUtil.hexDump(out)).isEqualTo("%02x00".formatted(type.code()));
                assertThat(CapabilityCodec.decode(type.code(), Unpooled.EMPTY_BUFFER))
                        .isEqualTo(new Capability.Simple(type));
                assertThat(CapabilityCodec.decode(type.code(), Unpooled.wrappedBuffer(new byte[1])))
                        .isNull();
            }
        }
    }
}
