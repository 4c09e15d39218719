package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code --split} makes, beside BIRD: it takes its parts, and the parts together route as the whole did. */
@NeedsPeer({Software.BIRD2, Software.BIRD1})
class SplitIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path CASES = Path.of("../config-grammar/src/test/resources/org/jbgp/config/split");

    @ParameterizedTest
    @CsvSource({"border, BIRD2", "open, BIRD2", "several, BIRD2", "flat, BIRD1"})
    void birdTakesTheWholeAndItsPart(String name, Software bird) throws IOException, InterruptedException {
        for (String file : new String[] {"whole.cfg", "bird.cfg"}) {
            Path path = CASES.resolve(name).resolve(file);
            Process check = new ProcessBuilder(bird.program(), "-p", "-c", path.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(check.waitFor()).as("%s: %s", path, said).isZero();
        }
    }

    private static final String WHOLE = """
            router id 10.0.0.1;
            log stderr all;
            protocol device { }
            protocol static own { ipv4; route 20.0.1.0/24 blackhole; }
            protocol kernel { ipv4 { export all; }; }
            protocol ospf v2 core { ipv4 { import all; export none; };
              area 0 { interface "*" { type ptp; hello 1; dead 5; cost 7; }; }; }
            include "upstream.conf";
            """;

    private static final String UPSTREAM = """
            protocol bgp upstream { local 10.0.0.1 as 65001; neighbor 10.0.9.1 as 65001;
              connect delay time 1; connect retry time 2; error wait time 1, 2;
              ipv4 { import all; export where source = RTS_STATIC; }; }
            """;

    private static final String CORE = """
            router id 10.0.9.1;
            log stderr all;
            protocol device { }
            protocol static own { ipv4; route 20.0.9.0/24 blackhole; }
            protocol ospf v2 core { ipv4 { import all; export none; };
              area 0 { interface "lo" { stub; cost 3; }; interface "*" { type ptp; hello 1; dead 5; cost 7; }; }; }
            protocol bgp near { local 10.0.9.1 as 65001; neighbor 10.0.0.1 as 65001;
              connect delay time 1; connect retry time 2; error wait time 1, 2;
              ipv4 { import all; export where source = RTS_STATIC; }; }
            """;

    /** Routes of daemons, without whose they are and how they are weighed. */
    private static List<String> routed(Node node) {
        return node.kernelRoutes().stream()
                .filter(line -> line.contains("proto bird") || line.contains("proto bgp"))
                .map(line ->
                        line.replaceAll(" (proto|metric|nhid|cwnd) \\S+", "").strip())
                .sorted()
                .toList();
    }

    @Test
    void theKernelHoldsTheSame() throws IOException, InterruptedException {
        try (Lab lab = new Lab()) {
            Node near = lab.node("near");
            Node far = lab.node("far");
            lab.link(near, "10.0.0.1/24", far, "10.0.0.2/24");
            far.address("lo", "10.0.9.1/32");
            new Bird(far, "core").start(CORE);
            Bird whole = new Bird(near, "whole");
            whole.write("upstream.conf", UPSTREAM);
            whole.start(WHOLE);
            lab.eventually(
                    "the whole",
                    LIMIT,
                    () -> assertThat(routed(near))
                            .anyMatch(line -> line.startsWith("blackhole 20.0.1.0/24"))
                            .anyMatch(line -> line.startsWith("10.0.9.1 via 10.0.0.2"))
                            .anyMatch(line -> line.startsWith("20.0.9.0/24 via 10.0.0.2")));
            List<String> before = routed(near);
            Path parts = whole.file("parts");
            List<String> command = new ArrayList<>(Jbgpd.program());
            command.addAll(List.of("--split", whole.file("conf").toString(), parts.toString()));
            Process split =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(split.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(split.waitFor()).as(said).isZero();
            assertThat(said).contains("the parts include nothing: they hold the text of ");
            whole.stop();
            lab.eventually("no routes", LIMIT, () -> assertThat(routed(near)).isEmpty());

            Bird igp = new Bird(near, "igp");
            Jbgpd bgp = new Jbgpd(near, "bgp");
            igp.start(Files.readString(parts.resolve("bird.cfg")));
            bgp.start(Files.readString(parts.resolve("jbgpd.cfg")));
            lab.eventually("the parts", LIMIT, () -> assertThat(routed(near)).isEqualTo(before));
            assertThat(near.kernelRoutes())
                    .anyMatch(line -> line.startsWith("10.0.9.1 ") && line.contains("proto bird"))
                    .anyMatch(line -> line.startsWith("20.0.9.0/24 ") && line.contains("proto bgp"));

            // Without the IGP there is no way to the next hop.
            igp.stop();
            lab.eventually(
                    "no way",
                    LIMIT,
                    () -> assertThat(routed(near)).noneMatch(line -> line.startsWith("20.0.9.0/24 via")));
        }
    }
}
