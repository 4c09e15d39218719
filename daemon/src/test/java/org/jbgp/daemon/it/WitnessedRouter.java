package org.jbgp.daemon.it;

import java.time.Duration;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.Node;

/** A jbgpd with one good neighbour, the witness, and room for a bad one, raw. */
abstract class WitnessedRouter {
    static final Duration LIMIT = Duration.ofSeconds(30);
    static final String WITNESS = "10.0.0.2";
    static final String RAW = "10.0.0.3";

    Lab lab;
    Node us;
    Node them;
    Jbgpd jbgpd;
    Bird witness;

    final void makeNetwork() {
        lab = new Lab();
        us = lab.node("us");
        them = lab.node("them");
        String wire = lab.link(us, "10.0.0.1/24", them, WITNESS + "/24");
        them.address(wire, RAW + "/24");
        jbgpd = new Jbgpd(us, "jbgpd");
        witness = new Bird(them, "witness");
    }

    static String configuration(String more) {
        return """
            router id 10.0.0.1;
            log stderr all;
            protocol device { }
            protocol static { ipv4; route 192.0.2.0/24 blackhole; }
            protocol bgp witness {
              local 10.0.0.1 as 65001;
              neighbor 10.0.0.2 as 65002;
              connect delay time 1;
              ipv4 { import all; export all; };
            }
            protocol bgp raw {
              local 10.0.0.1 as 65001;
              neighbor 10.0.0.3 as 65003;
              passive on;
              error wait time 1, 1;
              ipv4 { import all; export none; };
            }
            """ + more;
    }

    final void startBoth() {
        jbgpd.start(configuration(""));
        witness.start("""
            router id 10.0.0.2;
            log stderr all;
            protocol device { }
            protocol static { ipv4; route 198.51.100.0/24 blackhole; }
            protocol bgp ours {
              local 10.0.0.2 as 65002;
              neighbor 10.0.0.1 as 65001;
              connect delay time 1;
              error wait time 1, 2;
              ipv4 { import all; export all; };
            }
            """);
        lab.await("witness", LIMIT, () -> jbgpd.prefixes().contains("198.51.100.0/24"));
        lab.await("witness's view", LIMIT, () -> witness.prefixes().contains("192.0.2.0/24"));
    }

    /** Since when the witness's session is up, in its own words; changes with every new session. */
    final String upSince() {
        return witness.command("show protocols ours")
                .lines()
                .filter(line -> line.startsWith("ours ") && line.contains("Established"))
                .findFirst()
                // BIRD counts back from now, so that the same moment may differ by a millisecond.
                .map(line -> line.replaceAll("(\\d\\d:\\d\\d:\\d\\d)\\.\\d+", "$1"))
                .orElse("not up");
    }
}
