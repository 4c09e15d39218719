package org.jbgp.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jbgp.config.FuzzInputs;
import org.jbgp.kernel.netlink.Netlink;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages of a real kernel, decoded; and the same damaged. */
class MessageDecodingTest {
    @BeforeEach
    void vectorsAreLittleEndian() {
        assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "the recorded messages are little-endian");
    }

    static List<Arguments> messages() {
        try (InputStream resource = MessageDecodingTest.class.getResourceAsStream("messages.txt")) {
            List<String> lines = new String(resource.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
            List<Arguments> found = new ArrayList<>();
            for (int i = 0; i + 1 < lines.size(); i += 2) {
                found.add(Arguments.of(lines.get(i), lines.get(i + 1)));
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void decodes(String expected, String hex) {
        byte[] message = HexFormat.of().parseHex(hex);
        assertThat(String.valueOf(NetlinkFuzz.decode(message, message.length))).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void neverReadsBeyondTheMessage(String expected, String hex) {
        byte[] message = HexFormat.of().parseHex(hex);
        for (int length = Netlink.HEADER_BYTES; length < message.length; length++) {
            NetlinkFuzz.decode(message, length); // the buffer ends there too
        }
        for (int at = Netlink.HEADER_BYTES; at < message.length; at++) {
            byte[] damaged = message.clone();
            damaged[at] = (byte) ~damaged[at];
            NetlinkFuzz.decode(damaged, damaged.length);
        }
        assertThat(expected).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void encodesRoutesAsItDecodesThem(String expected, String hex) {
        byte[] message = HexFormat.of().parseHex(hex);
        if (NetlinkFuzz.decode(message, message.length) instanceof KernelRoute route) {
            assertThat(RouteMessage.of(route).toRoute()).isEqualTo(route).hasToString(expected);
        }
    }

    @Test
    void readsSingleWaysWithoutACopy() {
        KernelRoute route = (KernelRoute) messages().stream()
                .map(arguments -> HexFormat.of().parseHex((String) arguments.get()[1]))
                .map(bytes -> NetlinkFuzz.decode(bytes, bytes.length))
                .filter(each -> String.valueOf(each).contains("172.17.0.0"))
                .findFirst()
                .orElseThrow();
        RouteMessage message = RouteMessage.of(route);
        assertThat(message.lo()).isEqualTo(0xAC110000L);
        assertThat(message.hasGateway()).isTrue();
        assertThat(message.gatewayLo()).isEqualTo(0xC0000207L);
        assertThat(message.nextHopFlags()).isEqualTo(KernelNextHop.ONLINK);
        assertThat(message.isMultipath()).isFalse();
        assertThat(message.special()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, ::",
        "0, 1, ::1",
        "20010db800000000, 0000000000000001, 2001:db8::1",
        "20010db800000001, 0000000000000000, 2001:db8:0:1::",
        "20010db800010000, 0000000000000001, 2001:db8:1::1",
        "2001000000010000, 0000000100000001, 2001:0:1::1:0:1",
        "2001000100020003, 0004000500060000, 2001:1:2:3:4:5:6:0",
        "fe80000000000000, 00000000abcd0001, fe80::abcd:1",
        "0, 0000ffff0a000001, ::ffff:10.0.0.1",
        "0, 0000000001020304, ::1.2.3.4"
    })
    void writesIpv6AsRfc5952(String hi, String lo, String text) {
        assertThat(KernelIp.format(Family.IPV6, Long.parseUnsignedLong(hi, 16), Long.parseUnsignedLong(lo, 16)))
                .isEqualTo(text);
    }

    /** A seeded run of {@link NetlinkFuzz}: pieces of messages changed, cut out, or put into others. */
    @Test
    void damagedMessagesAreReadOrLeftAlone() {
        List<byte[]> sound = messages().stream()
                .map(arguments -> HexFormat.of().parseHex((String) arguments.get()[1]))
                .toList();
        Random random = new Random(FuzzInputs.SEED);
        for (int i = 0; i < 4 * FuzzInputs.ROUNDS; i++) {
            FuzzInputs.run(NetlinkFuzz::fuzzerTestOneInput, FuzzInputs.damaged(sound, random));
        }
    }

    /** What fuzzing has kept ({@code bench/fuzz-corpus}). */
    @Test
    void whatWasKept() {
        FuzzInputs.again("netlink", NetlinkFuzz::fuzzerTestOneInput);
    }
}
