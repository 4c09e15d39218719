package org.jbgp.config;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpPrefix;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses and prefixes as text: RFC 4291 §2.2 in, RFC 5952 out. */
class IpTextTest {

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0,0.0.0.0",
        "255.255.255.255,255.255.255.255",
        "010.0.0.1,10.0.0.1",
        "::,::",
        "::1,::1",
        "1::,1::",
        "2001:DB8::0:1,2001:db8::1",
        "2001:db8:0:0:1:0:0:1,2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1,2001:db8:0:1:1:1:1:1",
        "1:2:3:4:5:6:7:8,1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::,1:2:3:4:5:6:7:0",
        "::ffff:10.0.0.1,::ffff:10.0.0.1",
        "::ffff:a00:1,::ffff:10.0.0.1",
        "::1.2.3.4,::1.2.3.4",
        "::1:0,::0.1.0.0",
        "::fffe:a00:1,::fffe:a00:1",
        "::1:0:0,::1:0:0",
        "fe80::1,fe80::1",
    })
    void readsAndWrites(String in, String out) {
        assertThat(IpAddress.parse(in)).map(IpAddress::toString).contains(out);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "256.0.0.1",
                "1..2.3",
                "1.2.3.",
                ":",
                ":::",
                "1:2",
                "1::2::3",
                "12345::",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1.2.3",
                "g::",
                "1:2:3:4:5:6:7:",
                ":1::"
            })
    void refuses(String text) {
        assertThat(IpAddress.parse(text)).isEmpty();
    }

    @Property
    void whatIsWrittenIsReadBack(@ForAll long hi, @ForAll long lo) {
        IpAddress address = IpAddress.ipv6(hi, lo);
        assertThat(IpAddress.parse(address.toString())).contains(address);
    }

    @Property
    void zerosAreReadBack(@ForAll byte mask, @ForAll long hi, @ForAll long lo) {
        long maskedHi = hi;
        long maskedLo = lo;
        for (int i = 0; i < 4; i++) {
            maskedHi &= (mask >> i & 1) == 0 ? ~(0xffffL << (16 * i)) : -1L;
            maskedLo &= (mask >> (i + 4) & 1) == 0 ? ~(0xffffL << (16 * i)) : -1L;
        }
        IpAddress address = IpAddress.ipv6(maskedHi, maskedLo);
        assertThat(IpAddress.parse(address.toString())).contains(address);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,true",
        "10.0.0.1/8,false",
        "0.0.0.0/0,true",
        "10.0.0.0/33,false",
        "::/0,true",
        "2001:db8::/32,true",
        "2001:db8::1/64,false",
        "2001:db8::1/128,true",
        "::/129,false",
        "10.0.0.0,false",
        "10.0.0.0/,false",
        "10.0.0.0/x,false"
    })
    void prefixes(String text, boolean valid) {
        assertThat(IpPrefix.parse(text).isPresent()).isEqualTo(valid);
    }
}
