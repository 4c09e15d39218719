package org.jbgp.daemon.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jbgp.daemon.lab.Speaker.Dial;
import org.jbgp.daemon.lab.Speaker.Neighbor;
import org.junit.jupiter.api.Test;

/** The laboratory itself: BIRD 2 in front of every other maker, so that a failure elsewhere is not the laboratory's. */
class LabIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** So that what else has neighbors on this machine keeps nobody from resolving an address. */
    @Test
    @NeedsPeer
    void thereIsRoomForNeighbors() throws IOException {
        try (Lab lab = new Lab()) {
            assertThat(lab.report()).isEmpty();
            Path limit = Path.of("/proc/sys/net/ipv4/neigh/default/gc_thresh3");
            assumeThat(limit).isWritable();
            assertThat(LinkLayerRoom.value(limit)).isGreaterThan(10_000);
        }
    }

    /** A failure says of a connection that does not come about where its segments ended. */
    @Test
    @NeedsPeer
    void aReportShowsConnectionsAndNeighbors() {
        try (Lab lab = new Lab()) {
            Node left = lab.node("left");
            Node right = lab.node("right");
            lab.link(left, "10.0.0.1/24", right, "10.0.0.2/24");
            left.exec("ping", "-c", "1", "10.0.0.2");
            assertThat(lab.report()).contains("--- the kernel of left", "10.0.0.2 dev eth0 lladdr");
        }
    }

    @Test
    @NeedsPeer({Software.BIRD2, Software.BIRD1})
    void bird1() {
        meets((node, name) -> new Bird1(node, name, false), false);
    }

    @Test
    @NeedsPeer({Software.BIRD2, Software.BIRD1})
    void bird6() {
        meets((node, name) -> new Bird1(node, name, true), true);
    }

    @Test
    @NeedsPeer({Software.BIRD2, Software.FRR})
    void frr() {
        meets(Frr::new, false, true);
    }

    @Test
    @NeedsPeer({Software.BIRD2, Software.GOBGP})
    void gobgp() {
        meets(GoBgp::new, false, true);
    }

    @Test
    @NeedsPeer({Software.BIRD2, Software.OPENBGPD})
    void openbgpd() {
        meets(OpenBgpd::new, false, true);
    }

    @Test
    @NeedsPeer({Software.BIRD2, Software.EXABGP})
    void exabgp() {
        meets(ExaBgp::new, false, true);
    }

    /**
     * Else a neighbor that resolved the address before the next cable came would talk to nobody until it asks again.
     */
    @Test
    @NeedsPeer
    void aSwitchKeepsItsAddressWhateverIsPluggedIn() {
        try (Lab lab = new Lab()) {
            Node hub = lab.ethernetSwitch("hub");
            String address = hub.exec("cat", "/sys/class/net/br0/address");
            for (int i = 1; i <= 8; i++) {
                lab.plug(lab.node("n" + i), hub, "10.0.0." + i + "/24");
                assertThat(hub.exec("cat", "/sys/class/net/br0/address")).isEqualTo(address);
            }
        }
    }

    /** Sessions up, routes in both directions, withdraw, loss and return, seen through both sides' eyes. */
    private static void meets(BiFunction<Node, String, Peer> maker, boolean... families) {
        try (Lab lab = new Lab()) {
            Node left = lab.node("left");
            Node right = lab.node("right");
            String wire = lab.link(left, "10.0.0.1/24", right, "10.0.0.2/24");
            left.address(wire, "fd00::1/64");
            right.address(wire, "fd00::2/64");
            List<Neighbor> ofBird = new ArrayList<>();
            List<Neighbor> ofOther = new ArrayList<>();
            List<String> fromBird = new ArrayList<>();
            List<String> fromOther = new ArrayList<>();
            for (boolean ipv6 : families) {
                String bird = ipv6 ? "fd00::1" : "10.0.0.1";
                String other = ipv6 ? "fd00::2" : "10.0.0.2";
                String name = ipv6 ? "six" : "four";
                ofBird.add(new Neighbor(name, bird, other, 65002, Dial.ACTIVE));
                ofOther.add(new Neighbor(name, other, bird, 65001, Dial.PASSIVE));
                fromBird.addAll(ipv6 ? Prefixes.ipv6("db8", 20) : Prefixes.ipv4(20, 20));
                fromOther.addAll(ipv6 ? Prefixes.ipv6("db9", 20) : Prefixes.ipv4(30, 20));
            }
            Bird bird = new Bird(left, "bird");
            bird.start(new Speaker(65001, "10.0.0.1", ofBird, fromBird));
            Peer other = maker.apply(right, "other");
            other.start(new Speaker(65002, "10.0.0.2", ofOther, fromOther));
            for (Neighbor peer : ofBird) {
                lab.await("session " + peer.name(), LIMIT, () -> bird.established(peer.remote()));
                lab.await("their session " + peer.name(), LIMIT, () -> other.established(peer.local()));
            }
            lab.eventually("their routes", LIMIT, () -> {
                assertThat(bird.prefixes()).containsExactlyInAnyOrderElementsOf(fromOther);
                assertThat(bird.routes()).extracting(PeerRoute::asPath).containsOnly("65002");
            });
            lab.eventually("our routes", LIMIT, () -> {
                assertThat(other.prefixes()).containsExactlyInAnyOrderElementsOf(fromBird);
                assertThat(other.routes()).extracting(PeerRoute::asPath).containsOnly("65001");
                assertThat(other.routes())
                        .extracting(PeerRoute::nextHop)
                        .containsOnly(ofBird.stream().map(Neighbor::local).toArray(String[]::new));
            });

            other.withdraw(fromOther.subList(0, 3));
            lab.await("withdraw", LIMIT, bird::prefixes, now -> now.size() == fromOther.size() - 3);
            bird.withdraw(fromBird.subList(0, 3));
            lab.await("our withdraw", LIMIT, other::prefixes, now -> now.size() == fromBird.size() - 3);

            bird.stop();
            lab.await("loss", LIMIT, other::prefixes, List::isEmpty);
        }
    }
}
