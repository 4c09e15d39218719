package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jbgp.daemon.lab.Frr;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;

/** A rack: FRR as top-of-rack switch, four nodes, of which two peer with it. */
@NeedsPeer(Software.FRR)
class RackIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern VIA = Pattern.compile(" via (\\S+) ");
    private static final String TOR = """
            log stdout
            ip prefix-list FROM-NODES seq 5 deny 0.0.0.0/0
            ip prefix-list FROM-NODES seq 10 permit 10.96.0.0/12 le 32
            ip prefix-list FROM-NODES seq 20 permit 10.244.0.0/16 le 26
            ip prefix-list TO-NODES seq 5 permit 0.0.0.0/0
            route-map NODES-IN permit 10
             match ip address prefix-list FROM-NODES
            route-map NODES-OUT permit 10
             match ip address prefix-list TO-NODES
            router bgp 64500
             bgp router-id 10.0.0.254
             bgp bestpath as-path multipath-relax
             no bgp ebgp-requires-policy
             no bgp network import-check
             neighbor NODES peer-group
             neighbor NODES timers connect 2
             neighbor 10.0.0.1 remote-as 64512
             neighbor 10.0.0.1 peer-group NODES
             neighbor 10.0.0.2 remote-as 64513
             neighbor 10.0.0.2 peer-group NODES
             address-family ipv4 unicast
              network 0.0.0.0/0
              neighbor NODES route-map NODES-IN in
              neighbor NODES route-map NODES-OUT out
              maximum-paths 8
             exit-address-family
            """;

    @Test
    void twoOfFourNodesShareTheServicePrefix() {
        try (Lab lab = new Lab()) {
            Node tor = lab.ethernetSwitch("tor");
            tor.address("br0", "10.0.0.254/24");
            Frr frr = new Frr(tor, "frr");
            frr.start(TOR);
            List<Jbgpd> nodes = new ArrayList<>();
            for (int i = 1; i <= 4; i++) {
                Node node = lab.node("n" + i);
                lab.plug(node, tor, "10.0.0." + i + "/24");
                Jbgpd jbgpd = new Jbgpd(node, "n" + i);
                // Node 2 also announces a default route, by mistake.
                jbgpd.start(node(i, i == 2 ? "  route 0.0.0.0/0 blackhole;\n" : ""));
                nodes.add(jbgpd);
            }
            lab.eventually("the switch's table", LIMIT, () -> {
                List<String> routes = tor.kernelRoutes();
                assertThat(nextHops(routes, "10.96.0.0/12")).containsExactlyInAnyOrder("10.0.0.1", "10.0.0.2");
                assertThat(nextHops(routes, "10.244.1.0/26")).containsExactly("10.0.0.1");
                assertThat(nextHops(routes, "10.244.2.0/26")).containsExactly("10.0.0.2");
            });
            // Only node 1 takes the switch's default: node 2 has one of its own, and 3 and 4 have no session.
            lab.await("node 1's routes", LIMIT, nodes.get(0)::prefixes, List.of("0.0.0.0/0")::equals);
            // What comes last shows that all before it has been dealt with: node 2's default stays outside.
            nodes.get(1).reconfigure(node(2, "  route 0.0.0.0/0 blackhole;\n  route 10.244.22.0/26 blackhole;\n"));
            List<String> routes = lab.await(
                    "the last route",
                    LIMIT,
                    tor::kernelRoutes,
                    now -> !nextHops(now, "10.244.22.0/26").isEmpty());
            assertThat(routes).noneMatch(line -> line.startsWith("default"));
            assertThat(routes).noneMatch(line -> line.contains("10.244.3.0") || line.contains("10.244.4.0"));
            assertThat(nodes.get(2).established("10.0.0.254")).isFalse();
            assertThat(nodes.get(3).established("10.0.0.254")).isFalse();
            nodes.get(0).stop();
            lab.await(
                    "one next hop left",
                    LIMIT,
                    () -> nextHops(tor.kernelRoutes(), "10.96.0.0/12"),
                    List.of("10.0.0.2")::equals);
        }
    }

    /** Where a route of {@code ip route} goes, be it one way on its line or several on lines of their own. */
    private static List<String> nextHops(List<String> routes, String prefix) {
        List<String> hops = new ArrayList<>();
        boolean mine = false;
        for (String line : routes) {
            if (!Character.isWhitespace(line.charAt(0))) {
                mine = line.startsWith(prefix + " ");
            }
            Matcher via = VIA.matcher(line);
            if (mine && via.find()) {
                hops.add(via.group(1));
            }
        }
        return hops;
    }

    private static String node(int number, String more) {
        return "router id 10.0.0." + number + ";\nlog stderr all;\nprotocol device { }\n"
                + "protocol static {\n  ipv4;\n  route 10.96.0.0/12 blackhole;\n  route 10.244." + number
                + ".0/26 blackhole;\n" + more + "}\nprotocol bgp tor {\n  local 10.0.0." + number + " as "
                + (64511 + number) + ";\n  neighbor 10.0.0.254 as 64500;\n"
                + "  connect delay time 1; connect retry time 2; error wait time 1, 2;\n"
                + "  ipv4 { import all; export where source = RTS_STATIC; };\n}\n";
    }
}
