package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.RawPeer;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A neighbor that sends more than there is memory for is stopped; the others notice nothing. */
@NeedsPeer(Software.BIRD2)
class MemoryIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static String us() {
        return """
                router id 10.0.0.1; log stderr all; protocol device { }
                template bgp any { local 10.0.0.1 as 65000; error wait time 60, 60; enable extended messages;
                  ipv4 { import all; export all; }; }
                protocol bgp hostile from any { neighbor 10.0.0.2 as 65002; }
                protocol bgp honest from any { neighbor 10.0.0.3 as 65003; passive; hold time 6; }
                """;
    }

    @ParameterizedTest(name = "sets of {1} bytes, {0} of heap")
    @CsvSource({"300m, 60000", "150m, 60000", "96m, 60000", "150m, 100", "64m, 1000"})
    void floods(String heap, int size) {
        try (Lab lab = new Lab()) {
            List<Node> nodes = lab.atOneSwitch("us", "far", "other");
            Jbgpd jbgpd = new Jbgpd(nodes.get(0), "jbgpd").heap(heap);
            Bird honest = new Bird(nodes.get(2), "honest");
            jbgpd.start(us());
            honest.start("""
                    router id 10.0.0.3; log stderr all; protocol device { }
                    protocol static { ipv4; route 100.64.0.0/16 blackhole; }
                    protocol bgp up { local 10.0.0.3 as 65003; neighbor 10.0.0.1 as 65000; hold time 6;
                      connect delay time 1; ipv4 { import none; export all; }; }
                    """);
            lab.await("honest session", LIMIT, () -> jbgpd.established("10.0.0.3"));
            try (RawPeer hostile = new RawPeer(nodes.get(1), "hostile")) {
                hostile.connect("10.0.0.2", "10.0.0.1");
                hostile.send(RawPeer.openExtended(65002, 90, "10.0.0.2"));
                hostile.await("received 1 ");
                hostile.send(RawPeer.KEEPALIVE);
                hostile.await("received 4");
                hostile.flood(size);
                lab.await("end", LIMIT, () -> jbgpd.log().contains("hostile brings"));
                // Cease, Out of Resources.
                hostile.await("received 3 0608");
            }
            lab.await(
                    "state",
                    LIMIT,
                    () -> jbgpd.command("show protocols hostile"),
                    text -> text.contains("Idle          Automatic shutdown: Out of memory"));
            lab.eventually(
                    "the log",
                    LIMIT,
                    () -> assertThat(jbgpd.log()).contains("Memory: ", "most of the routes", "its session is ended"));
            assertThat(jbgpd.log()).doesNotContain("OutOfMemoryError", "internal error", "honest: Session down");
            assertThat(honest.log()).doesNotContain("Hold timer expired", "Error:");
            lab.await(
                    "the honest route alone",
                    LIMIT,
                    () -> jbgpd.command("show route count"),
                    text -> text.contains("1 of 1 routes for 1 networks"));
            assertThat(jbgpd.established("10.0.0.3")).isTrue();
        }
    }
}
