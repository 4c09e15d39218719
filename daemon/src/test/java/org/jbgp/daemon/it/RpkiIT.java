package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Fort;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.PeerRoute;
import org.jbgp.daemon.lab.Software;
import org.jbgp.daemon.lab.StayRtr;
import org.jbgp.daemon.lab.TwoRouters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code protocol rpki} beside StayRTR, and what becomes of routes. */
@NeedsPeer({Software.BIRD2, Software.STAYRTR})
class RpkiIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final String CACHE = """
            roa4 table r4 { min settle time 100 ms; };
            roa6 table r6;
            protocol rpki cache { roa4 { table r4; }; roa6 { table r6; }; remote 10.0.0.2 port 8282;
              retry keep 1; debug { states, events }; }
            """;

    private static String near(String rest) {
        return "router id 10.0.0.1; log stderr all; protocol device { }\n" + CACHE + rest;
    }

    private static String session(String channel) {
        return "protocol bgp b { local 10.0.0.1 as 65000; neighbor 10.0.0.2 as 65002; connect delay time 1;\n"
                + "  debug { packets }; ipv4 { " + channel + " export none; }; }\n";
    }

    /** Origins: 10.1 to 10.4 are 65002's, 10.11 to 10.14 are 65010's. */
    private static String far(String rest) {
        StringBuilder routes = new StringBuilder();
        for (int i = 1; i <= 4; i++) {
            routes.append("route 10.").append(i).append(".0.0/16 blackhole; route 10.");
            routes.append(i).append(".7.0/24 blackhole; route 10.");
            routes.append(10 + i).append(".0.0/16 blackhole; route 10.");
            routes.append(10 + i).append(".128.0/17 blackhole;\n");
        }
        return "router id 10.0.0.2; log stderr all; protocol device { }\n" + rest
                + "protocol static { ipv4; " + routes + "}\n"
                + "protocol bgp b { local 10.0.0.2 as 65002; neighbor 10.0.0.1 as 65000; connect delay time 1;\n"
                + "  ipv4 { import all; export filter leaving; }; }\n";
    }

    private static final String PLAIN_OUT =
            "filter leaving { if net ~ [ 10.8.0.0/13+ ] then bgp_path.prepend(65010); accept; }\n";

    private static StayRtr cache(TwoRouters routers, String... options) {
        return new StayRtr(routers.far(), "stayrtr", options);
    }

    private static int imported(Jbgpd jbgpd, String channel) {
        return number(
                jbgpd.command("show protocols all cache"), "Channel " + channel + "\n(?:.*\n){5}.*?(\\d+) imported");
    }

    private static int number(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : -1;
    }

    /** {@code prefix max asn} of the authorizations in a table. */
    private static List<String> authorizations(Jbgpd jbgpd, String table) {
        return Pattern.compile("\"prefix\":\"([^\"]*)/(\\d+)\",\"max_length\":(\\d+),\"asn\":(\\d+)")
                .matcher(jbgpd.json("show route table " + table))
                .results()
                .map(found -> found.group(1) + ", " + found.group(2) + ", " + found.group(3) + ", " + found.group(4))
                .toList();
    }

    /** Two caches of other makers, and a client that is not ours beside this router: both hear the same. */
    @ParameterizedTest
    @ValueSource(strings = {"stayrtr", "fort"})
    @NeedsPeer({Software.FORT, Software.RTRCLIENT})
    void rtrlibHearsTheSame(String maker) throws IOException {
        String[] roas = {
            "10.1.0.0/16 16 65002",
            "10.2.0.0/16 24 65002",
            "10.2.0.0/16 24 4200000000",
            "192.0.2.0/24 32 0",
            "2001:db8::/32 48 65002",
            "2001:db8:0:1::/64 128 65003"
        };
        try (TwoRouters routers = TwoRouters.withBird()) {
            boolean fort = maker.equals("fort");
            int port = fort ? Fort.PORT : StayRtr.PORT;
            if (fort) {
                new Fort(routers.far(), maker).start(Fort.assertions(roas));
            } else {
                cache(routers).start(StayRtr.json(roas));
            }
            Jbgpd jbgpd = routers.jbgpd();
            jbgpd.start(near("").replace("port 8282", "port " + port));
            routers.lab().await("data", LIMIT, () -> imported(jbgpd, "roa4") == 4 && imported(jbgpd, "roa6") == 2);
            Path heard = jbgpd.file("rtrclient.csv");
            routers.near()
                    .exec(
                            Software.RTRCLIENT.program(),
                            "-e",
                            "-t",
                            "csv",
                            "-o",
                            heard.toString(),
                            "tcp",
                            "10.0.0.2",
                            Integer.toString(port));
            List<String> theirs = Files.readAllLines(heard).stream()
                    .filter(line -> !line.isBlank())
                    // It prints AS numbers as if they had a sign.
                    .map(line -> line.replace(", -94967296", ", 4200000000"))
                    .toList();
            List<String> ours = new ArrayList<>(authorizations(jbgpd, "r4"));
            ours.addAll(authorizations(jbgpd, "r6"));
            assertThat(theirs).hasSameSizeAs(roas);
            assertThat(ours).containsExactlyInAnyOrderElementsOf(theirs);
        }
    }

    /** Each route has a community of what this router found, and one of what BIRD found before it sent the route. */
    @Test
    void validityIsWhatBirdFinds() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            StayRtr cache = cache(routers);
            cache.start(StayRtr.json(
                    "10.1.0.0/16 16 65002",
                    "10.2.0.0/16 24 65002",
                    "10.3.0.0/16 24 65009",
                    "10.11.0.0/16 16 65010",
                    "10.12.0.0/16 17 65010",
                    "10.13.0.0/16 17 0",
                    "10.0.0.0/8 8 65099",
                    "2001:db8::/32 48 65002"));
            Bird bird = routers.bird();
            bird.start(far("""
                    roa4 table r4;
                    protocol rpki { roa4 { table r4; }; remote 10.0.0.2 port 8282; retry keep 1; refresh keep 2; }
                    filter leaving { int origin = 65002;
                      if net ~ [ 10.8.0.0/13+ ] then { origin = 65010; bgp_path.prepend(65010); }
                      case roa_check(r4, net, origin) { ROA_VALID: bgp_community.add((2, 1));
                        ROA_INVALID: bgp_community.add((2, 2)); else: bgp_community.add((2, 0)); } accept; }
                    """));
            Jbgpd jbgpd = routers.jbgpd();
            jbgpd.start(near("filter arriving { case roa_check(r4) { ROA_VALID: bgp_community.add((1, 1));\n"
                    + "  ROA_INVALID: bgp_community.add((1, 2)); else: bgp_community.add((1, 0)); } accept; }\n"
                    + session("import table; import filter arriving;")));
            routers.lab().await("data", LIMIT, () -> imported(jbgpd, "roa4") == 7 && imported(jbgpd, "roa6") == 1);
            routers.lab().eventually("the same validity", LIMIT, () -> {
                assertThat(jbgpd.routes("master4")).hasSize(16);
                assertThat(states(jbgpd))
                        .hasSize(16)
                        .allSatisfy(pair -> assertThat(pair).matches("(\\d),\\1"));
                assertThat(states(jbgpd)).contains("1,1", "2,2");
            });
            cache.say("10.1.0.0/16 24 65002", "10.14.0.0/16 16 65010");
            routers.lab()
                    .await(
                            "other data",
                            LIMIT,
                            () -> imported(jbgpd, "roa4") == 2
                                    && bird.command("show route table r4 count").contains("2 of 2"));
            // BIRD's own export is sent again on request only.
            bird.command("reload out b");
            routers.lab()
                    .eventually(
                            "the same validity",
                            LIMIT,
                            () -> assertThat(states(jbgpd))
                                    .hasSize(16)
                                    .allSatisfy(pair -> assertThat(pair).matches("(\\d),\\1"))
                                    .contains("0,0", "1,1", "2,2"));
        }
    }

    /** For each route, what this router found and what BIRD found. */
    private static List<String> states(Jbgpd jbgpd) {
        return Pattern.compile("BGP.community: .*\\(1,(\\d)\\).*")
                .matcher(jbgpd.command("show route all table master4"))
                .results()
                .map(found -> found.group(1) + "," + number(found.group(), "\\(2,([012])\\)"))
                .toList();
    }

    /**
     * From what is kept no neighbor is asked; where nothing is kept it is asked for its routes, and no session ends.
     */
    @ParameterizedTest
    @ValueSource(strings = {"import table;", "import keep filtered;", ""})
    void aChangedRoaSendsRoutesThroughTheFilterAgain(String kept) {
        try (TwoRouters routers = TwoRouters.withBird()) {
            StayRtr cache = cache(routers);
            cache.start(StayRtr.json("10.1.0.0/16 24 65002"));
            routers.bird().start(far(PLAIN_OUT));
            Jbgpd jbgpd = routers.jbgpd();
            jbgpd.start(near("filter arriving { if roa_check(r4) = ROA_INVALID then reject; accept; }\n"
                    + session(kept + " import filter arriving;")));
            routers.lab()
                    .await("routes", LIMIT, () -> jbgpd.routes("master4").size() == 16 && imported(jbgpd, "roa4") == 1);
            var since = jbgpd.since("b");
            cache.say("10.1.0.0/16 24 65002", "10.2.0.0/16 16 65002", "10.12.0.0/16 24 65099");
            routers.lab()
                    .eventually(
                            "invalid ones go",
                            LIMIT,
                            () -> assertThat(prefixes(jbgpd))
                                    .hasSize(13)
                                    .doesNotContain("10.2.7.0/24", "10.12.0.0/16", "10.12.128.0/17"));
            cache.say("10.1.0.0/16 24 65099");
            routers.lab()
                    .eventually(
                            "valid ones come",
                            LIMIT,
                            () -> assertThat(prefixes(jbgpd))
                                    .hasSize(14)
                                    .contains("10.2.7.0/24", "10.12.0.0/16")
                                    .doesNotContain("10.1.7.0/24"));
            assertThat(jbgpd.since("b")).as("the session").isEqualTo(since);
            String log = routers.bird().log();
            if (kept.startsWith("import table")) {
                assertThat(refreshes(jbgpd)).as(log).isZero();
            } else {
                assertThat(refreshes(jbgpd)).as(log).isBetween(1, 4);
            }
        }
    }

    private static String listing(String roas, String kept) {
        return "router id 10.0.0.1; log stderr all; protocol device { }\n"
                + "roa4 table r4 { min settle time 100 ms; };\n"
                + "filter arriving { if roa_check(r4) = ROA_INVALID then reject; accept; }\n"
                + "protocol static given { roa4 { table r4; }; " + roas + " }\n"
                + "protocol static own { ipv4 { import where roa_check(r4, net, 65001) != ROA_INVALID; };\n"
                + "  route 10.12.9.0/24 blackhole; }\n"
                + session(kept + " import filter arriving;");
    }

    /** Authorizations of the file count like those of a cache: their protocol is disabled, or lists others. */
    @ParameterizedTest
    @ValueSource(strings = {"import table;", "import keep filtered;", ""})
    void staticRoasComeAndGo(String kept) {
        try (TwoRouters routers = TwoRouters.withBird()) {
            routers.bird().start(far(PLAIN_OUT));
            Jbgpd jbgpd = routers.jbgpd();
            String two = "route 10.2.0.0/16 max 16 as 65002; route 10.12.0.0/16 max 24 as 65099;";
            jbgpd.start(listing(two, kept));
            Consumer<String[]> without =
                    gone -> routers.lab().eventually("all but " + String.join(" ", gone), LIMIT, () -> {
                        assertThat(prefixes(jbgpd)).hasSize(16 - gone.length).noneMatch(List.of(gone)::contains);
                        assertThat(jbgpd.command("show route protocol own").contains("10.12.9.0/24"))
                                .isEqualTo(gone.length < 2);
                    });
            String[] invalid = {"10.2.7.0/24", "10.12.0.0/16", "10.12.128.0/17"};
            without.accept(invalid);
            var since = jbgpd.since("b");
            // Filters had what they ask for before the first route came.
            assertThat(refreshes(jbgpd)).isZero();

            jbgpd.command("disable given");
            without.accept(new String[] {});
            jbgpd.command("enable given");
            without.accept(invalid);
            jbgpd.reconfigure(listing("route 10.2.0.0/16 max 16 as 65002;", kept));
            without.accept(new String[] {"10.2.7.0/24"});
            jbgpd.reconfigure(listing("", kept));
            without.accept(new String[] {});
            jbgpd.reconfigure(listing(two, kept));
            without.accept(invalid);
            jbgpd.reconfigure(listing(two, kept).replaceAll("protocol static given .*\n", ""));
            without.accept(new String[] {});
            assertThat(jbgpd.since("b")).as("the session").isEqualTo(since);
            if (kept.startsWith("import table")) {
                assertThat(refreshes(jbgpd)).isZero();
            }
        }
    }

    /** BIRD 1.6 writes them into the table's own block. */
    @Test
    void roasInTheBlockOfATableComeAndGo() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            routers.bird().start(far(PLAIN_OUT));
            Jbgpd jbgpd = routers.jbgpd();
            String file = """
                    router id 10.0.0.1; log stderr all;
                    roa table r { roa 10.2.0.0/16 max 16 as 65002; }
                    filter arriving { if roa_check(r) = ROA_INVALID then reject; accept; }
                    protocol device { }
                    protocol bgp b { local as 65000; source address 10.0.0.1; neighbor 10.0.0.2 as 65002;
                      connect delay time 1; import filter arriving; export none; }
                    """;
            jbgpd.start(file);
            routers.lab().await("routes", LIMIT, () -> prefixes(jbgpd, "master").size() == 15);
            jbgpd.reconfigure(file.replace("roa 10.2", "roa 10.3"));
            routers.lab()
                    .eventually(
                            "others",
                            LIMIT,
                            () -> assertThat(prefixes(jbgpd, "master"))
                                    .hasSize(15)
                                    .contains("10.2.7.0/24"));
            jbgpd.reconfigure(file.replaceAll("\\{ roa 10.* \\}", ";"));
            routers.lab()
                    .await("all routes", LIMIT, () -> prefixes(jbgpd, "master").size() == 16);
        }
    }

    private static List<String> prefixes(Jbgpd jbgpd, String table) {
        return jbgpd.routes(table).stream().map(PeerRoute::prefix).toList();
    }

    private static List<String> prefixes(Jbgpd jbgpd) {
        return prefixes(jbgpd, "master4");
    }

    private static int refreshes(Jbgpd jbgpd) {
        return jbgpd.log().split("b: Sending ROUTE-REFRESH", -1).length - 1;
    }

    /** 65010 is the origin of half of the routes, and 65002 its neighbor. */
    @ParameterizedTest
    @ValueSource(strings = {"import table;", ""})
    void aChangedAspaConcernsPathsWithItsCustomer(String kept) {
        try (TwoRouters routers = TwoRouters.withBird()) {
            StayRtr cache = cache(routers);
            cache.start(StayRtr.json("10.1.0.0/16 24 65002", "65010: 65002"));
            routers.bird().start(far(PLAIN_OUT));
            Jbgpd jbgpd = routers.jbgpd();
            jbgpd.start(near("filter arriving { if aspa_check_upstream(at) = ASPA_INVALID then reject; accept; }\n"
                            + session(kept + " import filter arriving;"))
                    .replace("roa4 { table r4; };", "roa4 { table r4; }; aspa { table at; };")
                    .replace("roa6 table r6;", "roa6 table r6; aspa table at { min settle time 100 ms; };"));
            routers.lab()
                    .await("routes", LIMIT, () -> jbgpd.routes("master4").size() == 16 && imported(jbgpd, "aspa") == 1);
            routers.lab().says(jbgpd, "show protocols all cache", "Protocol version: 2");
            routers.lab().says(jbgpd, "show route table at all", "65010", "aspa_providers: 65002");
            var since = jbgpd.since("b");
            cache.say("10.1.0.0/16 24 65002", "65010: 65099");
            routers.lab()
                    .eventually(
                            "invalid ones go",
                            LIMIT,
                            () -> assertThat(prefixes(jbgpd)).hasSize(8).doesNotContain("10.11.0.0/16"));
            cache.say("10.1.0.0/16 24 65002");
            routers.lab()
                    .await("and come back", LIMIT, () -> jbgpd.routes("master4").size() == 16);
            assertThat(jbgpd.since("b")).as("the session").isEqualTo(since);
        }
    }

    @Test
    void whoSaysOffIsNotRevalidated() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            StayRtr cache = cache(routers);
            cache.start(StayRtr.json("10.1.0.0/16 24 65002"));
            routers.bird().start(far(PLAIN_OUT));
            Jbgpd jbgpd = routers.jbgpd();
            String conf = near("filter arriving { if roa_check(r4) = ROA_INVALID then reject; accept; }\n"
                    + session("import table; rpki reload off; import filter arriving;"));
            jbgpd.start(conf);
            routers.lab()
                    .await("routes", LIMIT, () -> jbgpd.routes("master4").size() == 16 && imported(jbgpd, "roa4") == 1);
            cache.say("10.1.0.0/16 24 65099");
            routers.lab()
                    .await(
                            "change",
                            LIMIT,
                            () -> jbgpd.command("show route table r4").contains("AS65099"));
            routers.lab()
                    .holds(
                            "nothing is sent through filters",
                            Duration.ofSeconds(2),
                            () -> jbgpd.routes("master4").size() == 16);
            jbgpd.command("reload in b");
            routers.lab()
                    .await("on request", LIMIT, () -> jbgpd.routes("master4").size() == 14);
        }
    }

    /** Import filters of static routes, both filters of a pipe, export filters of neighbors and of the kernel. */
    @Test
    void everyFilterThatAsksIsRunAgain() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            StayRtr cache = cache(routers);
            cache.start(StayRtr.json("10.1.0.0/16 24 65001"));
            routers.bird().start("""
                            router id 10.0.0.2; protocol device { }
                            protocol bgp b { local 10.0.0.2 as 65002; neighbor 10.0.0.1 as 65000;
                              ipv4 { import all; export none; }; }
                            """);
            Jbgpd jbgpd = routers.jbgpd();
            jbgpd.start(near("""
                    ipv4 table piped;
                    function ok() { return roa_check(r4, net, 65001) != ROA_INVALID; }
                    protocol static { ipv4 { import where ok(); }; route 10.1.0.0/16 blackhole; route 10.2.0.0/16 blackhole; }
                    protocol static all { ipv4; route 10.3.0.0/16 blackhole; route 10.4.0.0/16 blackhole; }
                    protocol pipe { table master4; peer table piped; import none; export where ok(); }
                    protocol kernel { ipv4 { export where ok(); }; }
                    protocol bgp b { local 10.0.0.1 as 65000; neighbor 10.0.0.2 as 65002; connect delay time 1;
                      ipv4 { import none; export where ok(); }; }
                    """));
            routers.lab().await("routes", LIMIT, () -> routers.bird().routes().size() == 4);
            // A static protocol announces again only what lies under a changed ROA, at first 10.1.0.0/16.
            routers.lab().says(jbgpd, "show protocols all static1", "2 imported", importUpdates(3));
            cache.say("10.1.0.0/16 24 65001", "10.2.0.0/16 24 65099", "10.3.0.0/16 24 65099");
            routers.lab().eventually("all filters", LIMIT, () -> {
                assertThat(jbgpd.command("show route table master4"))
                        .doesNotContain("10.2.0.0")
                        .contains("10.3.0.0");
                assertThat(jbgpd.command("show route table piped"))
                        .doesNotContain("10.3.0.0")
                        .contains("10.4.0.0");
                assertThat(routers.bird().prefixes()).containsExactly("10.1.0.0/16", "10.4.0.0/16");
                assertThat(routers.near().ip("route"))
                        .doesNotContain("10.3.0.0")
                        .contains("10.4.0.0");
            });
            routers.lab().says(jbgpd, "show protocols all static1", "1 imported", importUpdates(4));
            cache.say("10.1.0.0/16 24 65001");
            routers.lab().eventually("and back", LIMIT, () -> {
                assertThat(jbgpd.command("show route table piped")).contains("10.2.0.0", "10.3.0.0");
                assertThat(routers.bird().prefixes()).hasSize(4);
                assertThat(routers.near().ip("route")).contains("10.2.0.0", "10.3.0.0");
            });
            routers.lab().says(jbgpd, "show protocols all static1", "2 imported", importUpdates(5));
        }
    }

    private static String importUpdates(int received) {
        return "Import updates: " + received + " ";
    }

    @Test
    void aLostCacheKeepsItsDataAndReloadsLeaveItAlone() {
        try (TwoRouters routers = TwoRouters.ofOneKind()) {
            StayRtr cache = cache(routers);
            cache.start(StayRtr.json("10.1.0.0/16 24 65001"));
            Jbgpd jbgpd = routers.jbgpd();
            jbgpd.start(near(""));
            routers.lab().await("data", LIMIT, () -> imported(jbgpd, "roa4") == 1);
            routers.lab().says(jbgpd, "show protocols cache", "RPKI", "Established");
            assertThat(jbgpd.reconfigure(near("").replace("retry keep 1", "retry keep 2; expire 800")))
                    .containsPattern(Bird.ACCEPTED);
            routers.lab()
                    .await(
                            "taken over",
                            LIMIT,
                            () -> jbgpd.command("show protocols all cache").contains("/7200"));
            routers.lab().says(jbgpd, "show route table r4", "10.1.0.0/16-24 AS65001");
            cache.kill();
            routers.lab()
                    .await(
                            "lost",
                            LIMIT,
                            () -> jbgpd.command("show protocols cache").contains("Transport-Error"));
            routers.lab().says(jbgpd, "show route table r4", "10.1.0.0/16-24 AS65001  [cache", "* (100)");
            cache.write("conf", StayRtr.json("10.2.0.0/16 24 65001"));
            cache.restart();
            routers.lab()
                    .await(
                            "new data",
                            LIMIT,
                            () -> jbgpd.command("show route table r4").contains("10.2.0.0/16-24"));
            assertThat(jbgpd.command("show route table r4")).doesNotContain("10.1.0.0/16");
            jbgpd.command("disable cache");
            routers.lab()
                    .await(
                            "gone",
                            LIMIT,
                            () -> !jbgpd.command("show route table r4").contains("10.2.0.0"));
        }
    }

    /** Authorizations of the file count as the routes of a static protocol: BIRD shows the same. */
    @Test
    void staticRoasAreCounted() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            String roas = """
                    log stderr all; protocol device { }
                    roa4 table r4;
                    protocol static given { roa4 { table r4; import where net.asn != 65009; };
                      route 10.1.0.0/16 max 24 as 65001; route 10.2.0.0/16 max 24 as 65002; route 10.3.0.0/16 max 24 as 65009; }
                    """;
            routers.jbgpd().start("router id 10.0.0.1; " + roas);
            routers.bird().start("router id 10.0.0.2; " + roas);
            for (Bird each : new Bird[] {routers.bird(), routers.jbgpd()}) {
                routers.lab()
                        .says(
                                each,
                                "show protocols all given",
                                "Routes: 2 imported, 0 exported, 2 preferred",
                                "Import updates: 3 0 1 0 2");
            }
        }
    }

    @Test
    void explainNamesTheRoa() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            StayRtr cache = cache(routers);
            cache.start(StayRtr.json("10.1.0.0/16 16 65099"));
            routers.bird().start(far(PLAIN_OUT));
            Jbgpd jbgpd = routers.jbgpd();
            jbgpd.start(near("filter arriving { if roa_check(r4) = ROA_INVALID then reject; accept; }\n"
                    + session("import keep filtered; import filter arriving;")));
            routers.lab().await("routes", LIMIT, () -> jbgpd.routes("master4").size() == 14);
            routers.lab()
                    .says(
                            jbgpd,
                            "show route explain 10.1.7.0/24",
                            "r4: AS65002 as the origin of 10.1.7.0/24: covered by 10.1.0.0/16-16 AS65099 (cache)");
        }
    }

    @Test
    void overSsh() throws JSchException {
        try (TwoRouters routers = TwoRouters.ofOneKind()) {
            Jbgpd jbgpd = routers.jbgpd();
            KeyPair user = KeyPair.genKeyPair(new JSch(), KeyPair.ED25519);
            KeyPair host = KeyPair.genKeyPair(new JSch(), KeyPair.RSA, 2048);
            StayRtr cache = cache(
                    routers,
                    "-ssh.bind",
                    ":2222",
                    "-ssh.key",
                    "host",
                    "-ssh.method.key",
                    "-ssh.auth.key.file",
                    "user.pub");
            cache.write("host", privateKey(host));
            cache.write("user.pub", publicKey(user));
            jbgpd.write("user", openSsh(user));
            jbgpd.write("host.pub", publicKey(host));
            jbgpd.write("wrong.pub", publicKey(user));
            cache.start(StayRtr.json("10.1.0.0/16 24 65001"));
            String ssh = near("").replace("port 8282", "port 2222")
                    .replace(
                            "retry keep 1;",
                            "retry keep 1; transport ssh { bird private key \"" + jbgpd.file("user")
                                    + "\"; remote public key \"" + jbgpd.file("wrong.pub") + "\"; user \"rpki\"; };");
            jbgpd.start(ssh);
            routers.lab()
                    .await(
                            "another key",
                            LIMIT,
                            () -> jbgpd.command("show protocols all cache").contains("HostKey has been changed"));
            jbgpd.reconfigure(ssh.replace("wrong.pub", "host.pub"));
            routers.lab().await("data", LIMIT, () -> imported(jbgpd, "roa4") == 1);
            routers.lab().says(jbgpd, "show protocols all cache", "Transport:        SSHv2");
            cache.say("10.1.0.0/16 24 65001", "10.2.0.0/16 24 65001");
            routers.lab().await("change", LIMIT, () -> imported(jbgpd, "roa4") == 2);
        }
    }

    private static byte[] privateKey(KeyPair key) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        key.writePrivateKey(out);
        return out.toByteArray();
    }

    private static byte[] openSsh(KeyPair key) throws JSchException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        key.writeOpenSSHv1PrivateKey(out, null);
        return out.toByteArray();
    }

    private static byte[] publicKey(KeyPair key) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        key.writePublicKey(out, "lab");
        return out.toByteArray();
    }
}
