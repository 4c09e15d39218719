package org.jbgp.daemon.it.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.jbgp.daemon.lab.BgpPeers;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * What a node of a mesh of 200 sees when it starts: 199 others dial it at once, each with a block of its own (a
 * generator plays them), and all of their routes go into the kernel.
 */
@NeedsPeer
class LargeMeshIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int OTHERS = 199;

    private static String address(int number) {
        return "10.0.0." + (1 + number);
    }

    private static String file() {
        StringBuilder text = new StringBuilder("""
                router id 10.0.0.1;
                log stderr all;
                protocol kernel { learn; persist; scan time 2; import all; export all; graceful restart; merge paths on; }
                protocol device { scan time 2; }
                protocol direct { interface -"cali*", -"kube-ipvs*", "*"; }
                protocol static { route 10.244.0.0/26 blackhole; }
                template bgp bgp_template {
                  local as 64512; multihop; gateway recursive; import all; export where source = RTS_STATIC;
                  add paths on; graceful restart; connect delay time 2; connect retry time 5; error wait time 5, 30;
                }
                """);
        for (int number = 1; number <= OTHERS; number++) {
            text.append(
                    "protocol bgp Mesh_%s from bgp_template { neighbor %s as 64512; source address 10.0.0.1; passive on; }\n"
                            .formatted(address(number).replace('.', '_'), address(number)));
        }
        return text.toString();
    }

    @Test
    void allSessionsAndRoutes(TestReporter reporter) {
        try (Lab lab = new Lab()) {
            Node node = lab.node("node");
            Node far = lab.node("far");
            String wire = lab.link(node, "10.0.0.1/24", far, address(1) + "/24");
            StringBuilder addresses = new StringBuilder();
            for (int number = 2; number <= OTHERS; number++) {
                addresses
                        .append("addr add ")
                        .append(address(number))
                        .append("/24 dev ")
                        .append(wire)
                        .append('\n');
            }
            far.ipBatch(addresses.toString());
            try (BgpPeers peers = new BgpPeers(far, "peers")) {
                Jbgpd jbgpd = new Jbgpd(node, "jbgpd", "-R").calledAs("bird");
                long begin = System.nanoTime();
                jbgpd.start(file());
                long ready = System.nanoTime();
                for (int number = 1; number <= OTHERS; number++) {
                    peers.open("p" + number, address(number), "10.0.0.1", 64512);
                }
                peers.awaitEstablished(OTHERS);
                for (int number = 1; number <= OTHERS; number++) {
                    peers.announce(
                            "p" + number,
                            "40010100" + "400200" + "400304" + hex(10, 0, 0, 1 + number) + "40050400000064",
                            "1a" + hex(10, 244, number, 0));
                }
                peers.flush();
                lab.await(
                        "all blocks in the kernel",
                        LIMIT,
                        () -> node.kernelRoutes().stream()
                                .filter(route -> route.contains("proto bird"))
                                .count(),
                        count -> count == OTHERS + 1);
                lab.await(
                        "our block everywhere",
                        LIMIT,
                        () -> peers.heard().keySet().stream()
                                .filter(each -> each.endsWith(" 10.244.0.0/26"))
                                .count(),
                        count -> count == OTHERS);
                long end = System.nanoTime();
                assertThat(peers.troubles()).isEmpty();
                reporter.publishEntry(
                        "milliseconds",
                        "start " + TimeUnit.NANOSECONDS.toMillis(ready - begin) + ", then until all is synced "
                                + TimeUnit.NANOSECONDS.toMillis(end - ready));
            }
        }
    }

    private static String hex(int... bytes) {
        StringBuilder text = new StringBuilder();
        for (int each : bytes) {
            text.append(HexFormat.of().toHexDigits((byte) each));
        }
        return text.toString();
    }
}
