package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Bird1;
import org.jbgp.daemon.lab.Corpus;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three nodes of a Calico cluster with a full mesh, configured by Calico's own templates ({@code corpus/calico}): what the
 * kernel of a node holds is line for line the same whether BIRD 1.6 or jbgpd runs there. As in Calico, of two nodes the one with
 * the lower address waits, so node 2 is passive towards all, node 4 dials all, node 3 does both.
 */
@NeedsPeer(Software.BIRD1)
class CalicoNodeIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int[] NODES = {2, 3, 4};

    @ParameterizedTest(name = "jbgpd as node {0}")
    @ValueSource(ints = {2, 3, 4})
    void theKernelHoldsWhatItWouldUnderBird(int subject) throws IOException {
        List<String> underBird;
        try (Lab lab = new Lab()) {
            Node node = cluster(lab, subject, "ipip-always", false);
            underBird = lab.await("routes under BIRD", LIMIT, node::kernelRoutes, now -> complete(now, subject));
        }
        try (Lab lab = new Lab()) {
            Node node = cluster(lab, subject, "ipip-always", true);
            lab.await("routes under jbgpd, want " + underBird, LIMIT, node::kernelRoutes, underBird::equals);
        }
    }

    @Test
    void blocksOfOtherNodesGoThroughTheTunnelDevice() throws IOException {
        try (Lab lab = new Lab()) {
            Node node = cluster(lab, 2, "tunnel", true);
            // The laboratory's tunl0 is a tun device that nobody reads from: no carrier.
            lab.await(
                    "tunnel routes",
                    LIMIT,
                    () -> withoutCarrier(node),
                    routes -> routes.containsAll(List.of(
                            "192.168.3.192/26 via 10.192.0.3 dev tunl0 proto bird metric 1024 onlink",
                            "192.168.4.192/26 via 10.192.0.4 dev tunl0 proto bird metric 1024 onlink")));
            assertThat(node.kernelRoutes()).anyMatch(line -> line.startsWith("blackhole 192.168.2.192/26 proto bird"));
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
    private static Node cluster(Lab lab, int subject, String kind, boolean withJbgpd) throws IOException {
        Node ethernet = lab.ethernetSwitch("sw");
        Node watched = null;
        for (int number : NODES) {
            Node node = lab.node("n" + number);
            lab.plug(node, ethernet, "10.192.0." + number + "/24");
            node.tun("tunl0", "192.168." + number + ".0/32");
            boolean isSubject = number == subject;
            Bird daemon = isSubject && withJbgpd ? new Jbgpd(node, "d" + number) : new Bird1(node, "d" + number, false);
            // Stock BIRD 1.6 knows nothing of krt_tunnel, which only Calico's own BIRD has.
            String ipam = kind.equals("tunnel") && isSubject ? "cluster_routes/enabled" : "mesh/ipip-always";
            daemon.write("bird_aggr.cfg", blocks(read("mesh/ipip-always/bird_aggr.cfg"), number));
            daemon.write("bird_ipam.cfg", read(ipam + "/bird_ipam.cfg"));
            daemon.start(role(read("mesh/ipip-always/bird.cfg"), number));
            watched = isSubject ? node : watched;
        }
        return watched;
    }

    private static String read(String file) throws IOException {
        Path path = Corpus.path("calico/" + file);
        return Files.readString(path);
    }

    /** Blocks of this node instead of the recorded ones. */
    private static String blocks(String text, int number) {
        return text.replace("10.0.0.0/30", "10.20." + number + ".0/30")
                .replace("10.1.0.0/24", "10.30." + number + ".0/24")
                .replace("192.168.221.", "192.168." + number + ".");
    }

    /** The recorded file is node 2's: swap the addresses, and dial whoever has a lower one. */
    private static String role(String text, int number) {
        String swapped = text.replace("10.192.0.2", "@own@")
                .replace("10.192.0." + number, "10.192.0.2")
                .replace("10_192_0_" + number, "10_192_0_2")
                .replace("@own@", "10.192.0." + number);
        StringBuilder result = new StringBuilder();
        for (String block : swapped.split("(?=protocol bgp Mesh_)", -1)) {
            int neighbour = block.startsWith("protocol bgp Mesh_10_192_0_")
                    ? Integer.parseInt(block.substring("protocol bgp Mesh_10_192_0_".length())
                            .split("\\D", 2)[0])
                    : Integer.MAX_VALUE;
            result.append(neighbour < number ? block.replace("passive on;", "") : block);
        }
        return result.toString();
    }
}
