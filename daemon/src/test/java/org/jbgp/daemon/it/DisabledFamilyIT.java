package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.RawPeer;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A family whose routes cannot be read (RFC 7606 §3 j): everybody can see it, and it does not last longer than it must.
 */
@NeedsPeer(Software.BIRD2)
class DisabledFamilyIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String IPV6_TOO = "010400020001";
    private static final String ROUTE_REFRESH = "0200";
    private static final String PATH = "40010100" + "400206" + "02010000fdea";
    private static final String NEXT_HOP = "10" + "20010db8000000000000000000000002" + "00";
    private static final String IPV4 = update(PATH + "400304" + "0a000002", "10" + "0a32");
    private static final String IPV6 = update(PATH + "800e1c" + "000201" + NEXT_HOP + "30" + "20010db80050", "");
    /** A prefix of 200 bits. */
    private static final String BROKEN = update(PATH + "800e1c" + "000201" + NEXT_HOP + "c8" + "20010db80050", "");

    private final Lab lab = new Lab();
    private final Node near = lab.node("near");
    private final Node far = lab.node("far");
    private final Jbgpd jbgpd = new Jbgpd(near, "jbgpd");
    private final RawPeer raw = new RawPeer(far, "raw");

    private static String update(String attributes, String nlri) {
        return RawPeer.message(2, "0000" + String.format("%04x", attributes.length() / 2) + attributes + nlri);
    }

    @BeforeEach
    void link() {
        lab.link(near, "10.0.0.1/24", far, "10.0.0.2/24");
    }

    @AfterEach
    void stop() {
        raw.close();
        lab.close();
    }

    private void start(String waitTime, String capabilities) {
        jbgpd.start("""
                router id 10.0.0.1;
                log stderr all;
                protocol device { }
                protocol bgp peer {
                  local 10.0.0.1 as 65001; neighbor 10.0.0.2 as 65002; passive;
                  channel error wait time %s;
                  ipv4 { import all; export none; };
                  ipv6 { import all; export none; gateway recursive; };
                }
                """.formatted(waitTime));
        open(capabilities);
    }

    private void open(String capabilities) {
        raw.connect("10.0.0.2", "10.0.0.1");
        raw.send(RawPeer.open(65002, 90, "10.0.0.2", IPV6_TOO + capabilities));
        raw.await("received 1 ");
        raw.send(RawPeer.KEEPALIVE);
        raw.stayAlive();
        lab.await("session", LIMIT, () -> jbgpd.established("10.0.0.2"));
        raw.send(IPV4 + IPV6);
        lab.await("both routes", LIMIT, () -> jbgpd.prefixes().size() == 2);
    }

    private String channel6() {
        String all = jbgpd.command("show protocols all peer");
        return all.substring(all.indexOf("Channel ipv6"));
    }

    private boolean hasIpv6Route() {
        return jbgpd.prefixes().contains("2001:db8:50::/48");
    }

    @Test
    void theChannelIsDownWithTheReasonUntilTheRoutesWereAskedForAgain() {
        start("5", ROUTE_REFRESH);
        raw.send(BROKEN);
        lab.await("the family's routes are gone", LIMIT, () -> !hasIpv6Route());
        String reason = "MP_REACH_NLRI: a malformed prefix";
        lab.eventually("the reason", LIMIT, () -> {
            assertThat(channel6()).containsPattern("State: +DOWN\n +Disabled: +" + reason);
            assertThat(jbgpd.command("show route explain 2001:db8:50::/48"))
                    .contains("the channel is down, no route is taken: " + reason);
            assertThat(jbgpd.log()).contains("peer: ipv6 is disabled, its routes are withdrawn: " + reason);
        });
        lab.await("the other family goes on", LIMIT, jbgpd::prefixes, now -> now.contains("10.50.0.0/16"));

        assertThat(raw.await("received 5 ")).as("ROUTE-REFRESH for IPv6").contains("00020001");
        raw.send(IPV6);
        lab.await("the routes are back", LIMIT, this::hasIpv6Route);
        lab.eventually(
                "channel up",
                LIMIT,
                () -> assertThat(channel6()).containsPattern("State: +UP").doesNotContain("Disabled"));
        assertThat(jbgpd.established("10.0.0.2")).isTrue();
    }

    @Test
    void aNeighborThatCannotBeAskedGetsANewSession() {
        start("2", "");
        raw.send(BROKEN);
        assertThat(raw.await("received 3 "))
                .as("NOTIFICATION: optional attribute error")
                .contains("0309");
    }

    @Test
    void itEndsWithTheSession() {
        start("0", ROUTE_REFRESH);
        raw.send(BROKEN);
        lab.await("the family's routes are gone", LIMIT, () -> !hasIpv6Route());
        lab.holds(
                "nothing is asked for",
                Duration.ofSeconds(3),
                () -> raw.lines().stream().noneMatch(line -> line.startsWith("received 5 ")));
        raw.disconnect();
        lab.await("session lost", LIMIT, () -> !jbgpd.established("10.0.0.2"));
        try (RawPeer again = new RawPeer(far, "again")) {
            again.connect("10.0.0.2", "10.0.0.1");
            again.send(RawPeer.open(65002, 90, "10.0.0.2", IPV6_TOO));
            again.await("received 1 ");
            again.send(RawPeer.KEEPALIVE);
            again.stayAlive();
            lab.await("session", LIMIT, () -> jbgpd.established("10.0.0.2"));
            again.send(IPV6);
            lab.await("the route is taken", LIMIT, this::hasIpv6Route);
            lab.eventually("channel up", LIMIT, () -> assertThat(channel6()).containsPattern("State: +UP"));
        }
    }
}
