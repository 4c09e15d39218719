package org.jbgp.daemon.glass;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Alice-LG reads of birdwatcher: which keys, and of which types. Elsewhere it stops or shows nothing. */
class BirdwatcherTest {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private GlassServer server;

    @BeforeEach
    void open() throws IOException {
        server = new GlassServer();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static Map<?, ?> map(Object value, String... names) {
        Object now = value;
        for (String name : names) {
            now = ((Map<?, ?>) now).get(name);
        }
        return (Map<?, ?>) now;
    }

    private static void isTime(Object value) {
        assertThat(LocalDateTime.parse((String) value, TIME)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/status",
                "/protocols",
                "/protocols/bgp",
                "/protocols/short?uncached=true",
                "/symbols",
                "/routes/protocol/up1",
                "/routes/filtered/up1",
                "/routes/noexport/pipe1",
                "/routes/export/up1",
                "/routes/table/master4",
                "/routes/table/master4/filtered",
                "/routes/table/master/peer/10.9.1.2",
                "/routes/peer/10.9.1.2",
                "/routes/prefix?prefix=10.55.0.0/24",
                "/routes/count/protocol/static4",
                "/routes/pipe/filtered?table=master4&pipe=pipe1",
                "/routes/pipe/filtered/count?table=master4&pipe=pipe1&address=10.9.1.2",
                "/route/net/10.55.0.1",
                "/route/net/10.55.0.0/mask/24/table/master4",
                "/routes/filtered/nobody",
            })
    void everyAnswerSaysOfWhenItIs(String path) throws IOException, InterruptedException {
        Object answer = server.json(path);
        assertThat(map(answer, "api").get("Version")).isInstanceOf(String.class);
        assertThat(map(answer, "api").get("result_from_cache")).isEqualTo(false);
        Instant cached = Instant.parse(
                (String) map(answer, "api", "cache_status", "cached_at").get("date"));
        Instant until = Instant.parse((String) map(answer).get("ttl"));
        assertThat(Duration.between(cached, until)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void status() throws IOException, InterruptedException {
        Map<?, ?> status = map(server.json("/status"), "status");
        assertThat(status.get("router_id")).isEqualTo("10.9.0.1");
        assertThat(status.get("message")).isEqualTo("Daemon is up and running");
        assertThat((String) status.get("version")).startsWith("2.");
        isTime(status.get("current_server"));
        isTime(status.get("last_reboot"));
        isTime(status.get("last_reconfig"));
    }

    @Test
    void neighbors() throws IOException, InterruptedException {
        Map<?, ?> protocols = map(server.json("/protocols/bgp"), "protocols");
        assertThat(protocols.keySet().stream().map(Object::toString))
                .containsExactlyInAnyOrder("up1", "ibgp1", "dis1", "noone", "pas", "bad");
        Map<?, ?> up = map(protocols, "up1");
        assertThat(up.get("bird_protocol")).isEqualTo("BGP");
        assertThat(up.get("state")).as("of the channel, as it is printed last").isEqualTo("UP");
        assertThat(up.get("neighbor_as")).isEqualTo(65002.0);
        assertThat(up.get("neighbor_address")).isEqualTo("10.9.1.2");
        assertThat(up.get("table")).isEqualTo("master4");
        assertThat(map(up, "routes").get("imported")).isEqualTo(3.0);
        assertThat(map(up, "routes").get("filtered")).isEqualTo(1.0);
        assertThat(map(up, "routes").get("exported")).isInstanceOf(Double.class);
        assertThat(map(up, "routes").get("preferred")).isInstanceOf(Double.class);
        assertThat(map(up, "channels", "ipv4", "routes_count").get("imported")).isEqualTo(3.0);
        assertThat(map(up, "route_changes", "import_updates").get("received")).isInstanceOf(Double.class);
        isTime(up.get("state_changed"));
        // Who is down has the keys, too.
        Map<?, ?> down = map(protocols, "bad");
        assertThat(down.get("state")).isEqualTo("DOWN");
        assertThat(down.get("last_error")).isEqualTo("Socket: Connection refused");
        assertThat(map(down, "routes")).isEmpty();
    }

    @Test
    void protocolsOfOtherSorts() throws IOException, InterruptedException {
        Map<?, ?> protocols = map(server.json("/protocols"), "protocols");
        assertThat(map(protocols, "pipe1").get("bird_protocol")).isEqualTo("Pipe");
        assertThat(map(protocols, "pipe1").get("table")).isEqualTo("master4");
        assertThat(map(protocols, "pipe1").get("peer_table")).isEqualTo("second");
        assertThat(map(protocols, "pipe1", "routes").get("exported")).isEqualTo(13.0);
        assertThat(map(protocols, "device1", "routes")).isEmpty();
        Map<?, ?> brief = map(server.json("/protocols/short"), "protocols", "noone");
        assertThat(brief.get("proto")).isEqualTo("BGP");
        assertThat(brief.get("state")).isEqualTo("start");
        assertThat(brief.get("info")).isEqualTo("Active Socket: No route to host");
        isTime(brief.get("since"));
        assertThat(map(server.json("/symbols"), "symbols").get("routing table"))
                .isEqualTo(List.of("master4", "master6", "second"));
        assertThat(map(server.json("/symbols/protocols")).get("symbols")).isEqualTo(List.of("up1"));
    }

    @Test
    void routes() throws IOException, InterruptedException {
        List<?> found = (List<?>) map(server.json("/routes/protocol/up1")).get("routes");
        assertThat(found).isNotEmpty();
        for (Object each : found) {
            Map<?, ?> route = map(each);
            assertThat(route.get("from_protocol")).isEqualTo("up1");
            assertThat(route.get("network")).isInstanceOf(String.class);
            assertThat(route.get("learnt_from")).isEqualTo("10.9.1.2");
            assertThat(route.get("gateway")).isEqualTo("10.9.1.2");
            assertThat(route.get("interface")).isInstanceOf(String.class);
            assertThat(route.get("metric")).isEqualTo(100.0);
            assertThat(route.get("primary")).isInstanceOf(Boolean.class);
            assertThat(route.get("type")).isEqualTo(List.of("BGP", "univ"));
            isTime(route.get("age"));
            assertThat((List<?>) map(route, "bgp").get("as_path")).allMatch(String.class::isInstance);
            assertThat(map(route, "bgp").get("local_pref")).isEqualTo("100");
        }
    }

    @Test
    void communities() throws IOException, InterruptedException {
        String all = server.get("/routes/table/master4").body();
        assertThat(all).containsPattern("\"communities\":\\[\\[\\d+,\\d+\\]");
        assertThat(all).containsPattern("\"large_communities\":\\[\\[\\d+,\\d+,\\d+\\]");
        assertThat(all).containsPattern("\"ext_communities\":\\[\\[\"\\w+\",\"\\d+\",\"\\d+\"\\]");
    }

    @Test
    void aRejectedRouteIsOfItsNeighbor() throws IOException, InterruptedException {
        Map<?, ?> route =
                map(((List<?>) map(server.json("/routes/filtered/up1")).get("routes")).getFirst());
        assertThat(route.get("network")).isEqualTo("203.0.113.0/24");
        assertThat(route.get("learnt_from")).isEqualTo("10.9.1.2");
        assertThat(route.get("gateway"))
                .as("by which Alice-LG knows its neighbor")
                .isEqualTo("10.9.1.2");
        assertThat(map(server.json("/routes/table/master4/filtered")).get("routes"))
                .isEqualTo(List.of(route));
    }

    @Test
    void countsAreNumbers() throws IOException, InterruptedException {
        assertThat(map(server.json("/routes/count/protocol/static4")).get("routes"))
                .isEqualTo(7.0);
        assertThat(map(server.json("/routes/count/table/second")).get("routes")).isInstanceOf(Double.class);
    }

    @ParameterizedTest
    @CsvSource({
        "/routes/peer/x', 400",
        "/routes/protocol/x, 404",
        "/routes/prefix, 400",
        "/routes/table/x, 404",
        "/routes/pipe/filtered?table=master4, 400"
    })
    void whatIsWrongIsSaid(String path, int status) throws IOException, InterruptedException {
        assertThat(server.get(path.replace("'", "%27")).statusCode()).isEqualTo(status);
        assertThat(map(server.json(path.replace("'", "%27"))).get("error")).isInstanceOf(String.class);
    }
}
