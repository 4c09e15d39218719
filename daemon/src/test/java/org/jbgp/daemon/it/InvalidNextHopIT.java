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

/** Next hops that a neighbor on the link cannot mean (RFC 4271 §5.1.3): the log and {@code explain route} say so. */
@NeedsPeer(Software.BIRD2)
class InvalidNextHopIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static String update(String nextHop, String prefix) {
        String attributes = "40010100" + "400206" + "02010000fdea" + "400304" + nextHop;
        return RawPeer.message(2, "0000" + "0014" + attributes + "10" + prefix);
    }

    private static final String STATIC = """
            router id 10.0.0.1;
            log stderr all;
            protocol device { }
            protocol static {
              ipv4;
              route 10.60.0.0/16 via 127.0.0.9;
              route 10.61.0.0/16 via 224.0.0.5;
              route 10.62.0.0/16 via 0.0.0.0;
              route 10.63.0.0/16 via 0.0.0.0%d0;
            }
            """;

    @Test
    void ofStaticRoutesAreNamedAsByBird() {
        try (Lab lab = new Lab()) {
            Node us = lab.node("us");
            us.tun("d0", "10.0.0.1/24");
            for (Bird daemon : List.of(new Bird(us, "bird"), new Jbgpd(us, "jbgpd"))) {
                daemon.start(STATIC);
                for (String words : List.of(
                        "127.0.0.9 of static route 10.60.0.0/16",
                        "224.0.0.5 of static route 10.61.0.0/16",
                        "0.0.0.0 of static route 10.62.0.0/16",
                        "0.0.0.0 of static route 10.63.0.0/16")) {
                    lab.await(
                            daemon + ": " + words,
                            LIMIT,
                            daemon::log,
                            log -> log.contains("Invalid next hop " + words));
                }
                daemon.kill();
            }
        }
    }

    /** A router at 10.0.0.1, and a node with 10.0.0.2 and 10.0.0.3 from which neighbors dial it. */
    private record Pair(Node near, Node far, Jbgpd jbgpd) {
        static Pair in(Lab lab, String protocols) {
            Node near = lab.node("near");
            Node far = lab.node("far");
            far.address(lab.link(near, "10.0.0.1/24", far, "10.0.0.2/24"), "10.0.0.3/24");
            Jbgpd jbgpd = new Jbgpd(near, "jbgpd");
            jbgpd.start("""
                    router id 10.0.0.1;
                    log stderr all;
                    protocol device { }
                    """ + protocols);
            return new Pair(near, far, jbgpd);
        }

        RawPeer peer(String name, String address) {
            RawPeer peer = new RawPeer(far, name);
            peer.establish(address, "10.0.0.1", 65002, address);
            return peer;
        }
    }

    @Test
    void thoseOffTheLinkAndOurOwnAreNamed() {
        try (Lab lab = new Lab()) {
            Pair pair = Pair.in(lab, """
                    protocol bgp away {
                      local 10.0.0.1 as 65001; neighbor 10.0.0.2 as 65002; passive;
                      ipv4 { import all; export none; };
                    }
                    protocol bgp mine {
                      local 10.0.0.1 as 65001; neighbor 10.0.0.3 as 65002; passive;
                      ipv4 { import all; export none; };
                    }
                    """);
            Jbgpd jbgpd = pair.jbgpd();
            try (RawPeer away = pair.peer("away", "10.0.0.2");
                    RawPeer mine = pair.peer("mine", "10.0.0.3")) {
                away.send(update("0a000002", "0a32") + update("0a090909", "0a33"));
                mine.send(update("0a000003", "0a34") + update("0a000001", "0a35"));
                lab.await(
                        "log",
                        LIMIT,
                        () -> jbgpd.log().contains("away: invalid NEXT_HOP attribute - address 10.9.9.9 not directly")
                                && jbgpd.log()
                                        .contains("mine: invalid NEXT_HOP attribute - address 10.0.0.1 is local"));
                lab.await("the good routes", LIMIT, () -> {
                    String table = jbgpd.command("show route");
                    return table.contains("10.50.0.0/16") && table.contains("10.52.0.0/16");
                });
                lab.eventually("explanations", LIMIT, () -> {
                    assertThat(jbgpd.command("show route explain 10.51.0.0/16"))
                            .contains("next hop 10.9.9.9 is not directly reachable")
                            .contains("no path of this prefix can be used");
                    assertThat(jbgpd.command("show route explain 10.53.0.0/16")).contains("next hop 10.0.0.1 is local");
                });
                assertThat(jbgpd.log()).doesNotContain("address 10.0.0.2").doesNotContain("address 10.0.0.3");
            }
        }
    }

    /** Also where a table leads to a connected network; the kernel takes no route to this host through itself. */
    @Test
    void ourOwnIsUnreachableWhereNextHopsAreLookedUp() {
        try (Lab lab = new Lab()) {
            Pair pair = Pair.in(lab, """
                    protocol direct { ipv4; }
                    protocol kernel { ipv4 { export where source != RTS_DEVICE; }; }
                    protocol static { ipv4; route 10.55.0.0/16 recursive 10.0.0.1; }
                    protocol bgp mine {
                      local 10.0.0.1 as 65001; neighbor 10.0.0.2 as 65002; passive;
                      ipv4 { import all; export none; gateway recursive; };
                    }
                    """);
            Node near = pair.near();
            Jbgpd jbgpd = pair.jbgpd();
            try (RawPeer mine = pair.peer("mine", "10.0.0.2")) {
                mine.send(update("0a000002", "0a32") + update("0a000001", "0a35"));
                lab.eventually(
                        "kernel",
                        LIMIT,
                        () -> assertThat(near.ip("route", "show", "proto", "bird"))
                                .contains("10.50.0.0/16 via 10.0.0.2 dev eth0")
                                .contains("unreachable 10.53.0.0/16")
                                .contains("unreachable 10.55.0.0/16"));
                lab.says(jbgpd, "show route explain 10.53.0.0/16", "next hop 10.0.0.1 is local");
                lab.eventually(
                        "log",
                        LIMIT,
                        () -> assertThat(jbgpd.log())
                                .contains(
                                        "mine: invalid NEXT_HOP attribute",
                                        "Invalid next hop 10.0.0.1 of static route 10.55.0.0/16: it is an address of"
                                                + " this host"));
                assertThat(jbgpd.log()).doesNotContain("refused").doesNotContain("address 10.0.0.2");
                // Another host may have that address from now on.
                near.ip("address", "del", "10.0.0.1/24", "dev", "eth0");
                near.ip("address", "add", "10.0.0.3/24", "dev", "eth0");
                lab.eventually(
                        "no more ours",
                        LIMIT,
                        () -> assertThat(near.ip("route", "show", "proto", "bird"))
                                .contains("10.55.0.0/16 via 10.0.0.1 dev eth0"));
            }
        }
    }

    /** What explains, lists and plans run the filter once more, which must see what it saw. */
    @Test
    void aFilterByTheInterfaceIsExplainedAsItWas() {
        try (Lab lab = new Lab()) {
            Pair pair = Pair.in(lab, """
                    filter elsewhere {
                      if ifname = "eth0" then { bgp_community.add((65001, 7)); reject; }
                      accept;
                    }
                    template bgp any {
                      local 10.0.0.1 as 65001; passive; ipv4 { import filter elsewhere; export none; };
                    }
                    protocol bgp keeps from any {
                      neighbor 10.0.0.2 as 65002; ipv4 { import keep filtered; };
                    }
                    protocol bgp forgets from any { neighbor 10.0.0.3 as 65002; }
                    """);
            Jbgpd jbgpd = pair.jbgpd();
            try (RawPeer keeps = pair.peer("keeps", "10.0.0.2");
                    RawPeer forgets = pair.peer("forgets", "10.0.0.3")) {
                keeps.send(update("0a000002", "0a32"));
                forgets.send(update("0a000003", "0a33"));
                for (String explained : List.of("10.50.0.0/16 keeps", "10.51.0.0/16 forgets")) {
                    lab.eventually(
                            explained,
                            LIMIT,
                            () -> assertThat(jbgpd.command("show route explain " + explained))
                                    .contains("rejected")
                                    .contains("if ifname (eth0) = eth0 is true")
                                    .doesNotContain("would accept"));
                }
                lab.says(jbgpd, "show route filtered all", "(65001,7)");
            }
        }
    }
}
