package org.jbgp.daemon.it.life;

import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.Node;

/**
 * Nodes of a Calico cluster in one subnet, each with a pod behind it: node {@code n} has the address 192.168.77.1n, its
 * pod 10.244.n.2. Felix's part, the pods' links and their routes, is done; no router runs yet.
 */
final class Cluster {
    private final Lab lab;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Node> pods = new ArrayList<>();
    /** The interface of each node in the subnet. */
    private final List<String> lans = new ArrayList<>();

    Cluster(Lab lab, int size) {
        this.lab = lab;
        Node lan = lab.ethernetSwitch("lan");
        for (int number = 1; number <= size; number++) {
            Node node = lab.node("node" + number);
            Node pod = lab.node("pod" + number);
            lans.add(lab.plug(node, lan, address(number) + "/24"));
            String link = lab.link(node, pod);
            node.address(link, "169.254.1.1/32");
            node.ip("route", "add", pod(number), "dev", link);
            pod.address(link, pod(number) + "/32");
            pod.ip("route", "add", "169.254.1.1", "dev", link);
            pod.ip("route", "add", "default", "via", "169.254.1.1", "dev", link);
            nodes.add(node);
            pods.add(pod);
        }
    }

    Lab lab() {
        return lab;
    }

    int size() {
        return nodes.size();
    }

    /** Node 1 is the first. */
    Node node(int number) {
        return nodes.get(number - 1);
    }

    /** The pod behind that node. */
    Node podOf(int number) {
        return pods.get(number - 1);
    }

    /**
     * A tunnel device {@code tunl0} of the node, made anew if there is one. Where kernels may have no ipip devices,
     * VXLAN does: packets go through it just so. Its hardware address stays, as ipip has none that neighbors would
     * remember.
     */
    void tunnel(int number) {
        Node node = node(number);
        boolean again = node.ip("-o", "link", "show").contains(" tunl0");
        node.ipBatch((again ? "link del tunl0\n" : "") + """
                link add tunl0 address 02:00:00:00:77:0%d type vxlan id 77 group 239.77.77.77 dev %s dstport 4789
                link set tunl0 up
                addr add 10.244.%d.1/32 dev tunl0
                """.formatted(number, lans.get(number - 1), number));
    }

    /** A node's address. */
    static String address(int number) {
        return "192.168.77.1" + number;
    }

    /** The address of the pod behind it. */
    static String pod(int number) {
        return "10.244." + number + ".2";
    }

    /** A node's block, which holds its pod. */
    static String block(int number) {
        return "10.244." + number + ".0/26";
    }
}
