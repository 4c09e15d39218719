package org.jbgp.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.function.Predicate;
import org.jbgp.config.model.bgp.BgpTransport;
import org.jbgp.daemon.session.settings.NeighborRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of several ranges takes who dials. */
class ListenedRangeTest {
    private static final List<ListenedRange> RANGES = List.of(
            range("any", "10.0.0.0", 8, null, name -> true),
            range("near", "10.1.0.0", 16, null, name -> true),
            range("dialled", "10.1.2.0", 24, "10.1.0.1", name -> true),
            range("spines", "fe80::", 10, null, name -> name.startsWith("up")),
            range("leaves", "fe80::", 10, null, name -> name.startsWith("down")),
            range("one", "fe80::", 64, null, "mgmt0"::equals));

    private static ListenedRange range(
            String name, String network, int length, String local, Predicate<String> interfaces) {
        return new ListenedRange(
                new NeighborRange(
                        name,
                        InetAddress.ofLiteral(network),
                        length,
                        new NeighborRange.Place(
                                local == null ? null : InetAddress.ofLiteral(local),
                                null,
                                179,
                                new NeighborRange.Device("", ""),
                                interfaces),
                        BgpTransport.DEFAULT),
                visitor -> {});
    }

    @ParameterizedTest(name = "{0} to {1} over {2}: {3}")
    @CsvSource({
        "10.9.0.1, 10.0.0.1, '', any",
        "10.1.9.1, 10.0.0.1, '', near",
        "10.1.2.3, 10.1.0.1, '', dialled",
        "10.1.2.3, 10.0.0.1, '', near",
        "192.0.2.1, 10.0.0.1, '',",
        // Two ranges of one prefix are apart by their interfaces.
        "fe80::2, fe80::1, up1, spines",
        "fe80::2, fe80::1, down7, leaves",
        "fe80::2, fe80::1, mgmt0, one",
        "fe80::2, fe80::1, eth0,",
        "2001:db8::1, 2001:db8::2, up1,",
    })
    void takes(String remote, String local, String interfaceName, String expected) {
        ListenedRange found =
                ListenedRange.of(RANGES, InetAddress.ofLiteral(remote), InetAddress.ofLiteral(local), interfaceName);

        assertThat(found == null ? null : found.range().name()).isEqualTo(expected);
    }
}
