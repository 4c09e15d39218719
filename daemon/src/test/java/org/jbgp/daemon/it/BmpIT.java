package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.BmpReport;
import org.jbgp.daemon.lab.BmpStation;
import org.jbgp.daemon.lab.BmpView;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.RawPeer;
import org.jbgp.daemon.lab.Software;
import org.jbgp.daemon.lab.TwoRouters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What monitoring stations hear (RFC 7854, 8671, 9069) of a jbgpd whose neighbor is BIRD. */
@NeedsPeer(Software.BIRD2)
class BmpIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String BIRD = "10.0.0.2";
    private static final String LOCAL = "0.0.0.0";
    private static final int IN_PRE = 0;
    private static final int IN_POST = 0x40;
    private static final int OUT_PRE = 0x10;
    private static final int OUT_POST = 0x50;

    private final TwoRouters routers = TwoRouters.withBird();
    private final Lab lab = routers.lab();
    private final Jbgpd jbgpd = routers.jbgpd();
    private final Bird bird = routers.bird();

    BmpIT() {
        lab.link(routers.near(), "10.0.0.1/24", routers.far(), BIRD + "/24");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private static String station(String name, int port, String options) {
        return "protocol bmp " + name + " { station address ip 10.0.0.2 port " + port + "; " + options + " }\n";
    }

    private static String ours(String channel, String stations) {
        return """
                router id 10.0.0.1;
                log stderr all;
                protocol device { }
                protocol static own { ipv4; route 20.1.0.0/16 blackhole; }
                protocol bgp theirs {
                  local 10.0.0.1 as 65001; neighbor 10.0.0.2 as 65002; connect delay time 1; error wait time 1, 1;
                  ipv4 { %s };
                }
                """.formatted(channel) + stations;
    }

    private static String theirs(String routes) {
        return """
                router id 10.0.0.2;
                log stderr all;
                protocol device { }
                protocol static statics { ipv4; %s }
                protocol bgp ours {
                  local 10.0.0.2 as 65002; neighbor 10.0.0.1 as 65001; connect delay time 1; error wait time 1, 1;
                  ipv4 { import all; export all; };
                }
                """.formatted(routes);
    }

    private static final String ALL = "monitoring rib in pre_policy; monitoring rib in post_policy;"
            + " monitoring rib local; monitoring rib out pre_policy; monitoring rib out post_policy;";

    private static final String FILTERED = "import filter { if net = 20.2.2.0/24 then reject; bgp_med = 77; accept; };"
            + " export filter { bgp_med = 88; accept; };";

    /** MED is attribute 4. */
    private static String med(int value) {
        return "[4 " + String.format("%08x", value) + "]";
    }

    @Test
    void everyTableIsReportedLiveAndToWhoComesLate() throws IOException {
        try (BmpStation early = new BmpStation(routers.far(), "10.0.0.2", 1790)) {
            jbgpd.start(ours("import table on; " + FILTERED, station("early", 1790, ALL) + station("late", 1791, ALL)));
            lab.await("the early station", LIMIT, () -> early.connections() == 1);
            bird.start(theirs("route 20.2.0.0/16 blackhole; route 20.2.2.0/24 blackhole;"));
            lab.eventually("what the early one knows", LIMIT, () -> assertAllTables(early.view()));

            BmpReport up = early.view().up(BIRD);
            assertThat(up.peer().as()).isEqualTo(65002);
            assertThat(up.peer().id()).isEqualTo(BIRD);
            assertThat(up.peer().flags()).isZero();
            BmpReport table = early.view().up(LOCAL);
            assertThat(table.peer().type()).isEqualTo(3);
            assertThat(table.peer().as()).isEqualTo(65001);
            assertThat(table.texts(table.afterOpens())).containsEntry(3, "global");
            // AS and router id stand where an OPEN has them.
            assertThat(up.opens().get(0)).contains("04fde9").contains("0a000001");
            assertThat(up.opens().get(1)).contains("04fdea").contains("0a000002");

            try (BmpStation late = new BmpStation(routers.far(), "10.0.0.2", 1791)) {
                lab.eventually("what the late one knows", LIMIT, () -> {
                    assertAllTables(late.view());
                    assertThat(late.view().ends())
                            .contains(
                                    BIRD + " " + IN_PRE + " 1",
                                    BIRD + " " + IN_POST + " 1",
                                    BIRD + " " + OUT_PRE + " 1",
                                    BIRD + " " + OUT_POST + " 1",
                                    LOCAL + " 0 1");
                });
                bird.reconfigure(theirs("route 20.2.0.0/16 blackhole;"));
                lab.eventually("a withdrawal", LIMIT, () -> {
                    for (BmpStation each : List.of(early, late)) {
                        assertThat(each.view().routes(BIRD, IN_PRE)).containsOnlyKeys("20.2.0.0/16");
                        // The neighbor's own routes were never offered to it.
                        assertThat(each.view().uselessWithdrawals(OUT_PRE)).isZero();
                    }
                });
                lab.says(
                        jbgpd,
                        "show protocols all late",
                        "Established",
                        "Station address:    10.0.0.2",
                        "rib out post_policy");
                bird.stop();
                lab.eventually("Peer Down", LIMIT, () -> {
                    for (BmpStation each : List.of(early, late)) {
                        assertThat(each.view().up()).containsExactly(LOCAL);
                        assertThat(each.view().routes(LOCAL, 0)).containsOnlyKeys("20.1.0.0/16");
                        assertThat(each.view()
                                        .reports(BmpReport.DOWN)
                                        .getFirst()
                                        .body()[0])
                                .as("the neighbor sent a NOTIFICATION")
                                .isEqualTo((byte) 3);
                    }
                });
                jbgpd.command("disable late");
                lab.eventually(
                        "the last word",
                        LIMIT,
                        () -> assertThat(late.view().reports(BmpReport.TERMINATION))
                                .hasSize(1));
            }
        }
    }

    private static void assertAllTables(BmpView view) {
        assertThat(view.reports()).isNotEmpty();
        BmpReport initiation = view.reports().getFirst();
        assertThat(initiation.type()).isEqualTo(BmpReport.INITIATION);
        assertThat(initiation.texts(0).get(1)).startsWith("jbgpd ");
        assertThat(initiation.texts(0).get(2)).isNotEmpty();
        assertThat(view.up()).contains(BIRD, LOCAL);
        assertThat(view.routes(BIRD, IN_PRE)).containsOnlyKeys("20.2.0.0/16", "20.2.2.0/24");
        assertThat(view.routes(BIRD, IN_PRE).values())
                .allSatisfy(attributes -> assertThat(attributes).doesNotContain("[4 ", "[5 "));
        assertThat(view.routes(BIRD, IN_POST)).containsOnlyKeys("20.2.0.0/16");
        assertThat(view.routes(BIRD, IN_POST).get("20.2.0.0/16")).contains(med(77));
        assertThat(view.routes(LOCAL, 0)).containsOnlyKeys("20.1.0.0/16", "20.2.0.0/16");
        assertThat(view.routes(LOCAL, 0).get("20.2.0.0/16")).contains(med(77));
        assertThat(view.routes(BIRD, OUT_PRE)).containsOnlyKeys("20.1.0.0/16");
        assertThat(view.routes(BIRD, OUT_PRE).get("20.1.0.0/16")).doesNotContain("[4 ");
        assertThat(view.routes(BIRD, OUT_POST)).containsOnlyKeys("20.1.0.0/16");
        assertThat(view.routes(BIRD, OUT_POST).get("20.1.0.0/16"))
                .contains(med(88))
                .contains("[2 02010000fde9]");
    }

    /** Without import table: a filter that changes routes makes jbgpd ask the neighbor for them. */
    @Test
    void whatIsNotKeptIsAskedFor() {
        jbgpd.start(ours(FILTERED, station("late", 1790, "monitoring rib in pre_policy;")));
        bird.start(theirs("route 20.2.0.0/16 blackhole; route 20.2.2.0/24 blackhole;"));
        lab.await("routes", LIMIT, () -> jbgpd.prefixes().contains("20.2.0.0/16"));
        try (BmpStation late = new BmpStation(routers.far(), "10.0.0.2", 1790)) {
            lab.eventually("what was received", LIMIT, () -> {
                assertThat(late.view().routes(BIRD, IN_PRE)).containsOnlyKeys("20.2.0.0/16", "20.2.2.0/24");
                assertThat(late.view().ends()).contains(BIRD + " 0 1");
            });
        }
    }

    @Test
    void numbersAreReported() {
        try (BmpStation station = new BmpStation(routers.far(), "10.0.0.2", 1790)) {
            jbgpd.start(ours(
                    FILTERED + " import keep filtered;",
                    station("s", 1790, "monitoring rib local; statistics period 1;")));
            bird.start(theirs("route 20.2.0.0/16 blackhole; route 20.2.2.0/24 blackhole;"));
            lab.eventually("statistics", LIMIT, () -> {
                assertThat(last(station, BIRD).statistics())
                        .containsEntry("0", 1L)
                        .containsEntry("7", 2L)
                        .containsEntry("8", 1L)
                        .containsEntry("9/1/1", 2L)
                        .containsEntry("10/1/1", 1L)
                        .containsEntry("15", 1L)
                        .containsEntry("17/1/1", 1L);
                assertThat(last(station, LOCAL).statistics())
                        .containsEntry("8", 2L)
                        .containsEntry("10/1/1", 2L);
            });
        }
    }

    private static BmpReport last(BmpStation station, String address) {
        List<BmpReport> all = station.view().reports(BmpReport.STATISTICS).stream()
                .filter(report -> report.peer().address().equals(address))
                .toList();
        assertThat(all).isNotEmpty();
        return all.getLast();
    }

    /** The buffer is bounded, the session and its routes stay, and a new connection begins with all there is. */
    @Test
    void aStationThatDoesNotReadIsLeftAndFedAnew() throws IOException {
        try (BmpStation slow = new BmpStation(routers.far(), "10.0.0.2", 1790);
                BmpStation good = new BmpStation(routers.far(), "10.0.0.2", 1791)) {
            jbgpd.start(ours(
                    "import all; export all;",
                    station("slow", 1790, ALL + " tx buffer limit 1;") + station("good", 1791, ALL)));
            lab.await("stations", LIMIT, () -> slow.connections() == 1 && good.connections() == 1);
            slow.pause(true);
            bird.start(theirs(many(0)));
            lab.await(
                    "the session",
                    LIMIT,
                    () -> bird.command("show protocols ours").contains("Established"));
            LocalTime since = bird.since("ours");
            for (int round = 1; slow.connections() == 1 && !jbgpd.log().contains("Connection stalled"); round++) {
                // Each round changes all routes.
                int value = round;
                bird.reconfigure(theirs(many(value)));
                lab.eventually(
                        "the other station goes on",
                        LIMIT,
                        () -> assertThat(good.view().routes(BIRD, IN_PRE).getOrDefault("20.64.199.0/24", ""))
                                .contains(med(value)));
            }
            slow.pause(false);
            lab.await("a new connection", LIMIT, () -> slow.connections() == 2);
            lab.eventually("the same for both", LIMIT, () -> {
                for (int flags : new int[] {IN_PRE, IN_POST, OUT_PRE, OUT_POST}) {
                    assertThat(slow.view().routes(BIRD, flags))
                            .isEqualTo(good.view().routes(BIRD, flags));
                }
                assertThat(slow.view().routes(LOCAL, 0))
                        .isEqualTo(good.view().routes(LOCAL, 0))
                        .hasSize(20_002);
            });
            assertThat(bird.unchangedSince("ours", since)).isTrue();
            lab.says(jbgpd, "show protocols all slow", "(limit 1024.0 kB)");
        }
    }

    /** RFC 7854 §3.2: what a station says is of no interest, however much or little sense it makes. */
    @Test
    void whatAStationSaysIsNotRead() throws IOException {
        try (BmpStation station = new BmpStation(routers.far(), "10.0.0.2", 1790)) {
            jbgpd.start(ours("import all; export all;", station("s", 1790, ALL)));
            bird.start(theirs("route 20.2.0.0/16 blackhole;"));
            lab.await("routes", LIMIT, () -> station.view().routes(BIRD, IN_PRE).size() == 1);
            LocalTime since = bird.since("ours");
            Random random = new Random(7854);
            byte[] noise = new byte[1 << 16];
            for (int i = 0; i < 64; i++) {
                random.nextBytes(noise);
                station.say(noise);
            }
            bird.reconfigure(theirs("route 20.2.0.0/16 blackhole; route 20.2.2.0/24 blackhole;"));
            lab.await(
                    "one more", LIMIT, () -> station.view().routes(BIRD, IN_PRE).size() == 2);
            assertThat(station.connections()).isEqualTo(1);
            assertThat(bird.unchangedSince("ours", since)).isTrue();
        }
    }

    /** RFC 7854 §4.2, RFC 9069 §4.1: zeros where there is one instance only; tables have numbers of their own. */
    @Test
    void peersAreDistinguished() {
        try (BmpStation station = new BmpStation(routers.far(), "10.0.0.2", 1790)) {
            String second =
                    "ipv4 table more;\nprotocol bgp third { local 10.0.0.1 as 65001; neighbor 10.0.0.3 as 65003;"
                            + " ipv4 { table more; import all; export none; }; }\n";
            jbgpd.start(ours("import all; export all;", station("s", 1790, ALL) + second));
            bird.start(theirs("route 20.2.0.0/16 blackhole;"));
            lab.eventually("peers", LIMIT, () -> {
                BmpView view = station.view();
                assertThat(view.up(BIRD)).isNotNull();
                assertThat(view.up(BIRD).peer().type()).isZero();
                assertThat(view.up(BIRD).peer().distinguisher()).isZero();
                Map<String, Long> tables = new TreeMap<>();
                for (BmpReport up : view.reports(BmpReport.UP)) {
                    if (up.peer().type() == 3) {
                        tables.put(up.texts(up.afterOpens()).get(3), up.peer().distinguisher());
                    }
                }
                assertThat(tables).containsOnlyKeys("global", "more").containsEntry("global", 0L);
                assertThat(tables.get("more")).isPositive();
            });
        }
    }

    /** Twenty thousand static routes with one MED, and a last one. */
    private static String many(int med) {
        StringBuilder routes = new StringBuilder();
        String rest = " blackhole { bgp_med = " + med + "; };\n";
        for (int i = 0; i < 20_000; i++) {
            routes.append("route 20.64.")
                    .append(i / 256)
                    .append('.')
                    .append(i % 256)
                    .append("/32")
                    .append(rest);
        }
        return routes + "route 20.64.199.0/24" + rest;
    }

    @Test
    void malformedUpdatesAreMirrored() {
        try (BmpStation station = new BmpStation(routers.far(), "10.0.0.2", 1790);
                RawPeer raw = new RawPeer(routers.far(), "raw")) {
            jbgpd.start(ours(
                    "import all; export none;",
                    station("s", 1790, "monitoring rib in pre_policy; route mirroring; statistics period 1;")));
            lab.await("station", LIMIT, () -> station.connections() == 1);
            raw.establish(BIRD, "10.0.0.1", 65002, BIRD);
            lab.await("session", LIMIT, () -> jbgpd.established(BIRD));
            // ORIGIN 9: treated as withdrawn (RFC 7606 §7.1).
            String good = "40010100" + "40020602010000fdea" + "4003040a000002";
            String bad = "40010109" + "40020602010000fdea" + "4003040a000002";
            raw.send(RawPeer.message(2, "0000" + "0014" + good + "101405"));
            lab.eventually(
                    "a route",
                    LIMIT,
                    () -> assertThat(station.view().routes(BIRD, IN_PRE)).containsOnlyKeys("20.5.0.0/16"));
            String malformed = RawPeer.message(2, "0000" + "0014" + bad + "101405");
            raw.send(malformed);
            lab.eventually("the mirrored message", LIMIT, () -> {
                assertThat(station.view().reports(BmpReport.MIRRORING)).hasSize(1);
                assertThat(HexFormat.of()
                                .formatHex(station.view()
                                        .reports(BmpReport.MIRRORING)
                                        .getFirst()
                                        .body()))
                        .isEqualTo("0001" + "0002" + "0000" + "0000" + "002e" + malformed);
                assertThat(station.view().routes(BIRD, IN_PRE)).isEmpty();
                assertThat(last(station, BIRD).statistics()).containsEntry("11", 1L);
            });
        }
    }

    /** Several paths of a prefix (RFC 7911) and IPv6; a reload that changes a limit keeps the connection. */
    @Test
    void pathsAndIpv6AreReportedAndAReloadKeepsTheConnection() {
        String theirs = """
                router id 10.0.0.2;
                log stderr all;
                protocol device { }
                protocol static one { ipv4; route 20.2.0.0/16 blackhole { bgp_med = 1; }; }
                protocol static two { ipv4 { preference 50; }; route 20.2.0.0/16 blackhole { bgp_med = 2; }; }
                protocol static six { ipv6; route 2001:db8:2::/48 blackhole; }
                protocol bgp ours {
                  local 10.0.0.2 as 65002; neighbor 10.0.0.1 as 65001; connect delay time 1; error wait time 1, 1;
                  ipv4 { import all; export all; add paths tx; };
                  ipv6 { import all; export all; next hop address 2001:db8::2; };
                }
                """;
        String channels = "import all; export all; add paths rx; }; ipv6 { import all; export all;"
                + " next hop address 2001:db8::1; gateway recursive;";
        try (BmpStation early = new BmpStation(routers.far(), "10.0.0.2", 1790);
                BmpStation late = new BmpStation(routers.far(), "10.0.0.2", 1791)) {
            jbgpd.start(ours(channels, station("early", 1790, ALL)));
            lab.await("the early station", LIMIT, () -> early.connections() == 1);
            bird.start(theirs);
            lab.eventually("routes", LIMIT, () -> assertPaths(early.view()));

            jbgpd.reconfigure(
                    ours(channels, station("early", 1790, ALL + " tx buffer limit 5;") + station("late", 1791, ALL)));
            lab.eventually("routes at the late station", LIMIT, () -> assertPaths(late.view()));
            lab.says(jbgpd, "show protocols all early", "(limit 5120.0 kB)");
            assertThat(early.connections()).isEqualTo(1);

            // Another table to report is another connection.
            jbgpd.reconfigure(ours(channels, station("early", 1790, "monitoring rib in post_policy;")));
            lab.eventually("what changed", LIMIT, () -> {
                assertThat(late.view().reports(BmpReport.TERMINATION)).hasSize(1);
                assertThat(early.connections()).isEqualTo(2);
                assertThat(early.view().routes(BIRD, IN_POST)).hasSize(3);
                assertThat(early.view().routes(BIRD, IN_PRE)).isEmpty();
            });
            assertThat(BmpView.of(early.stream(0)).reports(BmpReport.TERMINATION))
                    .hasSize(1);
        }
    }

    private static void assertPaths(BmpView view) {
        for (int flags : new int[] {IN_PRE, IN_POST}) {
            assertThat(view.routes(BIRD, flags)).hasSize(3);
            List<String> paths = view.routes(BIRD, flags).entrySet().stream()
                    .filter(route -> route.getKey().startsWith("20.2.0.0/16#"))
                    .map(route -> route.getValue())
                    .toList();
            assertThat(paths).hasSize(2);
            assertThat(String.join("", paths)).contains(med(1), med(2));
            assertThat(view.routes(BIRD, flags).get("2001:db8:2:0:0:0:0:0/48")).contains("[next hop 20010db8");
        }
    }

    /** A reader of other people: no message is malformed to it, and it sees each sort. */
    @Test
    @NeedsPeer(Software.TSHARK)
    void tsharkReadsIt() throws IOException {
        try (BmpStation station = new BmpStation(routers.far(), "10.0.0.2", 1790)) {
            jbgpd.start(ours("import table on; " + FILTERED, station("s", 1790, ALL + " statistics period 1;")));
            bird.start(theirs("route 20.2.0.0/16 blackhole; route 20.2.2.0/24 blackhole;"));
            lab.eventually("all tables", LIMIT, () -> assertAllTables(station.view()));
            lab.await(
                    "statistics",
                    LIMIT,
                    () -> !station.view().reports(BmpReport.STATISTICS).isEmpty());
            bird.stop();
            lab.await("Peer Down", LIMIT, () -> !station.view().up().contains(BIRD));
            jbgpd.command("disable s");
            lab.await(
                    "the last word",
                    LIMIT,
                    () -> !station.view().reports(BmpReport.TERMINATION).isEmpty());
            Path capture = jbgpd.file("bmp.pcap");
            BmpStation.capture(station.stream(0), capture);
            String read = routers.far().exec("tshark", "-r", capture.toString(), "-d", "tcp.port==1790,bmp", "-V");
            assertThat(read)
                    .contains(
                            "Initiation Message",
                            "Peer Up Notification",
                            "Route Monitoring",
                            "Statistics Report",
                            "Peer Down Notification",
                            "Termination Message",
                            "20.2.0.0/16",
                            "MULTI_EXIT_DISC: 77",
                            "MULTI_EXIT_DISC: 88")
                    .doesNotContain("Unassigned");
            // Debian's reader takes the table's name in the Peer Up of a Loc-RIB (RFC 9069 §5.2) for another OPEN.
            assertThat(read.split("\\[Malformed Packet: ", -1)).hasSize(2);
        }
    }

    /** Another reader of other people, which writes what it hears as JSON. */
    @Test
    @NeedsPeer(Software.PMBMPD)
    void pmbmpdReadsIt() throws IOException {
        Path heard = jbgpd.file("heard.json");
        Path settings = jbgpd.write("pmbmpd.conf", """
                daemonize: false
                bmp_daemon_ip: 10.0.0.2
                bmp_daemon_port: 1790
                bmp_daemon_max_peers: 4
                bmp_daemon_msglog_file: %s
                bmp_daemon_msglog_output: json
                """.formatted(heard));
        Process station = new ProcessBuilder(
                        "ip",
                        "netns",
                        "exec",
                        routers.far().namespace(),
                        Software.PMBMPD.program(),
                        "-f",
                        settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(jbgpd.file("pmbmpd.log").toFile())
                .start();
        try {
            jbgpd.start(ours(
                    FILTERED,
                    station(
                            "s",
                            1790,
                            "monitoring rib in pre_policy; monitoring rib in post_policy; statistics period 1;")));
            bird.start(theirs("route 20.2.0.0/16 blackhole; route 20.2.2.0/24 blackhole;"));
            heard(heard, "\"bmp_msg_type\": \"init\"");
            heard(heard, "\"bmp_msg_type\": \"peer_up\"", "\"peer_ip\": \"10.0.0.2\"", "\"peer_asn\": 65002");
            heard(heard, "\"log_type\": \"update\"", "\"ip_prefix\": \"20.2.2.0/24\"", "\"is_post\": 0");
            heard(heard, "\"log_type\": \"update\"", "\"ip_prefix\": \"20.2.0.0/16\"", "\"is_post\": 1", "\"med\": 77");
            heard(heard, "\"bmp_msg_type\": \"stats\"", "\"peer_ip\": \"10.0.0.2\"");
            bird.stop();
            heard(heard, "\"bmp_msg_type\": \"peer_down\"", "\"peer_ip\": \"10.0.0.2\"");
        } finally {
            // It does not end by a milder signal while somebody is connected.
            station.destroyForcibly();
        }
    }

    /** Waits for a line that has all these words. */
    private void heard(Path file, String... words) {
        lab.await("a line with " + String.join(", ", words), LIMIT, () -> {
            try (Stream<String> lines = Files.lines(file)) {
                return lines.anyMatch(line -> List.of(words).stream().allMatch(line::contains));
            } catch (IOException | UncheckedIOException e) {
                return false;
            }
        });
    }
}
