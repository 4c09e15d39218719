package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.RawPeer;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;

/**
 * Attributes of an internal session that an import filter gives to external routes: what they do to the choice, and
 * what goes on.
 */
@NeedsPeer(Software.BIRD2)
class FilteredAttributesIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String FILE = """
            router id 10.0.0.1;
            log stderr all;
            protocol device { }
            filter given {
              if net = 10.50.0.0/16 then bgp_originator_id = 1.0.0.1;
              if net = 10.51.0.0/16 then bgp_next_hop = 0.0.0.0;
              if net = 10.52.0.0/16 then bgp_originator_id = 200.0.0.1;
              if net = 10.53.0.0/16 then bgp_cluster_list.add(7.7.7.7);
              accept;
            }
            protocol bgp one { local 10.0.0.1 as 65001; passive; neighbor 10.0.0.2 as 65002;
              ipv4 { import filter given; export none; }; }
            protocol bgp two { local 10.0.0.1 as 65001; passive; neighbor 10.0.0.3 as 65003;
              ipv4 { import all; export none; }; }
            protocol bgp inside { local 10.0.9.1 as 65001; passive; multihop; neighbor 10.0.9.2 as 65001;
              ipv4 { import none; export all; }; }
            """;

    @Test
    void areTakenAsByBird() {
        try (Lab lab = new Lab()) {
            Node us = lab.node("us");
            Node them = lab.node("them");
            String cable = lab.link(us, "10.0.0.1/24", them, "10.0.0.2/24");
            them.address(cable, "10.0.0.3/24");
            lab.link(us, "10.0.9.1/24", them, "10.0.9.2/24");
            List<Map<String, String>> seen = new ArrayList<>();
            for (Bird daemon : List.of(new Bird(us, "bird"), new Jbgpd(us, "jbgpd"))) {
                daemon.start(FILE);
                try (RawPeer one = new RawPeer(them, "one-" + daemon);
                        RawPeer two = new RawPeer(them, "two-" + daemon);
                        RawPeer inside = new RawPeer(them, "inside-" + daemon)) {
                    // All are there before the first is sent anything, so that it is sent each route once.
                    establish(one, "10.0.0.2", "10.0.0.1", 65002, "9.9.9.9");
                    establish(two, "10.0.0.3", "10.0.0.1", 65003, "2.2.2.2");
                    one.send(update("0000fdea", "0a000002", "100a32", "100a33", "100a34", "100a35"));
                    two.send(update("0000fdeb", "0a000003", "100a32", "100a34", "100a35"));
                    lab.await(
                            "all routes at " + daemon,
                            LIMIT,
                            () -> daemon.command("show route count"),
                            text -> text.contains("7 of 7 routes for 4 networks"));
                    establish(inside, "10.0.9.2", "10.0.9.1", 65001, "4.4.4.4");
                    Map<String, String> heard = lab.await(
                            "all routes by " + daemon, LIMIT, () -> attributes(inside), routes -> routes.size() == 3);
                    seen.add(heard);
                    lab.await(
                            "what no neighbor could use, by " + daemon,
                            LIMIT,
                            () -> daemon.log(),
                            log -> log.contains("inside: ") && log.contains("route 10.51.0.0/16"));
                }
                daemon.kill();
            }
            assertThat(seen.getLast()).isEqualTo(seen.getFirst());
            String asPath = "4002060201";
            assertThat(seen.getFirst().get("100a32"))
                    .as("the lower identifier wins, whoever gave it")
                    .contains(asPath + "0000fdea");
            assertThat(seen.getFirst().get("100a34"))
                    .as("and the higher one loses")
                    .contains(asPath + "0000fdeb");
        }
    }

    private static void establish(RawPeer peer, String address, String remote, long as, String routerId) {
        peer.establish(address, remote, as, routerId);
        peer.stayAlive();
    }

    private static String update(String as, String nextHop, String... prefixes) {
        String attributes = "40010100" + "4002060201" + as + "400304" + nextHop;
        return RawPeer.message(
                2,
                "0000" + HexFormat.of().toHexDigits(attributes.length() / 2, 4) + attributes
                        + String.join("", prefixes));
    }

    /** By prefix, the attributes received. */
    private static Map<String, String> attributes(RawPeer peer) {
        Map<String, String> attributes = new TreeMap<>();
        for (String line : peer.lines()) {
            String body = line.startsWith("received 2 ") ? line.split(" ", -1)[2] : "00000000";
            int end = 8 + 2 * Integer.parseInt(body.substring(4, 8), 16);
            for (int at = end; at < body.length(); at += 6) {
                attributes.put(body.substring(at, at + 6), body.substring(8, end));
            }
        }
        return attributes;
    }
}
