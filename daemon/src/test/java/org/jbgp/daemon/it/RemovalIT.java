package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.Node;
import org.junit.jupiter.api.Test;

/**
 * Several protocols that go with one reload: the routes of each leave, those of the others stay, and the reload comes
 * to its end.
 */
class RemovalIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String FIRST = """
            router id 10.0.0.1;
            log stderr all;
            ipv4 table t;
            protocol device { }
            """;

    private static final String STAYS = """
            protocol static stays { ipv4; route 10.1.0.0/16 blackhole; }
            """;

    private static final String GOES = """
            protocol bgp absent { local as 65001; neighbor 192.0.2.1 as 65002; multihop; ipv4 { import all; export all; }; }
            protocol static before { ipv4; route 10.2.0.0/16 blackhole; }
            protocol kernel k { ipv4 { export none; }; learn; scan time 2; }
            protocol static disabled1 { disabled; ipv4; route 10.4.0.0/16 blackhole; }
            protocol pipe p { table master4; peer table t; export all; }
            """;

    private static final String COMES = "protocol static comes { ipv4; route 10.3.0.0/16 blackhole; }\n";

    @Test
    void severalProtocolsGoAtOnce() {
        try (Lab lab = new Lab()) {
            Node node = lab.node("us");
            node.exec("ip", "route", "add", "10.9.0.0/16", "dev", "lo");
            Jbgpd jbgpd = new Jbgpd(node, "jbgpd");
            // The kernel protocol ends last; numbers that others had are free by then, one of a channel that never was
            // up.
            for (String file : new String[] {GOES + STAYS, STAYS + GOES}) {
                jbgpd.start(FIRST + file);
                lab.eventually(
                        "all routes are there",
                        LIMIT,
                        () -> assertThat(jbgpd.command("show route count table t"))
                                .contains("3 of 3 routes for 3 networks in table t"));
                jbgpd.write("conf", FIRST + STAYS + COMES);
                jbgpd.command("configure");
                lab.eventually("the rest is there", LIMIT, () -> {
                    assertThat(jbgpd.command("show protocols"))
                            .contains("comes ")
                            .contains("stays ")
                            .doesNotContain("before ");
                    assertThat(jbgpd.command("show route table all count"))
                            .contains("2 of 2 routes for 2 networks in table master4")
                            .contains("0 of 0 routes for 0 networks in table t");
                    assertThat(jbgpd.command("configure status")).doesNotContain("in progress");
                });
                jbgpd.kill();
            }
        }
    }
}
