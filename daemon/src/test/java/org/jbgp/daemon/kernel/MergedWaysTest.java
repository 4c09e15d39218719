package org.jbgp.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jbgp.config.model.KernelConfig.LinkBandwidth;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.wire.Destination;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Next hops of merged paths, and their weights. */
class MergedWaysTest {
    /** A path is {@code gateway*weight+gateway*weight=bandwidth}, a result {@code gateway*weight}. */
    @ParameterizedTest
    @CsvSource({
        "OFF, 1*1=100 2*1=300, 1*1 2*1",
        "ON, 1*1=100 2*1=300, 1*1 2*3",
        "ON, 1*1=100 2*1=300 3*1=0, 1*1 2*1 3*1",
        "SKIP_MISSING, 1*1=100 2*1=300 3*1=0, 1*1 2*3",
        "SKIP_MISSING, 1*1=0 2*1=300 3*1=100, 2*3 3*1",
        "SKIP_MISSING, 1*1=0 2*1=0, 1*1 2*1",
        "DEFAULT_WEIGHT, 1*1=200 2*1=300 3*1=0, 1*2 2*3 3*1",
        "DEFAULT_WEIGHT, 1*1=0 2*1=0, 1*1 2*1",
        // One that is spread itself gives each of its ways a part.
        "ON, 1*1+2*3=400 3*1=400, 1*1 2*3 3*4",
        // Two paths over the same gateway add up.
        "ON, 1*1=100 1*1=200 2*1=100, 1*3 2*1",
        "OFF, 1*1=100 1*1=200 2*1=100, 1*1 2*1",
        // No more than four.
        "ON, 1*1=1 2*1=1 3*1=1 4*1=1 5*1=1 1*1=1, 1*2 2*1 3*1 4*1"
    })
    void ways(LinkBandwidth how, String paths, String expected) {
        MergedWays ways = new MergedWays(4, how);
        for (String path : paths.split(" ", -1)) {
            String[] parts = path.split("=", -1);
            List<ResolvedNextHop.Leg> legs = Arrays.stream(parts[0].split("\\+", -1))
                    .map(MergedWaysTest::leg)
                    .toList();
            ways.add(
                    new ResolvedNextHop(ResolvedNextHop.State.REACHABLE, legs, 0, Destination.UNICAST),
                    Float.parseFloat(parts[1]));
        }
        assertThat(ways.legs().stream()
                        .map(leg -> leg.interfaceIndex() + "*" + leg.weight())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(expected);
    }

    private static ResolvedNextHop.Leg leg(String text) {
        String[] parts = text.split("\\*", -1);
        try {
            return new ResolvedNextHop.Leg(
                    Address.of(InetAddress.getByName("10.0.0." + parts[0])),
                    Integer.parseInt(parts[0]),
                    "eth" + parts[0],
                    Integer.parseInt(parts[1]),
                    false);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1 3, 1 3",
        "2 3, 2 3",
        "125000000 375000000, 1 3",
        "10 25 40, 2 5 8",
        "100 100 100, 1 1 1",
        // As good as exact.
        "100 300.3, 1 3",
        "1 1000, 1 256",
        "1 256, 1 256",
        "3.14159 2.71828, 15 13",
        "0 7, 1 1",
        "0 0, 1 1"
    })
    void weights(String shares, String expected) {
        double[] all = Arrays.stream(shares.split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
        assertThat(Arrays.stream(MergedWays.weights(all))
                        .mapToObj(String::valueOf)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(expected);
    }
}
