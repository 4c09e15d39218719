package org.jbgp.kernel.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;
import org.junit.jupiter.api.Test;

/** The bytes of {@code linux/tcp.h}'s structures: what is not 0, by offset. */
class AoLayoutsTest {
    private static final KernelIp FOUR = KernelIp.ofIpv4(0xC000_0202);
    private static final KernelIp SIX = new KernelIp(Family.IPV6, 0x2001_0db8_0000_0001L, 2);
    private static final TcpAoKey KEY = new TcpAoKey(1, 2, "hmac(sha1)", List.of((byte) 'a', (byte) 0xFF));
    private static final TcpAoKey OTHER = new TcpAoKey(200, 255, "cmac(aes128)", List.of((byte) 1));

    private static Map<Integer, String> set(ByteBuffer struct) {
        Map<Integer, String> runs = new TreeMap<>();
        StringBuilder run = new StringBuilder();
        for (int at = 0; at <= struct.capacity(); at++) {
            byte value = at == struct.capacity() ? 0 : struct.get(at);
            if (value != 0) {
                run.append(HexFormat.of().toHexDigits(value));
            } else if (!run.isEmpty()) {
                runs.put(at - run.length() / 2, run.toString());
                run.setLength(0);
            }
        }
        return runs;
    }

    @Test
    void sizesAreThoseOfTheHeader() {
        assertThat(AoLayouts.add(FOUR, KEY, false).capacity()).isEqualTo(288);
        assertThat(AoLayouts.delete(FOUR, KEY, null, null).capacity()).isEqualTo(144);
        assertThat(AoLayouts.state().capacity()).isEqualTo(48);
        assertThat(AoLayouts.keys(3).capacity()).isEqualTo(3 * 304);
    }

    @Test
    void adding() {
        assertThat(set(AoLayouts.add(FOUR, KEY, true)))
                .containsExactlyEntriesOf(new TreeMap<>(Map.of(
                        0, "02", // AF_INET
                        4, "c0", // 192.0.2.2
                        6, "0202",
                        128,
                                HexFormat.of()
                                        .formatHex("hmac(sha1)".getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
                        196, "03", // set_current, set_rnext
                        202, "200102", // prefix, sndid, rcvid
                        207, "0261ff"))); // keylen, key
        assertThat(set(AoLayouts.add(SIX, OTHER, false)))
                .containsEntry(0, "0a") // AF_INET6
                .containsEntry(8, "20010db8")
                .containsEntry(23, "02")
                .containsEntry(202, "80c8ff") // prefix 128, ids 200 and 255
                .doesNotContainKey(196);
    }

    @Test
    void deleting() {
        assertThat(set(AoLayouts.delete(FOUR, KEY, null, null)))
                .containsEntry(138, "200102")
                .doesNotContainKey(132);
        assertThat(set(AoLayouts.delete(FOUR, KEY, OTHER, null)))
                .containsEntry(132, "01")
                .containsEntry(138, "200102c8");
        assertThat(set(AoLayouts.delete(FOUR, KEY, OTHER, OTHER)))
                .containsEntry(132, "03")
                .containsEntry(138, "200102c8ff");
    }

    @Test
    void askingForAKey() {
        assertThat(set(AoLayouts.request(OTHER))).containsExactlyEntriesOf(new TreeMap<>(Map.of(0, "02", 7, "ff")));
    }

    @Test
    void readingTheState() {
        ByteBuffer answer = AoLayouts.state();
        answer.putInt(0, 3).put(6, (byte) 200).put(7, (byte) 255);
        answer.putLong(8, 5).putLong(16, 6).putLong(24, 7).putLong(32, 8).putLong(40, 9);

        assertThat(AoLayouts.state(answer)).isEqualTo(new TcpAoState(200, 255, 5, 6, 7, 8));
        assertThat(AoLayouts.state(AoLayouts.state())).isEqualTo(new TcpAoState(-1, -1, 0, 0, 0, 0));
    }

    @Test
    void readingKeys() {
        assertThat(set(AoLayouts.keys(1))).containsExactlyEntriesOf(new TreeMap<>(Map.of(272, "01", 276, "04")));
        ByteBuffer answer = AoLayouts.keys(2);
        answer.putInt(272, 2).putShort(276, (short) 3);
        answer.put(278, (byte) 1)
                .put(279, (byte) 2)
                .put(280, (byte) 32)
                .putLong(288, 10)
                .putLong(296, 11);
        answer.putShort(0, (short) 2).put(4, (byte) 192).put(6, (byte) 2).put(7, (byte) 2);
        answer.put(128, "hmac(sha1)".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        answer.putShort(304, (short) 10)
                .put(304 + 8, (byte) 0x20)
                .put(304 + 23, (byte) 1)
                .put(304 + 280, (byte) 128);
        answer.putShort(304 + 276, (short) 0);

        assertThat(AoLayouts.keys(answer))
                .containsExactly(
                        new InstalledAoKey(FOUR, 32, new InstalledAoKey.Ids(1, 2), "hmac(sha1)", true, true, 10, 11),
                        new InstalledAoKey(
                                new KernelIp(Family.IPV6, 0x2000_0000_0000_0000L, 1),
                                128,
                                new InstalledAoKey.Ids(0, 0),
                                "",
                                false,
                                false,
                                0,
                                0));
    }

    /** The kernel says how many there are, whatever room there was. */
    @Test
    void moreKeysThanRoom() {
        ByteBuffer answer = AoLayouts.keys(1);
        answer.putInt(272, 7);

        assertThat(AoLayouts.count(answer)).isEqualTo(7);
        assertThat(AoLayouts.keys(answer)).hasSize(1);
    }

    @Test
    void keysThatTheKernelWouldRefuse() {
        List<Byte> longest = Collections.nCopies(80, (byte) 1);
        assertThat(set(AoLayouts.add(FOUR, new TcpAoKey(0, 0, "x", longest), false)))
                .containsEntry(207, "50" + "01".repeat(80));
        assertThatThrownBy(() -> new TcpAoKey(0, 0, "x", Collections.nCopies(81, (byte) 1)))
                .hasMessage("a TCP-AO secret has from 1 to 80 bytes, not 81");
        assertThatThrownBy(() -> new TcpAoKey(256, 0, "x", longest)).hasMessageContaining("256/0");
        assertThat(KEY).hasToString("1/2");
    }
}
