package org.jbgp.daemon.policy.validity;

import static org.assertj.core.api.Assertions.assertThat;

import org.jbgp.config.filter.value.Net;
import org.jbgp.daemon.policy.RouteSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6811 §2 over a table like the one of BIRD's filter tests. */
class RoaCheckTest {

    private static final RoaStore IP4 = store(
            true,
            Net.ip4(0x0A6E0000L, 16).roa(16, 1000),
            Net.ip4(0x0A780000L, 16).roa(24, 1000),
            Net.ip4(0x0A820000L, 16).roa(24, 2000),
            Net.ip4(0x0A828000L, 18).roa(24, 3000),
            Net.ip4(0x0A8C0000L, 16).roa(24, 0));
    private static final RoaStore IP6 =
            store(false, Net.ip6(0x20010db885a38a2eL, 0, 64).roa(96, 1000));

    private static RoaStore store(boolean ip4, Net... roas) {
        RoaStore store = new LiveValidity().roas("r", ip4);
        RoaSource source = store.join("s", RouteSource.Kind.RTS_STATIC, 200);
        source.beginSet();
        for (Net roa : roas) {
            source.announce(roa.hi(), roa.lo(), roa.length(), roa.maxLength(), (int) roa.asn());
        }
        source.commit(RoaStore.Filter.ALL, (family, hi, lo, length) -> {});
        return store;
    }

    @ParameterizedTest
    @CsvSource({
        "0A0A0000, 16, 1000, 0",
        "0A000000, 8, 1000, 0",
        "0A6E0000, 16, 1000, 1",
        "0A6E0000, 16, 2000, 2",
        "0A6E2000, 20, 1000, 2",
        "0A782000, 20, 1000, 1",
        "0A782020, 28, 1000, 2",
        "0A828200, 24, 1000, 2",
        "0A828200, 24, 2000, 1",
        "0A828200, 24, 3000, 1",
        "0A821E00, 24, 3000, 2",
        "0A8C0000, 16, 0, 2"
    })
    void origins(String prefix, int length, long asn, int state) {
        assertThat(IP4.check(0, Long.parseLong(prefix, 16), length, (int) asn)).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({"1234000000000000, 80, 1", "1234000000000000, 97, 2", "0, 64, 1", "0, 48, 0"})
    void originsOfIpv6(String low, int length, int state) {
        long hi = length < 64 ? 0x20010db885a30000L : 0x20010db885a38a2eL;
        assertThat(IP6.check(hi, Long.parseLong(low, 16), length, 1000)).isEqualTo(state);
    }
}
