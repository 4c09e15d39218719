package org.jbgp.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jbgp.config.model.bgp.HopLimit;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.InsideNamespace;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.jbgp.daemon.session.Cease;
import org.jbgp.daemon.session.DownReason;
import org.jbgp.daemon.session.Session;
import org.jbgp.daemon.session.settings.NeighborSettingsBuilder;
import org.jbgp.daemon.wire.AddressFamily;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The session layer alone against a real BIRD over a cable. */
@NeedsPeer({Software.NETNS, Software.BIRD2})
@Timeout(400)
class BirdSessionIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final RecordingHandler handler = new RecordingHandler();

    private interface Body {
        void run(Lab lab, Bird bird, EpollBgpNetwork network) throws Exception;
    }

    private static void withBird(Body body) throws Exception {
        try (Lab lab = new Lab()) {
            Node ours = lab.node("ours");
            Node theirs = lab.node("theirs");
            String cable = lab.link(ours, "10.0.0.1/24", theirs, "10.0.0.2/24");
            for (Node node : new Node[] {ours, theirs}) {
                String last = node.equals(ours) ? "1" : "2";
                node.address(cable, "fd00::" + last + "/64");
                node.address(cable, "fe80::" + last + "/64");
            }
            Bird bird = new Bird(theirs, "bird");
            InsideNamespace.run(ours.namespace(), () -> {
                try (EpollBgpNetwork network = new EpollBgpNetwork(1)) {
                    body.run(lab, bird, network);
                }
            });
        }
    }

    private static String configuration(String neighbor, long as, String family, String more) {
        return "router id 10.0.0.2; log stderr all; protocol device { }\n"
                + "protocol static { ipv4; route 192.0.2.0/24 blackhole; }\n"
                + "protocol static { ipv6; route 2001:db8::/32 blackhole; }\n"
                + "protocol bgp p { debug all; " + (more.contains("local as") ? "" : "local as 65002; ") + "neighbor "
                + neighbor + " as " + as
                + "; connect delay time 1; connect retry time 2; error wait time 1, 2; " + more + " " + family
                + " { import all; export where source = RTS_STATIC; next hop self; }; }\n";
    }

    /**
     * For what must not meet a second session: where both dial, BIRD may still choose between two connections (RFC 4271
     * §6.8) when one of them is Established here already, and ends that one.
     */
    private static final String ONLY_WE_DIAL = "passive on;";

    private static NeighborSettingsBuilder settings(String local, String remote) {
        AddressFamily family = remote.contains(":") ? AddressFamily.IPV6_UNICAST : AddressFamily.IPV4_UNICAST;
        return new NeighborSettingsBuilder("bird")
                .localAddress(local.startsWith("fe80") ? null : address(local))
                .remoteAddress(address(remote))
                .localAs(65001)
                .remoteAs(65002)
                .routerId(0x0A00_0001)
                .families(family)
                .timers(LoopbackFixture.QUICK.withErrorWait(1, 2, 300));
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    eBGP IPv4, both dial     | 10.0.0.1 | 10.0.0.2 | ipv4 |                              |
                    eBGP IPv4, we dial       | 10.0.0.1 | 10.0.0.2 | ipv4 | passive on;                  |
                    eBGP IPv4, they dial     | 10.0.0.1 | 10.0.0.2 | ipv4 |                              | passive
                    iBGP IPv4                | 10.0.0.1 | 10.0.0.2 | ipv4 | local as 65001;              | internal
                    eBGP IPv6, both dial     | fd00::1  | fd00::2  | ipv6 |                              |
                    link-local, we dial      | fe80::1  | fe80::2  | ipv6 | passive on;                  |
                    link-local, they dial    | fe80::1  | fe80::2  | ipv6 |                              | passive
                    MD5, we dial             | 10.0.0.1 | 10.0.0.2 | ipv4 | passive on; password "k";    | password
                    MD5, they dial           | 10.0.0.1 | 10.0.0.2 | ipv4 | password "k";                | password passive
                    MD5 over IPv6            | fd00::1  | fd00::2  | ipv6 | password "k";                | password
                    GTSM, we dial            | 10.0.0.1 | 10.0.0.2 | ipv4 | passive on; ttl security on; | gtsm
                    GTSM, they dial          | 10.0.0.1 | 10.0.0.2 | ipv4 | ttl security on;             | gtsm passive
                    GTSM over IPv6           | fd00::1  | fd00::2  | ipv6 | ttl security on;             | gtsm
                    multihop                 | 10.0.0.1 | 10.0.0.2 | ipv4 | multihop 3;                  | multihop
                    hold time 3              | 10.0.0.1 | 10.0.0.2 | ipv4 | passive on; hold time 3;     |
                    no capabilities          | 10.0.0.1 | 10.0.0.2 | ipv4 | capabilities off;            |
                    """)
    void comesUpAndBringsRoutes(String name, String local, String remote, String family, String theirs, String ours)
            throws Exception {
        withBird((lab, bird, network) -> {
            NeighborSettingsBuilder builder = settings(local, remote);
            for (String word : ours == null ? new String[0] : ours.split(" ")) {
                switch (word) {
                    case "passive" -> builder.passive(true);
                    case "internal" -> builder.remoteAs(65001);
                    case "password" -> builder.password("k");
                    case "gtsm" -> builder.hops(new HopLimit(0, true));
                    case "multihop" -> builder.hops(new HopLimit(3, false));
                    default -> throw new IllegalArgumentException(word);
                }
            }
            String neighbor = local;
            if (local.startsWith("fe80")) {
                builder.interfaceName("eth0");
                neighbor += "%eth0";
            }
            bird.start(configuration(neighbor, 65001, family, theirs == null ? "" : theirs));
            BgpNeighbor us = network.add(builder.build(), handler);
            us.start();
            Session session = handler.established.poll(60, java.util.concurrent.TimeUnit.SECONDS);
            assertThat(session)
                    .as(() -> name + ": " + us.status() + lab.report())
                    .isNotNull();
            lab.await(
                    "BIRD sees it too",
                    LIMIT,
                    () -> bird.command("show protocols p").contains("Established"));
            assertThat(RecordingHandler.await(handler.updates)).isNotEmpty();
            if (name.startsWith("hold time")) {
                assertThat(session.negotiated().holdTime()).isEqualTo(3);
                // One a second: more than two hold times.
                lab.await("keepalives", LIMIT, () -> us.status().received().keepalives() > 8);
                assertThat(handler.down).isEmpty();
            }
        });
    }

    @Test
    void wrongAsIsToldToBoth() throws Exception {
        withBird((lab, bird, network) -> {
            bird.start(configuration("10.0.0.1", 65099, "ipv4", ""));
            BgpNeighbor us = network.add(settings("10.0.0.1", "10.0.0.2").build(), handler);
            us.start();
            lab.await(
                    "our side", LIMIT, () -> us.status().lastError().toString().equals("Received: Bad peer AS"));
            lab.await(
                    "their side", LIMIT, () -> bird.command("show protocols p").contains("BGP Error: Bad peer AS"));
        });
    }

    @Test
    void shutdownCommunicationIsUnderstoodBothWays() throws Exception {
        withBird((lab, bird, network) -> {
            bird.start(configuration("10.0.0.1", 65001, "ipv4", ONLY_WE_DIAL));
            BgpNeighbor us = network.add(settings("10.0.0.1", "10.0.0.2").build(), handler);
            us.start();
            handler.awaitEstablished();
            lab.await(
                    "BIRD sees it too",
                    LIMIT,
                    () -> bird.command("show protocols p").contains("Established"));
            bird.command("disable p \"see you\"");
            DownReason reason = RecordingHandler.await(handler.down);
            assertThat(reason.text()).isEqualTo("Administrative shutdown: \"see you\"");
            assertThat(us.status().lastMessage()).isEqualTo("see you");
            bird.command("enable p");
            handler.awaitEstablished();
            us.stop(Cease.administrativeShutdown("bye")).get();
            lab.await("the Cease at BIRD", LIMIT, () -> {
                String status = bird.command("show protocols all p");
                return status.contains("Received: Administrative shutdown") && status.contains("bye");
            });
        });
    }

    @Test
    void killedBirdIsNoticedAndItsReturnToo() throws Exception {
        withBird((lab, bird, network) -> {
            bird.start(configuration("10.0.0.1", 65001, "ipv4", ONLY_WE_DIAL));
            BgpNeighbor us = network.add(settings("10.0.0.1", "10.0.0.2").build(), handler);
            us.start();
            handler.awaitEstablished();
            bird.kill();
            RecordingHandler.await(handler.down);
            lab.await("refused", LIMIT, () -> us.status().birdInfo().contains("Socket: Connection refused"));
            bird.restart();
            handler.awaitEstablished();
        });
    }
}
