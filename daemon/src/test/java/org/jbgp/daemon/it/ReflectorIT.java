package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;

/** Route reflection (RFC 4456) on both sides of it. */
@NeedsPeer(Software.BIRD2)
class ReflectorIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void jbgpdReflectsAmongFourClients() {
        try (Lab lab = new Lab()) {
            Node ethernet = lab.ethernetSwitch("sw");
            Node centre = lab.node("rr");
            lab.plug(centre, ethernet, "10.0.0.9/24");
            Jbgpd reflector = new Jbgpd(centre, "rr");
            StringBuilder text = new StringBuilder("router id 10.0.0.9;\nlog stderr all;\nprotocol device { }\n");
            for (int i = 1; i <= 4; i++) {
                text.append(session("c" + i, 9, i, "passive on; rr client; rr cluster id 10.9.9.9;"));
            }
            reflector.start(text.toString());
            List<Bird> clients = new ArrayList<>();
            for (int i = 1; i <= 4; i++) {
                Node node = lab.node("c" + i);
                lab.plug(node, ethernet, "10.0.0." + i + "/24");
                Bird client = new Bird(node, "c" + i);
                client.start(client(i, 9));
                clients.add(client);
            }
            for (int i = 1; i <= 4; i++) {
                Bird client = clients.get(i - 1);
                List<String> others =
                        new ArrayList<>(List.of("20.0.1.0/24", "20.0.2.0/24", "20.0.3.0/24", "20.0.4.0/24"));
                others.remove(i - 1);
                lab.await("what client " + i + " hears", LIMIT, client::prefixes, others::equals);
                lab.eventually(
                        "paths at client " + i,
                        LIMIT,
                        () -> assertThat(client.routes()).extracting("asPath").containsOnly(""));
            }
            lab.eventually(
                    "attributes of a reflected route",
                    LIMIT,
                    () -> assertThat(clients.get(0).command("show route 20.0.2.0/24 all"))
                            .contains("BGP.originator_id: 10.0.0.2")
                            .contains("BGP.cluster_list: 10.9.9.9")
                            .contains("BGP.next_hop: 10.0.0.2"));
            clients.get(1).stop();
            lab.await(
                    "withdraw",
                    LIMIT,
                    clients.get(0)::prefixes,
                    now -> now.equals(List.of("20.0.3.0/24", "20.0.4.0/24")));
        }
    }

    @Test
    void jbgpdAsClientOfBird() {
        try (Lab lab = new Lab()) {
            Node ethernet = lab.ethernetSwitch("sw");
            Node centre = lab.node("rr");
            lab.plug(centre, ethernet, "10.0.0.9/24");
            Bird reflector = new Bird(centre, "rr");
            reflector.start("router id 10.0.0.9;\nlog stderr all;\nprotocol device { }\n"
                    + session("c1", 9, 1, "passive on; rr client; rr cluster id 10.9.9.9;")
                    + session("c2", 9, 2, "passive on; rr client; rr cluster id 10.9.9.9;"));
            Node left = lab.node("c1");
            lab.plug(left, ethernet, "10.0.0.1/24");
            Jbgpd jbgpd = new Jbgpd(left, "c1");
            jbgpd.start(client(1, 9) + "protocol kernel { ipv4 { export where source = RTS_BGP; }; }\n");
            Node right = lab.node("c2");
            lab.plug(right, ethernet, "10.0.0.2/24");
            Bird bird = new Bird(right, "c2");
            bird.start(client(2, 9));
            lab.await("at BIRD", LIMIT, bird::prefixes, List.of("20.0.1.0/24")::equals);
            lab.await("at jbgpd", LIMIT, jbgpd::prefixes, List.of("20.0.2.0/24")::equals);
            // The next hop is the other client, not the reflector.
            lab.await(
                    "kernel",
                    LIMIT,
                    left::kernelRoutes,
                    routes -> routes.stream()
                            .anyMatch(line ->
                                    line.startsWith("20.0.2.0/24 via 10.0.0.2 dev ") && line.contains("proto bird")));
        }
    }

    private static String session(String name, int own, int other, String more) {
        return "protocol bgp " + name + " {\n  local 10.0.0." + own + " as 65000;\n  neighbor 10.0.0." + other
                + " as 65000;\n  connect delay time 1; connect retry time 2;\n  " + more
                + "\n  ipv4 { import all; export all; };\n}\n";
    }

    private static String client(int number, int reflector) {
        return "router id 10.0.0." + number + ";\nlog stderr all;\nprotocol device { }\nprotocol direct { ipv4; }\n"
                + "protocol static { ipv4; route 20.0." + number + ".0/24 blackhole; }\n"
                + session("centre", number, reflector, "").replace("export all", "export where source = RTS_STATIC");
    }
}
