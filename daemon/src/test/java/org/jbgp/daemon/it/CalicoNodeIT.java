package org.jbgp.daemon.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Bird1;
import org.jbgp.daemon.lab.Corpus;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Three nodes of a Calico cluster with a full mesh, configured as Calico's own templates do: what the kernel of a node
 * holds is line for line the same whether BIRD 1.6 or jbgpd runs there. As in Calico, of two nodes the one with the
 * lower address waits, so node 2 is passive towards all, node 4 dials all, node 3 does both. The files are ours; where
 * recorded ones are there, they are an addition.
 */
@NeedsPeer(Software.BIRD1)
class CalicoNodeIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int[] NODES = {2, 3, 4};

    /**
     * Where the files of a mesh are, and where those of a node whose kernel filter sends the pool through the tunnel.
     */
    record Cluster(String name, Path mesh, Path tunnel) {
        String read(String file) throws IOException {
            return Files.readString(mesh.resolve(file));
        }

        String ipam(boolean tunnels) throws IOException {
            return Files.readString((tunnels ? tunnel : mesh).resolve("bird_ipam.cfg"));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Cluster> files() {
        Path own = Corpus.cluster().getFirst();
        return Stream.concat(
                Stream.of(new Cluster("ours", own.resolve("mesh-ipip"), own.resolve("mesh-tunnel"))),
                Corpus.recorded("calico").stream()
                        .map(corpus -> new Cluster(
                                "recorded",
                                corpus.resolve("mesh/ipip-always"),
                                corpus.resolve("cluster_routes/enabled"))));
    }

    static Stream<Arguments> filesAndNodes() {
        return files().flatMap(files -> Arrays.stream(NODES).mapToObj(node -> Arguments.of(files, node)));
    }

    @ParameterizedTest(name = "{0}, jbgpd as node {1}")
    @MethodSource("filesAndNodes")
    void theKernelHoldsWhatItWouldUnderBird(Cluster files, int subject) throws IOException {
        List<String> underBird;
        try (Lab lab = new Lab()) {
            Node node = cluster(lab, subject, files, false, false);
            underBird = lab.await("routes under BIRD", LIMIT, node::kernelRoutes, now -> complete(now, subject));
        }
        try (Lab lab = new Lab()) {
            Node node = cluster(lab, subject, files, false, true);
            lab.await("routes under jbgpd, want " + underBird, LIMIT, node::kernelRoutes, underBird::equals);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void blocksOfOtherNodesGoThroughTheTunnelDevice(Cluster files) throws IOException {
        try (Lab lab = new Lab()) {
            Node node = cluster(lab, 2, files, true, true);
            // The laboratory's tunl0 is a tun device that nobody reads from: no carrier.
            lab.await(
                    "tunnel routes",
                    LIMIT,
                    () -> withoutCarrier(node),
                    routes -> routes.containsAll(List.of(
                                    "192.168.3.192/26 via 10.192.0.3 dev tunl0 proto bird metric 1024 onlink",
                                    "192.168.4.192/26 via 10.192.0.4 dev tunl0 proto bird metric 1024 onlink"))
                            && routes.stream()
                                    .anyMatch(line -> line.startsWith("blackhole 192.168.2.192/26 proto bird")));
        }
    }

    private static List<String> withoutCarrier(Node node) {
        return node.kernelRoutes().stream()
                .map(line -> line.replace(" linkdown", ""))
                .toList();
    }

    /** Own blackholes, and both blocks of each of the two others. */
    private static boolean complete(List<String> routes, int subject) {
        return Arrays.stream(NODES)
                .allMatch(node -> routes.stream()
                                .filter(line ->
                                        line.contains(node == subject ? "blackhole" : "via 10.192.0." + node + " "))
                                .count()
                        >= 2);
    }

    /** Starts the three nodes and returns the subject's. */
    private static Node cluster(Lab lab, int subject, Cluster files, boolean tunnels, boolean withJbgpd)
            throws IOException {
        Node ethernet = lab.ethernetSwitch("sw");
        Node watched = null;
        for (int number : NODES) {
            Node node = lab.node("n" + number);
            lab.plug(node, ethernet, "10.192.0." + number + "/24");
            node.tun("tunl0", "192.168." + number + ".0/32");
            boolean isSubject = number == subject;
            Bird daemon = isSubject && withJbgpd ? new Jbgpd(node, "d" + number) : new Bird1(node, "d" + number, false);
            daemon.write("bird_aggr.cfg", blocks(files.read("bird_aggr.cfg"), number));
            // Stock BIRD 1.6 knows nothing of krt_tunnel, which only Calico's own BIRD has.
            daemon.write("bird_ipam.cfg", files.ipam(tunnels && isSubject));
            daemon.start(role(files.read("bird.cfg"), number));
            watched = isSubject ? node : watched;
        }
        return watched;
    }

    /** Blocks of this node instead of the recorded ones. */
    private static String blocks(String text, int number) {
        return text.replace("10.0.0.0/30", "10.20." + number + ".0/30")
                .replace("10.1.0.0/24", "10.30." + number + ".0/24")
                .replace("192.168.221.", "192.168." + number + ".");
    }

    /** The file is node 2's: swap the addresses, and dial whoever has a lower one. */
    private static String role(String text, int number) {
        String swapped = text.replace("10.192.0.2", "@own@")
                .replace("10.192.0." + number, "10.192.0.2")
                .replace("10_192_0_" + number, "10_192_0_2")
                .replace("@own@", "10.192.0." + number);
        StringBuilder result = new StringBuilder();
        for (String block : swapped.split("(?=protocol bgp Mesh_)", -1)) {
            int neighbor = block.startsWith("protocol bgp Mesh_10_192_0_")
                    ? Integer.parseInt(block.substring("protocol bgp Mesh_10_192_0_".length())
                            .split("\\D", 2)[0])
                    : Integer.MAX_VALUE;
            result.append(neighbor < number ? block.replace("passive on;", "") : block);
        }
        return result.toString();
    }
}
