package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;

/** Several paths of a prefix from one neighbour (RFC 7911), a BIRD reflector: they are told apart, merged, and taken back one by one. */
@NeedsPeer(Software.BIRD2)
class AddPathIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static String reflector(String... ways) {
        StringBuilder text = new StringBuilder("router id 10.0.0.9;\nlog stderr all;\nprotocol device { }\n");
        for (String way : ways) {
            text.append("protocol static s").append(way).append(" { ipv4; route 192.0.2.0/24 via 10.0.0.");
            text.append(way).append(" { bgp_med = ").append(way).append("; }; }\n");
        }
        return text.append("""
                protocol bgp node {
                  local 10.0.0.9 as 65000; neighbor 10.0.0.1 as 65000; rr client;
                  connect delay time 1;
                  ipv4 { import all; export all; add paths tx; next hop keep; };
                }
                """).toString();
    }

    @Test
    void severalPathsOfOneNeighbour() {
        try (Lab lab = new Lab()) {
            Node us = lab.node("us");
            Node them = lab.node("them");
            lab.link(us, "10.0.0.1/24", them, "10.0.0.9/24");
            Jbgpd jbgpd = new Jbgpd(us, "jbgpd");
            jbgpd.start("""
                    router id 10.0.0.1;
                    log stderr all;
                    protocol device { }
                    protocol direct { ipv4; }
                    protocol kernel { merge paths on; ipv4 { import none; export where source = RTS_BGP; }; }
                    protocol bgp rr {
                      local 10.0.0.1 as 65000; neighbor 10.0.0.9 as 65000;
                      connect delay time 1;
                      ipv4 { import filter { bgp_med = 0; accept; }; export none; add paths rx; gateway recursive; };
                    }
                    """);
            Bird bird = new Bird(them, "bird");
            bird.start(reflector("2", "3", "4"));
            lab.await("three paths", LIMIT, () -> paths(jbgpd), count -> count == 3);
            assertThat(jbgpd.command("show protocols all rr")).contains("RX: ipv4");
            lab.await("three ways", LIMIT, () -> ways(us), List.of("10.0.0.2", "10.0.0.3", "10.0.0.4")::equals);

            bird.command("disable s3");
            lab.await("two paths", LIMIT, () -> paths(jbgpd), count -> count == 2);
            lab.await("two ways", LIMIT, () -> ways(us), List.of("10.0.0.2", "10.0.0.4")::equals);
            bird.command("enable s3");
            lab.await("three paths again", LIMIT, () -> paths(jbgpd), count -> count == 3);

            bird.kill();
            lab.await("no path", LIMIT, () -> paths(jbgpd), count -> count == 0);
            lab.await("no way", LIMIT, () -> ways(us), List::isEmpty);
        }
    }

    private static int paths(Jbgpd jbgpd) {
        return (int) jbgpd.tryCommand("show route 192.0.2.0/24")
                .output()
                .lines()
                .filter(line -> line.contains("[rr "))
                .count();
    }

    private static List<String> ways(Node node) {
        return node.exec("ip", "route", "show", "192.0.2.0/24")
                .lines()
                .flatMap(line -> List.of(line.trim().split(" ")).stream())
                .filter(word -> word.matches("10\\.0\\.0\\.[2-8]"))
                .sorted()
                .toList();
    }
}
