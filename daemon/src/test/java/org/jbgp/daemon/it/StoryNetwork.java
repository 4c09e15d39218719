package org.jbgp.daemon.it;

import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.Node;

/**
 * The network of a page that is a story: an edge router of AS 65009 twice, jbgpd at 10.0.0.9 and BIRD with the same
 * configuration at 10.0.0.8, and BIRDs as neighbors of both of them.
 */
final class StoryNetwork {
    private final Lab lab;
    private final Node ethernet;

    StoryNetwork(Lab lab, Node ethernet) {
        this.lab = lab;
        this.ethernet = ethernet;
    }

    /** A node with that address, 10.0.0.NUMBER. */
    Node node(String name, int number) {
        Node node = lab.node(name);
        lab.plug(node, ethernet, "10.0.0." + number + "/24");
        return node;
    }

    /** A neighbor of AS 6500NUMBER that announces prefixes, each with what may stand behind it in braces. */
    Bird neighbor(String name, int number, String... prefixes) {
        Bird bird = new Bird(node(name, number), name);
        bird.start(configuration(number, prefixes));
        return bird;
    }

    /** Has a neighbor announce these from now on. */
    void neighbor(Bird bird, int number, String... prefixes) {
        bird.reconfigure(configuration(number, prefixes));
    }

    private static String configuration(int number, String... prefixes) {
        StringBuilder text = new StringBuilder("router id 10.0.0." + number + ";\nlog stderr all;\n"
                + "protocol device { }\nprotocol static own { ipv4;\n");
        for (String prefix : prefixes) {
            int end = prefix.indexOf(' ');
            text.append("  route ")
                    .append(end < 0 ? prefix : prefix.substring(0, end))
                    .append(" blackhole")
                    .append(end < 0 ? "" : prefix.substring(end))
                    .append(";\n");
        }
        text.append("}\n");
        for (int edge : new int[] {9, 8}) {
            text.append("""
                    protocol bgp edge%d { local 10.0.0.%d as 6500%d; neighbor 10.0.0.%d as 65009;
                      connect delay time 1; error wait time 1, 2;
                      ipv4 { import all; export where source = RTS_STATIC; }; }
                    """.formatted(edge, number, number, edge));
        }
        return text.toString();
    }
}
