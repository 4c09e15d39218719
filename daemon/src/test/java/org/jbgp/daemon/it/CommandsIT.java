package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;

/**
 * Commands that hold filters and expressions, or ask for routes as they were received or advertised: jbgpd and a BIRD 2
 * with the same file, neighbors of the same third router, must answer the same but for the order of prefixes and for
 * times.
 */
@NeedsPeer(Software.BIRD2)
class CommandsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final List<String> COMMANDS = List.of(
            "show route",
            "show route where net.len > 24",
            "show route where brief(1) && bgp_path ~ [= * BIGAS * =]",
            "show route where net ~ [10.0.0.0/8+] all",
            "show route where bgp_med > 3 || ! defined(bgp_med)",
            "show route filter small",
            "show route filter { if net.len = 24 && source = RTS_BGP then { bgp_local_pref = 400; preference = 7; accept; } reject; } all",
            "show route where bgp_local_pref = 100 table master4 count",
            "show route count where source = RTS_BGP",
            "show route where 1 = 2",
            "show route filtered where true",
            "show route filtered where net.len = 8",
            "show route table master4 filter { scope = SCOPE_SITE; accept; } all",
            "show route filtered all",
            "show route filtered count",
            "show route filtered where preference = 42 count",
            "show route for 192.0.2.1 where source = RTS_STATIC",
            "show route for 192.0.2.1 where source = RTS_DEVICE",
            "show route for 172.16.0.1 where true",
            "show route in 198.51.100.0/24 where true",
            "show route 192.0.2.0/24 filter small",
            "show route export up1",
            "show route noexport up1",
            "show route preexport up1",
            "show route exported up1",
            "show route export up1 where net.len = 24",
            "show route noexport up1 protocol s1",
            "show route import table up1.ipv4",
            "show route import table up1.ipv4 where net.len = 16 all",
            "show route export table up1.ipv4",
            "show route import table up1.ipv6",
            "show route table r4",
            "show route table r4 where net ~ 10.0.0.0/8",
            "show route table r4 all",
            "show route table r4 count",
            "show route table r6",
            "show route table all count",
            "show route primary where true",
            "show route table second",
            "show route protocol s1 where net.len < 25 stats",
            "show route filter lift where true",
            "show route 192.0.2.0/24 10.1.0.0/16",
            "show route export down1",
            "show route preexport down1 count",
            "show route noexport down1 stats",
            "show route exported down1 primary",
            "show route 192.0.2.0/24 export down1",
            "show route for 192.0.2.1 export down1",
            "show route in 192.0.0.0/8 export down1",
            "show route export down1.ipv4",
            "show route export up1.ipv6",
            "show route filtered export down1",
            "show route protocol down1",
            "show route export table down1.ipv6",
            "show route export s1",
            "show route export device1",
            "show route protocol device1",
            "show route table second export up1",
            "show route table second export down1",
            "show route table all export down1",
            "show route table all export up1 count",
            "show route export up1 table second",
            "show route export up1 table master4 count",
            "show route table master4 table second",
            "show route table second table r4 count",
            "show route table second protocol s1",
            "show route protocol s1 table second",
            "show route table master6",
            "show route table all in fd00::/8",
            "show route table master4 in fd00::/8",
            "show route export pipe1 count",
            "show route export pipe1",
            "show route table third export pipe1",
            "show route table third",
            "show symbols table",
            "show symbols filter",
            "show symbols function",
            "show symbols protocol",
            "show symbols template",
            "show symbols BIGAS",
            "show symbols mark",
            "show symbols tt",
            "eval 1 + 2",
            "eval BIGAS",
            "eval [1..5, 7]",
            "eval (65001,2)",
            "eval 10.0.0.0/8 ~ [10.0.0.0/8+]",
            "eval loud()",
            "eval +empty+",
            "eval RTS_BGP",
            "show bfd sessions",
            "reload in up1",
            "reload out up1");

    private static String speaker(String address) {
        return """
                router id ADDRESS;
                log stderr all;
                define BIGAS = 65002;
                roa4 table r4;
                roa6 table r6;
                attribute int mark;
                function brief(int n) { return bgp_path.len <= n; }
                function loud() { print "loud"; return 7; }
                filter small { if net.len > 24 then reject; accept; }
                filter lift { bgp_local_pref = 500; accept; }
                ipv4 table second;
                ipv4 table third;
                protocol device { }
                protocol static s1 {
                  ipv4;
                  route 192.0.2.0/24 blackhole;
                  route 198.51.100.0/25 unreachable { bgp_community.add((65001,7)); };
                  route 203.0.113.0/24 prohibit;
                }
                protocol static r {
                  roa4 { table r4; };
                  route 192.0.2.0/24 max 26 as 65001;
                  route 10.0.0.0/8 max 16 as 65002;
                }
                protocol static s3 { ipv4 { table third; }; route 192.0.3.0/24 blackhole { igp_metric = 5; }; }
                protocol pipe pipe1 { table second; peer table third; export none; import where net.len = 0; }
                protocol bgp down1 { disabled; local as 65001; neighbor 10.0.0.77 as 65003; ipv4 { import all; export all; }; }
                template bgp tt { local as 65001; connect delay time 1; error wait time 1, 2; }
                protocol bgp up1 from tt {
                  local ADDRESS;
                  neighbor 10.0.0.3 as 65002;
                  ipv4 {
                    import table on; export table on; import keep filtered on;
                    import filter { if net = 203.0.113.0/26 then { bgp_community.add((65001,13)); preference = 42; reject "no"; } accept; };
                    export where net.len <= 24 && source = RTS_STATIC;
                    next hop self;
                  };
                }
                """.replace("ADDRESS", address);
    }

    private static String neighbor() {
        return """
                router id 10.0.0.3;
                log stderr all;
                protocol device { }
                protocol static {
                  ipv4;
                  route 192.0.2.0/24 blackhole;
                  route 198.51.100.0/24 blackhole;
                  route 203.0.113.0/26 blackhole;
                  route 10.1.0.0/16 blackhole { bgp_med = 5; bgp_community.add((65002,1)); };
                }
                template bgp t {
                  local 10.0.0.3 as 65002; passive;
                  ipv4 { import all; export where source = RTS_STATIC; next hop self; };
                }
                protocol bgp n1 from t { neighbor 10.0.0.1 as 65001; }
                protocol bgp n2 from t { neighbor 10.0.0.2 as 65001; }
                """;
    }

    /** On the thread of a client, as in filters on those of the shards. */
    @Test
    void functionsCallEachOtherDeeply() {
        try (Lab lab = new Lab()) {
            Jbgpd jbgpd = new Jbgpd(lab.node("n1"), "jbgpd");
            jbgpd.start("""
                    router id 10.0.0.1;
                    log stderr all;
                    protocol device { }
                    function deep(int n) -> int { if n = 0 then return 0; return 1 + deep(n - 1); }
                    """);
            assertThat(jbgpd.command("eval deep(500)")).isEqualToIgnoringWhitespace("500");
        }
    }

    @Test
    void answersAsBird() {
        try (Lab lab = new Lab()) {
            List<Node> nodes = lab.atOneSwitch("n1", "n2", "n3");
            Bird bird = new Bird(nodes.get(0), "bird");
            Jbgpd jbgpd = new Jbgpd(nodes.get(1), "jbgpd");
            new Bird(nodes.get(2), "neighbor").start(neighbor());
            bird.start(speaker("10.0.0.1"));
            jbgpd.start(speaker("10.0.0.2"));
            for (Bird each : List.of(bird, jbgpd)) {
                lab.await(
                        each + " has all routes",
                        LIMIT,
                        () -> each.command("show route count") + each.command("show route exported up1 count"),
                        text -> text.contains("6 of 6") && text.contains("2 of 6"));
            }
            lab.eventually("the same answers", LIMIT, () -> {
                SoftAssertions all = new SoftAssertions();
                for (String command : COMMANDS) {
                    all.assertThat(answer(jbgpd, command)).as(command).isEqualTo(answer(bird, command));
                }
                all.assertAll();
            });
        }
    }

    private static final String RESOLVED = """
            router id ADDRESS;
            log stderr all;
            protocol device { }
            protocol direct { ipv4; }
            protocol static s1 {
              ipv4;
              route 192.0.2.0/26 blackhole;
              route 192.0.2.64/26 unreachable;
              route 198.51.100.0/24 via 10.0.0.3 { igp_metric = 5; };
              route 203.0.113.0/24 via 10.0.0.3;
            }
            protocol bgp up1 {
              local ADDRESS as 65001; neighbor 10.0.0.3 as 65002; multihop; connect delay time 1; error wait time 1, 2;
              ipv4 { import keep filtered; import where net.len = 16; export none; };
            }
            """;

    private static final String NEXT_HOPS = """
            router id 10.0.0.3;
            log stderr all;
            protocol device { }
            protocol static {
              ipv4;
              route 10.1.0.0/16 blackhole { bgp_next_hop = 192.0.2.1; };
              route 10.2.0.0/16 blackhole { bgp_next_hop = 192.0.2.65; };
              route 10.3.0.0/16 blackhole { bgp_next_hop = 198.51.100.1; };
              route 10.4.0.0/16 blackhole { bgp_next_hop = 203.0.113.1; };
              route 10.5.0.0/16 blackhole { bgp_next_hop = 10.0.0.3; };
              route 10.6.0.0/16 blackhole { bgp_next_hop = 100.64.0.1; };
              route 10.7.0.0/24 blackhole { bgp_next_hop = 100.64.0.1; };
              route 10.8.0.0/24 blackhole { bgp_next_hop = 198.51.100.7; };
            }
            template bgp t {
              local 10.0.0.3 as 65002; passive; multihop;
              ipv4 { import none; export where source = RTS_STATIC; next hop keep; };
            }
            protocol bgp n1 from t { neighbor 10.0.0.1 as 65001; }
            protocol bgp n2 from t { neighbor 10.0.0.2 as 65001; }
            """;

    /** Behind a preference stands the metric of the next hop, or what is known of it. */
    @Test
    void metricsOfNextHops() {
        try (Lab lab = new Lab()) {
            List<Node> nodes = lab.atOneSwitch("n1", "n2", "n3");
            Bird bird = new Bird(nodes.get(0), "bird");
            Jbgpd jbgpd = new Jbgpd(nodes.get(1), "jbgpd");
            new Bird(nodes.get(2), "neighbor").start(NEXT_HOPS);
            bird.start(RESOLVED.replace("ADDRESS", "10.0.0.1"));
            jbgpd.start(RESOLVED.replace("ADDRESS", "10.0.0.2"));
            lab.eventually("the same answers", LIMIT, () -> {
                assertThat(answer(jbgpd, "show route"))
                        .isEqualTo(answer(bird, "show route"))
                        .contains("(100) [", "(100/-) [", "(100/?) [", "(100/5) [", "(200/5)");
                assertThat(answer(jbgpd, "show route filtered"))
                        .isEqualTo(answer(bird, "show route filtered"))
                        .contains("10.7.0.0/24          unreachable [up1 TIME from 10.0.0.3] * (100) [AS65002i]")
                        .contains("10.8.0.0/24          unicast [up1 TIME");
            });
        }
    }

    private static String answer(Bird daemon, String command) {
        return daemon.tryCommand(command)
                .output()
                .replaceAll("\\d\\d:\\d\\d:\\d\\d\\.\\d+", "TIME")
                .replaceAll("(on|dev) eth\\d", "$1 eth")
                .lines()
                .sorted()
                .collect(Collectors.joining("\n"));
    }
}
