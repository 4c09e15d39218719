package org.jbgp.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jbgp.daemon.lab.Bird1;
import org.jbgp.daemon.lab.ExaBgp;
import org.jbgp.daemon.lab.Frr;
import org.jbgp.daemon.lab.GoBgp;
import org.jbgp.daemon.lab.InsideNamespace;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.OpenBgpd;
import org.jbgp.daemon.lab.Peer;
import org.jbgp.daemon.lab.Software;
import org.jbgp.daemon.lab.Speaker;
import org.jbgp.daemon.session.Cease;
import org.jbgp.daemon.session.Session;
import org.jbgp.daemon.session.settings.NeighborSettings;
import org.jbgp.daemon.session.settings.NeighborSettingsBuilder;
import org.jbgp.daemon.wire.AddressFamily;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The session layer alone against the other makers' routers: their capabilities, their way to dial, their good-byes.
 */
@Timeout(400)
class OtherMakersIT {

    private static final String ROWS = """
            iBGP, both dial, 65001, 10.0.0, ACTIVE,  false, ''
            eBGP, both dial, 65002, 10.0.0, ACTIVE,  false, ''
            eBGP, we dial,   65002, 10.0.0, PASSIVE, false, ''
            eBGP, they dial, 65002, 10.0.0, ACTIVE,  true,  ''
            eBGP, IPv6,      65002, fd00:,  ACTIVE,  false, ''
            eBGP, MD5,       65002, 10.0.0, ACTIVE,  false, secret
            """;

    private final RecordingHandler handler = new RecordingHandler();

    private interface Maker {
        Peer make(Node node, boolean ipv6);
    }

    @ParameterizedTest(name = "BIRD 1.6: {0}, {1}")
    @CsvSource(textBlock = ROWS)
    @NeedsPeer({Software.NETNS, Software.BIRD1})
    void bird1(String sort, String who, long as, String net, Speaker.Dial theirs, boolean passive, String password)
            throws Exception {
        peers((node, ipv6) -> new Bird1(node, "peer", ipv6), as, net, theirs, passive, password);
    }

    @ParameterizedTest(name = "FRR: {0}, {1}")
    @CsvSource(textBlock = ROWS)
    @NeedsPeer({Software.NETNS, Software.FRR})
    void frr(String sort, String who, long as, String net, Speaker.Dial theirs, boolean passive, String password)
            throws Exception {
        peers((node, ipv6) -> new Frr(node, "peer"), as, net, theirs, passive, password);
    }

    @ParameterizedTest(name = "GoBGP: {0}, {1}")
    @CsvSource(textBlock = ROWS)
    @NeedsPeer({Software.NETNS, Software.GOBGP})
    void goBgp(String sort, String who, long as, String net, Speaker.Dial theirs, boolean passive, String password)
            throws Exception {
        peers((node, ipv6) -> new GoBgp(node, "peer"), as, net, theirs, passive, password);
    }

    @ParameterizedTest(name = "OpenBGPD: {0}, {1}")
    @CsvSource(textBlock = ROWS)
    @NeedsPeer({Software.NETNS, Software.OPENBGPD})
    void openBgpd(String sort, String who, long as, String net, Speaker.Dial theirs, boolean passive, String password)
            throws Exception {
        peers((node, ipv6) -> new OpenBgpd(node, "peer"), as, net, theirs, passive, password);
    }

    @ParameterizedTest(name = "ExaBGP: {0}, {1}")
    @CsvSource(textBlock = ROWS)
    @NeedsPeer({Software.NETNS, Software.EXABGP})
    void exaBgp(String sort, String who, long as, String net, Speaker.Dial theirs, boolean passive, String password)
            throws Exception {
        peers((node, ipv6) -> new ExaBgp(node, "peer"), as, net, theirs, passive, password);
    }

    private void peers(Maker maker, long as, String net, Speaker.Dial theirs, boolean passive, String password)
            throws Exception {
        boolean ipv6 = net.contains(":");
        String ours = net + (ipv6 ? ":" : ".") + "1";
        String remote = net + (ipv6 ? ":" : ".") + "2";
        try (Lab lab = new Lab()) {
            Node here = lab.node("ours");
            Node there = lab.node("theirs");
            String length = ipv6 ? "/64" : "/24";
            lab.link(here, ours + length, there, remote + length);
            Peer peer = maker.make(there, ipv6);
            Speaker speaker = new Speaker(
                    as,
                    "10.0.0.2",
                    List.of(new Speaker.Neighbor("jbgpd", remote, ours, 65001, theirs, password)),
                    List.of(ipv6 ? "2001:db8::/32" : "192.0.2.0/24"));
            NeighborSettings settings = new NeighborSettingsBuilder("peer")
                    .localAddress(InetAddress.getByName(ours))
                    .remoteAddress(InetAddress.getByName(remote))
                    .localAs(65001)
                    .remoteAs(as)
                    .routerId(0x0A00_0001)
                    .families(ipv6 ? AddressFamily.IPV6_UNICAST : AddressFamily.IPV4_UNICAST)
                    .passive(passive)
                    .password(password)
                    .timers(LoopbackFixture.QUICK.withErrorWait(1, 2, 300))
                    .build();
            InsideNamespace.run(here.namespace(), () -> {
                try (EpollBgpNetwork network = new EpollBgpNetwork(1)) {
                    BgpNeighbor us = network.add(settings, handler);
                    us.start();
                    // A maker that is refused once may wait minutes before it dials again.
                    LoopbackFixture.eventually("listening", () -> us.listenAddress() != null);
                    peer.start(speaker);
                    talk(lab, peer, us, ours);
                }
            });
        }
    }

    private void talk(Lab lab, Peer peer, BgpNeighbor us, String ours) throws Exception {
        Session session = handler.established.poll(60, TimeUnit.SECONDS);
        assertThat(session).as(() -> us.status() + lab.report()).isNotNull();
        lab.await("the other side sees it", Duration.ofSeconds(60), () -> peer.established(ours));
        assertThat(handler.updates.poll(60, TimeUnit.SECONDS))
                .as(() -> "a route: " + us.status() + lab.report())
                .isNotNull();
        assertThat(session.negotiated().fourByteAs()).isTrue();
        us.stop(Cease.administrativeShutdown("good night")).get(60, TimeUnit.SECONDS);
        lab.await("the other side sees the end", Duration.ofSeconds(60), () -> !peer.established(ours));
    }
}
