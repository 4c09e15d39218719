package org.jbgp.daemon.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jbgp.daemon.control.layout.ReplyText;
import org.jbgp.daemon.control.view.RouteEntry;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.progress.LongWork;
import org.jbgp.daemon.progress.Progress;
import org.jbgp.daemon.simulate.plan.BadInput;
import org.jbgp.daemon.simulate.plan.Planner;
import org.jbgp.daemon.simulate.plan.RouterFile;
import org.jbgp.daemon.simulate.plan.RouterFiles;
import org.jbgp.daemon.simulation.SimulatedRouter;
import org.jbgp.daemon.wire.AsPath;
import org.jbgp.daemon.wire.AttributeBlob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same files simulated and run: each best path of each router is the same, before a link is cut, while it is, and
 * after. Four are jbgpd, a provider and a customer are BIRD.
 *
 * <pre>
 *            r2 ---.
 *   r1 ---<         r4 (reflector) --- r5 --- r6
 *            r3 ---'
 * </pre>
 */
@NeedsPeer(Software.BIRD2)
class BesideDaemonsIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Duration MOST = Duration.ofHours(2);
    private static final List<String> BIRDS = List.of("r1", "r6");
    private static final List<String> LINKS = List.of("1-2", "1-3", "2-4", "3-4", "4-5", "5-6");
    private static final Pattern ROUTE =
            Pattern.compile("^(\\S+/\\d+)?\\s+\\w+ \\[(\\S+) \\S+( from \\S+)?] (\\* )?.*");
    private static final Pattern VIA = Pattern.compile("^\\s+via (\\S+) .*");
    private static final Pattern ATTRIBUTE = Pattern.compile("^\\s+BGP\\.(next_hop|as_path|local_pref):\\s*(.*)$");

    @TempDir
    private Path folder;

    private final Map<String, StringBuilder> texts = new TreeMap<>();

    private void session(int own, int other, int ownAs, int as, String options) {
        int net = Math.min(own, other) * 10 + Math.max(own, other);
        texts.get("r" + own)
                .append("protocol bgp r%d { local 10.0.%d.%d as %d; neighbor 10.0.%d.%d as %d;\n"
                        .formatted(other, net, own, ownAs, net, other, as))
                .append("  connect delay time 1; error wait time 1, 2; hold time 9;\n")
                .append("  ")
                .append(options)
                .append("\n}\n");
    }

    private static String filtered(String imports, String exports) {
        return "ipv4 { import filter { " + imports + " }; export filter { " + exports + " }; };";
    }

    private void routes(int router, String routes) {
        texts.get("r" + router)
                .append("protocol static { ipv4;\n")
                .append(routes)
                .append("}\n");
    }

    @BeforeEach
    void write() throws IOException {
        for (int n = 1; n <= 6; n++) {
            texts.put(
                    "r" + n,
                    new StringBuilder(
                            "router id 192.0.2." + n + ";\nlog stderr all;\nprotocol device { scan time 1; }\n"
                                    + "protocol direct { ipv4; }\nprotocol kernel { ipv4 { export all; }; }\n"));
        }
        // The MED decides for the first, the local preference for the second, the length of the path for the third.
        routes(1, """
                  route 20.0.1.0/24 blackhole;
                  route 20.0.2.0/24 blackhole;
                  route 20.0.3.0/24 blackhole;
                """);
        String own = "if source != RTS_STATIC then reject; ";
        session(1, 2, 65001, 65100, filtered("accept;", own + "bgp_med = 50; accept;"));
        session(
                1,
                3,
                65001,
                65100,
                filtered("accept;", own + "bgp_med = 10; if net = 20.0.3.0/24 then bgp_path.prepend(65001); accept;"));
        session(2, 1, 65100, 65001, filtered("accept;", "if source != RTS_BGP then reject; accept;"));
        session(
                3,
                1,
                65100,
                65001,
                filtered(
                        "if net = 20.0.2.0/24 then bgp_local_pref = 70; accept;",
                        "if source != RTS_BGP then reject; accept;"));
        String inside =
                "direct; ipv4 { import all; export where source = RTS_BGP; next hop self; gateway recursive; };";
        for (int border = 2; border <= 3; border++) {
            routes(border, "  route 10.0.45.0/24 via 10.0.%d4.4;\n".formatted(border));
            session(border, 4, 65100, 65100, inside);
            session(
                    4,
                    border,
                    65100,
                    65100,
                    "rr client; direct; ipv4 { import all; export where source = RTS_BGP; gateway recursive; };");
        }
        session(
                4,
                5,
                65100,
                65100,
                "rr client; direct; ipv4 { import all; export where source = RTS_BGP; gateway recursive; };");
        routes(5, "  route 10.0.24.0/24 via 10.0.45.4;\n  route 10.0.34.0/24 via 10.0.45.4;\n");
        session(5, 4, 65100, 65100, inside);
        session(
                5,
                6,
                65100,
                65200,
                filtered("if net ~ [ 10.0.0.0/8+ ] then reject; accept;", "if source != RTS_BGP then reject; accept;"));
        routes(6, "  route 30.0.1.0/24 blackhole;\n  route 10.9.0.0/16 blackhole;\n");
        session(6, 5, 65200, 65100, filtered("accept;", own + "accept;"));
        for (Map.Entry<String, StringBuilder> each : texts.entrySet()) {
            Files.writeString(folder.resolve(each.getKey() + ".conf"), each.getValue());
        }
    }

    // --- as simulated ---

    private static Map<String, List<String>> simulated(Simulation simulation) {
        Map<String, List<String>> tables = new TreeMap<>();
        for (SimulatedRouter router : simulation.routers()) {
            tables.put(
                    router.name(),
                    router.locRib("master4").stream()
                            .filter(RouteEntry::primary)
                            .map(BesideDaemonsIT::line)
                            .sorted()
                            .toList());
        }
        return tables;
    }

    private static String line(RouteEntry route) {
        String via = route.nextHops().stream()
                .filter(hop -> hop.gateway() != null)
                .map(hop -> ReplyText.address(hop.gateway()))
                .sorted()
                .collect(Collectors.joining(","));
        Map<String, String> attributes = new LinkedHashMap<>();
        byte[] blob = route.attributes();
        if (route.kind() == RouteSource.Kind.RTS_BGP) {
            attributes.put("next_hop", RouteAttributes.nextHop(route));
            int path = AttributeBlob.find(blob, AttributeBlob.BGP, AttributeBlob.AS_PATH);
            attributes.put(
                    "as_path",
                    AsPath.appendTo(
                                    new StringBuilder(),
                                    blob,
                                    AttributeBlob.value(path),
                                    AttributeBlob.valueLength(blob, path))
                            .toString());
            int preference = AttributeBlob.find(blob, AttributeBlob.BGP, AttributeBlob.LOCAL_PREF);
            attributes.put("local_pref", String.valueOf(AttributeBlob.u32(blob, preference)));
        }
        return text(ReplyText.prefix(route.prefix()), route.protocol(), via, attributes);
    }

    private static String text(String prefix, String protocol, String via, Map<String, String> attributes) {
        return prefix + " " + protocol + (via.isEmpty() ? "" : " via " + via) + new TreeMap<>(attributes);
    }

    // --- as run ---

    /** The best paths of a daemon, of jbgpd as of BIRD. */
    private static List<String> best(Bird daemon) {
        List<String> lines = new ArrayList<>();
        String prefix = "";
        String protocol = "";
        boolean primary = false;
        TreeSet<String> vias = new TreeSet<>();
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String each : (daemon.command("show route table master4 all") + "\n- x [end 0]").split("\n", -1)) {
            Matcher route = ROUTE.matcher(each.startsWith("-") ? "0/0 x [end 0] " : each);
            Matcher via = VIA.matcher(each);
            Matcher attribute = ATTRIBUTE.matcher(each);
            if (route.matches()) {
                if (primary) {
                    lines.add(text(prefix, protocol, String.join(",", vias), attributes));
                }
                prefix = route.group(1) == null ? prefix : route.group(1);
                protocol = route.group(2);
                primary = route.group(4) != null;
                vias.clear();
                attributes.clear();
            } else if (via.matches()) {
                vias.add(via.group(1));
            } else if (attribute.matches()) {
                attributes.put(attribute.group(1), attribute.group(2).strip());
            }
        }
        lines.sort(null);
        return lines;
    }

    private static void same(Lab lab, String when, Map<String, Bird> daemons, Map<String, List<String>> expected) {
        daemons.forEach((name, daemon) -> lab.eventually(
                name + " " + when, LIMIT, () -> assertThat(best(daemon)).isEqualTo(expected.get(name))));
    }

    /**
     * A cable that can be cut: both ends see at once that nothing is there, and stay up themselves.
     *
     * @param box what is between the ends, with a port for each
     */
    private record Cable(Node box, List<String> ports) {
        static Cable between(Lab lab, String link, Map<String, Node> nodes) {
            Node box = lab.ethernetSwitch("w" + link);
            List<String> ports = new ArrayList<>();
            for (String end : link.split("-", -1)) {
                ports.add(lab.plug(nodes.get("r" + end), box, "10.0." + link.replace("-", "") + "." + end + "/24"));
            }
            return new Cable(box, ports);
        }

        void set(String state) {
            ports.forEach(port -> box.ip("link", "set", port, state));
        }
    }

    @Test
    void eachBestPathIsTheSame() throws BadInput {
        List<RouterFile> files = RouterFiles.read(
                List.of(folder),
                warning -> {},
                new LongWork(System::nanoTime).begin(Progress.Kind.READING, "routers", "files"));
        Simulation simulation = new Simulation(files, List.of(), Planner.of(files), 1, false);
        assertThat(simulation.start(MOST)).isTrue();
        Map<String, List<String>> whole = simulated(simulation);
        // What the files are written for; else the comparison would say little.
        assertThat(whole.get("r4"))
                .contains(
                        "20.0.1.0/24 r3 via 10.0.34.3{as_path=65001, local_pref=100, next_hop=10.0.34.3}",
                        "20.0.2.0/24 r2 via 10.0.24.2{as_path=65001, local_pref=100, next_hop=10.0.24.2}",
                        "20.0.3.0/24 r2 via 10.0.24.2{as_path=65001, local_pref=100, next_hop=10.0.24.2}");
        assertThat(whole.get("r1"))
                .contains("30.0.1.0/24 r2 via 10.0.12.2{as_path=65100 65200, local_pref=100, next_hop=10.0.12.2}");
        try (Lab lab = new Lab()) {
            Map<String, Bird> daemons = new TreeMap<>();
            Map<String, Node> nodes = new TreeMap<>();
            texts.keySet().forEach(name -> nodes.put(name, lab.node(name)));
            Map<String, Cable> cables = new TreeMap<>();
            LINKS.forEach(link -> cables.put(link, Cable.between(lab, link, nodes)));
            nodes.forEach((name, node) ->
                    daemons.put(name, BIRDS.contains(name) ? new Bird(node, name) : new Jbgpd(node, name)));
            daemons.forEach((name, daemon) -> daemon.start(texts.get(name).toString()));
            same(lab, "with all links", daemons, whole);
            for (String link : List.of("3-4", "1-2")) {
                String[] ends = link.split("-", -1);
                Failure failure = Failure.of("link r" + ends[0] + "-r" + ends[1], simulation)
                        .getFirst();
                failure.begin();
                assertThat(simulation.world().runUntilQuiet(MOST)).isTrue();
                cables.get(link).set("down");
                Map<String, List<String>> cut = simulated(simulation);
                assertThat(cut).isNotEqualTo(whole);
                same(lab, "without " + link, daemons, cut);
                failure.end();
                assertThat(simulation.world().runUntilQuiet(MOST)).isTrue();
                cables.get(link).set("up");
                same(lab, "with " + link + " again", daemons, simulated(simulation));
            }
        }
    }
}
