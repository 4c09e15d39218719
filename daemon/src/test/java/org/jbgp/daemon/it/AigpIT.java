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

/** AIGP (RFC 7311) through jbgpd, and through BIRD in the same place. */
@NeedsPeer(Software.BIRD2)
class AigpIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static String session(String name, String own, String neighbor, long ownAs, long as, String options) {
        return "protocol bgp " + name + " { local " + own + " as " + ownAs + "; neighbor " + neighbor + " as " + as
                + "; connect delay time 1; error wait time 1, 2; ipv4 { import all; export all; next hop self; "
                + options + " }; }\n";
    }

    private static String head(String id) {
        return "router id " + id + "; log stderr all; protocol device { }\nprotocol direct { ipv4; }\n";
    }

    private static String source() {
        return head("10.0.0.1")
                + "protocol static { ipv4 { import filter { igp_metric = 10; accept; }; }; route 20.1.0.0/16 blackhole; }\n"
                + session("a", "10.0.0.1", "10.0.0.2", 65000, 65000, "aigp originate;")
                + session("b", "10.0.0.1", "10.0.0.3", 65000, 65000, "aigp originate;");
    }

    private static String middle(String own, String options) {
        return middle(own, options, "");
    }

    private static String middle(String own, String options, String near) {
        return head(own)
                + "protocol static { ipv4 { import filter { igp_metric = 7; accept; }; }; route 20." + own.charAt(7)
                + "2.0.0/16 blackhole; }\n"
                + session("near", own, "10.0.0.1", 65000, 65000, near)
                        .replace("neighbor ", near.isEmpty() ? "neighbor " : "direct; neighbor ")
                + session("far", own, "10.0.0.4", 65000, 65004, options);
    }

    private static String sink() {
        return head("10.0.0.4")
                + session("ours", "10.0.0.4", "10.0.0.2", 65004, 65000, "aigp on;")
                + session("theirs", "10.0.0.4", "10.0.0.3", 65004, 65000, "aigp on;");
    }

    @Test
    void metricGrowsHopByHop() {
        try (Lab lab = new Lab()) {
            List<Node> nodes = lab.atOneSwitch("n1", "n2", "n3", "n4");
            Bird source = new Bird(nodes.get(0), "source");
            Jbgpd jbgpd = new Jbgpd(nodes.get(1), "jbgpd");
            Bird bird = new Bird(nodes.get(2), "bird");
            Bird sink = new Bird(nodes.get(3), "sink");
            source.start(source());
            sink.start(sink());
            jbgpd.start(middle("10.0.0.2", "aigp originate;"));
            bird.start(middle("10.0.0.3", "aigp originate;"));
            lab.eventually("metrics at both", LIMIT, () -> {
                assertThat(jbgpd.command("show route 20.1.0.0/16 all")).contains("(100/11)", "BGP.aigp: 10");
                assertThat(bird.command("show route 20.1.0.0/16 all")).contains("(100/11)", "BGP.aigp: 10");
                for (String from : new String[] {"ours", "theirs"}) {
                    assertThat(sink.command("show route 20.1.0.0/16 protocol " + from + " all"))
                            .as(from)
                            .contains("BGP.aigp: 11");
                }
                assertThat(sink.command("show route 20.22.0.0/16 all")).contains("BGP.aigp: 7");
                assertThat(sink.command("show route 20.32.0.0/16 all")).contains("BGP.aigp: 7");
            });

            jbgpd.reconfigure(middle("10.0.0.2", "aigp originate;", "gateway direct; cost 5;"));
            bird.reconfigure(middle("10.0.0.3", "aigp originate;", "gateway direct; cost 5;"));
            lab.eventually("a cost instead of 1 for the hop", LIMIT, () -> {
                assertThat(jbgpd.command("show route 20.1.0.0/16 all")).contains("(100/15)", "BGP.aigp: 10");
                assertThat(bird.command("show route 20.1.0.0/16 all")).contains("(100/15)", "BGP.aigp: 10");
                for (String from : new String[] {"ours", "theirs"}) {
                    assertThat(sink.command("show route 20.1.0.0/16 protocol " + from + " all"))
                            .as(from)
                            .contains("BGP.aigp: 15");
                }
            });

            jbgpd.reconfigure(middle("10.0.0.2", "aigp off;"));
            lab.eventually("none where it is off", LIMIT, () -> {
                assertThat(sink.command("show route 20.1.0.0/16 protocol ours all"))
                        .contains("BGP.as_path: 65000")
                        .doesNotContain("aigp");
                assertThat(sink.command("show route 20.22.0.0/16 all"))
                        .contains("BGP.as_path: 65000")
                        .doesNotContain("aigp");
            });
        }
    }
}
