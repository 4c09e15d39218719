package org.jbgp.config.filter.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Link Bandwidth communities as text and in numbers; the bytes of the first are what FRR sends for 1000 Mbit/s. */
class LinkBandwidthTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0004fde94cee6b28 | (lbw_transitive, 65001, 1000)
            4004fde94cee6b28 | (lbw, 65001, 1000)
            4004000100000000 | (lbw, 1, 0)
            4004000100000001 | (lbw, 1, 0.00000000000000000000000000000000000000000000000001)
            400400013f800000 | (lbw, 1, 0.000008)
            4004000142c80000 | (lbw, 1, 0.0008)
            400400014cb71b00 | (lbw, 1, 768)
            400400017f7fffff | (lbw, 1, 2722258800000000000000000000000000)
            400400017f800000 | (unknown 0x4004, 1, 2139095040)
            400400017fc00000 | (unknown 0x4004, 1, 2143289344)
            40040001bf800000 | (unknown 0x4004, 1, 3212836864)
            4104000142c80000 | (unknown 0x4104, 0.1.66.200, 0)
            """)
    void text(String community, String text) {
        Num value = new Num(FilterType.EC, Long.parseUnsignedLong(community, 16));
        StringBuilder shown = new StringBuilder();
        ValueFormat.append(shown, value);
        assertThat(shown.toString()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1000, 1000", "12345, 12345", "400000, 400000", "4294967295, 4294967300"})
    void whatIsWrittenIsReadBack(long megabits, String shown) {
        StringBuilder text = new StringBuilder();
        LinkBandwidth.append(
                text, LinkBandwidth.community(LinkBandwidth.NON_TRANSITIVE, 65001, LinkBandwidth.bits(megabits)));
        assertThat(text.toString()).isEqualTo("(lbw, 65001, " + shown + ")");
    }

    /** FRR's {@code extended-link-bandwidth} has 64 bits in an IPv6 extended community. */
    @ParameterizedTest
    @CsvSource({
        "'', -1",
        "0206 0000 00000002540be400 0000fde9 00000000, 1.0E10",
        "4206 0000 0000000000000064 0000fde9 00000000, 100",
        "0205 0000 0000000000000064 0000fde9 00000000, -1",
        "0206 0000 0000000000000064 0000fde9 00000000 0206 0000 0000000000000032 0000fde9 00000000, 50",
        "0206 0000 ffffffffffffffff 0000fde9 00000000, -1",
        "0206 0000, -1"
    })
    void wide(String list, float bytesPerSecond) {
        byte[] bytes = HexFormat.of().parseHex(list.replace(" ", ""));
        assertThat(LinkBandwidth.lowestWide(bytes, 0, bytes.length)).isEqualTo(bytesPerSecond);
    }
}
