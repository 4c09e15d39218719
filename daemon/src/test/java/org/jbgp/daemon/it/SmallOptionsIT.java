package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Software;
import org.jbgp.daemon.lab.TwoRouters;
import org.junit.jupiter.api.Test;

/** Options that do one thing each. */
@NeedsPeer(Software.BIRD2)
class SmallOptionsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static String near(String options) {
        return "router id 10.0.0.1; log stderr all; protocol device { }\n"
                + "protocol bgp b { local 10.0.0.1 as 65000; neighbor 10.0.0.2 as 65002; connect delay time 1;\n"
                + "  error wait time 1, 1; " + options + "\n  ipv4 { import all; export all; }; }\n";
    }

    private static String far(String options) {
        return "router id 10.0.0.2; log stderr all; protocol device { }\n"
                + "protocol bgp b { local 10.0.0.2 as 65002; neighbor 10.0.0.1 as 65000; connect delay time 1;\n"
                + "  error wait time 1, 1; " + options + "\n  ipv4 { import all; export all; }; }\n";
    }

    private static String status(Bird router) {
        return router.command("show protocols all b");
    }

    @Test
    void disableAfterCease() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Lab lab = routers.lab();
            Jbgpd jbgpd = routers.jbgpd();
            Bird bird = routers.bird();
            jbgpd.start(near("disable after cease { administrative shutdown };"));
            bird.start(far("passive;"));
            lab.await("session", LIMIT, () -> jbgpd.established("10.0.0.2"));

            bird.command("restart b"); // an administrative reset is another reason
            lab.await("another session", LIMIT, () -> jbgpd.log().split("Established with", -1).length > 2);

            bird.command("disable b");
            lab.await("end", LIMIT, () -> status(jbgpd), text -> text.contains(" down "));
            lab.eventually("its reason", LIMIT, () -> {
                assertThat(jbgpd.log()).contains("b: Disabled after Cease notification");
                assertThat(status(jbgpd)).contains("Last error:       Received: Administrative shutdown");
            });
            bird.command("enable b");
            assertThat(jbgpd.command("enable b")).contains("b: enabled");
            lab.await("session after 'enable'", LIMIT, () -> jbgpd.established("10.0.0.2"));
        }
    }

    /** The shortest wait and a shard that works: what hangs for seconds is for a unit test. */
    @Test
    void latenciesAreReportedAndNothingMore() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Jbgpd jbgpd = routers.jbgpd();
            jbgpd.start("debug latency limit 1 us; debug latency { events };\nwatchdog timeout 30 s;\n" + near(""));
            routers.lab().await("a latency", LIMIT, jbgpd::log, log -> log.contains("Latency of thread shard-0: "));
            assertThat(jbgpd.log()).doesNotContain("has kept work waiting");
            jbgpd.reconfigure(near(""));
            assertThat(jbgpd.command("show status")).contains("Daemon is up and running");
        }
    }

    @Test
    void tablesReportTheirBestRoutes() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Lab lab = routers.lab();
            Jbgpd jbgpd = routers.jbgpd();
            String routes = """
                    protocol static s1 { ipv4; route 10.20.0.0/16 blackhole; }
                    protocol static s2 { disabled; ipv4 { preference 250; }; route 10.20.0.0/16 blackhole; }
                    """;
            String tables = """
                    debug tables { routes };
                    ipv4 table quiet { debug off; };
                    ipv4 table loud { debug { states }; };
                    protocol static s3 { ipv4 { table quiet; }; route 10.30.0.0/16 blackhole; }
                    """;
            jbgpd.start(tables + routes + near(""));
            assertThat(jbgpd.log()).contains("loud: Table added").doesNotContain("quiet: ");
            jbgpd.command("enable s2");
            lab.await(
                    "the better one",
                    LIMIT,
                    jbgpd::log,
                    log -> log.contains("master4: Best route of 10.20.0.0/16 is from s2"));
            jbgpd.command("disable s1");
            jbgpd.command("disable s2");
            lab.await("none", LIMIT, jbgpd::log, log -> log.contains("master4: No route of 10.20.0.0/16 any more"));
            jbgpd.reconfigure(routes + near(""));
            lab.await("the end of a table", LIMIT, jbgpd::log, log -> log.contains("loud: Table removed"));
            int reported = jbgpd.log().split("Best route", -1).length;
            jbgpd.command("enable s1");
            lab.await("a route", LIMIT, () -> jbgpd.command("show route"), text -> text.contains("10.20.0.0/16"));
            assertThat(jbgpd.log().split("Best route", -1)).hasSize(reported);
        }
    }

    @Test
    void exportInAPrefix() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Lab lab = routers.lab();
            Jbgpd jbgpd = routers.jbgpd();
            Bird bird = routers.bird();
            String routes = "filter small { if net.len > 20 then accept; reject; }\nprotocol static { ipv4;"
                    + " route 10.20.0.0/16 blackhole; route 10.20.1.0/24 blackhole; route 10.21.1.0/24 blackhole; }\n";
            String within = near("").replace("export all", "export in 10.20.0.0/16 filter small");
            jbgpd.start(routes + within);
            bird.start(far(""));
            lab.await("the routes inside", LIMIT, bird::prefixes, List.of("10.20.1.0/24")::equals);
            lab.says(jbgpd, "show protocols all b", "Output filter:  small");
            lab.says(jbgpd, "show route export b", "10.20.1.0/24");
            assertThat(jbgpd.command("show route explain 10.21.1.0/24")).contains("~ 10.20.0.0/16 is false");

            jbgpd.reconfigure(routes + within.replace("in 10.20.0.0/16 ", ""));
            lab.await("those outside too", LIMIT, bird::prefixes, List.of("10.20.1.0/24", "10.21.1.0/24")::equals);
            jbgpd.reconfigure(routes + within.replace("10.20.0.0/16", "10.21.0.0/16"));
            lab.await("another prefix", LIMIT, bird::prefixes, List.of("10.21.1.0/24")::equals);
            assertThat(jbgpd.log().split("Established with", -1)).hasSize(2);
        }
    }

    @Test
    void disableAfterError() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Jbgpd jbgpd = routers.jbgpd();
            jbgpd.start(near("disable after error;"));
            routers.bird().start(far("local as 65009;"));
            routers.lab().await("end", LIMIT, () -> status(jbgpd), text -> text.contains(" down "));
            routers.lab()
                    .eventually(
                            "its reason",
                            LIMIT,
                            () -> assertThat(jbgpd.log()).contains("b: Disabled after error", "Bad peer AS: 65009"));
            assertThat(jbgpd.command("enable b")).contains("b: enabled");
        }
    }

    @Test
    void freeBind() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Jbgpd jbgpd = routers.jbgpd();
            jbgpd.start(near("strict bind; free bind;").replace("10.0.0.1 as", "10.0.0.7 as"));
            routers.bird().start(far("").replace("10.0.0.1", "10.0.0.7"));
            routers.lab().await("socket", LIMIT, () -> jbgpd.log().contains("Listening on 10.0.0.7 port 179"));
            String device = routers.near()
                    .ip("-o", "-4", "address", "show", "to", "10.0.0.1/32")
                    .split(" +", -1)[1];
            routers.near().address(device, "10.0.0.7/24");
            routers.lab().await("session", LIMIT, () -> jbgpd.established("10.0.0.2"));
        }
    }

    @Test
    void disableRx() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Jbgpd jbgpd = routers.jbgpd();
            jbgpd.start(near("disable rx; hold time 3;"));
            routers.bird().start(far("") + "protocol static { ipv4; route 20.2.0.0/16 blackhole; }\n");
            routers.lab().await("session", LIMIT, () -> jbgpd.established("10.0.0.2"));
            routers.lab().holds("the deaf side's session", Duration.ofSeconds(5), () -> jbgpd.established("10.0.0.2"));
            assertThat(jbgpd.command("show route")).doesNotContain("20.2.0.0");
        }
    }

    @Test
    void hostnames() {
        try (TwoRouters routers = TwoRouters.ofOneKind()) {
            Jbgpd jbgpd = routers.jbgpd();
            jbgpd.start("hostname \"mercury\";\n" + near("advertise hostname; require hostname;"));
            routers.bird().start(far("advertise hostname; hostname \"venus\";"));
            routers.lab().await("session", LIMIT, () -> jbgpd.established("10.0.0.2"));
            routers.lab()
                    .eventually(
                            "both names",
                            LIMIT,
                            () -> assertThat(status(jbgpd)).contains("Hostname: mercury", "Hostname: venus"));
            routers.lab().says(jbgpd, "show status", "Hostname is mercury");
        }
    }
}
