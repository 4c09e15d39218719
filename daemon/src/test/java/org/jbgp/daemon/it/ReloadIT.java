package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalTime;
import java.util.Scanner;
import java.util.stream.Stream;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.PeerRoute;
import org.jbgp.daemon.lab.Software;
import org.jbgp.daemon.lab.TwoRouters;
import org.junit.jupiter.api.Test;

/** What a reload does to living sessions, as it can be seen from both ends. */
@NeedsPeer(Software.BIRD2)
class ReloadIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String BASE = """
            router id 10.0.0.1;
            log stderr all;
            protocol device { }
            roa4 table r4;
            protocol static roas { roa4 { table r4; }; %s }
            filter checked { if roa_check(r4, net, 65002) = ROA_INVALID then reject; accept; }
            protocol static mine { ipv4 { import filter { %s accept; }; };
              route 30.0.0.0/16 blackhole; route 30.1.0.0/16 blackhole; route 30.2.0.0/16 blackhole; }
            protocol bgp far { %s
              local 10.0.0.1 as 65001; neighbor 10.0.0.2 as 65002; connect delay time 1; error wait time 1, 2;
              ipv4 { %s }; }
            """;

    private static String us(String bgp, String channel) {
        return BASE.formatted("", "", bgp, channel);
    }

    private static String far(int as, String options) {
        StringBuilder text = new StringBuilder("""
                router id 10.0.0.2;
                log stderr all;
                protocol device { }
                protocol static { ipv4;
                """);
        for (int i = 0; i < 4; i++) {
            text.append("  route 20.").append(i).append(".0.0/16 blackhole;\n");
        }
        return text.append("}\nprotocol bgp near { ")
                .append(options)
                .append(" local 10.0.0.2 as ")
                .append(as)
                .append("""
                        ; neighbor 10.0.0.1 as 65001; connect delay time 1; error wait time 1, 2;
                          ipv4 { import all; export where source = RTS_STATIC; };
                        }
                        """)
                .toString();
    }

    /** What a router has counted of a neighbor's updates. */
    private static String importUpdates(Bird router, String protocol) {
        return router.command("show protocols all " + protocol)
                .lines()
                .filter(line -> line.contains("Import updates:"))
                .findFirst()
                .orElse("");
    }

    /** Reloads, and waits until the neighbor has sent its four routes again. */
    private static void reloadImports(Lab lab, Jbgpd jbgpd, String configuration) {
        int before = received(jbgpd);
        jbgpd.reconfigure(configuration);
        lab.await("the routes once more", LIMIT, () -> received(jbgpd), count -> count >= before + 4);
    }

    private static int received(Bird router) {
        return Integer.parseInt(
                new Scanner(importUpdates(router, "far")).useDelimiter("\\D+").next());
    }

    private static int count(Bird router, String protocol) {
        return (int) router.command("show route protocol " + protocol)
                .lines()
                .filter(line -> line.contains("/16"))
                .count();
    }

    private static void settle(Lab lab, Jbgpd jbgpd, Bird bird, int imported, int exported) {
        lab.await("routes imported", LIMIT, () -> count(jbgpd, "far"), count -> count == imported);
        lab.await("routes exported", LIMIT, () -> count(bird, "near"), count -> count == exported);
    }

    @Test
    void filtersAndTrifles() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Lab lab = routers.lab();
            Jbgpd jbgpd = routers.jbgpd();
            Bird bird = routers.bird();
            bird.start(far(65002, ""));
            jbgpd.start(us("", "import all; export all;"));
            settle(lab, jbgpd, bird, 4, 3);
            LocalTime since = jbgpd.since("far");

            jbgpd.reconfigure(
                    us("description \"x\"; connect retry time 9;", "import where net = 20.0.0.0/16; export all;"));
            settle(lab, jbgpd, bird, 1, 3);
            jbgpd.reconfigure(us("", "import all; import limit 9 action restart; export where net = 30.0.0.0/16;"));
            settle(lab, jbgpd, bird, 4, 1);
            jbgpd.reconfigure(us("interpret communities off;", "import all; export all; next hop address 10.0.0.9;"));
            settle(lab, jbgpd, bird, 4, 3);
            lab.eventually(
                    "the next hop",
                    LIMIT,
                    () -> assertThat(bird.routes())
                            .extracting(PeerRoute::nextHop)
                            .containsOnly("10.0.0.9"));

            // ROAs, and a filter of a protocol that is not BGP.
            reloadImports(lab, jbgpd, us("", "import filter checked; export all;"));
            settle(lab, jbgpd, bird, 4, 3);
            reloadImports(
                    lab,
                    jbgpd,
                    BASE.formatted(
                            "route 20.1.0.0/16 max 16 as 65099;",
                            "if net = 30.2.0.0/16 then reject;",
                            "",
                            "import filter checked; export all;"));
            settle(lab, jbgpd, bird, 3, 2);

            // Softly, nothing moves until it is asked for.
            jbgpd.write("conf", us("", "import none; export none;"));
            assertThat(jbgpd.command("configure plan"))
                    .contains("far              refiltered ipv4: import, ipv4: export")
                    .contains("roas             updated    route");
            assertThat(jbgpd.command("configure soft")).containsPattern(Bird.ACCEPTED);
            // What the neighbor says afterwards comes behind all that a soft reload may have done.
            String counted = importUpdates(jbgpd, "far");
            bird.reconfigure(far(65002, "").replace("  route 20.3", "  route 20.7.0.0/16 blackhole;\n  route 20.3"));
            lab.await("a new route", LIMIT, () -> importUpdates(jbgpd, "far"), now -> !now.equals(counted));
            assertThat(count(jbgpd, "far")).isEqualTo(3);
            assertThat(count(bird, "near")).isGreaterThanOrEqualTo(2);
            // All of it: the static routes were filtered anew as little as the others.
            jbgpd.command("reload all");
            settle(lab, jbgpd, bird, 0, 0);

            // A bad file, and a burst of signals of which the last counts.
            jbgpd.write("conf", "protocol bgp {");
            assertThat(jbgpd.tryCommand("configure").output()).contains("conf:1:");
            for (int i = 0; i < 5; i++) {
                jbgpd.write("conf", us("", i < 4 ? "import none; export none;" : "import all; export all;"));
                routers.near().exec("kill", "-HUP", String.valueOf(jbgpd.pid()));
            }
            settle(lab, jbgpd, bird, 5, 3);
            assertThat(jbgpd.unchangedSince("far", since)).isTrue();
        }
    }

    /** What was read last is not read again where it is the same; that it is not in force is another matter. */
    @Test
    void theSameFileOnceMore() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Lab lab = routers.lab();
            Jbgpd jbgpd = routers.jbgpd();
            Bird bird = routers.bird();
            bird.start(far(65002, ""));
            String all = us("", "import all; export all;");
            String one = us("", "import where net = 20.0.0.0/16; export all;");
            jbgpd.start(all);
            settle(lab, jbgpd, bird, 4, 3);
            LocalTime since = jbgpd.since("far");
            jbgpd.reconfigure(one);
            settle(lab, jbgpd, bird, 1, 3);

            jbgpd.command("configure undo");
            settle(lab, jbgpd, bird, 4, 3);
            assertThat(jbgpd.reconfigure(one)).contains("Reconfigur");
            settle(lab, jbgpd, bird, 1, 3);

            assertThatThrownBy(() -> jbgpd.reconfigure(one + "nonsense;"))
                    .hasMessageContaining("unknown option 'nonsense'");
            assertThat(jbgpd.reconfigure(all)).contains("Reconfigur");
            settle(lab, jbgpd, bird, 4, 3);
            assertThat(jbgpd.reconfigure(all)).contains("Reconfigur");

            jbgpd.reconfigure(one);
            settle(lab, jbgpd, bird, 1, 3);
            jbgpd.command("configure undo");
            settle(lab, jbgpd, bird, 4, 3);
            jbgpd.command("configure timeout 1");
            lab.await(
                    "undone by itself", LIMIT, () -> jbgpd.log(), text -> text.contains("The configuration is undone"));
            settle(lab, jbgpd, bird, 4, 3);
            assertThat(jbgpd.command("configure")).contains("Reconfigur");
            settle(lab, jbgpd, bird, 1, 3);
            assertThat(jbgpd.since("far")).isEqualTo(since);
        }
    }

    @Test
    void aNeighborWithoutRouteRefresh() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Lab lab = routers.lab();
            Jbgpd jbgpd = routers.jbgpd();
            Bird bird = routers.bird();
            bird.start(far(65002, "enable route refresh off;"));
            jbgpd.start(us("", "import table; import all; export all;"));
            settle(lab, jbgpd, bird, 4, 3);
            LocalTime since = jbgpd.since("far");

            jbgpd.reconfigure(us("", "import table; import where net = 20.0.0.0/16; export all;"));
            settle(lab, jbgpd, bird, 1, 3);
            jbgpd.reconfigure(us("", "import table; import filter { bgp_med = 7; accept; }; export all;"));
            settle(lab, jbgpd, bird, 4, 3);
            lab.await(
                    "the new MED",
                    LIMIT,
                    () -> jbgpd.command("show route 20.0.0.0/16 all"),
                    text -> text.contains("BGP.med: 7"));
            assertThat(jbgpd.unchangedSince("far", since)).isTrue();

            // Without stored routes there is no other way than a new session.
            jbgpd.reconfigure(us("", "import all; export all;"));
            settle(lab, jbgpd, bird, 4, 3);
            jbgpd.write("conf", us("", "import where net = 20.0.0.0/16; export all;"));
            assertThat(jbgpd.command("configure plan"))
                    .contains(
                            "far              restarted  ipv4: import, and the neighbor cannot send its routes again");
            jbgpd.command("configure");
            settle(lab, jbgpd, bird, 1, 3);
        }
    }

    @Test
    void anotherPassword() {
        try (TwoRouters routers = TwoRouters.ofOneKind()) {
            Lab lab = routers.lab();
            Jbgpd left = routers.jbgpd();
            Bird right = routers.bird();
            right.start(far(65002, "password \"old\";"));
            left.start(us("password \"old\";", "import all; export all;"));
            settle(lab, left, right, 4, 3);
            LocalTime ours = left.since("far");
            LocalTime theirs = right.since("near");

            left.reconfigure(us("password \"new\";", "import all; export all;"));
            right.reconfigure(far(65002, "password \"new\";"));
            // Routes that come now come over the connection with the new key.
            right.reconfigure(
                    far(65002, "password \"new\";").replace("route 20.3", "route 20.7.0.0/16 blackhole; route 20.3"));
            settle(lab, left, right, 5, 3);
            assertThat(left.unchangedSince("far", ours)).isTrue();
            assertThat(right.unchangedSince("near", theirs)).isTrue();
        }
    }

    private static String twoFamilies(String first, String second) {
        return """
                router id 10.0.0.1;
                log stderr all;
                protocol device { }
                protocol static four { ipv4; route 30.0.0.0/16 blackhole; route 30.1.0.0/16 blackhole; }
                protocol static six { ipv6; route 2001:db8::/48 blackhole; route 2001:db8:1::/48 blackhole; }
                protocol bgp far {
                  local 10.0.0.1 as 65001; neighbor 10.0.0.2 as 65002; connect delay time 1; error wait time 1, 2;
                  %s %s }
                """.formatted(first, second);
    }

    private static void has(Lab lab, Bird bird, String... prefixes) {
        lab.await(
                "the routes " + String.join(" ", prefixes),
                LIMIT,
                () -> bird.command("show route protocol near"),
                text -> text.lines()
                                        .filter(line -> line.contains("blackhole") || line.contains("unicast"))
                                        .count()
                                == prefixes.length
                        && Stream.of(prefixes).allMatch(text::contains));
    }

    /** The order in which a file names the channels means nothing. */
    @Test
    void channelsInAnotherOrder() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Lab lab = routers.lab();
            Jbgpd jbgpd = routers.jbgpd();
            Bird bird = routers.bird();
            bird.start("""
                    router id 10.0.0.2;
                    protocol device { }
                    protocol bgp near {
                      local 10.0.0.2 as 65002; neighbor 10.0.0.1 as 65001; connect delay time 1; error wait time 1, 2;
                      ipv4 { import all; export none; }; ipv6 { import all; export none; };
                    }
                    """);
            String six = "ipv6 { import all; export all; next hop address fe80::1; };";
            jbgpd.start(twoFamilies("ipv4 { import all; export all; };", six));
            has(lab, bird, "30.0.0.0/16", "30.1.0.0/16", "2001:db8::/48", "2001:db8:1::/48");
            LocalTime since = jbgpd.since("far");

            String swapped = twoFamilies(six, "ipv4 { import all; export where net = 30.0.0.0/16; };");
            jbgpd.reconfigure(swapped);
            has(lab, bird, "30.0.0.0/16", "2001:db8::/48", "2001:db8:1::/48");
            // What changes from now on takes the way of its own family.
            jbgpd.reconfigure(swapped.replace("route 30.1", "route 30.2.0.0/16 blackhole; route 30.1")
                    .replace("route 2001:db8:1:", "route 2001:db8:2::/48 blackhole; route 2001:db8:1:"));
            has(lab, bird, "30.0.0.0/16", "2001:db8::/48", "2001:db8:1::/48", "2001:db8:2::/48");
            assertThat(jbgpd.unchangedSince("far", since)).isTrue();
        }
    }
}
