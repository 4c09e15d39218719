package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

/** Graceful restart (RFC 4724) with BIRD on the other side, in both roles. */
@NeedsPeer(Software.BIRD2)
class GracefulRestartIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Lab lab;
    private Node us;
    private Jbgpd jbgpd;
    private Bird bird;

    @BeforeEach
    void makeNetwork() {
        lab = new Lab();
        us = lab.node("us");
        Node them = lab.node("them");
        lab.link(us, "10.0.0.1/24", them, "10.0.0.2/24");
        jbgpd = new Jbgpd(us, "jbgpd", "-R");
        bird = new Bird(them, "bird", "-R");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private static String file(int own, int other, String more, String... prefixes) {
        StringBuilder text = new StringBuilder("router id 10.0.0." + own + ";\nlog stderr all;\n");
        text.append("graceful restart wait 20;\nprotocol device { }\nprotocol static { ipv4;\n");
        for (String prefix : prefixes) {
            text.append("  route ").append(prefix).append(" blackhole;\n");
        }
        text.append("}\nprotocol kernel { persist; scan time 2; graceful restart;\n");
        text.append("  ipv4 { import none; export where source = RTS_BGP; }; }\n");
        text.append("protocol bgp peer {\n  local 10.0.0.")
                .append(own)
                .append(" as 6500")
                .append(own);
        text.append(";\n  neighbor 10.0.0.").append(other).append(" as 6500").append(other);
        text.append(";\n  connect delay time 1; error wait time 1, 2;\n  ").append(more);
        text.append("\n  ipv4 { import all; export where source = RTS_STATIC; };\n}\n");
        return text.toString();
    }

    private void startBoth(String ourOptions, String theirOptions) {
        jbgpd.start(file(1, 2, ourOptions, "192.0.2.0/25", "192.0.2.128/25"));
        bird.start(file(2, 1, theirOptions, "198.51.100.0/25", "198.51.100.128/25"));
        lab.await("their routes", LIMIT, () -> jbgpd.prefixes().size() == 2);
        lab.await("our routes", LIMIT, () -> bird.prefixes().size() == 2);
        lab.await("the kernel", LIMIT, () -> kernel().size() == 2);
    }

    private List<String> kernel() {
        return us.kernelRoutes().stream()
                .filter(line -> line.contains("proto bird"))
                .toList();
    }

    @Test
    void aNeighborThatRestartsKeepsItsRoutes() throws IOException {
        startBoth("", "graceful restart on;");
        Path seen = us.monitorRoutes("monitor");
        bird.kill();
        lab.await(
                "notice",
                LIMIT,
                () -> jbgpd.command("show protocols all peer").contains("Neighbor graceful restart active"));
        lab.await("kept", LIMIT, () -> jbgpd.prefixes().size(), count -> count == 2);
        // It comes back with one route less: that one goes when it has advertised all, the other one is never touched.
        bird.write("conf", file(2, 1, "graceful restart on;", "198.51.100.0/25"));
        bird.restart();
        lab.await(
                "the route that did not come back",
                LIMIT,
                () -> jbgpd.prefixes().size() == 1);
        lab.await("the one that did", LIMIT, jbgpd::prefixes, java.util.List.of("198.51.100.0/25")::equals);
        lab.await("the kernel", LIMIT, () -> kernel().size() == 1);
        // The kernel reports in order, and has reported the other one.
        lab.await("the kernel's report", LIMIT, () -> text(seen).contains("198.51.100.128/25"));
        assertThat(Files.readAllLines(seen))
                .as(() -> "changes the kernel reported\n" + jbgpd.log() + bird.log())
                .noneMatch(line -> line.contains("198.51.100.0/25"));
        lab.await(
                "the end of the restart",
                LIMIT,
                () -> jbgpd.command("show protocols all peer"),
                text -> !text.contains("graceful restart active"));
    }

    @Test
    void aNeighborThatDoesNotComeBackLosesItsRoutes() {
        startBoth("", "graceful restart on; graceful restart time 3;");
        bird.kill();
        lab.await("its time", LIMIT, () -> jbgpd.prefixes().isEmpty());
        lab.await("the log", LIMIT, () -> jbgpd.log().contains("Neighbor graceful restart timeout"));
        lab.await("the kernel", LIMIT, this::kernel, java.util.List::isEmpty);
    }

    @Test
    void aNeighborThatIsDisabledMeanwhileLosesItsRoutes() {
        startBoth("", "graceful restart on;");
        bird.kill();
        lab.await(
                "notice",
                LIMIT,
                () -> jbgpd.command("show protocols all peer").contains("Neighbor graceful restart active"));
        lab.await("kept", LIMIT, () -> jbgpd.prefixes().size() == 2);
        jbgpd.command("disable peer");
        lab.await("gone", LIMIT, () -> jbgpd.prefixes().isEmpty());
    }

    /**
     * RFC 4724 §4.2: kept routes need the way to the neighbor; when it goes they go, and its return brings nothing
     * back.
     */
    @Test
    void staleRoutesGoWithTheLinkAndWithTheAddress() {
        startBoth("", "graceful restart on;");
        String device = us.exec("sh", "-c", "ip -o -4 addr show | awk '/10.0.0.1/ {print $2}'")
                .trim();
        bird.kill();
        lab.await(
                "notice",
                LIMIT,
                () -> jbgpd.command("show protocols all peer").contains("Neighbor graceful restart active"));
        lab.await("kept", LIMIT, () -> jbgpd.prefixes().size() == 2);
        us.ip("link", "set", device, "down");
        lab.await("gone with the link", LIMIT, () -> jbgpd.prefixes().isEmpty());
        us.ip("link", "set", device, "up");
        lab.await("it dials again", LIMIT, () -> jbgpd.session("10.0.0.2"), List.of("Connect", "Active")::contains);
        assertThat(jbgpd.prefixes())
                .as("nothing comes back without the neighbor")
                .isEmpty();
        lab.await("nor in the kernel", LIMIT, this::kernel, List::isEmpty);
        bird.restart();
        lab.await("advertised again", LIMIT, () -> jbgpd.prefixes().size() == 2);

        bird.kill();
        lab.await(
                "notice again",
                LIMIT,
                () -> jbgpd.command("show protocols all peer").contains("Neighbor graceful restart active"));
        lab.await("kept", LIMIT, () -> jbgpd.prefixes().size() == 2);
        us.ip("address", "del", "10.0.0.1/24", "dev", device);
        lab.await("gone with the address", LIMIT, () -> jbgpd.prefixes().isEmpty());
        us.ip("address", "add", "10.0.0.1/24", "dev", device);
        bird.restart();
        lab.await("advertised once more", LIMIT, () -> jbgpd.prefixes().size() == 2);
        lab.await("the kernel", LIMIT, () -> kernel().size() == 2);
    }

    /**
     * RFC 4724 §4.2: what was stale when the session is lost a second time, and was not advertised in between, goes.
     */
    @Test
    void aSecondLossTakesWhatWasNotAdvertisedAgain() {
        jbgpd.start(file(1, 2, "passive on;", "192.0.2.0/25"));
        RawPeer raw = new RawPeer(bird.node(), "raw");
        advertise(raw, "0078", "18c63364", "18c63365"); // 198.51.100.0/24 and 198.51.101.0/24
        lab.await("both", LIMIT, () -> jbgpd.prefixes().size() == 2);
        raw.disconnect();
        lab.await("noticed", LIMIT, () -> !jbgpd.established("10.0.0.2"));
        lab.await("kept", LIMIT, () -> jbgpd.prefixes().size(), count -> count == 2);
        RawPeer again = new RawPeer(bird.node(), "again");
        advertise(again, "8078", "18c63364");
        lab.await("back", LIMIT, () -> jbgpd.established("10.0.0.2"));
        again.disconnect();
        lab.await("the one not advertised again", LIMIT, () -> jbgpd.prefixes().equals(List.of("198.51.100.0/24")));
        lab.await(
                "the restart goes on",
                LIMIT,
                () -> jbgpd.command("show protocols all peer").contains("Neighbor graceful restart active"));
        assertThat(jbgpd.prefixes()).containsExactly("198.51.100.0/24");
    }

    /** Opens a session with graceful restart for IPv4 and announces prefixes, without End-of-RIB. */
    private static void advertise(RawPeer peer, String restart, String... prefixes) {
        peer.connect("10.0.0.2", "10.0.0.1");
        peer.send(RawPeer.open(65002, 90, "10.0.0.2", "4006" + restart + "00010180"));
        peer.await("received 1 ");
        peer.send(RawPeer.KEEPALIVE);
        peer.await("received 4");
        for (String prefix : prefixes) {
            String attributes = "40010100" + "40020602010000fdea" + "4003040a000002";
            peer.send(RawPeer.message(2, "0000" + "0014" + attributes + prefix));
        }
    }

    @Test
    void withoutGracefulRestartRoutesGoWithTheSession() {
        startBoth("graceful restart off;", "graceful restart on;");
        bird.kill();
        // Half of what a graceful restart would keep them for.
        lab.await("gone", Duration.ofSeconds(60), () -> jbgpd.prefixes().isEmpty());
    }

    @Test
    void ourRoutesStayWithTheNeighborWhileWeRestart() {
        startBoth("graceful restart on;", "");
        jbgpd.kill();
        lab.await(
                "notice",
                LIMIT,
                () -> bird.command("show protocols all peer").contains("Neighbor graceful restart active"));
        jbgpd.write("conf", file(1, 2, "graceful restart on;", "192.0.2.0/25"));
        jbgpd.restart();
        lab.await(
                "the route that did not come back", LIMIT, () -> bird.prefixes().size() == 1);
        lab.eventually("the restarted router", LIMIT, () -> {
            assertThat(bird.prefixes()).containsExactly("192.0.2.0/25");
            assertThat(bird.command("show protocols all peer"))
                    .contains("Restart recovery")
                    .contains("AF preserved: ipv4");
        });
        // A disabled and enabled session is not one of a restarted router any more.
        jbgpd.command("restart peer");
        lab.await(
                "a plain session",
                LIMIT,
                () -> bird.prefixes().size() == 1
                        && !bird.command("show protocols all peer").contains("Restart recovery"));
    }

    /**
     * RFC 9494: when its time is over the routes stay, marked, as the last choice, for those who understand the mark.
     */
    @Test
    void aNeighborThatIsAwayForLong() {
        Node third = lab.node("third");
        lab.link(us, "10.0.9.1/24", third, "10.0.9.2/24");
        Bird witness = new Bird(third, "witness");
        String more = "graceful restart on; graceful restart time 2; long lived graceful restart on; ";
        String witnessed = """
                protocol bgp witness {
                  local 10.0.9.1 as 65001; neighbor 10.0.9.2 as 65009; connect delay time 1; error wait time 1, 2;
                  ipv4 { import all; export where source ~ [ RTS_BGP, RTS_STATIC ]; };
                }
                """;
        jbgpd.start(file(1, 2, "", "192.0.2.0/25") + witnessed);
        bird.start(file(2, 1, more + "long lived stale time 20;", "198.51.100.0/25", "198.51.100.128/25")
                .replace(
                        "export where source = RTS_STATIC;",
                        "export filter { if source != RTS_STATIC then reject; "
                                + "if net = 198.51.100.128/25 then bgp_community.add((65535, 7)); accept; };"));
        witness.start(witness("long lived graceful restart aware;"));
        lab.await("passed on", LIMIT, () -> witness.prefixes().size() == 3);
        lab.await(
                "the capability",
                LIMIT,
                () -> jbgpd.command("show protocols all peer"),
                text -> text.contains("Long-lived graceful restart"));

        bird.kill();
        lab.await("NO_LLGR went", LIMIT, () -> jbgpd.prefixes().size() == 1);
        lab.eventually("marked", LIMIT, () -> {
            assertThat(jbgpd.command("show route 198.51.100.0/25 all")).contains("(65535,6)");
            assertThat(witness.command("show route 198.51.100.0/25 all")).contains("(65535,6)");
        });
        // A witness that does not know the mark is not sent such routes.
        witness.reconfigure(witness("long lived graceful restart off;"));
        lab.await("a new session", LIMIT, () -> jbgpd.established("10.0.9.2"));
        // A route that is taken back and advertised again comes behind whatever else there was to send.
        lab.await("our route", LIMIT, () -> witness.prefixes().contains("192.0.2.0/25"));
        jbgpd.command("disable static1");
        lab.await("our route is taken back", LIMIT, () -> !witness.prefixes().contains("192.0.2.0/25"));
        jbgpd.command("enable static1");
        lab.await("our route again", LIMIT, () -> witness.prefixes().contains("192.0.2.0/25"));
        assertThat(witness.prefixes()).containsExactly("192.0.2.0/25");
        // And there was something to send.
        lab.says(jbgpd, "show route 198.51.100.0/25 all", "(65535,6)");
        lab.await("its long time is over too", LIMIT, () -> jbgpd.prefixes().isEmpty());
        lab.await("the log", LIMIT, () -> jbgpd.log().contains("Long-lived stale timeout"));

        // It comes back in time: the mark goes, and so does what it does not advertise again.
        bird.restart();
        lab.await("back", LIMIT, () -> jbgpd.prefixes().size() == 2);
        bird.kill();
        lab.await("marked again", LIMIT, () -> jbgpd.prefixes().size() == 1);
        bird.restart();
        lab.await("back in time", LIMIT, () -> jbgpd.prefixes().size() == 2);
        lab.await(
                "no mark",
                LIMIT,
                () -> jbgpd.command("show route 198.51.100.0/25 all"),
                text -> text.contains("198.51.100.0/25") && !text.contains("(65535,6)"));
        lab.await("advertised again", LIMIT, () -> witness.prefixes().size() == 3);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String witness(String options) {
        return """
                router id 10.0.9.2;
                log stderr all;
                protocol device { }
                protocol bgp up { %s
                  local 10.0.9.2 as 65009; neighbor 10.0.9.1 as 65001; connect delay time 1; error wait time 1, 2;
                  ipv4 { import all; export none; };
                }
                """.formatted(options);
    }
}
