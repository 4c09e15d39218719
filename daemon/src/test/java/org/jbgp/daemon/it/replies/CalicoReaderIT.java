package org.jbgp.daemon.it.replies;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jbgp.daemon.it.replies.CalicoReader.Peer;
import org.jbgp.daemon.it.replies.CalicoReader.Route;
import org.jbgp.daemon.it.replies.CalicoReader.World;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Bird1;
import org.jbgp.daemon.lab.ControlSocket;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The programs of a Calico node see the same in jbgpd as in the BIRD whose layouts it has: without peers, and with
 * peers in each state.
 */
@NeedsPeer({Software.BIRD1, Software.BIRD2})
class CalicoReaderIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern PEER = Pattern.compile("\\b(Mesh|Node|Global|other)_(\\d+_\\d+_\\d+_\\d+)\\b");

    /** All that the programs make of the replies of one daemon, but for times and versions. */
    private record Observation(
            List<Peer> peers,
            List<Peer> reported,
            List<Route> routes,
            boolean recovering,
            String unreadyWhileYoung,
            String unready,
            String routerId) {
        static Observation of(Bird daemon, World world, boolean ipv6) {
            CalicoReader reader = new CalicoReader(daemon.file("ctl"), world, ipv6);
            CalicoReader.Status status = reader.status();
            assertThat(status.ready()).isTrue();
            assertThat(status.booted()).isNotEmpty();
            assertThat(status.configured()).isNotEmpty();
            return new Observation(
                    reader.peers(),
                    reader.statusPeers(),
                    reader.routes().stream()
                            .map(CalicoReaderIT::anyCable)
                            .sorted(Comparator.comparing(Route::toString))
                            .toList(),
                    reader.recovering(),
                    reader.unready(true),
                    reader.unready(false),
                    status.routerId());
        }
    }

    private static Route anyCable(Route route) {
        return new Route(
                route.destination(),
                route.gateway(),
                route.device().replaceAll("eth\\d", "eth"),
                route.from(),
                route.primary());
    }

    /** Text about IPv4 in the family of that world; peers have their address in their name. */
    static String in(World world, String text) {
        if (world != World.FORK_IPV6) {
            return text;
        }
        return Sixfold.of(PEER.matcher(text)
                .replaceAll(match -> match.group(1) + "_"
                        + Sixfold.of(match.group(2).replace('_', '.')).replace(':', '_')));
    }

    /** How the prefixes begin that stand below 192.168.N.0. */
    static String below(World world, int number) {
        return world == World.FORK_IPV6 ? "2001:db8:c0a8:" + number : "192.168." + number + ".";
    }

    /** A node of a mesh as Calico's templates write it, in the dialect of that world. */
    static String node(World world, String... peers) {
        boolean fork = world != World.BIRD_3;
        StringBuilder text = new StringBuilder("router id 10.0.0.1;\nlog stderr all;\nprotocol device { }\n");
        text.append(fork ? "protocol direct { }\n" : "protocol direct { ipv4; ipv6; }\n");
        String kernel = "{ import all; export where source = RTS_BGP; }";
        text.append("protocol kernel { learn; scan time 2; ")
                .append(fork ? kernel.replaceAll("[{}]", "") : "ipv4 " + kernel + ";")
                .append(" }\n");
        text.append("protocol static { ")
                .append(fork ? "" : "ipv4; ")
                .append("route 192.168.1.0/26 blackhole; route 192.168.1.64/26 unreachable; }\n");
        // In the layouts of 2.x the description keeps the state from the first line of its code, whose code the
        // reporter would take for a part of the state; in BIRD 3 another line stands there.
        text.append(
                        "template bgp bgp_template {\n  description \"Connection to BGP peer\";\n  local as 64512; multihop; graceful restart; connect delay time 1;\n")
                .append("  error wait time 1, 2; source address 10.0.0.1;\n")
                .append(fork ? "" : "  ipv4 {")
                .append("  import all; export filter { if source = RTS_STATIC then accept; reject; };")
                .append(" next hop self; gateway recursive;")
                .append(fork ? "\n}\n" : " };\n}\n");
        for (String peer : peers) {
            String[] words = peer.split(" ", 2);
            text.append("protocol bgp ")
                    .append(words[0])
                    .append(" from bgp_template { neighbor ")
                    .append(words[0].replaceFirst("^[A-Za-z]+_", "").replace('_', '.'))
                    .append(" as 64512; ")
                    .append(words.length > 1 ? words[1] : "")
                    .append(" }\n");
        }
        return in(world, text.toString());
    }

    private static String neighbor(World world) {
        return in(world, """
                router id 10.0.0.3;
                log stderr all;
                protocol device { }
                protocol static {
                  ipv4;
                  route 192.168.3.0/26 blackhole { bgp_community.add((64512,1)); };
                  route 192.168.3.64/26 blackhole;
                }
                protocol bgp n1 {
                  local 10.0.0.3 as 64512; passive; multihop;
                  neighbor 10.0.0.1 as 64512;
                  ipv4 { import all; export where source = RTS_STATIC; next hop self; };
                }
                """);
    }

    /** One that is not started yet, under the name of that world. */
    static Jbgpd jbgpd(Node node, World world, String... options) {
        Jbgpd jbgpd = new Jbgpd(node, "jbgpd", options);
        return switch (world) {
            case FORK -> jbgpd.calledAs("bird");
            case FORK_IPV6 -> jbgpd.calledAs("bird6");
            case BIRD_3 -> jbgpd;
        };
    }

    private static Bird bird(Node node, World world) {
        return world == World.BIRD_3 ? new Bird(node, "bird") : new Bird1(node, "bird", world == World.FORK_IPV6);
    }

    /** Two nodes with the same addresses on cables of their own, each with its own neighbor at 10.0.0.3. */
    private static Node wired(Lab lab, String name, World world) {
        Node node = lab.node(name);
        Node far = lab.node("n" + name);
        lab.link(node, in(world, "10.0.0.1/24"), far, in(world, "10.0.0.3/24"));
        node.ip("route", "add", in(world, "192.168.1.1/32"), "via", in(world, "10.0.0.3"));
        new Bird(far, "neighbor-of-" + name).start(neighbor(world));
        return node;
    }

    /** In BIRD 3 a row stands before the state in any case, and the reporter takes lines as they come. */
    @Test
    void theStateIsReadWithoutADescription() {
        try (Lab lab = new Lab()) {
            Jbgpd jbgpd = new Jbgpd(lab.node("n"), "jbgpd").calledAs("bird");
            jbgpd.start(node(World.BIRD_3, "Node_10_0_0_66 passive;")
                    .replace("  description \"Connection to BGP peer\";\n", ""));
            lab.eventually(
                    "passive",
                    LIMIT,
                    () -> assertThat(new CalicoReader(jbgpd.file("ctl"), World.BIRD_3, false).statusPeers())
                            .extracting(Peer::bgpState)
                            .containsExactly("Passive"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyStateIsReadAsThatOfBird(World world) {
        try (Lab lab = new Lab()) {
            Jbgpd jbgpd = jbgpd(wired(lab, "jbgpd", world), world);
            Bird bird = bird(wired(lab, "bird", world), world);
            jbgpd.start(node(world));
            bird.start(node(world));
            lab.eventually("no peers", LIMIT, () -> {
                Observation seen = same(bird, jbgpd, world);
                assertThat(seen.peers()).isEmpty();
                assertThat(seen.unreadyWhileYoung()).isEmpty();
                assertThat(seen.routerId()).isEqualTo("10.0.0.1");
                assertThat(seen.routes())
                        .contains(new Route(in(world, "192.168.1.0/26"), "N/A", "blackhole", "static1", true));
            });

            String down = node(world, "Mesh_10_0_0_77", "Node_10_0_0_66 passive;", "Global_10_0_0_55 disabled;");
            assertThat(jbgpd.reconfigure(down)).contains("Reconfigur");
            assertThat(bird.reconfigure(down)).contains("Reconfigur");
            lab.eventually("down, passive and disabled", LIMIT, () -> {
                Observation seen = same(bird, jbgpd, world);
                // A disabled one has no sixth column.
                assertThat(seen.peers())
                        .extracting(Peer::name)
                        .containsExactly(in(world, "Mesh_10_0_0_77"), in(world, "Node_10_0_0_66"));
                assertThat(seen.peers()).extracting(Peer::state).containsOnly("start");
                assertThat(seen.reported().get(1))
                        .isEqualTo(
                                new Peer(in(world, "Node_10_0_0_66"), in(world, "10.0.0.66"), "start", "Passive", ""));
                assertThat(seen.unready()).isEqualTo(in(world, "BGP not established with 10.0.0.77,10.0.0.66"));
            });

            String up = node(world, "Mesh_10_0_0_77", "Node_10_0_0_66 passive;", "Mesh_10_0_0_3");
            assertThat(jbgpd.reconfigure(up)).contains("Reconfigur");
            assertThat(bird.reconfigure(up)).contains("Reconfigur");
            lab.eventually("one of three up", LIMIT, () -> {
                Observation seen = same(bird, jbgpd, world);
                assertThat(seen.reported())
                        .contains(new Peer(in(world, "Mesh_10_0_0_3"), in(world, "10.0.0.3"), "up", "Established", ""));
                assertThat(seen.unready()).isEmpty();
                assertThat(seen.unreadyWhileYoung())
                        .isEqualTo(in(world, "BGP not established with 10.0.0.77,10.0.0.66"));
                assertThat(lines(jbgpd, in(world, "show route protocol Mesh_10_0_0_3"), below(world, 3)))
                        .hasSize(2);
                assertThat(lines(jbgpd, in(world, "show route export Mesh_10_0_0_3"), below(world, 1)))
                        .hasSize(2);
            });
            assertThat(jbgpd.command(in(world, "show route 192.168.3.0/26 all")))
                    .contains("BGP.local_pref: 100")
                    .contains("BGP.community: (64512,1)");
            assertThat(jbgpd.tryCommand(in(world, "show route 192.168.9.0/26 all"))
                            .output())
                    .contains(world == World.BIRD_3 ? "Network not found" : "Network not in table");

            String alone = node(world, "Mesh_10_0_0_3");
            jbgpd.reconfigure(alone);
            bird.reconfigure(alone);
            lab.eventually(
                    "all of one up",
                    LIMIT,
                    () -> assertThat(same(bird, jbgpd, world).unreadyWhileYoung())
                            .isEmpty());
        }
    }

    /** Rows of a reply that begin so. */
    static List<String> lines(Bird daemon, String command, String beginning) {
        return ControlSocket.ask(daemon.file("ctl"), command).stream()
                .map(line -> line.replaceFirst("^( |\\d{4}[- ])", ""))
                .filter(line -> line.startsWith(beginning))
                .toList();
    }

    private static Observation same(Bird bird, Bird jbgpd, World world) {
        Observation expected = null;
        for (boolean ipv6 : new boolean[] {false, true}) {
            // A daemon of the fork has one family, and nobody asks it for the other.
            if (world == World.BIRD_3 || ipv6 == (world == World.FORK_IPV6)) {
                Observation seen = Observation.of(jbgpd, world, ipv6);
                assertThat(seen).isEqualTo(Observation.of(bird, world, ipv6));
                expected = expected == null ? seen : expected;
            }
        }
        return expected;
    }

    /**
     * After a restart that waits for a neighbor who does not come: readiness sees that, and the reporter reads up to
     * there.
     */
    @ParameterizedTest
    @EnumSource
    void recovery(World world) {
        try (Lab lab = new Lab()) {
            Jbgpd jbgpd = jbgpd(wired(lab, "jbgpd", world), world, "-R");
            // Readiness looks at those whose names it knows.
            jbgpd.start(node(world, "Mesh_10_0_0_3", "other_10_0_0_77"));
            lab.eventually("waits for the other one", LIMIT, () -> {
                CalicoReader reader = new CalicoReader(jbgpd.file("ctl"), world, world == World.FORK_IPV6);
                assertThat(reader.recovering()).isTrue();
                assertThat(reader.unready(true)).isEqualTo("graceful restart in progress");
                assertThat(reader.unready(false)).isEmpty();
                assertThat(reader.status().ready()).isTrue();
                assertThat(reader.status().routerId()).isEqualTo("10.0.0.1");
                assertThat(reader.statusPeers())
                        .contains(new Peer(in(world, "Mesh_10_0_0_3"), in(world, "10.0.0.3"), "up", "Established", ""));
                assertThat(reader.peers()).hasSize(1);
            });
            List<String> answer = new ArrayList<>(ControlSocket.ask(jbgpd.file("ctl"), "configure"));
            assertThat(answer.getLast()).contains("Reconfigur");
        }
    }
}
