package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.jbgp.daemon.lab.StayRtr;
import org.jbgp.daemon.lab.TwoRouters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code conditional export}: a backup goes out while the default route of another neighbor is absent. */
@NeedsPeer(Software.BIRD2)
class ConditionalExportIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String BACKUP = "30.0.0.0/16";
    private static final String USUAL = "30.1.0.0/16";

    private static String us(String conditions) {
        return """
                router id 10.0.0.1;
                log stderr all;
                ipv6 table gates;
                protocol device { }
                filter backup { if net = 30.0.0.0/16 then accept; reject; }
                protocol static own { ipv4; route 30.0.0.0/16 blackhole; route 30.1.0.0/16 blackhole; }
                protocol static gate { ipv6 { table gates; }; route 2001:db8::/32 blackhole; }
                template bgp neighbors {
                  local 10.0.0.1 as 65001; connect delay time 1; error wait time 1, 2;
                }
                protocol bgp upstream from neighbors {
                  neighbor 10.0.0.2 as 65002; ipv4 { import all; export none; };
                }
                protocol bgp customer from neighbors {
                  neighbor 10.0.0.3 as 65003; ipv4 { import none; export where source = RTS_STATIC; %s };
                }
                """.formatted(conditions);
    }

    private static String neighbor(String address, int as) {
        return """
                router id %1$s;
                log stderr all;
                protocol device { }
                protocol static main { ipv4; route 0.0.0.0/0 blackhole; }
                protocol bgp up {
                  local %1$s as %2$d; neighbor 10.0.0.1 as 65001;
                  connect delay time 1; connect retry time 2; error wait time 1, 2;
                  ipv4 { import all; export where source = RTS_STATIC; };
                }
                """.formatted(address, as);
    }

    @Test
    void backupGoesOutWhileTheDefaultRouteIsAbsent() {
        try (Lab lab = new Lab()) {
            List<Node> nodes = lab.atOneSwitch("us", "second", "third");
            Jbgpd jbgpd = new Jbgpd(nodes.get(0), "jbgpd");
            Bird upstream = new Bird(nodes.get(1), "upstream");
            Bird customer = new Bird(nodes.get(2), "customer");
            String absent = "conditional export filter backup while absent where net = 0.0.0.0/0;";
            jbgpd.start(us(absent));
            upstream.start(neighbor("10.0.0.2", 65002));
            lab.says(jbgpd, "show route 0.0.0.0/0", "upstream");
            customer.start(neighbor("10.0.0.3", 65003));

            lab.says(customer, "show route protocol up", USUAL);
            lab.says(
                    jbgpd,
                    "show protocols all customer",
                    "Condition 1:    does not hold, while absent in master4: 1 route matches");
            assertThat(customer.command("show route")).doesNotContain(BACKUP);
            assertThat(jbgpd.own("explain route " + BACKUP + " customer"))
                    .contains(
                            "withheld by `conditional export` 1: announced while no route of master4 matches, and one does");
            LocalTime up = customer.since("up");

            upstream.command("disable main");
            lab.says(customer, "show route protocol up", BACKUP, USUAL);
            lab.says(
                    jbgpd,
                    "show protocols all customer",
                    "Condition 1:    holds, while absent in master4: 0 routes match");
            assertThat(jbgpd.json("show protocols customer"))
                    .contains("\"conditions\":[{\"exist\":false,\"table\":\"master4\",\"matches\":0,\"holds\":true}]");
            assertThat(jbgpd.own("explain route " + BACKUP + " customer"))
                    .contains("exported")
                    .doesNotContain("conditional");

            upstream.command("enable main");
            lab.eventually(
                    "withdrawn again",
                    LIMIT,
                    () -> assertThat(customer.command("show route protocol up"))
                            .contains(USUAL)
                            .doesNotContain(BACKUP));

            // A condition turned round, then one that looks into another table besides.
            jbgpd.reconfigure(us(absent.replace("absent", "exist")));
            lab.says(customer, "show route protocol up", BACKUP, USUAL);
            jbgpd.reconfigure(us(absent.replace("absent", "exist")
                    + "conditional export all while exist in gates where net ~ [ 2001:db8::/32+ ];"));
            lab.says(
                    jbgpd,
                    "show protocols all customer",
                    "Condition 2:    holds, while exist in gates: 1 route matches");
            lab.says(customer, "show route protocol up", BACKUP, USUAL);
            jbgpd.command("disable gate");
            lab.eventually(
                    "all withheld",
                    LIMIT,
                    () -> assertThat(customer.command("show route protocol up")).doesNotContain(BACKUP, USUAL));
            assertThat(jbgpd.own("explain route " + USUAL + " customer"))
                    .contains(
                            "withheld by `conditional export` 2: announced while a route of gates matches, and none does");

            jbgpd.reconfigure(us(""));
            lab.says(customer, "show route protocol up", BACKUP, USUAL);
            assertThat(jbgpd.command("show protocols all customer")).doesNotContain("Condition");
            assertThat(customer.unchangedSince("up", up)).isTrue();

            // The session's first routes know of the condition, too.
            jbgpd.reconfigure(us(absent));
            lab.eventually(
                    "withheld",
                    LIMIT,
                    () -> assertThat(customer.command("show route protocol up")).doesNotContain(BACKUP));
            customer.command("restart up");
            lab.eventually("a new session", LIMIT, () -> {
                assertThat(customer.unchangedSince("up", up)).isFalse();
                assertThat(customer.command("show route protocol up"))
                        .contains(USUAL)
                        .doesNotContain(BACKUP);
            });
        }
    }

    /** In a file of BIRD 1.6, and with {@code secondary} and ADD-PATH in one of 2.x. */
    @ParameterizedTest
    @ValueSource(strings = {"1.6", "secondary", "add paths"})
    void otherWaysOfAnnouncing(String way) {
        String conditions = "conditional export where net = 30.0.0.0/16 while absent where net = 30.1.0.0/16;";
        String own = "route 30.0.0.0/16 blackhole; route 30.2.0.0/16 blackhole;";
        String flat = """
                router id 10.0.0.1; log stderr all;
                protocol device { }
                protocol static own { %s }
                protocol static usual { route 30.1.0.0/16 blackhole; }
                protocol bgp customer { local as 65001; source address 10.0.0.1; neighbor 10.0.0.2 as 65002;
                  connect delay time 1; import none; export all; %s }
                """;
        String nested = """
                router id 10.0.0.1; log stderr all;
                ipv4 table master4 sorted;
                protocol device { }
                protocol static own { ipv4; %s }
                protocol static usual { ipv4; route 30.1.0.0/16 blackhole; }
                protocol bgp customer { local 10.0.0.1 as 65001; neighbor 10.0.0.2 as 65002;
                  connect delay time 1; ipv4 { import none; export all; %s }; }
                """;
        String extra = way.equals("1.6") ? "" : way.equals("secondary") ? "secondary;" : "add paths tx;";
        String file = way.equals("1.6") ? flat : nested;
        try (TwoRouters two = TwoRouters.withBird()) {
            Jbgpd jbgpd = two.jbgpd();
            jbgpd.start(file.formatted(own, conditions + extra));
            two.bird()
                    .start(neighbor("10.0.0.2", 65002)
                            .replace(
                                    "import all;",
                                    way.equals("add paths") ? "import all; add paths rx;" : "import all;"));
            two.lab().says(two.bird(), "show route protocol up", USUAL, "30.2.0.0/16");
            assertThat(two.bird().command("show route protocol up")).doesNotContain(BACKUP);
            LocalTime up = two.bird().since("up");

            jbgpd.command("disable usual");
            two.lab()
                    .eventually(
                            "the backup",
                            LIMIT,
                            () -> assertThat(two.bird().command("show route protocol up"))
                                    .contains(BACKUP, "30.2.0.0/16")
                                    .doesNotContain(USUAL));
            // A reload that changes nothing but the condition.
            jbgpd.reconfigure(file.formatted(own, conditions.replace("absent", "exist") + extra));
            two.lab()
                    .eventually(
                            "withheld",
                            LIMIT,
                            () -> assertThat(two.bird().command("show route protocol up"))
                                    .contains("30.2.0.0/16")
                                    .doesNotContain(BACKUP));
            jbgpd.command("enable usual");
            two.lab().says(two.bird(), "show route protocol up", BACKUP, USUAL, "30.2.0.0/16");
            assertThat(two.bird().unchangedSince("up", up)).isTrue();
        }
    }

    /**
     * A router that restarts with {@code -R} announces no backup before its neighbors have advertised what they have:
     * the customer, who keeps nothing of the former life, is there long before the upstream.
     */
    @Test
    void aRestartAnnouncesNoBackupEarly() {
        try (Lab lab = new Lab()) {
            List<Node> nodes = lab.atOneSwitch("us", "second", "third");
            Jbgpd jbgpd = new Jbgpd(nodes.get(0), "jbgpd", "-R");
            Bird upstream = new Bird(nodes.get(1), "upstream");
            Bird customer = new Bird(nodes.get(2), "customer");
            // Only the upstream dials, and 4 s after the session was lost.
            String file = us("conditional export filter backup while absent where net = 0.0.0.0/0;")
                    .replace("neighbor 10.0.0.2 as 65002;", "neighbor 10.0.0.2 as 65002; passive;");
            jbgpd.start(file);
            upstream.start(neighbor("10.0.0.2", 65002).replace("connect delay time 1;", "connect delay time 4;"));
            lab.says(jbgpd, "show route 0.0.0.0/0", "upstream");
            customer.start(neighbor("10.0.0.3", 65003)
                    .replace("protocol bgp up {", "protocol bgp up { debug { routes }; graceful restart off;"));
            lab.says(customer, "show route protocol up", USUAL);
            lab.says(jbgpd, "show protocols all customer", "Condition 1:    does not hold");
            int before = customer.log().length();

            jbgpd.kill();
            lab.eventually(
                    "the session is lost",
                    LIMIT,
                    () -> assertThat(customer.command("show route")).doesNotContain(USUAL));
            jbgpd.restart();
            lab.says(customer, "show route protocol up", USUAL);
            lab.says(jbgpd, "show route 0.0.0.0/0", "upstream");
            lab.says(
                    jbgpd,
                    "show protocols all customer",
                    "Condition 1:    does not hold, while absent in master4: 1 route matches");
            upstream.command("disable main");
            lab.says(customer, "show route protocol up", BACKUP, USUAL);
            // Once, and not before the upstream took the default route back.
            assertThat(customer.log().substring(before).split("> added .*" + BACKUP, -1))
                    .hasSize(2);
            upstream.command("enable main");
            lab.eventually(
                    "withdrawn",
                    LIMIT,
                    () -> assertThat(customer.command("show route protocol up")).doesNotContain(BACKUP));
        }
    }

    private static String validating(String roas) {
        return """
                router id 10.0.0.1;
                log stderr all;
                roa4 table r4 { min settle time 100 ms; };
                protocol device { }
                %s
                protocol static own { ipv4;
                  route 30.0.0.0/16 blackhole; route 30.1.0.0/16 blackhole; route 30.2.0.0/16 blackhole; }
                protocol bgp customer {
                  local 10.0.0.1 as 65001; neighbor 10.0.0.2 as 65002; connect delay time 1; error wait time 1, 2;
                  ipv4 {
                    import none; export all;
                    conditional export where roa_check(r4, net, 2) = ROA_VALID
                      while absent where roa_check(r4, net, 1) = ROA_VALID;
                  };
                }
                """.formatted(roas);
    }

    private static String ofStatic(String... roas) {
        return validating("protocol static roas { roa4 { table r4; }; %s }".formatted(String.join(" ", roas)));
    }

    /** Both filters ask a ROA table, and are asked again when a reload or a command changes it. */
    @Test
    void changedAuthorizationsCount() {
        try (TwoRouters two = TwoRouters.withBird()) {
            Jbgpd jbgpd = two.jbgpd();
            String dependent = "route 30.0.0.0/16 max 16 as 2;";
            String sought = "route 30.1.0.0/16 max 16 as 1;";
            jbgpd.start(ofStatic(dependent, sought));
            two.bird().start(neighbor("10.0.0.2", 65002));
            two.lab().says(two.bird(), "show route protocol up", USUAL, "30.2.0.0/16");
            assertThat(two.bird().command("show route protocol up")).doesNotContain(BACKUP);
            LocalTime up = two.bird().since("up");

            jbgpd.reconfigure(ofStatic(sought));
            two.lab().says(two.bird(), "show route protocol up", BACKUP, USUAL, "30.2.0.0/16");
            jbgpd.reconfigure(ofStatic(dependent, sought));
            two.lab()
                    .eventually(
                            "withheld",
                            LIMIT,
                            () -> assertThat(two.bird().command("show route protocol up"))
                                    .contains(USUAL)
                                    .doesNotContain(BACKUP));
            // Without authorizations the condition is about no route, and all go out.
            jbgpd.command("disable roas");
            two.lab().says(two.bird(), "show route protocol up", BACKUP, USUAL, "30.2.0.0/16");
            jbgpd.command("enable roas");
            two.lab()
                    .eventually(
                            "withheld again",
                            LIMIT,
                            () -> assertThat(two.bird().command("show route protocol up"))
                                    .contains(USUAL)
                                    .doesNotContain(BACKUP));
            jbgpd.reconfigure(ofStatic(dependent));
            two.lab().says(two.bird(), "show route protocol up", BACKUP, USUAL, "30.2.0.0/16");
            assertThat(two.bird().unchangedSince("up", up)).isTrue();
        }
    }

    /** The same when a cache says so. */
    @Test
    @NeedsPeer(Software.STAYRTR)
    void authorizationsOfACacheCount() {
        try (TwoRouters two = TwoRouters.withBird()) {
            StayRtr cache = new StayRtr(two.far(), "stayrtr");
            cache.start(StayRtr.json("30.0.0.0/16 16 2", "30.1.0.0/16 16 1"));
            two.jbgpd()
                    .start(validating("protocol rpki { roa4 { table r4; }; remote 10.0.0.2 port 8282; retry keep 1;"
                            + " refresh keep 2; }"));
            two.lab().says(two.jbgpd(), "show route table r4", "30.1.0.0/16-16 AS1");
            two.bird().start(neighbor("10.0.0.2", 65002));
            two.lab()
                    .eventually(
                            "withheld",
                            LIMIT,
                            () -> assertThat(two.bird().command("show route protocol up"))
                                    .contains(USUAL)
                                    .doesNotContain(BACKUP));
            LocalTime up = two.bird().since("up");

            cache.say("30.1.0.0/16 16 1");
            two.lab().says(two.bird(), "show route protocol up", BACKUP, USUAL, "30.2.0.0/16");
            cache.say("30.0.0.0/16 16 2", "30.1.0.0/16 16 1");
            two.lab()
                    .eventually(
                            "withheld again",
                            LIMIT,
                            () -> assertThat(two.bird().command("show route protocol up"))
                                    .contains(USUAL)
                                    .doesNotContain(BACKUP));
            cache.say("30.0.0.0/16 16 2");
            two.lab().says(two.bird(), "show route protocol up", BACKUP, USUAL, "30.2.0.0/16");
            assertThat(two.bird().unchangedSince("up", up)).isTrue();
        }
    }
}
