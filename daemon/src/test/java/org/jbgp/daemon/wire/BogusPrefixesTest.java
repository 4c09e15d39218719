package org.jbgp.daemon.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.jbgp.config.base.IpFamily;
import org.jbgp.config.base.IpPrefix;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The classes as BIRD 2.19.2 showed them: each prefix was announced to it, and was in its table or not. */
class BogusPrefixesTest {
    @ParameterizedTest(name = "{0} refused: {1}")
    @CsvSource({
        "0.0.0.0/0, false",
        "0.0.0.0/1, false",
        "0.0.0.0/8, false",
        "0.0.0.0/32, false",
        "0.1.2.3/32, true",
        "0.1.0.0/16, true",
        "1.0.0.0/8, false",
        "10.0.0.0/8, false",
        "126.255.255.255/32, false",
        "127.0.0.0/8, true",
        "127.0.0.1/32, true",
        "126.0.0.0/7, false",
        "128.0.0.0/1, false",
        "169.254.0.0/16, false",
        "192.0.2.0/24, false",
        "223.255.255.255/32, false",
        "224.0.0.0/3, true",
        "224.0.0.0/4, true",
        "239.1.2.3/32, true",
        "240.0.0.0/4, false",
        "250.1.0.0/16, false",
        "255.255.255.254/32, false",
        "255.255.255.255/32, true",
        "::/0, false",
        "::/128, false",
        "::1/128, true",
        "::2/128, true",
        "::10.0.0.0/104, false",
        "::127.0.0.1/128, true",
        "::ffff:0:0/96, true",
        "::ffff:10.0.0.0/104, false",
        "::ffff:224.0.0.0/100, true",
        "::1:0:0/96, true",
        "0:0:0:1::/64, false",
        "64:ff9b::/96, false",
        "100::/64, false",
        "2000::/3, false",
        "2001:db8::/32, false",
        "3fff::/20, false",
        "4000::/3, false",
        "fc00::/7, false",
        "fd00::/8, false",
        "fe00::/9, false",
        "fe80::/9, true",
        "fe80::/10, true",
        "fe80::/64, true",
        "febf:ffff::1/128, true",
        "fec0::/10, false",
        "ff00::/8, true",
        "ff02::1/128, true",
        "ff0e::/16, true",
    })
    void classes(String prefix, boolean refused) {
        IpPrefix parsed = IpPrefix.parse(prefix).orElseThrow();
        AddressFamily family =
                parsed.family() == IpFamily.IPV4 ? AddressFamily.IPV4_UNICAST : AddressFamily.IPV6_UNICAST;
        assertThat(BogusPrefixes.refused(family, parsed.hi(), parsed.lo())).isEqualTo(refused);
    }
}
