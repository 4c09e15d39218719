package org.jbgp.daemon.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jbgp.config.source.SystemWords;
import org.jbgp.daemon.control.SampleRouter;
import org.jbgp.daemon.control.view.RouterMeters;
import org.jbgp.daemon.http.HttpListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsPagesTest {

    private static final RouterMeters.Messages IN = new RouterMeters.Messages(1, 20, 0, 300, 2, 4000);
    private static final RouterMeters.Messages OUT = new RouterMeters.Messages(1, 7, 1, 301, 0, 900);

    private final SampleRouter router = new SampleRouter();
    private MetricsPages pages;
    private HttpListener service;

    @BeforeEach
    void open() throws IOException {
        pages = new MetricsPages(router.view(), meters());
        service = HttpListener.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of(pages), HttpListener.Bounds.FEW);
    }

    @AfterEach
    void close() {
        service.close();
        pages.close();
    }

    private static RouterMeters meters() {
        return new RouterMeters() {
            @Override
            public List<Took> convergence() {
                return List.of(new Took("kernel", List.of(0.001, 0.005), List.of(3L, 2L, 1L), 0.25));
            }

            @Override
            public Memory memory() {
                return new Memory(30, 70, 80, 100, 1);
            }

            @Override
            public List<Neighbor> neighbors() {
                return List.of(
                        new Neighbor("up1", IN, OUT, 17, 3, new RouterMeters.Work(1_500_000_000, 0, 250_000_000)));
            }

            @Override
            public Map<String, Integer> queueDepths() {
                return Map.of("shard-0", 5);
            }

            @Override
            public Records mrtdump() {
                return new Records(9, 2);
            }

            @Override
            public Kernel kernel() {
                return new Kernel(11, 2, 1, 4, 3);
            }
        };
    }

    private HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + service.address().getPort() + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(uri)
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jbgp_memory_heap_bytes{kind=\"ceiling\"} 80",
                "jbgp_memory_level 1",
                "jbgp_info{version=\"0.1.0\"} 1",
                "jbgp_bgp_sessions{state=\"Established\"} 1",
                "jbgp_bgp_sessions{state=\"Active\"} 3",
                "jbgp_bgp_sessions{state=\"Idle\"} 0",
                "jbgp_protocol_up{protocol=\"static4\",type=\"Static\"} 1",
                "jbgp_protocol_up{protocol=\"dis1\",type=\"BGP\"} 0",
                "jbgp_prefixes{family=\"ipv4\",kind=\"received\",protocol=\"up1\"} 4",
                "jbgp_prefixes{family=\"ipv4\",kind=\"accepted\",protocol=\"up1\"} 3",
                "jbgp_prefixes{family=\"ipv4\",kind=\"best\",protocol=\"up1\"} 2",
                "jbgp_prefixes{family=\"ipv4\",kind=\"advertised\",protocol=\"up1\"} 7",
                "jbgp_prefixes{family=\"ipv4\",kind=\"unsent\",protocol=\"up1\"} 0",
                "jbgp_condition_holds{condition=\"1\",family=\"ipv4\",protocol=\"up1\"} 0",
                "jbgp_condition_matches{condition=\"2\",family=\"ipv4\",protocol=\"up1\"} 12",
                "jbgp_bgp_messages_total{direction=\"in\",protocol=\"up1\",type=\"update\"} 20",
                "jbgp_bgp_messages_total{direction=\"out\",protocol=\"up1\",type=\"notification\"} 1",
                "jbgp_bgp_message_bytes_total{direction=\"in\",protocol=\"up1\"} 4000",
                "jbgp_bgp_queued_bytes{protocol=\"up1\"} 17",
                "jbgp_bgp_work_seconds_total{kind=\"decode\",protocol=\"up1\"} 1.5",
                "jbgp_bgp_work_seconds_total{kind=\"export\",protocol=\"up1\"} 0.25",
                "jbgp_bgp_last_error{kind=\"socket\",protocol=\"bad\",text=\"Connection refused\"} 1",
                "jbgp_queue_depth{queue=\"shard-0\"} 5",
                "jbgp_kernel_operations_total{operation=\"add\"} 11",
                "jbgp_kernel_failures_total 4",
                "jbgp_kernel_refused 3",
                "jbgp_mrtdump_records_total{outcome=\"written\"} 9",
                "jbgp_mrtdump_records_total{outcome=\"lost\"} 2",
                "jbgp_convergence_seconds_bucket{stage=\"kernel\",le=\"0.005\"} 5",
                "jbgp_convergence_seconds_bucket{stage=\"kernel\",le=\"+Inf\"} 6",
                "jbgp_convergence_seconds_count{stage=\"kernel\"} 6",
                "jvm_memory_used_bytes{area=\"heap\"",
            })
    void scrapeHolds(String line) throws IOException, InterruptedException {
        HttpResponse<String> response = ask("GET", "/metrics");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(response.body().lines().anyMatch(each -> each.startsWith(line)))
                .as(response.body())
                .isTrue();
    }

    /** Names with their labels. */
    @Test
    void theDocumentNamesEach() throws IOException, InterruptedException {
        Map<String, Set<String>> documented = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("..", "docs", "metrics.md"))) {
            Matcher row = Pattern.compile("\\| `(jbgp_\\w+)` \\|([^|]*)\\|.*").matcher(line);
            if (row.matches()) {
                documented.put(row.group(1), words("`(\\w+)`", row.group(2)));
            }
        }
        Map<String, Set<String>> served = new TreeMap<>();
        for (String line : ask("GET", "/metrics").body().lines().toList()) {
            Matcher sample = Pattern.compile("(jbgp_\\w+)(\\{.*})? .*").matcher(line);
            if (sample.matches()) {
                served.put(sample.group(1), sample.group(2) == null ? Set.of() : words("(\\w+)=\"", sample.group(2)));
            }
        }
        assertThat(documented).containsEntry("jbgp_channel_disabled", Set.of("protocol", "family", "text"));
        documented.remove("jbgp_channel_disabled");
        // This router has no cache.
        assertThat(documented).containsEntry("jbgp_rpki_last_error", Set.of("protocol", "text"));
        documented.keySet().removeIf(name -> name.startsWith("jbgp_rpki_"));
        // Nobody is drained.
        assertThat(documented).containsEntry("jbgp_bgp_drain", Set.of("protocol", "state"));
        documented.remove("jbgp_bgp_drain");
        // And it dumps nothing.
        assertThat(documented).containsEntry("jbgp_mrt_dumps_total", Set.of("protocol", "outcome"));
        documented.keySet().removeIf(name -> name.startsWith("jbgp_mrt_"));
        assertThat(documented).containsEntry("jbgp_aggregate_up", Set.of("protocol", "prefix"));
        documented.keySet().removeIf(name -> name.startsWith("jbgp_aggregate_"));
        assertThat(documented).containsEntry("jbgp_bmp_queued_bytes", Set.of("protocol"));
        documented.keySet().removeIf(name -> name.startsWith("jbgp_bmp_"));
        assertThat(served).isEqualTo(documented);
    }

    private static Set<String> words(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    @Test
    void whatIsGoneDisappears() throws IOException, InterruptedException {
        assertThat(ask("GET", "/metrics").body()).contains("protocol=\"bad\"");
        router.remove("bad");
        assertThat(ask("GET", "/metrics").body())
                .doesNotContain("protocol=\"bad\"")
                .contains("protocol=\"up1\"");
    }

    @Test
    void healthFollowsTheRouter() throws IOException, InterruptedException {
        assertThat(ask("GET", "/healthz").statusCode()).isEqualTo(200);
        router.shutDown();
        assertThat(ask("GET", "/healthz").statusCode()).isEqualTo(503);
    }

    @ParameterizedTest
    @CsvSource({"GET, /, 404", "POST, /metrics, 405", "HEAD, /healthz, 200"})
    void otherRequests(String method, String path, int status) throws IOException, InterruptedException {
        assertThat(ask(method, path).statusCode()).isEqualTo(status);
    }

    @Test
    void anAddressThatIsNotOursIsNamed() {
        assertThatThrownBy(() -> HttpListener.open(
                                new InetSocketAddress("2001:db8::7", 9179), List.of(pages), HttpListener.Bounds.FEW)
                        .close())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("listen http: 2001:db8::7 port 9179: ");
    }

    @Test
    void usedPortIsNamed() {
        assertThatThrownBy(() -> HttpListener.open(service.address(), List.of(pages), HttpListener.Bounds.FEW)
                        .close())
                .isInstanceOf(IOException.class)
                .hasMessage("listen http: 127.0.0.1 port " + service.address().getPort()
                        + ": Address already in use; choose another address or port")
                .satisfies(refused -> assertThat(SystemWords.of(refused)).isEqualTo(refused.getMessage()));
    }
}
