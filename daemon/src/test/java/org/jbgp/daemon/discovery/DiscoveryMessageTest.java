package org.jbgp.daemon.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.jbgp.config.model.RadvConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages of router discovery: what is taken, what is ignored and why (RFC 4861 §6.1), and what is sent. */
class DiscoveryMessageTest {
    private static final String ADVERTISEMENT = "860000004000012c0000000000000000";

    @ParameterizedTest(name = "{0}, hop limit {1}, from {2}: {3}")
    @CsvSource(
            emptyValue = "",
            value = {
                // RFC 4861 §6.1.2
                ADVERTISEMENT + ", 255, link-local, ''",
                ADVERTISEMENT + ", 254, link-local, hop limit 254 instead of 255",
                ADVERTISEMENT + ", -1, link-local, hop limit -1 instead of 255",
                ADVERTISEMENT + ", 255, global, from an address that is not link-local",
                ADVERTISEMENT + ", 255, unspecified, from an address that is not link-local",
                "860100004000012c0000000000000000, 255, link-local, code 1 instead of 0",
                "860000004000012c00000000000000, 255, link-local, too short (15 bytes)",
                "860000004000012c, 255, link-local, too short (8 bytes)",
                "86000000400001, 255, link-local, too short (7 bytes)",
                "'', 255, link-local, too short (0 bytes)",
                ADVERTISEMENT + "0101020000000001, 255, link-local, ''",
                ADVERTISEMENT + "01010200000000010501000000000500, 255, link-local, ''",
                // Options nobody knows are passed over by their length.
                ADVERTISEMENT + "fd01000000000000, 255, link-local, ''",
                ADVERTISEMENT + "0100020000000001, 255, link-local, an option of length 0",
                ADVERTISEMENT + "0102020000000001, 255, link-local, an option longer than the message",
                ADVERTISEMENT + "01ff020000000001, 255, link-local, an option longer than the message",
                ADVERTISEMENT + "01, 255, link-local, an option without a length",
                // RFC 4861 §6.1.1
                "8500000000000000, 255, link-local, ''",
                "8500000000000000, 255, unspecified, ''",
                "8500000000000000, 255, global, from an address that is not link-local",
                "8500000000000000, 64, link-local, hop limit 64 instead of 255",
                "85000000000000, 255, link-local, too short (7 bytes)",
                "85000000000000000101020000000001, 255, link-local, ''",
                "85000000000000000100020000000001, 255, link-local, an option of length 0",
                // The kernel's filter lets no other type through.
                "8700000000000000, 255, link-local, type 135",
            })
    void fault(String hex, int hops, String from, String expected) {
        assertThat(DiscoveryMessage.fault(
                        buffer(hex), hex.length() / 2, hops, from.equals("link-local"), from.equals("unspecified")))
                .isEqualTo(expected);
    }

    @Test
    void lifetime() {
        assertThat(DiscoveryMessage.lifetime(buffer(ADVERTISEMENT))).isEqualTo(300);
        assertThat(DiscoveryMessage.lifetime(buffer("860000004000ffff0000000000000000")))
                .isEqualTo(65_535);
    }

    @ParameterizedTest
    @CsvSource({
        "1800, LOW, 86000000001807080000000000000000",
        "1800, MEDIUM, 86000000000007080000000000000000",
        "9000, HIGH, 86000000000823280000000000000000",
        // RFC 4191 §2.2
        "0, LOW, 86000000000000000000000000000000",
    })
    void written(int lifetime, RadvConfig.Preference preference, String hex) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(64);

        int length = DiscoveryMessage.advertisement(buffer, lifetime, preference);

        assertThat(hex(buffer, length)).isEqualTo(hex);
        assertThat(DiscoveryMessage.fault(buffer, length, 255, true, false)).isEmpty();
        assertThat(DiscoveryMessage.lifetime(buffer)).isEqualTo(lifetime);
    }

    @Test
    void solicitation() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(64);

        int length = DiscoveryMessage.solicitation(buffer);

        assertThat(hex(buffer, length)).isEqualTo("8500000000000000");
    }

    /** Whatever comes gets an answer, and none takes long: each option moves on by 8 bytes at least. */
    @Test
    void anyBytes() {
        Random random = new Random(4861);
        ByteBuffer buffer = ByteBuffer.allocateDirect(DiscoveryMessage.LONGEST);
        byte[] bytes = new byte[DiscoveryMessage.LONGEST];
        int taken = 0;
        for (int round = 0; round < 200_000; round++) {
            int length = random.nextInt(round % 100 == 0 ? DiscoveryMessage.LONGEST + 1 : 80);
            random.nextBytes(bytes);
            bytes[0] = (byte) (133 + random.nextInt(2));
            bytes[1] = 0;
            for (int at = 16; at + 1 < length && random.nextInt(4) > 0; at += 8) {
                bytes[at + 1] = 1;
            }
            buffer.put(0, bytes);
            String fault = DiscoveryMessage.fault(buffer, length, 255, true, false);
            if (fault.isEmpty() && DiscoveryMessage.type(buffer) == DiscoveryMessage.ADVERTISEMENT) {
                assertThat(DiscoveryMessage.lifetime(buffer)).isBetween(0, 65_535);
                assertThat(length % 8).isZero();
                taken++;
            }
        }
        assertThat(taken).isPositive();
    }

    private static ByteBuffer buffer(String hex) {
        return ByteBuffer.allocateDirect(DiscoveryMessage.LONGEST)
                .put(0, HexFormat.of().parseHex(hex));
    }

    private static String hex(ByteBuffer buffer, int length) {
        byte[] bytes = new byte[length];
        buffer.get(0, bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
