package org.jbgp.daemon.it.replies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jbgp.daemon.it.replies.CalicoReaderIT.below;
import static org.jbgp.daemon.it.replies.CalicoReaderIT.in;
import static org.jbgp.daemon.it.replies.CalicoReaderIT.lines;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.it.replies.CalicoReader.Peer;
import org.jbgp.daemon.it.replies.CalicoReader.World;
import org.jbgp.daemon.lab.BgpPeers;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.ControlSocket;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A node of a large cluster: 500 peers, of which 400 are up, and a table of 20,000 routes. Calico's programs read all
 * of it, each line within their two seconds, also while others who asked for everything do not read.
 */
@NeedsPeer(Software.BIRD2)
class CrowdIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int PEERS = 500;
    private static final int UP = 400;
    private static final int ROUTES = 20_000;
    private static final int SLOW = 20;
    /** Resident memory that the daemon may take for those who do not read, in KiB. */
    private static final long GROWTH = 48 * 1024;

    /** IPv4 as written here; {@link CalicoReaderIT#in} makes of it that of the world. */
    private static String address(int peer) {
        return "10.0." + (1 + peer / 200) + "." + (1 + peer % 200);
    }

    private static String configuration(World world) {
        String[] peers = new String[PEERS + 1];
        for (int i = 0; i < PEERS; i++) {
            peers[i] = "Mesh_" + address(i).replace('.', '_') + " passive on;";
        }
        peers[PEERS] = "Node_10_0_0_3";
        return CalicoReaderIT.node(world, peers);
    }

    private static String source(World world) {
        StringBuilder text = new StringBuilder("router id 10.0.0.3;\nlog stderr all;\nprotocol device { }\n");
        text.append("protocol static {\n  ipv4;\n");
        for (int i = 0; i < ROUTES; i++) {
            text.append("  route 100.")
                    .append(64 + (i >> 14))
                    .append('.')
                    .append(i >> 6 & 255)
                    .append('.')
                    .append((i & 63) << 2)
                    .append("/30 blackhole;\n");
        }
        text.append("""
                }
                protocol bgp n1 {
                  local 10.0.0.3 as 64512; passive; multihop;
                  neighbor 10.0.0.1 as 64512;
                  ipv4 { import none; export where source = RTS_STATIC; next hop self; };
                }
                """);
        return in(world, text.toString());
    }

    @ParameterizedTest
    @EnumSource
    void allIsReadInTime(World world) throws IOException {
        try (Lab lab = new Lab()) {
            Node node = lab.node("node");
            Node far = lab.node("far");
            String wire = lab.link(node, in(world, "10.0.0.1/16"), far, in(world, "10.0.0.3/16"));
            StringBuilder addresses = new StringBuilder();
            for (int i = 0; i < UP; i++) {
                addresses
                        .append("addr add ")
                        .append(in(world, address(i) + "/16"))
                        .append(" dev ")
                        .append(wire)
                        .append('\n');
            }
            far.ipBatch(addresses.toString());
            new Bird(far, "source").start(source(world));
            Jbgpd jbgpd = CalicoReaderIT.jbgpd(node, world).heap("160m");
            jbgpd.start(configuration(world));
            try (BgpPeers peers = new BgpPeers(far, "peers")) {
                for (int i = 0; i < UP; i++) {
                    peers.open("p" + i, in(world, address(i)), in(world, "10.0.0.1"), 64512);
                }
                peers.awaitEstablished(UP);
                lab.await(
                        "all routes",
                        LIMIT,
                        () -> jbgpd.command(in(world, "show route protocol Node_10_0_0_3 count")),
                        answer -> answer.contains(ROUTES + " of "));
                // A peer's session may be up at its end first.
                lab.eventually("all is there", LIMIT, () -> readAll(jbgpd, world));
                long before = jbgpd.memoryKib("VmRSS");
                List<SocketChannel> slow = new ArrayList<>();
                try {
                    for (int i = 0; i < SLOW; i++) {
                        slow.add(asksAndDoesNotRead(jbgpd.file("ctl")));
                    }
                    readAll(jbgpd, world);
                    assertThat(jbgpd.memoryKib("VmRSS") - before).isLessThan(GROWTH);
                    String all = everything(slow.getFirst());
                    String length = world == World.FORK_IPV6 ? "/62 " : "/30 ";
                    assertThat(all.lines().filter(line -> line.contains(length)).count())
                            .isEqualTo(2L * ROUTES);
                    assertThat(all.lines()
                                    .filter(line -> line.contains("Neighbor address:"))
                                    .count())
                            .isEqualTo(2L * (PEERS + 1));
                } finally {
                    for (SocketChannel each : slow) {
                        each.close();
                    }
                }
                assertThat(ControlSocket.ask(jbgpd.file("ctl"), "configure").getLast())
                        .contains("Reconfigur");
                readAll(jbgpd, world);
                assertThat(peers.troubles()).isEmpty();
            }
        }
    }

    /** The same node after a restart: it waits for all of them, and nobody has come yet. */
    @ParameterizedTest
    @EnumSource
    void recovery(World world) {
        try (Lab lab = new Lab()) {
            Node node = lab.node("node");
            lab.link(node, in(world, "10.0.0.1/16"), lab.node("far"), in(world, "10.0.0.3/16"));
            Jbgpd jbgpd = CalicoReaderIT.jbgpd(node, world, "-R").heap("160m");
            jbgpd.start(configuration(world));
            CalicoReader reader = new CalicoReader(jbgpd.file("ctl"), world, world == World.FORK_IPV6);
            lab.eventually("all are started", LIMIT, () -> {
                assertThat(reader.peers())
                        .hasSize(PEERS + 1)
                        .extracting(Peer::state)
                        .containsOnly("start");
                assertThat(reader.statusPeers())
                        .filteredOn(peer -> peer.bgpState().equals("Passive"))
                        .hasSize(PEERS);
            });
            assertThat(reader.recovering()).isTrue();
            assertThat(reader.status().ready()).isTrue();
            assertThat(reader.status().routerId()).isEqualTo("10.0.0.1");
            assertThat(reader.unready(false)).startsWith("BGP not established with ");
            assertThat(reader.unready(false).split(",")).hasSize(PEERS + 1);
            assertThat(ControlSocket.ask(jbgpd.file("ctl"), "configure").getLast())
                    .contains("Reconfigur");
            assertThat(reader.recovering()).isTrue();
        }
    }

    private static void readAll(Jbgpd jbgpd, World world) {
        CalicoReader reader = new CalicoReader(jbgpd.file("ctl"), world, world == World.FORK_IPV6);
        assertThat(reader.peers()).hasSize(PEERS + 1);
        assertThat(reader.statusPeers().stream().filter(peer -> peer.bgpState().equals("Established")))
                .hasSize(UP + 1);
        assertThat(reader.statusPeers())
                .extracting(Peer::address)
                .doesNotHaveDuplicates()
                .contains(in(world, address(0)));
        assertThat(reader.unready(false)).isEmpty();
        assertThat(reader.unready(true).split(",")).hasSize(PEERS - UP);
        // The lines of unicast routes in BIRD 3 are none that its reader knows.
        assertThat(reader.routes().size()).isGreaterThanOrEqualTo(world == World.BIRD_3 ? 2 : ROUTES + 3);
        assertThat(lines(jbgpd, in(world, "show route protocol Node_10_0_0_3"), firstOf(world)))
                .hasSize(ROUTES);
        assertThat(lines(jbgpd, in(world, "show route export Mesh_10_0_1_1"), below(world, 1)))
                .hasSize(2);
    }

    /** What the prefixes of the large table begin with. */
    private static String firstOf(World world) {
        return world == World.FORK_IPV6 ? "2001:db8:64" : "100.";
    }

    private static SocketChannel asksAndDoesNotRead(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        channel.write(ByteBuffer.wrap("show route all\nshow protocols all\nshow route\nshow protocols all\neval 4711\n"
                .getBytes(StandardCharsets.UTF_8)));
        return channel;
    }

    /** What waits there, up to the last reply. */
    private static String everything(SocketChannel channel) throws IOException {
        StringBuilder text = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        while (text.indexOf("0023 4711\n", Math.max(0, text.length() - 100)) < 0) {
            assertThat(channel.read(buffer.clear())).isPositive();
            text.append(StandardCharsets.UTF_8.decode(buffer.flip()));
        }
        return text.toString();
    }
}
