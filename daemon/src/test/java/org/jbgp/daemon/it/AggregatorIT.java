package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Software;
import org.jbgp.daemon.lab.TwoRouters;
import org.junit.jupiter.api.Test;

/**
 * {@code aggregate on}: the routes are those that BIRD 3.3.2 made of the same file (it was run by hand; it lists the
 * communities of the route that came last first). Nothing restarts the session with a neighbor that gets them.
 */
@NeedsPeer(Software.BIRD2)
class AggregatorIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String SUM = """
            bgp_med = 0;
            for route r in routes do {
              if ! defined(r.bgp_med) then { unset(bgp_med); accept; }
              bgp_med = bgp_med + r.bgp_med;
              bgp_community = bgp_community.add(r.bgp_community);
            }
            accept;
            """;

    private static String us(String own, String neighbor, String export, String on, String by) {
        return """
                router id 10.0.0.1;
                log stderr all;
                ipv4 table tsrc;
                ipv4 table tdst;
                attribute int foo;
                protocol device { }
                protocol static s1 { ipv4 { table tsrc; import filter { preference = 111; foo = 666; accept; }; };
                  route 10.10.0.0/24 unreachable { bgp_path.prepend(65432); bgp_path.prepend(65001); };
                  route 10.10.1.0/24 blackhole; route 10.10.2.0/24 blackhole; }
                protocol static s2 { ipv4 { table tsrc; import filter { preference = 222; foo = 666; bgp_med = 1;
                    bgp_community = -empty-.add((65533,1)).add((65500,0xe)); accept; }; };
                  route 10.10.1.0/24 unreachable; route 10.10.3.0/24 unreachable; }
                protocol static s3 { ipv4 { table tsrc; import filter { preference = 222; foo = 667; bgp_med = 2;
                    bgp_community = -empty-.add((65533,2)).add((65500,0xd)); accept; }; };
                  route 10.10.1.0/24 unreachable; route 10.10.2.0/24 unreachable; route 10.10.3.0/24 unreachable; }
                protocol aggregator a { table tsrc; peer table tdst; %s aggregate on net, %s; merge by { %s }; }
                protocol bgp b {
                  local %s as 65000; neighbor %s as 65001; connect delay time 1; error wait time 1, 2;
                  ipv4 { table tdst; import none; export all; };
                }
                """.formatted(export, on, by, own, neighbor);
    }

    private static String neighbor(String own, String neighbor) {
        return """
                router id 10.0.0.2;
                log stderr all;
                protocol device { }
                protocol bgp b {
                  local %s as 65001; neighbor %s as 65000; connect delay time 1; error wait time 1, 2;
                  ipv4 { import all; export none; };
                }
                """.formatted(own, neighbor);
    }

    /** Prefix, destination, preference, MED and communities of what is in a table. */
    private static List<String> routes(Bird daemon) {
        StringBuilder lines = new StringBuilder();
        String prefix = "";
        Pattern head = Pattern.compile("^(\\S*) +(unreachable|blackhole) \\[\\S+ \\S+\\][ *]*\\((\\d+)\\)");
        for (String line : daemon.command("show route table tdst all").lines().toList()) {
            Matcher matcher = head.matcher(line);
            if (matcher.find()) {
                prefix = matcher.group(1).isEmpty() ? prefix : matcher.group(1);
                lines.append('\n')
                        .append(prefix)
                        .append(' ')
                        .append(matcher.group(2))
                        .append(' ')
                        .append(matcher.group(3));
            } else if (line.contains("BGP.med") || line.contains("BGP.community")) {
                lines.append(" ").append(line.strip());
            }
        }
        return lines.toString().lines().filter(line -> !line.isEmpty()).sorted().toList();
    }

    @Test
    void mergesAsBird3Does() {
        try (TwoRouters two = TwoRouters.withBird()) {
            Jbgpd jbgpd = two.jbgpd();
            String sum = us(
                    "10.0.0.1",
                    "10.0.0.2",
                    "export all;",
                    "(defined(bgp_med)), (1 + 3 + 5 + 7), preference, dest",
                    SUM);
            jbgpd.start(sum);
            two.bird().start(neighbor("10.0.0.2", "10.0.0.1"));
            two.lab()
                    .eventually(
                            "merged",
                            LIMIT,
                            () -> assertThat(routes(jbgpd))
                                    .containsExactly(
                                            "10.10.0.0/24 unreachable 111",
                                            "10.10.1.0/24 blackhole 111",
                                            "10.10.1.0/24 unreachable 222 BGP.med: 3 BGP.community: (65533,1) (65500,14) (65533,2) (65500,13)",
                                            "10.10.2.0/24 blackhole 111",
                                            "10.10.2.0/24 unreachable 222 BGP.med: 2 BGP.community: (65533,2) (65500,13)",
                                            "10.10.3.0/24 unreachable 222 BGP.med: 3 BGP.community: (65533,1) (65500,14) (65533,2) (65500,13)"));
            two.lab()
                    .eventually(
                            "advertised",
                            LIMIT,
                            () -> assertThat(two.bird().command("show route 10.10.1.0/24 all"))
                                    .contains("(65500,13) (65500,14) (65533,1) (65533,2)", "BGP.as_path: 65000"));
            LocalTime up = jbgpd.since("b");
            LocalTime started = jbgpd.since("a");
            two.lab()
                    .says(
                            jbgpd,
                            "show protocols all a",
                            "tsrc => tdst",
                            "Peer table:     tdst",
                            "6 imported, 8 exported");
            assertThat(jbgpd.json("show protocols a"))
                    .contains("\"table\":\"tsrc\",\"peer\":\"tdst\",\"aggregates\":[]");
            assertThat(jbgpd.own("explain route 10.10.1.0/24 table tsrc a")).contains("3 routes make 2 routes");

            jbgpd.command("disable s2");
            two.lab()
                    .eventually(
                            "without one",
                            LIMIT,
                            () -> assertThat(routes(jbgpd))
                                    .contains(
                                            "10.10.1.0/24 unreachable 222 BGP.med: 2 BGP.community: (65533,2) (65500,13)")
                                    .hasSize(6));
            jbgpd.command("disable s3");
            two.lab().eventually("without two", LIMIT, () -> {
                assertThat(routes(jbgpd))
                        .containsExactly(
                                "10.10.0.0/24 unreachable 111",
                                "10.10.1.0/24 blackhole 111",
                                "10.10.2.0/24 blackhole 111");
                assertThat(two.bird().command("show route")).doesNotContain("10.10.3.0/24");
            });
            jbgpd.command("enable s2");
            jbgpd.command("enable s3");

            // Other rules and filters: at once, and nothing restarts.
            assertThat(jbgpd.command("configure plan \""
                            + jbgpd.write(
                                    "next.conf",
                                    us(
                                            "10.0.0.1",
                                            "10.0.0.2",
                                            "export where defined(bgp_med);",
                                            "foo",
                                            "preference = 5; accept;"))
                            + "\""))
                    .contains("aggregate on", "merge by");
            jbgpd.reconfigure(
                    us("10.0.0.1", "10.0.0.2", "export where defined(bgp_med);", "foo", "preference = 5; accept;"));
            two.lab()
                    .eventually(
                            "other rules",
                            LIMIT,
                            () -> assertThat(routes(jbgpd))
                                    .containsExactly(
                                            "10.10.1.0/24 unreachable 5",
                                            "10.10.1.0/24 unreachable 5",
                                            "10.10.2.0/24 unreachable 5",
                                            "10.10.3.0/24 unreachable 5",
                                            "10.10.3.0/24 unreachable 5"));
            jbgpd.reconfigure(us(
                    "10.0.0.1",
                    "10.0.0.2",
                    "export all; import where net != 10.10.3.0/24;",
                    "foo",
                    "preference = 5; accept;"));
            two.lab()
                    .eventually(
                            "other filters",
                            LIMIT,
                            () -> assertThat(routes(jbgpd)).hasSize(5).noneMatch(route -> route.startsWith("10.10.3")));
            assertThat(jbgpd.unchangedSince("b", up)).isTrue();
            assertThat(jbgpd.unchangedSince("a", started)).isTrue();
        }
    }
}
