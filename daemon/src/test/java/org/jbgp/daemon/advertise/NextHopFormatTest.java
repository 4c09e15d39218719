package org.jbgp.daemon.advertise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.jbgp.daemon.advertise.rules.NextHopFormat;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Link-local next hops and those of the other family as they go out. G and L are 2001:db8::1 and fe80::1, 0 is ::. */
class NextHopFormatTest {
    private static final HexFormat HEX = HexFormat.of();

    private static byte[] bytes(String text) {
        return HEX.parseHex(text.replace("G", "20010db8000000000000000000000001")
                .replace("L", "fe800000000000000000000000000001")
                .replace("0:", "00".repeat(16)));
    }

    @ParameterizedTest
    @CsvSource({
        "L, NATIVE, 0:L",
        "L, SINGLE, L",
        "L, DOUBLE, LL",
        "0:L, NATIVE, 0:L",
        "0:L, SINGLE, L",
        "0:L, DOUBLE, LL",
        "LL, NATIVE, 0:L",
        "LL, SINGLE, L",
        "G, SINGLE, G",
        "GL, SINGLE, GL",
        "GL, DOUBLE, GL"
    })
    void linkLocal(String nextHop, NextHopFormat.LinkLocal format, String sent) {
        assertThat(apply(new NextHopFormat(format, false), AddressFamily.IPV6_UNICAST, bytes(nextHop)))
                .isEqualTo(bytes(sent));
    }

    @ParameterizedTest
    @CsvSource({
        "true, IPV6_UNICAST, 00000000000000000000ffff0a000001",
        "false, IPV6_UNICAST, 0a000001",
        "true, IPV4_UNICAST, 0a000001"
    })
    void ipv4NextHops(boolean maps, AddressFamily family, String sent) {
        assertThat(apply(new NextHopFormat(NextHopFormat.LinkLocal.NATIVE, maps), family, HEX.parseHex("0a000001")))
                .isEqualTo(HEX.parseHex(sent));
    }

    private static byte[] apply(NextHopFormat format, AddressFamily family, byte[] nextHop) {
        AttributeBlobBuilder blob = new AttributeBlobBuilder();
        blob.setOrigin(0);
        blob.set(AttributeBlob.WELL_KNOWN, AttributeBlob.NEXT_HOP, nextHop);
        blob.setMed(5);
        format.apply(blob, family);
        int at = blob.find(AttributeBlob.BGP, AttributeBlob.NEXT_HOP);
        assertThat(blob.has(AttributeBlob.BGP, AttributeBlob.MULTI_EXIT_DISC)).isTrue();
        return java.util.Arrays.copyOfRange(
                blob.array(), AttributeBlob.value(at), AttributeBlob.next(blob.array(), at));
    }
}
