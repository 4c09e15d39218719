package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalTime;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.Node;

/** A jbgpd with one good neighbor, the witness, and room for a bad one, raw. */
abstract class WitnessedRouter {
    static final Duration LIMIT = Duration.ofSeconds(60);
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

    /** Since when the witness's session is up; {@link #assertUndisturbed} checks whether it still is the same one. */
    final LocalTime upSince() {
        lab.await("witness's session", LIMIT, () -> witness.established("10.0.0.1"));
        return witness.since("ours");
    }

    /**
     * The witness's session is the one of then: it carries a withdrawal and a route behind all that has happened, and
     * is not younger.
     */
    final void assertUndisturbed(LocalTime since) {
        jbgpd.command("disable static1");
        lab.await("the withdrawal at the witness", LIMIT, witness::prefixes, now -> !now.contains("192.0.2.0/24"));
        jbgpd.command("enable static1");
        lab.await("the route at the witness again", LIMIT, witness::prefixes, now -> now.contains("192.0.2.0/24"));
        assertThat(witness.unchangedSince("ours", since))
                .as("%s: %s", since, witness.command("show protocols ours"))
                .isTrue();
    }
}
