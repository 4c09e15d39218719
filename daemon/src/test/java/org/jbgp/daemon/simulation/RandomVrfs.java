package org.jbgp.daemon.simulation;

import java.util.List;
import java.util.Random;
import org.jbgp.daemon.simulation.RandomNetwork.Link;
import org.jbgp.daemon.simulation.RandomNetwork.Node;

/**
 * Puts the ends of some sessions of a {@link RandomNetwork} into VRFs, and gives one network to several cables where
 * their ends are in different ones. What it draws is its own: without VRFs a seed is the network it was before.
 */
final class RandomVrfs {
    /** By number; 0 is the default one. */
    private static final List<String> DEVICES = List.of("", "red", "blue");

    private static final long OWN_DRAWS = 0x5652_4653L;

    private final RandomNetwork network;
    private final Random random;
    /** Whether there are any in this network. */
    final boolean used;
    /** Each VRF has a protocol bfd of its own, else one serves all. */
    final boolean bfdEach;

    RandomVrfs(RandomNetwork network, long seed) {
        this.network = network;
        random = new Random(seed ^ OWN_DRAWS);
        used = random.nextInt(3) == 0;
        bfdEach = random.nextBoolean();
        if (used) {
            place();
            pipe();
            network.links.forEach(this::share);
        }
    }

    /** Its own draws, which leave the others as they were. */
    Random random() {
        return random;
    }

    private void place() {
        for (Node node : network.nodes) {
            int all = random.nextInt(DEVICES.size());
            for (Link link : network.linksOf(node)) {
                link.vrf(node.number, network.oneSegment() ? all : random.nextInt(DEVICES.size()));
            }
        }
    }

    /** Some routers have a second table, which is the kernel's of their first VRF. */
    private void pipe() {
        for (Node node : network.nodes) {
            if (random.nextInt(3) == 0) {
                node.piped = true;
                network.linksOf(node).forEach(link -> {
                    if (random.nextBoolean()) {
                        link.second(node.number);
                    }
                });
            }
        }
    }

    /** Takes the addresses of a cable before, if no router has both in one VRF. */
    private void share(Link link) {
        if (link.number == 0 || network.oneSegment() || random.nextInt(3) == 0) {
            return;
        }
        int wanted = network.links.get(random.nextInt(link.number)).addresses;
        boolean free = network.links.subList(0, link.number).stream()
                .filter(other -> other.addresses == wanted)
                .allMatch(other -> differ(link, other, link.a) && differ(link, other, link.b));
        if (free) {
            link.addresses = wanted;
        }
    }

    private boolean differ(Link one, Link other, int node) {
        if (other.a != node && other.b != node) {
            return true;
        }
        // Between routes of one originator by several reflectors nothing but the neighbor's address may decide.
        boolean alike = network.sort == RandomNetwork.Sort.REFLECTORS && (one.a == node) == (other.a == node);
        return !alike && one.vrfAt(node) != other.vrfAt(node);
    }

    /** Name of a VRF's device, empty for the default one. */
    static String device(int vrf) {
        return DEVICES.get(vrf);
    }

    /** Its table in the kernel. */
    static int table(int vrf) {
        return 10 * vrf;
    }

    /** The VRFs of a router, without the default one. */
    List<Integer> of(Node node) {
        return network.linksOf(node).stream()
                .map(link -> link.vrfAt(node.number))
                .filter(vrf -> vrf != 0)
                .distinct()
                .sorted()
                .toList();
    }

    /** The VRF whose table in the kernel is the router's second one; 0 for none. */
    int ofSecondTable(Node node) {
        List<Integer> own = of(node);
        return node.piped && !own.isEmpty() ? own.getFirst() : 0;
    }

    /** What the option of a session says; empty where nothing must be said. */
    String option(Link link, Node node) {
        int vrf = link.vrfAt(node.number);
        boolean shared =
                network.linksOf(node).stream().anyMatch(other -> other != link && other.addresses == link.addresses);
        return vrf != 0 ? "vrf \"" + device(vrf) + "\"; " : shared ? "vrf default; " : "";
    }

    /** Whether a VRF can be deleted: then its interfaces are in the default one, which may not have their addresses. */
    boolean mayGo(Node node, int vrf) {
        return network.linksOf(node).stream()
                .filter(link -> link.vrfAt(node.number) == vrf)
                .noneMatch(link -> network.linksOf(node).stream()
                        .anyMatch(other -> other != link
                                && other.addresses == link.addresses
                                && (other.vrfAt(node.number) == 0 || node.gone.contains(other.vrfAt(node.number)))));
    }
}
