package org.jbgp.daemon.it;

import java.time.Duration;
import java.util.List;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;

/**
 * Filters that name an interface, or a gateway behind one, which comes later: what they refused for that is taken then,
 * without a reload.
 */
@NeedsPeer(Software.BIRD2)
class LateInterfacesIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String FILE = """
            router id 10.0.0.1;
            log stderr all;
            protocol device { scan time 3600; }
            protocol kernel {
              scan time 3600;
              ipv4 { export filter {
                if net = 10.50.0.0/16 then ifname = "late0";
                if net = 10.51.0.0/16 then gw = 10.9.9.2;
                accept;
              }; };
            }
            protocol static plain { ipv4 {
                import filter { if net = 10.54.0.0/16 then gw = 10.9.9.3; accept; }; };
              route 10.50.0.0/16 via 10.0.0.2; route 10.51.0.0/16 via 10.0.0.2; route 10.52.0.0/16 via 10.0.0.2;
              route 10.54.0.0/16 via 10.0.0.2;
            }
            ipv4 table t;
            protocol pipe { table master4; peer table t;
              import none; export filter { if net = 10.52.0.0/16 then ifname = "late0"; accept; }; }
            protocol bgp up { local 10.0.0.1 as 65001; neighbor 10.0.0.2 as 65002; connect delay time 1;
              ipv4 { import filter { if net = 10.53.0.0/16 then ifname = "late2"; accept; }; export none; }; }
            """;

    @Test
    void areWaitedFor() {
        try (Lab lab = new Lab()) {
            Node us = lab.node("us");
            Node them = lab.node("them");
            lab.link(us, "10.0.0.1/24", them, "10.0.0.2/24");
            new Bird(them, "neighbor").start("""
                    router id 10.0.0.2;
                    protocol device { }
                    protocol static { ipv4; route 10.53.0.0/16 blackhole; route 10.55.0.0/16 blackhole; }
                    protocol bgp { local 10.0.0.2 as 65002; passive; neighbor 10.0.0.1 as 65001;
                      ipv4 { import all; export all; next hop self; }; }
                    """);
            Jbgpd jbgpd = new Jbgpd(us, "jbgpd");
            jbgpd.start(FILE);
            lab.await(
                    "what needs nothing", LIMIT, () -> has(us, "10.52.0.0/16 via 10.0.0.2") && has(us, "10.55.0.0/16"));
            for (String late : List.of("10.50.", "10.51.", "10.53.", "10.54.")) {
                lab.await("without " + late, LIMIT, () -> !has(us, late));
            }
            us.tun("late0");
            lab.await("an interface by name", LIMIT, () -> has(us, "10.50.0.0/16 dev late0"));
            lab.await(
                    "through a pipe",
                    LIMIT,
                    () -> jbgpd.command("show route table t"),
                    text -> text.contains("10.52."));
            us.tun("late1", "10.9.9.1/24");
            lab.await("a gateway", LIMIT, () -> has(us, "10.51.0.0/16 via 10.9.9.2 dev late1"));
            lab.await("a gateway of an import filter", LIMIT, () -> has(us, "10.54.0.0/16 via 10.9.9.3 dev late1"));
            us.tun("late2");
            lab.await("an interface of an import filter", LIMIT, () -> has(us, "10.53.0.0/16 dev late2"));
        }
    }

    private static boolean has(Node node, String words) {
        return node.kernelRoutes().stream().anyMatch(line -> line.contains("proto bird") && line.contains(words));
    }
}
