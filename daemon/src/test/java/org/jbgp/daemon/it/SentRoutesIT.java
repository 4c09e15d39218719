package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Software;
import org.jbgp.daemon.lab.TwoRouters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a neighbor is sent, as it reads it, and what happens to routes that cannot be sent. */
@NeedsPeer(Software.BIRD2)
class SentRoutesIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final TwoRouters routers = TwoRouters.withBird();
    private final Lab lab = routers.lab();
    private final Jbgpd jbgpd = routers.jbgpd();
    private final Bird bird = routers.bird();

    @AfterEach
    void stop() {
        routers.close();
    }

    private static String near(String filter) {
        return """
                router id 10.0.0.1;
                log stderr all;
                protocol device { }
                protocol static s4 { ipv4; route 10.50.0.0/16 unreachable; route 10.51.0.0/16 unreachable; }
                protocol static s6 { ipv6; route 2001:db8:50::/48 unreachable; }
                filter out { %s accept; }
                protocol bgp peer {
                  local 10.0.0.1 as 65001; neighbor 10.0.0.2 as 65002; connect delay time 1;
                  ipv4 { import all; export filter out; };
                  ipv6 { import all; export all; };
                }
                """.formatted(filter);
    }

    private void startBird(String localAs) {
        bird.start("""
                router id 10.0.0.2;
                log stderr all;
                protocol device { }
                protocol bgp peer {
                  local 10.0.0.2 as %s; neighbor 10.0.0.1 as 65001; passive;
                  ipv4 { import all; export none; gateway recursive; };
                  ipv6 { import all; export none; gateway recursive; };
                }
                """.formatted(localAs));
    }

    private boolean birdHas(String prefix) {
        return bird.prefixes().contains(prefix);
    }

    private String exported() {
        String all = jbgpd.command("show protocols all peer");
        return all.substring(all.indexOf("Channel ipv4"), all.indexOf("Channel ipv6"));
    }

    @Test
    void aRouteThatOutgrowsAMessageIsWithdrawnAndNamed() {
        startBird("65002");
        jbgpd.start(near(""));
        lab.await("both routes", LIMIT, () -> birdHas("10.50.0.0/16") && birdHas("10.51.0.0/16"));
        String many = IntStream.range(0, 400)
                .mapToObj(i -> "bgp_large_community.add((1, 2, " + i + "));")
                .collect(Collectors.joining("\n", "if net = 10.51.0.0/16 then {", "}"));
        jbgpd.reconfigure(near(many));
        lab.await("it is withdrawn", LIMIT, () -> !birdHas("10.51.0.0/16"));
        String why = "its attributes fill a message of 4847 bytes, the neighbor takes 4096";
        lab.await(
                "log",
                LIMIT,
                () -> jbgpd.log().contains("peer: route 10.51.0.0/16 cannot be sent and is withdrawn: " + why));
        assertThat(birdHas("10.50.0.0/16")).isTrue();
        lab.eventually("the same everywhere", LIMIT, () -> {
            assertThat(exported()).contains(" 1 exported").contains("Not sent:       1 prefix");
            assertThat(jbgpd.command("show route export peer"))
                    .contains("10.50.0.0")
                    .doesNotContain("10.51.0.0");
            assertThat(jbgpd.command("show route noexport peer")).contains("10.51.0.0");
            assertThat(jbgpd.command("show route export table peer.ipv4")).doesNotContain("10.51.0.0");
            assertThat(jbgpd.command("show route explain 10.51.0.0/16")).contains("it cannot be sent: " + why);
        });

        jbgpd.reconfigure(near(""));
        lab.await("it is back", LIMIT, () -> birdHas("10.51.0.0/16"));
        lab.eventually(
                "the numbers",
                LIMIT,
                () -> assertThat(exported()).contains(" 2 exported").doesNotContain("Not sent"));
    }

    @Test
    void ourNextHopOfTheOtherFamilyIsTheInterfaces() {
        routers.near().address("eth0", "2001:db8::1/64");
        routers.far().address("eth0", "2001:db8::2/64");
        startBird("65002");
        jbgpd.start(near(""));
        lab.await("the route", LIMIT, () -> birdHas("2001:db8:50::/48"));
        lab.eventually("both addresses", LIMIT, () -> {
            assertThat(bird.command("show route all 2001:db8:50::/48"))
                    .containsPattern("BGP.next_hop: 2001:db8::1 fe80::[0-9a-f:]+\n");
            assertThat(jbgpd.command("show protocols all peer"))
                    .containsPattern("BGP Next hop: +2001:db8::1 fe80::[0-9a-f:]+\n");
        });
    }

    @Test
    void withoutAnAddressOfTheOtherFamilyNothingCountsAsSent() {
        startBird("65002");
        jbgpd.start(near(""));
        lab.await("the other family", LIMIT, () -> birdHas("10.50.0.0/16"));
        String why = "this router has no IPv6 address to give as next hop";
        lab.await("log", LIMIT, () -> jbgpd.log().contains("peer: route 2001:db8:50::/48 cannot be sent"));
        lab.eventually("the same everywhere", LIMIT, () -> {
            assertThat(jbgpd.log())
                    .contains("peer.ipv6: no address to announce as next hop")
                    .contains(why);
            assertThat(jbgpd.command("show route explain 2001:db8:50::/48")).contains(why);
            String all = jbgpd.command("show protocols all peer");
            assertThat(all.substring(all.indexOf("Channel ipv6")))
                    .contains(" 0 exported")
                    .contains("Not sent:       1 prefix");
            assertThat(jbgpd.command("show route export peer")).doesNotContain("2001:db8:50::/48");
        });
    }

    @Test
    void communitiesGoOutSortedAndOnlyThoseThatMayLeaveTheAs() {
        startBird("65002");
        jbgpd.start(near("""
                bgp_community.add((65000, 9)); bgp_community.add((100, 3)); bgp_community.add((65000, 3));
                bgp_large_community.add((2, 0, 0)); bgp_large_community.add((1, 7, 0));
                bgp_ext_community.add((generic, 0x43000000, 0));
                if net = 10.50.0.0/16 then { bgp_ext_community.add((ro, 65000, 2)); bgp_ext_community.add((rt, 65000, 7)); }
                """));
        lab.await("both routes", LIMIT, () -> birdHas("10.50.0.0/16") && birdHas("10.51.0.0/16"));
        lab.says(
                bird,
                "show route all 10.50.0.0/16",
                "BGP.community: (100,3) (65000,3) (65000,9)\n",
                "BGP.large_community: (1, 7, 0) (2, 0, 0)\n",
                "BGP.ext_community: (rt, 65000, 7) (ro, 65000, 2)\n");
        assertThat(bird.command("show route all 10.51.0.0/16")).doesNotContain("ext_community");
    }

    @Test
    void withinTheAsAllExtendedCommunitiesStay() {
        startBird("65001");
        jbgpd.start(near("bgp_ext_community.add((generic, 0x43000000, 0));")
                .replace("as 65002; connect", "as 65001; connect"));
        lab.await("the route", LIMIT, () -> birdHas("10.50.0.0/16"));
        lab.says(bird, "show route all 10.50.0.0/16", "BGP.ext_community: (generic, 0x43000000, 0x0)\n");
    }
}
