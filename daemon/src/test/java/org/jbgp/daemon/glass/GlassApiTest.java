package org.jbgp.daemon.glass;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jbgp.daemon.control.view.MrtStatus;
import org.jbgp.daemon.control.view.RouteExplanation;
import org.jbgp.daemon.control.view.RouteExplanation.Finding;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.wire.AddressFamily;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON of the looking glass, and what it refuses. */
class GlassApiTest {
    private static final String HOSTILE =
            "</td><script>alert(1)</script><img src=x onerror=alert(2)> \" ' & \u0000\u001b[31m";

    private GlassServer server;

    @BeforeEach
    void open() throws IOException {
        server = new GlassServer();
        server.router.explains(new RouteExplanation(
                "master4",
                new RouteQuery.Prefix(AddressFamily.IPV4_UNICAST, 0, 0xcb007100L, 24),
                List.of(new Finding(
                        "up1",
                        "rejected",
                        List.of(
                                "by import filter f",
                                "/etc/jbgpd/secret place/bird.conf:7:3 if net ~ [ 10.0.0.0/8 ] is true"))),
                List.of()));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static Map<?, ?> map(Object value) {
        return (Map<?, ?>) value;
    }

    private static Map<?, ?> named(Object list, String name) {
        return ((List<?>) list)
                .stream()
                        .map(GlassApiTest::map)
                        .filter(each -> each.get("name").equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void statusNamesNoFile() throws IOException, InterruptedException {
        assertThat(server.get("/api/status").body()).doesNotContain("/").contains("\"router_id\":\"10.");
        assertThat(map(server.json("/api/status")).get("tables")).isEqualTo(List.of("master4", "master6", "second"));
    }

    @Test
    void neighborsWithTheirCounts() throws IOException, InterruptedException {
        Object all = server.json("/api/neighbors");
        Map<?, ?> up = named(all, "up1");
        assertThat(up.get("state")).isEqualTo("Established");
        assertThat(up.get("as")).isEqualTo(65002.0);
        assertThat(map(((List<?>) up.get("channels")).getFirst()).get("imported"))
                .isEqualTo(3.0);
        assertThat(named(all, "bad").get("last_error")).isEqualTo("Socket: Connection refused");
        assertThat((List<?>) all).hasSize(6);
    }

    @Test
    void aProtocolAsTheCommandShowsIt() throws IOException, InterruptedException {
        assertThat(map(server.json("/api/protocol/static4")).get("type")).isEqualTo("Static");
        assertThat(server.get("/api/protocol/nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void whereFilesLieIsNotShown() throws IOException, InterruptedException {
        server.router.detail(
                "static4",
                new MrtStatus(
                        "master4",
                        "/var/secret place/%N_%F.mrt",
                        Duration.ofHours(1),
                        false,
                        7,
                        1,
                        null,
                        "Unable to write MRT file '/var/secret place/master4.mrt': No space left on device"));
        assertThat(server.get("/api/protocol/static4").body())
                .contains("\"file\":\"%N_%F.mrt\"", "\"dumps\":7", "the last dump failed")
                .doesNotContain("secret place");
    }

    @Test
    void pathsOfAPrefixAndOfWhatCoversIt() throws IOException, InterruptedException {
        Object exact = ((List<?>) server.json("/api/prefix?prefix=10.55.0.0/16")).getFirst();
        Object within = ((List<?>) server.json("/api/prefix?prefix=10.55.0.7")).getFirst();
        assertThat(map(within).get("asked")).isEqualTo("10.55.0.7/32");
        assertThat(map(within).get("prefix"))
                .isEqualTo("10.55.0.0/16")
                .isEqualTo(map(exact).get("prefix"));
        assertThat(map(within).get("routes")).isEqualTo(map(exact).get("routes"));
        assertThat(map(((List<?>) map(exact).get("routes")).getFirst()).keySet().stream()
                        .map(Object::toString))
                .contains("table", "prefix", "protocol", "primary", "next_hops", "attributes");
    }

    @Test
    void aRejectedRouteSaysWhyWithoutTheFolder() throws IOException, InterruptedException {
        Object found = server.json("/api/routes/up1?kind=filtered");
        Map<?, ?> route = map(((List<?>) map(found).get("routes")).getFirst());
        assertThat(route.get("prefix")).isEqualTo("203.0.113.0/24");
        assertThat(route.get("reason"))
                .isEqualTo(List.of("by import filter f", "bird.conf:7:3 if net ~ [ 10.0.0.0/8 ] is true"));
        assertThat(server.get("/api/explain?prefix=203.0.113.0/24").body())
                .contains("\"bird.conf:7:3")
                .doesNotContain("secret place");
    }

    @Test
    void whatChangedAndWhy() throws IOException, InterruptedException {
        Map<?, ?> past = map(server.json("/api/history?prefix=198.51.100.0/24"));
        assertThat(past.get("on")).isEqualTo(true);
        Map<?, ?> change = map(((List<?>) past.get("changes")).getFirst());
        assertThat(change.get("prefix")).isEqualTo("198.51.100.0/24");
        assertThat(map(change.get("before")).get("protocol")).isEqualTo("up1");
        assertThat(map(change.get("after")).get("protocol")).isEqualTo("up2");
        assertThat(change.get("why")).isEqualTo("end of up1");
        assertThat(((List<?>) past.get("events"))
                        .stream().map(each -> map(each).get("kind").toString()))
                .contains("session_down", "session_up");
        assertThat(server.get("/api/history?protocol=nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void whatWasRejectedLast() throws IOException, InterruptedException {
        List<?> all = (List<?>) server.json("/api/rejected?protocol=up1");
        assertThat(all.stream().map(each -> map(each).get("prefix").toString()))
                .containsExactly("203.0.113.0/26", "198.51.100.0/24");
        assertThat(map(all.getFirst()).get("decisions").toString()).endsWith("bird.conf:4:24 reject]");
        assertThat(map(all.getLast()).get("accepts")).isEqualTo(true);
    }

    @Test
    void routesComeInPages() throws IOException, InterruptedException {
        List<?> all =
                (List<?>) map(server.json("/api/routes/static4?limit=1000")).get("routes");
        assertThat(all).hasSize(7);
        Map<?, ?> second = map(server.json("/api/routes/static4?limit=3&offset=3"));
        assertThat(second.get("routes")).isEqualTo(all.subList(3, 6));
        assertThat(second.get("more")).isEqualTo(true);
        assertThat(map(server.json("/api/routes/static4?limit=3&offset=6")).get("more"))
                .isEqualTo(false);
        assertThat(map(server.json("/api/routes/static4?limit=3&offset=4")).get("more"))
                .isEqualTo(false);
        assertThat(map(server.json("/api/routes/static4?offset=7")).get("routes"))
                .isEqualTo(List.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/prefix | 400 | say which: ?prefix=192.0.2.0/24, or an address",
                "/api/prefix?prefix=10.0.0.1/24 | 400 | the prefix has bits set behind its length: 10.0.0.0/24 has not",
                "/api/prefix?prefix=10.0.0.0/33 | 400 | a prefix of this family has 32 bits at most",
                "/api/prefix?prefix=%3Cscript%3E | 400 | not a prefix, such as 192.0.2.0/24 or 2001:db8::/32, nor an address",
                "/api/prefix?prefix=10.0.0.0/8&prefix=11.0.0.0/8 | 400 | 'prefix' was given more than once",
                "/api/explain?prefix=10.0.0.0/8&table=none | 404 | there is no table of routes 'none' of this family",
                "/api/explain?prefix=10.0.0.0/8&protocol=x | 404 | there is no protocol 'x'",
                "/api/routes/up1?kind=all | 400 | 'kind' is one of accepted, filtered, exported and noexport",
                "/api/routes/up1?limit=1001 | 400 | 'limit' is a number up to 1000",
                "/api/routes/up1?offset=-1 | 400 | 'offset' is a number up to 10000000",
                "/api/routes/a/b | 404 | 'nothing here; there are status, neighbors, plot, protocol/NAME, prefix, explain, history, rejected and routes/NAME'",
                "/api/routes/..%2f..%2fetc%2fpasswd | 404 | there is no protocol '../../etc/passwd'",
            })
    void whatIsWrongIsSaid(String path, int status, String error) throws IOException, InterruptedException {
        HttpResponse<String> response = server.get(path);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(map(org.jbgp.daemon.lab.Json.parse(response.body())).get("error"))
                .isEqualTo(error);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api",
                "/api/",
                "/api/status/",
                "/api//status",
                "/glass.js/",
                "/page.html",
                "/LookingGlass.class",
                "/%2e%2e/page.html",
                "/api/routes/a/b"
            })
    void nothingElseIsThere(String path) throws IOException, InterruptedException {
        assertThat(server.get(path).statusCode()).isEqualTo(404);
    }

    /** Names, descriptions and messages come from people and neighbors. */
    @Test
    void whatOthersSayIsDataOnly() throws IOException, InterruptedException {
        server.router.describe("up1", HOSTILE, HOSTILE);
        for (String path : List.of("/api/neighbors", "/api/protocol/up1", "/protocols/bgp", "/protocols")) {
            HttpResponse<String> response = server.get(path);
            assertThat(response.headers().firstValue("content-type")).hasValue("application/json; charset=utf-8");
            assertThat(response.headers().firstValue("x-content-type-options")).hasValue("nosniff");
            assertThat(response.headers().firstValue("content-security-policy"))
                    .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none'"));
            assertThat(response.body().chars().filter(each -> each < ' ' && each != '\n'))
                    .isEmpty();
        }
        assertThat(named(server.json("/api/neighbors"), "up1").get("description"))
                .isEqualTo(HOSTILE);
        assertThat(named(server.json("/api/neighbors"), "up1").get("message")).isEqualTo(HOSTILE);
    }

    /** What is no text in UTF-16 stays JSON, as a question mark, and what is foreign stays itself. */
    @ParameterizedTest
    @CsvSource({
        "'\ud800 alone', '? alone'",
        "'\udc00\ud800', '??'",
        "'Zürich 東京 \ud83d\ude80', 'Zürich 東京 \ud83d\ude80'"
    })
    void textOfOthersIsValidJson(String given, String shown) throws IOException, InterruptedException {
        server.router.describe("up1", given, given);
        assertThat(named(server.json("/api/neighbors"), "up1").get("description"))
                .isEqualTo(shown);
        assertThat(map(map(map(server.json("/protocols")).get("protocols")).get("up1"))
                        .get("message"))
                .isEqualTo(shown);
    }

    /** A page that put text in as markup, or ran what stands in it, would not. */
    @Test
    void thePageHasNothingInline() throws IOException, InterruptedException {
        HttpResponse<String> page = server.get("/");
        assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.body()).doesNotContain("style=", "onclick", "javascript:", "http:", "https:", "<style");
        assertThat(page.body().split("<script", -1)).hasSize(2);
        String script = server.get("/glass.js").body();
        assertThat(script)
                .doesNotContain(
                        "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function");
        assertThat(script.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http:", "https:", "import(");
        assertThat(server.get("/glass.css").body()).doesNotContain("url(", "@import", "http");
    }

    private String raw(String head) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write((head + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A name of somebody's that leads to loopback: their page could read ours. */
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:9179, 200",
        "localhost, 200",
        "rs.localhost:1, 200",
        "[::1]:9179, 200",
        "LocalHost:80, 200",
        "evil.example, 421",
        "127.0.0.1.evil.example:9179, 421",
        "localhost.evil.example, 421",
        "[, 421",
        "[], 421",
        "[::1, 421",
        "::1, 421",
        "2001:db8::1]:80, 421"
    })
    void otherNamesOfLoopbackAreRefused(String host, int status) throws IOException {
        for (String path : List.of("/", "/api/status", "/status")) {
            assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: " + host)).startsWith("HTTP/1.1 " + status);
        }
    }

    /** RFC 9112 §3.2: one Host, and the one in the target counts more. */
    @ParameterizedTest
    @CsvSource({
        "http://localhost:9179/api/status, localhost, 200",
        "http://localhost:9179/api/status, evil.example, 200",
        "http://evil.example/api/status, localhost, 421",
        "/api/status, 'localhost\r\nHost: evil.example', 400"
    })
    void whoIsMeant(String target, String host, int status) throws IOException {
        assertThat(raw("GET " + target + " HTTP/1.1\r\nHost: " + host)).startsWith("HTTP/1.1 " + status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "?", "?x=1", "ftp://127.0.0.1/", "localhost:80", "/%", "/%zz/x", "/routes/%zz", "/\u007f"})
    void targetsThatAreNoPaths(String target) throws IOException {
        assertThat(raw("GET " + target + " HTTP/1.1\r\nHost: localhost")).startsWith("HTTP/1.1 40");
    }

    @Test
    void beforeThereAreTables() throws IOException, InterruptedException {
        server.ready.set(false);
        assertThat(server.get("/api/neighbors").statusCode()).isEqualTo(503);
        assertThat(server.get("/protocols").statusCode()).isEqualTo(503);
    }
}
