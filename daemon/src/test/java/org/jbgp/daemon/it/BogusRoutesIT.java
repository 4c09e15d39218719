package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.RawPeer;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;

/** Prefixes that no table takes, from a neighbor and from the file: refused at the door and counted, as in BIRD. */
@NeedsPeer(Software.BIRD2)
class BogusRoutesIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String FILE = """
            router id 10.0.0.1;
            log stderr all;
            protocol device { }
            protocol direct { ipv4; ipv6; }
            protocol static four { ipv4; route 127.9.0.0/16 blackhole; route 250.0.0.0/8 blackhole; }
            protocol static six { ipv6; route fe80::/64 blackhole; route ff00::/8 blackhole; route 2001:db8::/32 blackhole; }
            protocol bgp raw {
              local 10.0.0.1 as 65001; passive;
              neighbor 10.0.0.2 as 65003;
              ipv4 { import all; export all; };
            }
            """;

    /** 127.0.0.0/8, 224.0.0.0/4, 255.255.255.255/32, 0.1.2.3/32, 192.0.2.0/24 and 240.0.0.0/4. */
    private static final String UPDATE = RawPeer.message(
            2,
            "0000" + "0014" + "40010100" + "4002060201" + "0000fdeb" + "4003040a000002" + "087f" + "04e0" + "20ffffffff"
                    + "2000010203" + "18c00002" + "04f0");

    @Test
    void areRefusedAtTheDoor() {
        try (Lab lab = new Lab()) {
            Node us = lab.node("us");
            Node them = lab.node("them");
            lab.link(us, "10.0.0.1/24", them, "10.0.0.2/24");
            Jbgpd jbgpd = new Jbgpd(us, "jbgpd");
            for (Bird daemon : List.of(jbgpd, new Bird(us, "bird"))) {
                daemon.start(FILE);
                try (RawPeer raw = new RawPeer(them, "raw-" + daemon)) {
                    raw.establish("10.0.0.2", "10.0.0.1", 65003, "10.0.0.2");
                    raw.send(UPDATE);
                    lab.await(
                            daemon + ": counted",
                            LIMIT,
                            () -> daemon.command("show protocols all"),
                            text -> text.matches("(?s).*\nraw .*Import updates: +6 +4 +0 +0 +2\n.*"));
                    lab.eventually(daemon + ": the same everywhere", LIMIT, () -> {
                        assertThat(daemon.command("show route"))
                                .contains("192.0.2.0/24", "240.0.0.0/4", "250.0.0.0/8", "2001:db8::/32")
                                .doesNotContain("127.", "224.", "255.", "0.1.2.3", "fe80::/", "ff00::");
                        assertThat(daemon.command("show protocols all four"))
                                .containsPattern("Import updates: +2 +1 +0 +0 +1\n");
                        assertThat(daemon.command("show protocols all six"))
                                .containsPattern("Import updates: +3 +2 +0 +0 +1\n");
                        if (daemon.equals(jbgpd)) {
                            assertThat(jbgpd.command("show route explain 127.0.0.0/8 raw"))
                                    .contains("a bogus prefix");
                            assertThat(jbgpd.log().split("raw: ignoring bogus route", -1))
                                    .as("a line for many routes")
                                    .hasSize(2);
                            // Each shard has some of them; any may be the first to say so.
                            assertThat(jbgpd.log())
                                    .containsPattern(
                                            "raw: ignoring bogus route "
                                                    + "(127[.]0[.]0[.]0/8|224[.]0[.]0[.]0/4|255[.]255[.]255[.]255/32|0[.]1[.]2[.]3/32)");
                        }
                    });
                }
                daemon.kill();
            }
        }
    }
}
