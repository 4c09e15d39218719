package org.jbgp.daemon.rpki.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

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

    @Test
    void anErrorReportHasTheStartOfWhatWasWrong() {
        ByteBuf broken =
                Unpooled.buffer().writeByte(9).writeBytes(HexFormat.of().parseHex("01050000fffffff0"));
        ByteBuf out = Unpooled.buffer();
        PduEncoder.error(out, 1, PduError.CORRUPT_DATA.code(), broken, 1, 8, "no");
        assertThat(HexFormat.of().formatHex(out.array(), 0, out.readableBytes()))
                .isEqualTo("010a0000" + "0000001a" + "00000008" + "01050000fffffff0" + "00000002" + "6e6f");
    }
}
