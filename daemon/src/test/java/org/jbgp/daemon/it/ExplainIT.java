package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;

/**
 * {@code explain route}, by the way stock clients take, about routes of a real neighbor: each reason a route may be
 * missing for, and the line that decided.
 */
@NeedsPeer(Software.BIRD2)
class ExplainIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String US = """
            router id 10.0.0.1;
            log stderr all;
            filter customers {
              if net.len > 24 then reject;
              if bgp_path ~ [= * 65099 * =] then reject "not them";
              bgp_local_pref = 200;
              accept;
            }
            protocol device { }
            protocol direct { ipv4; }
            protocol kernel { ipv4 { export where source != RTS_STATIC; }; }
            protocol static own {
              ipv4 { import where net != 10.31.0.0/16; };
              route 192.0.2.0/24 blackhole;
              route 10.30.0.0/16 via 10.99.0.1;
              route 10.30.0.0/16 via "none0";
              route 10.31.0.0/16 blackhole;
            }
            protocol static off { disabled; ipv4; route 10.32.0.0/16 blackhole; }
            protocol bgp up {
              local 10.0.0.1 as 65001;
              neighbor 10.0.0.3 as 65002;
              connect delay time 1;
              ipv4 { import keep filtered; import filter customers; export where net.len <= 16; next hop self; };
            }
            protocol bgp gone {
              local 10.0.0.1 as 65001;
              neighbor 10.0.0.9 as 65009;
              ipv4 { import all; export all; };
            }
            """;

    private static final String THEM = """
            router id 10.0.0.3;
            log stderr all;
            protocol device { }
            protocol static {
              ipv4;
              route 192.0.2.0/24 blackhole;
              route 203.0.113.0/26 blackhole;
              route 10.1.0.0/16 blackhole;
              route 10.2.0.0/16 blackhole { bgp_path.prepend(65099); };
              route 10.3.0.0/16 blackhole { bgp_path.prepend(65001); };
              route 10.4.0.0/16 blackhole { bgp_community.add((65535,65281)); };
            }
            protocol bgp n1 {
              local 10.0.0.3 as 65002; passive;
              neighbor 10.0.0.1 as 65001;
              ipv4 { import all; export where source = RTS_STATIC; next hop self; };
            }
            """;

    @Test
    void saysWhy() {
        try (Lab lab = new Lab()) {
            Node us = lab.node("us");
            Node them = lab.node("them");
            lab.link(us, "10.0.0.1/24", them, "10.0.0.3/24");
            new Bird(them, "neighbor").start(THEM);
            Jbgpd jbgpd = new Jbgpd(us, "jbgpd");
            jbgpd.start(US);
            lab.await(
                    "routes",
                    LIMIT,
                    () -> jbgpd.command("show route protocol up count"),
                    text -> text.contains("3 of "));
            jbgpd.node()
                    .lab()
                    .says(
                            jbgpd,
                            "show route explain 10.1.0.0/16",
                            "up best BGP, via 10.0.0.3 on",
                            "local pref 200, path 65002");
            jbgpd.node()
                    .lab()
                    .says(
                            jbgpd,
                            "show route explain 10.1.0.0/16",
                            "up no it is the neighbor's own route (split horizon)");
            jbgpd.node().lab().says(jbgpd, "show route explain 10.1.0.0/16", "gone no no session: ");
            jbgpd.node()
                    .lab()
                    .says(
                            jbgpd,
                            "show route explain 10.1.0.0/16",
                            "kernel1 exported",
                            "source (RTS_BGP) != RTS_STATIC is true");
            jbgpd.node().lab().says(jbgpd, "show route explain 10.1.2.3", "10.1.0.0/16 in table master4");
            jbgpd.node()
                    .lab()
                    .says(
                            jbgpd,
                            "show route explain 203.0.113.1",
                            "203.0.113.0/26 is not in table master4",
                            "up rejected by import filter customers");
            jbgpd.node()
                    .lab()
                    .says(
                            jbgpd,
                            "show route explain 203.0.113.0/26",
                            "203.0.113.0/26 is not in table master4",
                            "up rejected by import filter customers",
                            ":4:3 if net.len (26) > 24 is true",
                            ":4:24 reject");
            jbgpd.node()
                    .lab()
                    .says(
                            jbgpd,
                            "show route explain 10.2.0.0/16 up",
                            "up rejected",
                            ":5:3 if bgp_path (path 65002 65099) ~ [= * 65099 * =] is true",
                            ":5:38 reject");
            jbgpd.node()
                    .lab()
                    .says(
                            jbgpd,
                            "show route explain 10.3.0.0/16 up",
                            "up absent routes of this neighbor were refused in this session because they are loops");
            jbgpd.node()
                    .lab()
                    .says(
                            jbgpd,
                            "show route explain 192.0.2.0/24",
                            "own best static, blackhole",
                            "up not best BGP",
                            "lower preference, 100 < 200 (preference)",
                            "kernel1 no rejected by the export filter",
                            "up no rejected by the export filter",
                            "if net.len (24) <= 16 is false");
            jbgpd.node()
                    .lab()
                    .says(
                            jbgpd,
                            "show route explain 10.30.0.0/16",
                            "own absent route 10.30.0.0/16 waits: no network of an interface that is up holds 10.99.0.1",
                            "route 10.30.0.0/16 waits: there is no interface none0");
            jbgpd.node().lab().says(jbgpd, "show route explain 10.30.1.1", "own absent route 10.30.0.0/16 waits: ");
            jbgpd.node()
                    .lab()
                    .says(
                            jbgpd,
                            "show route explain 10.31.0.0/16",
                            "own rejected at ",
                            " by import filter (unnamed)",
                            ":13:23 reject");
            jbgpd.node().lab().says(jbgpd, "show route explain 10.32.0.0/16", "off absent the protocol is disabled");
            lab.eventually(
                    "the kernel's count",
                    LIMIT,
                    () -> assertThat(jbgpd.command("show protocols all kernel1"))
                            .containsPattern("Export updates: +[1-9]"));
            jbgpd.node().lab().says(jbgpd, "show route explain 10.9.9.0/24", "up absent", "gone absent no session: ");
        }
    }

    /** What it advises helps, and what is missing in the file is named. */
    @Test
    void itsAdviceHelps() {
        try (Lab lab = new Lab()) {
            Node us = lab.node("us");
            Node them = lab.node("them");
            lab.link(us, "10.0.0.1/24", them, "10.0.0.3/24");
            new Bird(them, "neighbor").start(THEM);
            Jbgpd jbgpd = new Jbgpd(us, "jbgpd");
            String forgetful = "history off { rejected 0; }; " + US.replace("import keep filtered; ", "");
            jbgpd.start(forgetful);
            jbgpd.node()
                    .lab()
                    .says(
                            jbgpd,
                            "show route explain 203.0.113.0/26 up",
                            "not received, or rejected by import filter customers",
                            "`import keep filtered on;` in the channel would tell which");
            jbgpd.reconfigure(
                    forgetful.replace("import filter customers", "import keep filtered on; import filter customers"));
            jbgpd.node()
                    .lab()
                    .says(
                            jbgpd,
                            "show route explain 203.0.113.0/26 up",
                            "up rejected by import filter customers",
                            ":4:24 reject");

            jbgpd.reconfigure(US.replace("export where source != RTS_STATIC;", ""));
            jbgpd.node()
                    .lab()
                    .says(jbgpd, "show route explain 10.1.0.0/16", "kernel1 no no `export` is given for this channel");
            jbgpd.reconfigure(US.replaceFirst("protocol kernel .*", ""));
            jbgpd.node()
                    .lab()
                    .says(
                            jbgpd,
                            "show route explain 10.1.0.0/16",
                            "kernel no no kernel protocol takes routes of table master4");

            jbgpd.node()
                    .lab()
                    .says(
                            jbgpd,
                            "show route explain 10.32.0.0/16",
                            "off absent the protocol is disabled: the configuration says so");
            jbgpd.command("disable up \"maintenance\"");
            jbgpd.node()
                    .lab()
                    .says(
                            jbgpd,
                            "show route explain 192.0.2.0/24",
                            "up absent the protocol is disabled: by command (maintenance); `enable up` starts it",
                            "up no the protocol is disabled: by command (maintenance)");
        }
    }
}
