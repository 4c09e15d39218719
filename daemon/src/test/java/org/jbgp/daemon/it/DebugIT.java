package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Software;
import org.jbgp.daemon.lab.TwoRouters;
import org.junit.jupiter.api.Test;

/** {@code debug}, in the file and as a command. */
@NeedsPeer(Software.BIRD2)
class DebugIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String NEAR = """
            router id 10.0.0.1; log stderr all; debug commands 2;
            debug protocols { states };
            protocol device { }
            protocol direct { ipv4; debug { interfaces }; }
            protocol kernel k { ipv4 { export where net.len < 24; debug { routes, filters }; }; kernel table 77; }
            protocol static s { ipv4; route 20.1.0.0/16 blackhole; route 20.1.1.0/24 blackhole; }
            protocol bgp b { local 10.0.0.1 as 65000; neighbor 10.0.0.2 as 65002; debug all; connect delay time 1;
              ipv4 { import where net.len < 24; export where net.len < 24; }; }
            """;

    private static final String FAR = """
            router id 10.0.0.2; log stderr all;
            protocol device { }
            protocol static { ipv4; route 20.2.0.0/16 blackhole; route 20.2.2.0/24 blackhole; }
            # Passive: BIRD may end a session we have as established for another connection that it prefers (RFC 4271 §6.8).
            protocol bgp b { local 10.0.0.2 as 65002; neighbor 10.0.0.1 as 65000; connect delay time 1; passive;
              ipv4 { import all; export where source = RTS_STATIC; }; }
            """;

    @Test
    void saysWhatWasAskedFor() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Lab lab = routers.lab();
            Jbgpd jbgpd = routers.jbgpd();
            Bird bird = routers.bird();
            jbgpd.start(NEAR);
            bird.start(FAR);
            lab.await("routes at the kernel", LIMIT, () -> jbgpd.log().contains("k.ipv4 < added 20.2.0.0/16"));
            lab.await("an UPDATE", LIMIT, () -> jbgpd.log().contains("b: Sending UPDATE of "));
            for (String line : new String[] {"added 20.1.0.0/16", "filtered out 20.1.1.0/24"}) {
                lab.await(line, LIMIT, () -> jbgpd.log().contains("b.ipv4 < " + line));
            }
            lab.eventually(
                    "the log",
                    LIMIT,
                    () -> assertThat(jbgpd.log())
                            .contains("<TRACE> b: State changed to start", "<TRACE> b: State changed to up")
                            .contains("<TRACE> s: State changed to up")
                            .contains(" -> Established: KEEPALIVE received")
                            .contains(
                                    "b: Sending OPEN(as=65000,hold=240,id=0a000001)",
                                    "b: Got OPEN(as=65002,hold=240,id=0a000002)")
                            .contains("b: Got KEEPALIVE", "b: Got UPDATE of ")
                            .contains("b.ipv4 > filtered out 20.2.2.0/24")
                            .containsPattern("b\\.ipv4 > added (\\[best\\] )?20\\.2\\.0\\.0/16")
                            .contains("b.ipv4 < filtered out 20.1.1.0/24", "b.ipv4 < added 20.1.0.0/16")
                            .contains("k.ipv4 < filtered out 20.1.1.0/24")
                            .contains("CLI: connect", "CLI: show status")
                            .doesNotContain("b.ipv4 < added 20.2.0.0/16", "s.ipv4 >", "s < interface", "DBG"));

            routers.near().address(device(routers), "10.7.0.1/24");
            lab.await("an address", LIMIT, () -> jbgpd.log().contains("direct1 < address 10.7.0.1/24 on interface"));

            // The command holds until the file is read again, and disturbs nothing.
            assertThat(jbgpd.command("debug b off")).isEmpty();
            // A first change, for what every thread still had to say when the command came.
            bird.reconfigure(FAR.replace("20.2.0.0/16", "20.5.0.0/16"));
            lab.await("a change", LIMIT, () -> jbgpd.command("show route"), text -> text.contains("20.5.0.0/16"));
            String before = jbgpd.log();
            bird.reconfigure(FAR.replace("20.2.0.0/16", "20.3.0.0/16"));
            lab.await(
                    "a silent change", LIMIT, () -> jbgpd.command("show route"), text -> text.contains("20.3.0.0/16"));
            assertThat(jbgpd.log().substring(before.length())).doesNotContain("b.ipv4", " b: ");
            assertThat(jbgpd.reconfigure(NEAR)).containsPattern(Bird.ACCEPTED);
            bird.reconfigure(FAR.replace("20.2.0.0/16", "20.4.0.0/16"));
            lab.await("a change in the log", LIMIT, () -> jbgpd.log().contains("b.ipv4 > removed 20.3.0.0/16"));
            assertThat(jbgpd.log()).doesNotContain("Session down");
            assertThat(jbgpd.command("debug all off")).isEmpty();
            assertThat(jbgpd.tryCommand("debug nobody all").output()).contains("nobody is not a protocol");
        }
    }

    private static String device(TwoRouters routers) {
        return routers.near()
                .ip("-o", "-4", "address", "show", "to", "10.0.0.1/32")
                .split(" +", -1)[1];
    }
}
