package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalTime;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Frr;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;

/** {@code aggregate <prefix>}: what BIRD advertises to jbgpd reaches FRR as an aggregate. */
@NeedsPeer({Software.BIRD2, Software.FRR})
class AggregateIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String AGGREGATE = "show bgp ipv4 unicast 20.0.0.0/8";

    private static String us(String aggregates) {
        return """
                router id 10.0.0.1;
                log stderr all;
                protocol device { }
                protocol static own { ipv4; route 30.1.0.0/16 blackhole; route 20.99.0.0/16 blackhole; }
                protocol aggregator sums { table master4; export where source = RTS_BGP; %s }
                protocol kernel { ipv4 { export where source = RTS_AGGREGATED; }; }
                protocol bgp source {
                  local 10.0.0.1 as 65000; neighbor 10.0.0.2 as 65001; connect delay time 1; error wait time 1, 2;
                  ipv4 { import all; export none; };
                }
                protocol bgp sink {
                  local 10.0.1.1 as 65000; neighbor 10.0.1.2 as 65002; connect delay time 1; error wait time 1, 2;
                  ipv4 { import none; export all; };
                }
                """.formatted(aggregates);
    }

    private static final String SOURCE = """
            router id 10.0.0.2;
            log stderr all;
            protocol device { }
            protocol static one { ipv4 { import filter { bgp_path.prepend(64501); bgp_origin = ORIGIN_INCOMPLETE; bgp_community.add((65001,1)); accept; }; };
              route 20.1.0.0/16 blackhole; }
            protocol static two { disabled; ipv4 { import filter { bgp_path.prepend(64502); bgp_community.add((65001,2)); accept; }; };
              route 20.2.0.0/16 blackhole; route 20.2.128.0/17 blackhole; }
            protocol bgp up {
              local 10.0.0.2 as 65001; neighbor 10.0.0.1 as 65000; connect delay time 1; error wait time 1, 2;
              ipv4 { import none; export all; };
            }
            """;

    private static final String SINK = """
            log stdout
            router bgp 65002
             bgp router-id 10.0.1.2
             no bgp ebgp-requires-policy
             neighbor 10.0.1.1 remote-as 65000
             neighbor 10.0.1.1 timers connect 1
            """;

    @Test
    void moreSpecificRoutesBringItUpAndTakeItDown() {
        try (Lab lab = new Lab()) {
            Node middle = lab.node("us");
            Node far = lab.node("source");
            Node near = lab.node("sink");
            lab.link(middle, "10.0.0.1/24", far, "10.0.0.2/24");
            lab.link(middle, "10.0.1.1/24", near, "10.0.1.2/24");
            Jbgpd jbgpd = new Jbgpd(middle, "jbgpd");
            Bird source = new Bird(far, "source");
            Frr sink = new Frr(near, "sink");
            jbgpd.start(us("aggregate 20.0.0.0/8 { summary only; };"));
            source.start(SOURCE);
            sink.start(SINK);

            lab.eventually("the aggregate instead of the route", LIMIT, () -> {
                // The origin is the worst, the path is left out, and that is said (RFC 4271 section 9.1.4).
                assertThat(sink.vtysh(AGGREGATE))
                        .contains("65000, (aggregated by 65000 10.0.0.1)", "Origin incomplete", "atomic-aggregate")
                        .doesNotContain("64501", "65001");
                assertThat(sink.vtysh("show bgp ipv4 unicast"))
                        .contains("30.1.0.0/16")
                        // Not made of this one, which the filter does not let pass: so it is not kept back.
                        .contains("20.99.0.0/16")
                        .doesNotContain("20.1.0.0/16");
            });
            LocalTime up = jbgpd.since("sink");
            assertThat(jbgpd.command("show route 20.1.0.0/16")).contains("20.1.0.0/16");
            assertThat(jbgpd.command("show route export sink")).doesNotContain("20.1.0.0/16");
            assertThat(jbgpd.command("show route export sums"))
                    .contains("20.1.0.0/16")
                    .doesNotContain("30.1.0.0/16");
            lab.says(jbgpd, "show protocols all sums", "Aggregate:      20.0.0.0/8, up, of 1 route, summary only");
            assertThat(jbgpd.json("show protocols sums"))
                    .contains(
                            "\"aggregates\":[{\"prefix\":\"20.0.0.0/8\",\"up\":true,\"routes\":1,\"summary_only\":true}]");
            assertThat(jbgpd.own("explain route 20.1.0.0/16 sink"))
                    .contains("the aggregate 20.0.0.0/8 of sums stands for it ('summary only')");
            assertThat(jbgpd.own("explain route 20.1.0.0/16 sums")).contains("it contributes to 20.0.0.0/8");
            lab.eventually(
                    "traffic for nobody is dropped",
                    LIMIT,
                    () -> assertThat(middle.ip("route", "show", "20.0.0.0/8")).contains("blackhole 20.0.0.0/8"));

            // Further ones: nothing changes for the neighbor. Then the worse origin goes.
            source.command("enable two");
            lab.says(jbgpd, "show protocols all sums", "20.0.0.0/8, up, of 3 routes");
            source.command("disable one");
            lab.eventually(
                    "better origin",
                    LIMIT,
                    () -> assertThat(sink.vtysh(AGGREGATE)).contains("Origin IGP", "atomic-aggregate"));
            source.command("enable one");

            // With AS_SET the path is there, with the communities.
            jbgpd.reconfigure(us("aggregate 20.0.0.0/8 { as set; }; aggregate 20.2.0.0/16;"));
            lab.eventually("an AS_SET, and nothing kept back", LIMIT, () -> {
                assertThat(sink.vtysh(AGGREGATE))
                        .contains("65000 65001 {64501,64502}", "Community: 65001:1 65001:2", "Origin incomplete")
                        .doesNotContain("atomic-aggregate");
                assertThat(sink.vtysh("show bgp ipv4 unicast")).contains("20.1.0.0/16", "20.2.0.0/16", "20.2.128.0/17");
            });
            // A neighbor's route for an aggregate's own prefix is no part of it, and worse.
            assertThat(jbgpd.command("show route 20.2.0.0/16")).contains("[sums", "[source");
            lab.says(jbgpd, "show protocols all sums", "20.2.0.0/16, up, of 1 route");

            jbgpd.reconfigure(us("aggregate 20.0.0.0/8 { summary only; };"));
            lab.eventually(
                    "kept back again",
                    LIMIT,
                    () -> assertThat(sink.vtysh("show bgp ipv4 unicast"))
                            .contains("20.0.0.0/8", "20.99.0.0/16")
                            .doesNotContain("20.1.0.0/16", "20.2.0.0/16", "20.2.128.0/17"));
            // An aggregate that is not let into the table keeps nothing back.
            jbgpd.reconfigure(us("import none; aggregate 20.0.0.0/8 { summary only; };"));
            lab.eventually(
                    "not in the table",
                    LIMIT,
                    () -> assertThat(sink.vtysh("show bgp ipv4 unicast"))
                            .contains("20.1.0.0/16", "20.2.0.0/16", "20.2.128.0/17")
                            .doesNotContain("20.0.0.0/8"));
            jbgpd.reconfigure(us("aggregate 20.0.0.0/8 { summary only; };"));
            lab.eventually(
                    "and again",
                    LIMIT,
                    () -> assertThat(sink.vtysh("show bgp ipv4 unicast"))
                            .contains("20.0.0.0/8")
                            .doesNotContain("20.1.0.0/16"));

            source.command("disable one");
            source.command("disable two");
            lab.eventually("the last one takes it down", LIMIT, () -> {
                assertThat(sink.vtysh("show bgp ipv4 unicast"))
                        .contains("20.99.0.0/16")
                        .doesNotContain("20.0.0.0/8");
                assertThat(middle.ip("route", "show", "20.0.0.0/8")).isBlank();
            });
            source.command("enable one");
            lab.says(jbgpd, "show protocols all sums", "20.0.0.0/8, up, of 1 route");
            jbgpd.command("disable sums");
            lab.eventually(
                    "the protocol stops",
                    LIMIT,
                    () -> assertThat(sink.vtysh("show bgp ipv4 unicast"))
                            .contains("20.1.0.0/16")
                            .doesNotContain("20.0.0.0/8"));
            jbgpd.command("enable sums");
            lab.eventually(
                    "and starts",
                    LIMIT,
                    () -> assertThat(sink.vtysh("show bgp ipv4 unicast"))
                            .contains("20.0.0.0/8")
                            .doesNotContain("20.1.0.0/16"));
            assertThat(jbgpd.unchangedSince("sink", up)).isTrue();
        }
    }
}
