package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.assertj.core.api.AbstractStringAssert;
import org.jbgp.daemon.lab.Json;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Software;
import org.jbgp.daemon.lab.TwoRouters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The looking glass of a router with a neighbor, over HTTP and in a browser. */
@NeedsPeer(Software.BIRD2)
class LookingGlassIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String SECRET = "the-word-nobody-may-read";
    private static final String DESCRIPTION = "<img src=x onerror=document.title='taken'>";

    @TempDir
    Path directory;

    private static String near(String http) {
        return """
                router id 10.0.0.1;
                hostname "glass.example";
                log stderr all;
                history on;
                %s
                protocol device { }
                protocol static own { ipv4; route 192.0.2.1/32 blackhole; }
                filter narrow {
                  if net = 198.51.100.0/24 then reject;
                  accept;
                }
                protocol bgp peer {
                  description "%s";
                  local 10.0.0.1 as 65001; neighbor 10.0.0.2 as 65002; connect delay time 1; password "%s";
                  ipv4 { import keep filtered on; import filter narrow; export where source = RTS_STATIC; };
                }
                """.formatted(http, DESCRIPTION, SECRET);
    }

    private static final String FAR = """
            router id 10.0.0.2;
            log stderr all;
            protocol device { }
            protocol static { ipv4; route 203.0.113.0/24 blackhole; route 198.51.100.0/24 blackhole; }
            protocol bgp peer { local 10.0.0.2 as 65002; neighbor 10.0.0.1 as 65001; connect delay time 1;
              password "the-word-nobody-may-read";
              ipv4 { import all; export filter {
                bgp_community.add((65002, 7)); bgp_large_community.add((65002, 8, 9)); bgp_ext_community.add((rt, 65002, 10));
                accept; }; }; }
            """;

    /** Head and body. */
    private static String ask(TwoRouters routers, String path) {
        return routers.near().httpGet(9179, path);
    }

    private static Object json(TwoRouters routers, String path) {
        String answer = ask(routers, path);
        return Json.parse(answer.substring(answer.indexOf("\r\n\r\n") + 4));
    }

    private static Map<?, ?> first(Object answer, String list) {
        Object found = list.isEmpty() ? answer : ((Map<?, ?>) answer).get(list);
        assertThat((List<?>) found).as(list).isNotEmpty();
        return (Map<?, ?>) ((List<?>) found).getFirst();
    }

    @Test
    void whatANeighborAnnouncedAndWhatBecameOfIt() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            routers.bird().start(FAR);
            routers.jbgpd().start(near("listen http { looking glass; birdwatcher; }"));
            routers.lab().eventually("both routes, one rejected", LIMIT, () -> {
                Map<?, ?> neighbor = first(json(routers, "/api/neighbors"), "");
                Map<?, ?> channel = first(neighbor, "channels");
                assertThat(channel.get("imported")).isEqualTo(1.0);
                assertThat(channel.get("filtered")).isEqualTo(1.0);
                assertThat(neighbor.get("description")).isEqualTo(DESCRIPTION);
            });
            Map<?, ?> rejected = first(json(routers, "/api/routes/peer?kind=filtered"), "routes");
            assertThat(rejected.get("prefix")).isEqualTo("198.51.100.0/24");
            assertThat(rejected.get("reason").toString())
                    .contains("by import filter narrow", ":9:", "is true", "reject");
            Map<?, ?> explained = first(json(routers, "/api/explain?prefix=203.0.113.77"), "");
            assertThat(explained.get("prefix")).isEqualTo("203.0.113.0/24");
            assertThat(first(explained, "ways").get("verdict")).isEqualTo("best");

            routers.lab().eventually("its past", LIMIT, () -> {
                Map<?, ?> change = first(json(routers, "/api/history?prefix=203.0.113.0/24"), "changes");
                assertThat(change.get("before")).isEqualTo("null");
                assertThat(((Map<?, ?>) change.get("after")).get("protocol")).isEqualTo("peer");
            });

            // What Alice-LG shows of it.
            Map<?, ?> route = first(json(routers, "/routes/protocol/peer"), "routes");
            assertThat(route.get("gateway")).isEqualTo("10.0.0.2");
            Map<?, ?> bgp = (Map<?, ?>) route.get("bgp");
            assertThat(bgp.get("as_path")).isEqualTo(List.of("65002"));
            assertThat(bgp.get("communities")).isEqualTo(List.of(List.of(65002.0, 7.0)));
            assertThat(bgp.get("large_communities")).isEqualTo(List.of(List.of(65002.0, 8.0, 9.0)));
            assertThat(bgp.get("ext_communities")).isEqualTo(List.of(List.of("rt", "65002", "10")));
            assertThat(first(json(routers, "/routes/filtered/peer"), "routes").get("network"))
                    .isEqualTo("198.51.100.0/24");
            assertThat((List<?>) ((Map<?, ?>) json(routers, "/routes/noexport/peer")).get("routes"))
                    .as("its own route is not offered to it, and no other is rejected")
                    .isEmpty();
        }
    }

    @Test
    void noPathShowsASecret() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            routers.bird().start(FAR);
            routers.jbgpd().start(near("listen http { looking glass; birdwatcher; }"));
            routers.lab().await("the session", LIMIT, () -> routers.jbgpd().established("10.0.0.2"));
            for (String path : List.of(
                    "/",
                    "/metrics",
                    "/api/status",
                    "/api/neighbors",
                    "/api/plot",
                    "/api/protocol/peer",
                    "/api/routes/peer",
                    "/api/explain?prefix=203.0.113.0/24",
                    "/status",
                    "/protocols",
                    "/symbols",
                    "/routes/table/master4")) {
                assertThat(ask(routers, path)).startsWith("HTTP/1.1 200").doesNotContain(SECRET);
            }
        }
    }

    /** What bird_exporter and the proxy of bird-lg-go look for in replies on the socket. */
    @Test
    void readersOfTheSocketFindTheirWords() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            routers.bird().start(FAR);
            routers.jbgpd().start(near(""));
            String number = " +(\\d+|---)";
            routers.lab()
                    .eventually(
                            "the route",
                            LIMIT,
                            () -> assertThat(routers.jbgpd().command("show protocols all"))
                                    .containsPattern(
                                            "(?m)^peer +BGP +--- +up +\\d\\d:\\d\\d:\\d\\d\\S* +Established *$")
                                    .containsPattern("(?m)^ +Description: +<img")
                                    .containsPattern("(?m)^ +Channel ipv4$")
                                    .containsPattern("(?m)^ +Routes: +1 imported, 1 filtered, 1 exported, 1 preferred$")
                                    .containsPattern("(?m)^ +Import updates:" + number.repeat(5) + "$")
                                    .containsPattern("(?m)^ +Export withdraws:" + number.repeat(5) + "$")
                                    .containsPattern("(?m)^ +Input filter: +narrow$"));
            assertThat(routers.jbgpd().command("show protocols"))
                    .containsPattern("(?m)^Name +Proto +Table +State +Since +Info$");
            assertThat(routers.jbgpd().command("show status"))
                    .containsPattern("Router ID is 10\\.0\\.0\\.1")
                    .containsPattern("Current server time is \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}")
                    .containsPattern("Last reconfiguration on \\d{4}-")
                    .contains("Daemon is up and running");
            assertThat(routers.jbgpd().command("show route for 203.0.113.9 all"))
                    .containsPattern("(?m)unicast \\[peer [^\\]]*\\] \\* \\(100\\)")
                    .containsPattern("(?m)^\\tvia 10\\.0\\.0\\.2 on \\S+$")
                    .containsPattern("(?m)^\\tBGP\\.as_path: 65002$");
        }
    }

    @Test
    void aReloadTurnsItOnAndOff() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Function<String, Integer> status = path -> {
                String answer = ask(routers, path);
                return answer.isEmpty() ? 0 : Integer.parseInt(answer.substring(9, 12));
            };
            routers.bird().start(FAR);
            routers.jbgpd().start(near("listen http;"));
            routers.lab().await("metrics", LIMIT, () -> status.apply("/metrics") == 200);
            assertThat(status.apply("/api/status")).isEqualTo(404);
            routers.jbgpd().reconfigure(near("listen http { looking glass; }"));
            routers.lab().await("the page", LIMIT, () -> status.apply("/api/status") == 200);
            assertThat(status.apply("/status")).isEqualTo(404);
            routers.jbgpd().reconfigure(near("listen http { birdwatcher; }"));
            routers.lab().await("birdwatcher alone", LIMIT, () -> status.apply("/status") == 200);
            assertThat(status.apply("/")).isEqualTo(404);
            routers.jbgpd().reconfigure(near(""));
            routers.lab()
                    .await(
                            "nothing",
                            LIMIT,
                            () -> !routers.near().exec("ss", "-ltn").contains(":9179"));
        }
    }

    /** The page as the browser has it when its script has run. */
    private String page(TwoRouters routers, String hash) {
        return routers.near()
                .exec(
                        Software.CHROMIUM.program(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--user-data-dir=" + directory,
                        "--virtual-time-budget=8000",
                        "--dump-dom",
                        "http://127.0.0.1:9179/" + hash);
    }

    @Test
    @NeedsPeer(Software.CHROMIUM)
    void aBrowserShowsTextAsText() throws IOException {
        try (TwoRouters routers = TwoRouters.withBird()) {
            routers.bird().start(FAR);
            routers.jbgpd().start(near("listen http { looking glass; }"));
            routers.lab().eventually("both routes, one rejected", LIMIT, () -> {
                Map<?, ?> channel = first(first(json(routers, "/api/neighbors"), ""), "channels");
                assertThat(channel.get("imported")).isEqualTo(1.0);
                assertThat(channel.get("filtered")).isEqualTo(1.0);
            });
            shows(
                    routers,
                    "",
                    page -> page.contains("<title>glass.example – looking glass</title>")
                            .contains("&lt;img src=x onerror")
                            .doesNotContain("<img src=\"x\"")
                            .contains("Established"));
            shows(
                    routers,
                    "#/prefix/203.0.113.0/24",
                    page -> page.contains("Offered by", "Exported to", "class=\"good\"", "What it was", "none → peer"));
            shows(
                    routers,
                    "#/neighbor/peer/filtered",
                    page -> page.contains("198.51.100.0/24", "by import filter narrow"));
            shows(
                    routers,
                    "#/prefix/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
                    page -> page.contains("not a prefix, such as").doesNotContain("<script>alert"));
        }
    }

    /** A browser on a busy machine may give up before the script has its answers: then again. */
    private void shows(TwoRouters routers, String hash, Consumer<AbstractStringAssert<?>> whole) {
        routers.lab().eventually("the page " + hash, LIMIT, () -> whole.accept(assertThat(page(routers, hash))));
    }
}
