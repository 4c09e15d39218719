package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jbgp.daemon.lab.BmpStation;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Software;
import org.jbgp.daemon.lab.StayRtr;
import org.jbgp.daemon.lab.TwoRouters;
import org.jbgp.daemon.metrics.MonitoringFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alert rules and dashboard find in a router that does a bit of everything whatever they ask for. */
@NeedsPeer({Software.BIRD2, Software.STAYRTR})
class MonitoringIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Only there while a neighbor's routes cannot be read, see {@code DisabledFamilyIT}. */
    private static final Set<String> RARE = Set.of("jbgp_channel_disabled");

    @TempDir
    Path directory;

    private String near() {
        return """
                router id 10.0.0.1;
                log stderr all;
                listen http address 127.0.0.1 port 9179;
                mrtdump "%s/updates.mrt";
                protocol device { }
                protocol kernel { ipv4 { import none; export where source = RTS_BGP; }; }
                protocol static own { ipv4; route 192.0.2.1/32 blackhole; }
                protocol bfd watch { interface "*" { interval 200 ms; multiplier 5; }; }
                roa4 table r4;
                protocol rpki cache { roa4 { table r4; }; remote 10.0.0.2 port 8282; retry keep 1; }
                protocol bmp station { station address ip 10.0.0.2 port 1790; monitoring rib in post_policy; }
                protocol mrt dumps { table "master4"; filename "%s/dump.mrt"; period 1; }
                protocol bgp peer {
                  local 10.0.0.1 as 65001; neighbor 10.0.0.2 as 65002; connect delay time 1; bfd; mrtdump { messages };
                  ipv4 { import all; export where source = RTS_STATIC; };
                }
                protocol bgp nobody { local 10.0.0.1 as 65001; neighbor 10.0.0.3 as 65003; connect delay time 1;
                  ipv4 { import all; export none; }; }
                protocol bgp leaving { local 10.0.0.1 as 65001; neighbor 10.0.0.4 as 65004;
                  ipv4 { import all; export none; }; }
                """.formatted(directory, directory);
    }

    private static final String FAR = """
            router id 10.0.0.2;
            log stderr all;
            protocol device { }
            protocol static { ipv4; route 192.0.2.2/32 blackhole; }
            protocol bfd watch { interface "*" { interval 200 ms; multiplier 5; }; }
            protocol bgp peer { local 10.0.0.2 as 65002; neighbor 10.0.0.1 as 65001; connect delay time 1; bfd;
              ipv4 { import all; export all; }; }
            """;

    /** What of the files is not in the scrape, with where it stands. */
    private static List<String> missing(String scrape) {
        Map<String, List<Map<String, String>>> samples = MonitoringFiles.samples(scrape);
        List<String> missing = new ArrayList<>();
        for (MonitoringFiles.Expression expression : MonitoringFiles.expressions()) {
            Set<String> labels = new TreeSet<>();
            boolean rare = false;
            for (MonitoringFiles.Selection selection : expression.selections()) {
                rare |= RARE.contains(selection.metric());
                if (!RARE.contains(selection.metric())) {
                    List<Map<String, String>> found = samples.getOrDefault(selection.metric(), List.of()).stream()
                            .filter(each -> selection.labels().entrySet().stream()
                                    .allMatch(wanted -> each.containsKey(wanted.getKey())
                                            && (wanted.getValue().isEmpty()
                                                    || wanted.getValue().equals(each.get(wanted.getKey())))))
                            .toList();
                    if (found.isEmpty()) {
                        missing.add(expression.place() + ": " + selection);
                    }
                    found.forEach(each -> labels.addAll(each.keySet()));
                }
            }
            Set<String> others = new TreeSet<>(expression.otherLabels());
            others.removeAll(labels);
            if (!rare && !others.isEmpty()) {
                missing.add(expression.place() + ": labels " + others);
            }
        }
        return missing;
    }

    @Test
    void everythingAskedForIsThere() throws IOException {
        try (TwoRouters routers = TwoRouters.withBird();
                BmpStation station = new BmpStation(routers.far(), "10.0.0.2", 1790)) {
            new StayRtr(routers.far(), "stayrtr").start(StayRtr.json("192.0.2.2/32 32 65002"));
            routers.bird().start(FAR);
            routers.jbgpd().start(near());
            assertThat(routers.jbgpd().own("drain leaving")).isNotEmpty();
            routers.lab().await("the station", LIMIT, () -> station.connections() == 1);
            routers.lab()
                    .eventually(
                            "all metrics",
                            LIMIT,
                            () -> assertThat(missing(routers.near().httpGet(9179, "/metrics")))
                                    .isEmpty());
        }
    }
}
