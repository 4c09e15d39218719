package org.jbgp.daemon.rpki.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class PduDecoderTest {
    @ParameterizedTest
    @CsvFileSource(resources = "/org/jbgp/daemon/rpki/pdus.csv", delimiter = '|')
    void pdus(String hex, String expected) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        // In the middle of a buffer, so that a read outside is seen.
        ByteBuf in = Unpooled.buffer().writeZero(3).writeBytes(bytes);
        assertThat(read(in, 3)).isEqualTo(expected);
        if (!expected.startsWith("Router")
                && !expected.startsWith("Error")
                && Character.isLowerCase(expected.charAt(1))) {
            assertThat(written(in, 3)).isEqualTo(HexFormat.of().formatHex(bytes));
        }
    }

    private static String read(ByteBuf in, int at) {
        try {
            return PduDecoder.read(in, at, PduDecoder.length(in, at)).toString();
        } catch (PduException e) {
            return e.error() + (e.silent() ? " silent " : " ") + e.getMessage();
        }
    }

    private static String written(ByteBuf in, int at) {
        try {
            ByteBuf out = Unpooled.buffer();
            PduEncoder.write(out, in.getUnsignedByte(at), PduDecoder.read(in, at, PduDecoder.length(in, at)));
            return HexFormat.of().formatHex(out.array(), 0, out.readableBytes());
        } catch (PduException e) {
            throw new AssertionError(e);
        }
    }

    /** As Debian's StayRTR writes them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "020b0000000000140100 0001 0000fdf2 0000fdea | Aspa[announced=true, customer=65010, providers=[65002]]",
                "020b0000000000100000 0000 0000fdf2 | Aspa[announced=false, customer=65010, providers=[]]",
                "020b0000000000140101 0001 0000fdf2 0000fdeb | ProvidersOfIpv6[customer=65010]",
                "020b0000000000140100 0002 0000fdf2 0000fdea | ASPA_PROVIDERS ASPA withdrawn with providers",
            })
    void aspasOfAnEarlyDraft(String hex, String expected) {
        assertThat(read(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", ""))), 0))
                .isEqualTo(expected);
    }

    @Test
    void anErrorReportHasTheStartOfWhatWasWrong() {
        ByteBuf broken =
                Unpooled.buffer().writeByte(9).writeBytes(HexFormat.of().parseHex("01050000fffffff0"));
        ByteBuf out = Unpooled.buffer();
        PduEncoder.error(out, 1, PduError.CORRUPT_DATA.code(), broken, 1, 8, "no");
        assertThat(HexFormat.of().formatHex(out.array(), 0, out.readableBytes()))
                .isEqualTo("010a0000" + "0000001a" + "00000008" + "01050000fffffff0" + "00000002" + "6e6f");
    }

    /** At most 400 bytes, whatever became of bytes that are no UTF-8, and a whole character at the end. */
    @ParameterizedTest
    @CsvSource({"a2, 300, 133, 399", "61, 500, 400, 400", "e282ac, 200, 133, 399", "c3a9, 200, 200, 400"})
    void aTextIsCutBetweenCharacters(String character, int times, int characters, int bytes) throws PduException {
        byte[] text = HexFormat.of().parseHex(character.repeat(times));
        ByteBuf in = Unpooled.buffer()
                .writeInt(0x010a0001)
                .writeInt(16 + text.length)
                .writeInt(0)
                .writeInt(text.length)
                .writeBytes(text);
        Pdu.ErrorReport report = (Pdu.ErrorReport) PduDecoder.read(in, 0, in.readableBytes());
        assertThat(report.text()).hasSize(characters);
        assertThat(report.text().getBytes(StandardCharsets.UTF_8)).hasSize(bytes);

        ByteBuf out = Unpooled.buffer();
        PduEncoder.error(out, 1, 1, null, 0, 0, report.text() + "€");
        Pdu.ErrorReport again = (Pdu.ErrorReport) PduDecoder.read(out, 0, out.readableBytes());
        assertThat(again.text()).isEqualTo(report.text());
    }
}
