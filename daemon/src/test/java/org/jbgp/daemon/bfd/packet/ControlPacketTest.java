package org.jbgp.daemon.bfd.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 5880 §4.1 and the checks of §6.8.6 that need no session. */
class ControlPacketTest {
    static ControlPacket of(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        ByteBuffer buffer = ByteBuffer.allocateDirect(256);
        buffer.put(0, bytes);
        return new ControlPacket(buffer);
    }

    static String hex(ControlPacket packet) {
        byte[] bytes = new byte[packet.length()];
        packet.buffer().get(0, bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource({
        "sound,                        20400318 00000001 00000000 000f4240 00002710 00000000,       NONE",
        "longer datagram,              20400318 00000001 00000000 000f4240 00002710 00000000 ffff,  NONE",
        "empty,                        '',                                                          TOO_SHORT",
        "one byte short,               20400318 00000001 00000000 000f4240 00002710 000000,         TOO_SHORT",
        "version 0,                    00400318 00000001 00000000 000f4240 00002710 00000000,       VERSION",
        "version 2,                    40400318 00000001 00000000 000f4240 00002710 00000000,       VERSION",
        "length below the least,       20400317 00000001 00000000 000f4240 00002710 00000000,       LENGTH",
        "length beyond the datagram,   20400319 00000001 00000000 000f4240 00002710 00000000,       LENGTH",
        "A bit without a section,      20440318 00000001 00000000 000f4240 00002710 00000000,       LENGTH",
        "A bit with one byte of it,    20440319 00000001 00000000 000f4240 00002710 00000000 01,    LENGTH",
        "multiplier 0,                 20400018 00000001 00000000 000f4240 00002710 00000000,       DETECT_MULT",
        "multipoint,                   20410318 00000001 00000000 000f4240 00002710 00000000,       FLAGS",
        "poll and final,               20700318 00000001 00000000 000f4240 00002710 00000000,       FLAGS",
        "poll,                         20600318 00000001 00000000 000f4240 00002710 00000000,       NONE",
        "no discriminator,             20400318 00000000 00000000 000f4240 00002710 00000000,       MY_DISCRIMINATOR",
    })
    void check(String what, String hex, Fault fault) {
        ControlPacket packet = of(hex);
        assertThat(packet.check(hex.replace(" ", "").length() / 2)).as(what).isEqualTo(fault);
    }

    @Test
    void whatIsWrittenIsRead() {
        ControlPacket packet = of("");
        packet.write(BfdState.UP, Diagnostic.TIME_EXPIRED, 200, 0x80000001, 0xFFFFFFFF, -1, 50_000);
        packet.mark(true, false);
        assertThat(hex(packet)).isEqualTo("21e0c818" + "80000001" + "ffffffff" + "ffffffff" + "0000c350" + "00000000");
        assertThat(packet.check(24)).isEqualTo(Fault.NONE);
        assertThat(packet.state()).isEqualTo(BfdState.UP);
        assertThat(packet.diagnostic()).isEqualTo(1);
        assertThat(packet.multiplier()).isEqualTo(200);
        assertThat(packet.poll()).isTrue();
        assertThat(packet.isFinal()).isFalse();
        assertThat(packet.demand()).isFalse();
        assertThat(packet.independent()).isFalse();
        assertThat(packet.minTx()).isEqualTo(0xFFFF_FFFFL);
        assertThat(packet.minRx()).isEqualTo(50_000);
    }

    @Test
    void flags() {
        ControlPacket packet = of("20da0318 00000001 00000002 00000000 00000000 00000000");
        assertThat(packet.state()).isEqualTo(BfdState.UP);
        assertThat(packet.isFinal()).isTrue();
        assertThat(packet.independent()).isTrue();
        assertThat(packet.demand()).isTrue();
        assertThat(packet.authenticated()).isFalse();
    }
}
