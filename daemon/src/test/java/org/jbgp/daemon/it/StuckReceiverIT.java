package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalTime;
import java.util.HexFormat;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.RawPeer;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A neighbor that reads nothing and one that reads slowly, beside one that must not notice (RFC 9687). */
@NeedsPeer(Software.BIRD2)
class StuckReceiverIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int ROUTES = 15_000;
    private static final String SOURCE = "10.0.0.10";
    private static final String STUCK = "10.0.0.11";
    private static final String SLOW = "10.0.0.12";

    private Lab lab;
    private Node them;
    private Jbgpd jbgpd;
    private Bird witness;

    @BeforeEach
    void start() {
        lab = new Lab();
        Node us = lab.node("us");
        them = lab.node("them");
        // The kernel reports room only when a third of the send buffer is free: let that be little.
        us.sysctl("net/ipv4/tcp_wmem", "4096 16384 65536");
        String wire = lab.link(us, "10.0.0.1/24", them, "10.0.0.2/24");
        for (String address : new String[] {SOURCE, STUCK, SLOW}) {
            them.address(wire, address + "/24");
        }
        jbgpd = new Jbgpd(us, "jbgpd");
        witness = new Bird(them, "witness");
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    private static String neighbor(String name, String address, int as, String more) {
        return """
            protocol bgp %s {
              local 10.0.0.1 as 65001;
              neighbor %s as %d;
              connect delay time 1;
              %s
            }
            """.formatted(name, address, as, more);
    }

    @Test
    void onlyTheStuckOneIsClosed() {
        String receiver = "ipv4 { import none; export all; };";
        jbgpd.start("router id 10.0.0.1;\nlog stderr all;\nprotocol device { }\n"
                + neighbor("source", SOURCE, 65010, "passive on; ipv4 { import all; export none; };")
                + neighbor("stuck", STUCK, 65011, "passive on; hold time 6; send hold time 6; " + receiver)
                + neighbor("slow", SLOW, 65012, "passive on; hold time 30; send hold time 60; " + receiver)
                + neighbor("witness", "10.0.0.2", 65002, "ipv4 { next hop self; import none; export all; };"));
        witness.start("""
            router id 10.0.0.2;
            protocol device { }
            protocol bgp ours {
              local 10.0.0.2 as 65002;
              neighbor 10.0.0.1 as 65001;
              connect delay time 1;
              ipv4 { import all; export none; };
            }
            """);
        lab.await("witness", LIMIT, () -> jbgpd.established("10.0.0.2"));
        try (RawPeer source = new RawPeer(them, "source");
                RawPeer stuck = new RawPeer(them, "stuck");
                RawPeer slow = new RawPeer(them, "slow")) {
            stuck.establish(STUCK, "10.0.0.1", 65011, STUCK);
            slow.establish(SLOW, "10.0.0.1", 65012, SLOW);
            source.establish(SOURCE, "10.0.0.1", 65010, SOURCE);
            lab.await(
                    "sessions",
                    LIMIT,
                    () -> jbgpd.established(STUCK) && jbgpd.established(SLOW) && jbgpd.established(SOURCE));
            LocalTime slowSince = jbgpd.since("slow");
            LocalTime witnessSince = jbgpd.since("witness");
            stuck.stayAlive();
            slow.stayAlive();
            stuck.readAt(0);
            slow.readAt(20_000);
            announceAll(source);
            lab.await("everything at the witness", LIMIT, () -> count(witness) == ROUTES);
            lab.await("end of the stuck session", LIMIT, () -> !jbgpd.established(STUCK));
            lab.await(
                    "the reason",
                    LIMIT,
                    () -> jbgpd.command("show protocols all stuck"),
                    text -> text.contains("Send hold timer expired"));
            // The others never lost theirs: these are the sessions of then.
            assertThat(jbgpd.established(SLOW))
                    .as("slow, but it moves: %s", jbgpd.command("show protocols all slow"))
                    .isTrue();
            assertThat(jbgpd.unchangedSince("slow", slowSince)).isTrue();
            assertThat(jbgpd.unchangedSince("witness", witnessSince)).isTrue();
            assertThat(count(witness)).isEqualTo(ROUTES);
        }
    }

    private static int count(Bird bird) {
        // "N of M routes for K networks in table master4"
        return bird.command("show route count")
                .lines()
                .filter(line -> line.contains("master4"))
                .mapToInt(line -> Integer.parseInt(line.substring(0, line.indexOf(' '))))
                .findFirst()
                .orElse(0);
    }

    /** 250 bytes and an attribute set of its own for each prefix: more than the sockets between us hold. */
    private static void announceAll(RawPeer source) {
        HexFormat hex = HexFormat.of();
        StringBuilder messages = new StringBuilder();
        for (int i = 0; i < ROUTES; i++) {
            String communities = ("fdf2" + hex.toHexDigits(i, 4)).repeat(48);
            String attributes = "40010100" + "400206" + "0201" + hex.toHexDigits(65010, 8) + "4003040a00000a" + "c008c0"
                    + communities;
            messages.append(RawPeer.message(
                    2,
                    "0000" + hex.toHexDigits(attributes.length() / 2, 4) + attributes + "18"
                            + hex.toHexDigits(0x200000 + i, 6)));
            if (messages.length() > 200_000) {
                source.send(messages.toString());
                messages.setLength(0);
            }
        }
        source.send(messages.toString());
    }
}
