package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jbgp.daemon.lab.Frr;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;

/**
 * A neighbor that does not know us ends each connection: it is dialled less and less, and the log does not say so each
 * time.
 */
class RejectionIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String FILE = """
            router id 10.0.0.1;
            log stderr all;
            protocol device { }
            protocol bgp frr { debug { events }; local 10.0.0.1 as 65001; neighbor 10.0.0.2 as 65002;
              connect delay time 1; ipv4 { import all; export none; }; }
            """;

    @Test
    @NeedsPeer(Software.FRR)
    void isAskedLessAndLess() {
        try (Lab lab = new Lab()) {
            Node us = lab.node("us");
            Node them = lab.node("them");
            lab.link(us, "10.0.0.1/24", them, "10.0.0.2/24");
            Frr frr = new Frr(them, "frr");
            frr.start("""
                    log stdout
                    router bgp 65002
                     bgp router-id 10.0.0.2
                     neighbor 10.0.0.77 remote-as 65077
                    """);
            Jbgpd jbgpd = new Jbgpd(us, "jbgpd");
            jbgpd.start(FILE);
            lab.await("four dials", LIMIT, () -> dials(jbgpd) >= 4);
            int before = dials(jbgpd);
            // With the delay of a second there would be nine at least.
            lab.holds("no more than three further ones", Duration.ofSeconds(12), () -> dials(jbgpd) - before <= 3);
            assertThat(jbgpd.log()
                            .lines()
                            .filter(line -> line.contains("<WARN> frr: "))
                            .map(line -> line.replaceFirst(".*<WARN>", "")))
                    .as("each error once")
                    .doesNotHaveDuplicates();
        }
    }

    private static int dials(Jbgpd jbgpd) {
        return jbgpd.log().split(" -> Connect: ", -1).length - 1;
    }
}
