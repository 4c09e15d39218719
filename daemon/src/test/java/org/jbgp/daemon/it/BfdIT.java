package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Frr;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * BFD (RFC 5880 to 5883) with BIRD and FRR on the other side. The hold times are too long to be what notices anything.
 */
class BfdIT {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    /** Far below any hold time, far above 3 × 100 ms, for a machine that does something else. */
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final String FAST = "interval 100 ms; multiplier 3;";
    private static final String SLOW = "interval 1 s; multiplier 5;";

    private Lab lab;
    private Node us;
    private Node them;
    private Jbgpd jbgpd;

    @BeforeEach
    void makeNetwork() {
        lab = new Lab();
        us = lab.node("us");
        them = lab.node("them");
        lab.link(us, "10.0.0.1/24", them, "10.0.0.2/24");
        jbgpd = new Jbgpd(us, "jbgpd");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    /** A file with these options of protocol bfd and of the neighbor. */
    private static String file(int own, int other, String bfd, String bgp) {
        return file(
                own,
                bfd,
                "local 10.0.0." + own + " as 6500" + own + ";\n  neighbor 10.0.0." + other + " as 6500" + other + "; "
                        + bgp,
                "ipv4");
    }

    private static String file(int own, String bfd, String bgp, String family) {
        return "router id 10.0.0." + own
                + ";\nlog stderr all;\nprotocol device { }\nprotocol static { ipv4;\n  route 192.0.2."
                + own + "/32 blackhole;\n}\nprotocol kernel { ipv4 { import none; export where source = RTS_BGP; }; }\n"
                + "protocol bfd watch { " + bfd + " }\nprotocol bgp peer {\n  " + bgp
                + "\n  hold time 240; connect delay time 1; error wait time 1, 2;\n  ipv4 { import all; export where source = RTS_STATIC;"
                + (family.equals("ipv6") ? " extended next hop on;" : "") + " };\n}\n";
    }

    private void awaitUp(Bird other) {
        lab.await("their route", LIMIT, () -> jbgpd.prefixes().size() == 1);
        lab.await("the kernel", LIMIT, () -> kernel().size() == 1);
        lab.eventually("both sessions of BFD", LIMIT, () -> {
            assertThat(jbgpd.command("show bfd sessions")).contains(" Up ");
            assertThat(other.command("show bfd sessions")).contains(" Up ");
        });
    }

    private List<String> kernel() {
        return us.kernelRoutes().stream()
                .filter(line -> line.contains("proto bird"))
                .toList();
    }

    @Test
    @NeedsPeer(Software.BIRD2)
    void aNeighborThatFallsSilentIsGoneAtOnceAndComesBack() {
        Bird bird = new Bird(them, "bird");
        String bfd = "interface \"*\" { " + FAST + " };";
        jbgpd.start(file(1, 2, bfd, "bfd;"));
        bird.start(file(2, 1, bfd, "bfd;"));
        awaitUp(bird);
        assertThat(kernel()).hasSize(1);
        // Whoever is stopped keeps its TCP connections.
        bird.signal("STOP");
        lab.await("the kernel without the route", SOON, () -> kernel().isEmpty());
        lab.await("the reason", SOON, () -> jbgpd.command("show protocols peer").contains("Error: BFD session down"));
        lab.says(jbgpd, "show bfd sessions all", "Session state:        Down", "Local diagnostic:     Time expired");
        lab.says(jbgpd, "show route explain 192.0.2.2/32 peer", "BFD session down");
        bird.signal("CONT");
        awaitUp(bird);
        lab.await("the kernel", LIMIT, () -> kernel().size() == 1);
        // The other way round: they notice that we are gone.
        jbgpd.signal("STOP");
        jbgpd.signalChildren("STOP");
        lab.await(
                "their notice", SOON, () -> bird.command("show protocols peer"), text -> !text.contains("Established"));
        jbgpd.signalChildren("CONT");
        jbgpd.signal("CONT");
        awaitUp(bird);
    }

    /** RFC 9384: who hears it knows what it was. */
    @Test
    @NeedsPeer(Software.BIRD2)
    void theNeighborLearnsWhy() {
        Bird bird = new Bird(them, "bird");
        jbgpd.start(file(1, 2, "interface \"*\" { " + FAST + " };", "bfd;"));
        // Its BGP does not look at BFD.
        bird.start(file(
                        2,
                        1,
                        "interface \"*\" { " + FAST + " }; neighbor 10.0.0.1 dev \"eth0\";",
                        "disable after cease off;")
                .replace("disable after cease off;", ""));
        awaitUp(bird);
        bird.command("disable watch");
        lab.await("our notice", SOON, () -> jbgpd.log().contains("BFD session down"));
        lab.await("theirs", SOON, () -> bird.log().contains("Received: "));
        // Debian's BIRD has no name for it.
        lab.eventually(
                "its words",
                () -> assertThat(bird.log())
                        .containsPattern("Received: (Cease|BFD Down|BFD down|Unknown).*|Received: .*10"));
    }

    /** Debian's BIRD ends its session of BGP all the same; later ones do not. */
    @Test
    @NeedsPeer
    void aDecidedEndIsNone() {
        Jbgpd other = new Jbgpd(them, "other");
        String bfd = "interface \"*\" { " + FAST + " };";
        jbgpd.start(file(1, 2, bfd, "bfd;"));
        other.start(file(2, 1, bfd, "bfd;"));
        awaitUp(other);
        jbgpd.command("disable watch");
        lab.await(
                "their BFD", SOON, () -> other.command("show bfd sessions all").contains("Admin down"));
        lab.says(jbgpd, "show bfd sessions", "watch: is not up");
        lab.holds("BGP", Duration.ofSeconds(2), () -> other.established("10.0.0.1"));
        assertThat(jbgpd.established("10.0.0.2")).isTrue();
        jbgpd.command("enable watch");
        awaitUp(other);
        other.stop();
        lab.await("BFD", SOON, () -> jbgpd.command("show bfd sessions").contains(" Down "));
    }

    /** Intervals, keys and the switch itself change under the living session. */
    @Test
    @NeedsPeer(Software.BIRD2)
    void aReloadChangesIntervalsWithoutLoss() {
        Bird bird = new Bird(them, "bird");
        jbgpd.start(file(1, 2, "interface \"*\" { " + SLOW + " };", "bfd;"));
        bird.start(file(2, 1, "interface \"*\" { " + FAST + " };", "bfd;"));
        awaitUp(bird);
        lab.await(
                "their interval", SOON, () -> bird.command("show bfd sessions").contains("1.000    5.000"));
        jbgpd.write("conf", file(1, 2, "interface \"*\" { " + FAST + " };", "bfd;"));
        assertThat(jbgpd.command("configure plan")).contains("watch").doesNotContain("restart");
        jbgpd.command("configure");
        lab.eventually("the new timers", SOON, () -> {
            assertThat(jbgpd.command("show bfd sessions")).contains("0.100    0.300");
            assertThat(bird.command("show bfd sessions")).contains("0.100    0.300");
        });
        // What the neighbor's own block says goes before that of the interface.
        jbgpd.reconfigure(file(1, 2, "interface \"*\" { " + FAST + " };", "bfd { interval 400 ms; };"));
        lab.await("400 ms", SOON, () -> bird.command("show bfd sessions").contains("0.400    1.200"));
        assertThat(jbgpd.log()).doesNotContain("is down");
        assertThat(bird.log()).doesNotContain("BFD session down");
        jbgpd.reconfigure(file(1, 2, "interface \"*\" { " + FAST + " };", ""));
        lab.await("no session", SOON, () -> !jbgpd.command("show bfd sessions").contains("10.0.0.2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "keyed md5", "meticulous keyed md5", "keyed sha1", "meticulous keyed sha1"})
    @NeedsPeer(Software.BIRD2)
    void authentication(String type) {
        Bird bird = new Bird(them, "bird");
        String bfd = "interface \"*\" { " + FAST + " authentication " + type + "; password \"secret\" { id 7; }; };";
        jbgpd.start(file(1, 2, bfd, "bfd;"));
        bird.start(file(2, 1, bfd, "bfd;"));
        awaitUp(bird);
        lab.holds(
                "the session",
                Duration.ofSeconds(2),
                () -> jbgpd.command("show bfd sessions").contains(" Up "));
        jbgpd.reconfigure(file(1, 2, bfd.replace("secret", "other"), "bfd;"));
        lab.await("the other key", SOON, () -> jbgpd.log().contains("Authentication failed for 10.0.0.2"));
        lab.await("the loss", SOON, () -> jbgpd.command("show bfd sessions").contains(" Down "));
    }

    @Test
    @NeedsPeer(Software.BIRD2)
    void multihop() {
        Bird bird = new Bird(them, "bird");
        us.address("lo", "10.9.0.1/32");
        them.address("lo", "10.9.0.2/32");
        us.ip("route", "add", "10.9.0.2", "via", "10.0.0.2");
        them.ip("route", "add", "10.9.0.1", "via", "10.0.0.1");
        String bfd = "multihop { " + FAST + " };";
        jbgpd.start(file(1, bfd, "local 10.9.0.1 as 65001; neighbor 10.9.0.2 as 65002; multihop; bfd;", "ipv4"));
        bird.start(file(2, bfd, "local 10.9.0.2 as 65002; neighbor 10.9.0.1 as 65001; multihop; bfd;", "ipv4"));
        awaitUp(bird);
        lab.says(jbgpd, "show bfd sessions all", "Session type:         Multihop");
        bird.signal("STOP");
        lab.await("the kernel without the route", SOON, () -> kernel().isEmpty());
        bird.signal("CONT");
        awaitUp(bird);
    }

    @Test
    @NeedsPeer(Software.BIRD2)
    void multihopOverIpv6() {
        Bird bird = new Bird(them, "bird");
        us.address("lo", "2001:db8::1/128");
        them.address("lo", "2001:db8::2/128");
        us.address("eth0", "fe80::1/64");
        them.address("eth0", "fe80::2/64");
        us.ip("route", "add", "2001:db8::2", "via", "fe80::2", "dev", "eth0");
        them.ip("route", "add", "2001:db8::1", "via", "fe80::1", "dev", "eth0");
        String bfd = "multihop { " + FAST + " }; neighbor 2001:db8::%d local 2001:db8::%d multihop on;";
        jbgpd.start("router id 10.0.0.1;\nlog stderr all;\nprotocol device { }\nprotocol bfd watch { "
                + bfd.formatted(2, 1) + " }\n");
        bird.start("router id 10.0.0.2;\nlog stderr all;\nprotocol device { }\nprotocol bfd watch { "
                + bfd.formatted(1, 2) + " }\n");
        lab.eventually("both sessions", LIMIT, () -> {
            assertThat(jbgpd.command("show bfd sessions ipv6 multihop")).contains(" Up ");
            assertThat(bird.command("show bfd sessions")).contains(" Up ");
        });
    }

    /** What comes from elsewhere, or is broken, is named in the log and touches nothing. */
    @Test
    @NeedsPeer(Software.BIRD2)
    void badPackets() {
        Bird bird = new Bird(them, "bird");
        String bfd = "interface \"*\" { " + FAST + " };";
        jbgpd.start(file(1, 2, bfd, "bfd;"));
        bird.start(file(2, 1, bfd, "bfd;"));
        awaitUp(bird);
        // Linux sends with a TTL of 64.
        datagram("20 c0 03 18 00 00 00 01 00 00 00 09 00 0f 42 40 00 0f 42 40 00 00 00 00");
        lab.await("TTL", SOON, () -> jbgpd.log().contains("Bad packet from 10.0.0.2 - wrong TTL (64)"));
        them.sysctl("net/ipv4/ip_default_ttl", "255");
        datagram("20 c0 00 18 00 00 00 01 00 00 00 09 00 0f 42 40 00 0f 42 40 00 00 00 00");
        lab.await("multiplier", SOON, () -> jbgpd.log().contains("invalid detect mult"));
        datagram("20 c0 03 18 00 00 00 01 00 00 00 09 00 0f 42 40 00 0f 42 40 00 00 00 00");
        lab.await("discriminator", SOON, () -> jbgpd.log().contains("unknown session id (9)"));
        datagram("20 c0 03 ff 00 00 00 01 00 00 00 09 00 0f 42 40 00 0f 42 40 00 00 00 00");
        lab.await("length", SOON, () -> jbgpd.log().contains("length mismatch (255)"));
        for (int i = 0; i < 40; i++) {
            datagram("00");
        }
        lab.holds(
                "the session",
                Duration.ofSeconds(2),
                () -> jbgpd.command("show bfd sessions").contains(" Up "));
        assertThat(jbgpd.log()).doesNotContain("is down");
        assertThat(jbgpd.log().lines().filter(line -> line.contains("Bad packet")))
                .hasSizeLessThanOrEqualTo(10);
    }

    private void datagram(String hex) {
        them.exec("bash", "-c", "printf '" + ("\\x" + hex.replace(" ", "\\x")) + "' > /dev/udp/10.0.0.1/3784");
    }

    /** The interface, its addresses and the session all come and go. */
    @Test
    @NeedsPeer(Software.BIRD2)
    void linkLocalAndStrictBind() {
        Bird bird = new Bird(them, "bird");
        us.address("eth0", "fe80::1/64");
        them.address("eth0", "fe80::2/64");
        String bfd = "strict bind; accept ipv6 direct; interface \"eth*\" { " + FAST + " };";
        String bgp = "local fe80::%d as 6500%d; neighbor fe80::%d %% 'eth0' as 6500%d; bfd;";
        jbgpd.start(file(1, bfd, bgp.formatted(1, 1, 2, 2), "ipv6"));
        // It never binds again when its address was away.
        bird.start(file(2, bfd.replace("strict bind; ", ""), bgp.formatted(2, 2, 1, 1), "ipv6"));
        awaitUp(bird);
        assertThat(jbgpd.json("show bfd sessions"))
                .contains("\"interface_name\":\"eth0\"")
                .contains("\"state\":\"Up\"");
        bird.signal("STOP");
        lab.await("the kernel without the route", SOON, () -> kernel().isEmpty());
        bird.signal("CONT");
        awaitUp(bird);
        // Ours, because BIRD does not try again to bind to an address that comes later than the link; we do.
        us.ip("link", "set", "eth0", "down");
        lab.await("the link", SOON, () -> !jbgpd.command("show bfd sessions").contains("fe80::2"));
        us.ip("link", "set", "eth0", "up");
        us.address("eth0", "fe80::1/64");
        awaitUp(bird);
    }

    @Test
    @NeedsPeer(Software.BIRD2)
    void graceful() {
        Bird bird = new Bird(them, "bird");
        String bfd = "interface \"*\" { " + FAST + " };";
        String restart = "graceful restart on; graceful restart time 60;";
        jbgpd.start(file(1, 2, bfd, "bfd graceful; " + restart));
        bird.start(file(2, 1, bfd, "bfd graceful; " + restart));
        awaitUp(bird);
        bird.signal("STOP");
        lab.await(
                "the restart",
                SOON,
                () -> jbgpd.command("show protocols all peer").contains("Neighbor graceful restart active"));
        assertThat(kernel()).hasSize(1);
        bird.signal("CONT");
        awaitUp(bird);
        assertThat(kernel()).hasSize(1);
    }

    @Test
    @NeedsPeer(Software.BIRD2)
    void strictWaitsForBfd() {
        Bird bird = new Bird(them, "bird");
        String bfd = "interface \"*\" { " + FAST + " };";
        jbgpd.start(file(1, 2, bfd, "bfd { strict; };"));
        bird.start(file(2, 1, bfd, ""));
        lab.await("waiting", LIMIT, () -> jbgpd.command("show protocols peer").contains("BFD session is not up"));
        lab.holds("waiting", Duration.ofSeconds(2), () -> !jbgpd.established("10.0.0.2"));
        bird.reconfigure(file(2, 1, bfd + " neighbor 10.0.0.1;", ""));
        awaitUp(bird);
        bird.reconfigure(file(2, 1, bfd, ""));
        lab.await("BGP down", SOON, () -> !jbgpd.established("10.0.0.2"));
    }

    /** Who is not tried again is not watched either. */
    @Test
    @NeedsPeer(Software.BIRD2)
    void aNeighborDisabledByAnErrorIsWatchedNoMore() {
        Bird bird = new Bird(them, "bird");
        String bfd = "interface \"*\" { " + FAST + " };";
        jbgpd.start(file(1, 2, bfd, "bfd; disable after error;"));
        bird.start(file(2, 1, bfd, "bfd;"));
        awaitUp(bird);
        bird.signal("STOP");
        lab.await("no session", SOON, () -> !jbgpd.command("show bfd sessions").contains("10.0.0.2"));
        bird.signal("CONT");
        lab.holds(
                "no session",
                Duration.ofSeconds(2),
                () -> !jbgpd.command("show bfd sessions").contains("10.0.0.2"));
        jbgpd.command("enable peer");
        awaitUp(bird);
    }

    /** A file of a router that restarts gracefully, and whose kernel keeps the routes meanwhile. */
    private static String restarting(int own, int other, String bfd, int seconds) {
        return file(own, other, bfd, "bfd; graceful restart on; graceful restart time " + seconds + ";")
                .replace("protocol kernel {", "protocol kernel { persist; graceful restart;");
    }

    /** When the state of its only session changed last. */
    private static LocalTime changed(Bird bird) {
        Matcher time = Pattern.compile(" Up +(\\S+)").matcher(bird.command("show bfd sessions"));
        assertThat(time.find()).isTrue();
        return LocalTime.parse(time.group(1));
    }

    /** How many routes its neighbor has had, in all sessions. */
    private static int updates(Bird bird) {
        Matcher count = Pattern.compile("Import updates: +(\\d+)").matcher(bird.command("show protocols all peer"));
        assertThat(count.find()).isTrue();
        return Integer.parseInt(count.group(1));
    }

    /** RFC 5882 §4.3: sessions of a router that restarts gracefully outlive it, and the next one takes them over. */
    @Test
    @NeedsPeer(Software.BIRD2)
    void sessionsGoOnWhileTheRouterRestarts() {
        jbgpd = new Jbgpd(us, "restarting", "-R");
        Bird bird = new Bird(them, "bird");
        String bfd = "interface \"*\" { " + FAST + " };";
        jbgpd.start(restarting(1, 2, bfd, 60));
        bird.start(file(2, 1, bfd, "bfd; graceful restart aware;"));
        awaitUp(bird);
        lab.await("our route", SOON, () -> bird.prefixes().size() == 1);
        for (int round = 0; round < 2; round++) {
            LocalTime before = changed(bird);
            int advertised = updates(bird);
            jbgpd.kill();
            lab.holds(
                    "their session of BFD",
                    Duration.ofSeconds(2),
                    () -> bird.command("show bfd sessions").contains(" Up "));
            assertThat(kernel()).hasSize(1);
            assertThat(bird.prefixes()).hasSize(1);
            jbgpd.restart();
            awaitUp(bird);
            // BIRD counts back from now, so that the milliseconds are others each time.
            assertThat(Duration.between(before, changed(bird)).abs()).isLessThan(Duration.ofMillis(900));
            assertThat(kernel()).hasSize(1);
            // A route that is stale already does not outlive a second loss (RFC 4724 §4.2).
            lab.await("our route, advertised again", SOON, () -> updates(bird) > advertised);
        }
        assertThat(jbgpd.log()).contains("of the router before goes on").doesNotContain("the BFD process ended");
        assertThat(bird.log()).doesNotContain("BFD session down");
        // What was taken over is watched like any other: the neighbor is missed, and the interval may change.
        jbgpd.reconfigure(restarting(1, 2, "interface \"*\" { " + SLOW + " };", 60));
        lab.await(
                "their interval", SOON, () -> bird.command("show bfd sessions").contains("1.000    5.000"));
        bird.signal("STOP");
        lab.await("the loss", SOON, () -> jbgpd.command("show protocols peer").contains("BFD session down"));
        bird.signal("CONT");
        awaitUp(bird);
        jbgpd.stop();
        assertThat(jbgpd.file("ctl.bfd-watch")).doesNotExist();
        lab.await("their notice", SOON, () -> !bird.command("show bfd sessions").contains(" Up "));
    }

    /** What nobody takes over ends like a session that was taken out of the file. */
    @Test
    @NeedsPeer(Software.BIRD2)
    void sessionsEndIfNoRouterComesBack() {
        Bird bird = new Bird(them, "bird");
        String bfd = "interface \"*\" { " + FAST + " };";
        jbgpd.start(restarting(1, 2, bfd, 3));
        bird.start(file(2, 1, bfd, "bfd;"));
        awaitUp(bird);
        assertThat(jbgpd.file("ctl.bfd-watch")).isDirectory();
        jbgpd.kill();
        lab.await("the end", SOON, () -> !bird.command("show bfd sessions").contains(" Up "));
        lab.await(
                "nothing left",
                SOON,
                () -> !jbgpd.file("ctl.bfd-watch").toFile().exists());
        // The next one begins anew.
        jbgpd.restart();
        awaitUp(bird);
    }

    /** The C bit is sent while it is true; to who hears it a session lost during a restart is a way that is lost. */
    @Test
    @NeedsPeer
    void theCBitSaysThatSessionsOutliveTheRouter() {
        Jbgpd other = new Jbgpd(them, "other");
        String bfd = "interface \"*\" { " + FAST + " };";
        jbgpd.start(file(1, 2, bfd, "bfd;"));
        other.start(file(2, 1, bfd, "bfd;"));
        awaitUp(other);
        assertThat(jbgpd.json("show bfd sessions")).doesNotContain("\"independent\":true");
        other.reconfigure(restarting(2, 1, bfd, 60));
        lab.await("the C bit", SOON, () -> jbgpd.json("show bfd sessions").contains("\"independent\":true"));
        awaitUp(other);
        other.kill();
        lab.await(
                "the restart",
                SOON,
                () -> jbgpd.command("show protocols all peer").contains("Neighbor graceful restart active"));
        lab.holds("the route", Duration.ofSeconds(2), () -> kernel().size() == 1);
        us.exec("sh", "-c", "ip netns pids " + them.namespace() + " | xargs kill -9");
        lab.await("the kernel without the route", SOON, () -> kernel().isEmpty());
    }

    /** The helper dies: nothing ends for that, and another one takes over. */
    @Test
    @NeedsPeer(Software.BIRD2)
    void theHelperIsStartedAgain() {
        Bird bird = new Bird(them, "bird");
        String bfd = "interface \"*\" { " + SLOW + " };";
        jbgpd.start(file(1, 2, bfd, "bfd;"));
        bird.start(file(2, 1, bfd, "bfd;"));
        awaitUp(bird);
        jbgpd.signalChildren("KILL");
        lab.await("the log", SOON, () -> jbgpd.log().contains("the BFD process ended"));
        awaitUp(bird);
        assertThat(jbgpd.log()).doesNotContain("Error: BFD session down");
    }

    /** A static route whose gateway is watched, beside one that is not. */
    @Test
    @NeedsPeer(Software.BIRD2)
    void staticRoutesFollowTheirGateways() {
        Bird bird = new Bird(them, "bird");
        String bfd = "interface \"*\" { " + FAST + " };";
        jbgpd.start("router id 10.0.0.1;\nlog stderr all;\nprotocol device { }\nprotocol bfd watch { " + bfd + " }\n"
                + "protocol static routes { ipv4;\n  route 192.0.2.0/24 via 10.0.0.2 bfd;\n"
                + "  route 198.51.100.0/24 via 10.0.0.2;\n}\n"
                + "protocol kernel { ipv4 { import none; export all; }; }\n");
        lab.await("the plain one", LIMIT, () -> kernel().size() == 1);
        lab.says(jbgpd, "show static", "(bfd) (dormant)");
        bird.start("router id 10.0.0.2;\nlog stderr all;\nprotocol device { }\nprotocol bfd watch { " + bfd
                + " neighbor 10.0.0.1; }\n");
        lab.await("both", LIMIT, () -> kernel().size() == 2);
        assertThat(jbgpd.command("show static")).doesNotContain("dormant");
        bird.signal("STOP");
        lab.await("the plain one", SOON, () -> kernel().size() == 1);
        bird.signal("CONT");
        lab.await("both", LIMIT, () -> kernel().size() == 2);
    }

    @Test
    @NeedsPeer(Software.FRR)
    void frr() {
        Frr frr = new Frr(them, "frr").withBfd();
        jbgpd.start(file(1, 2, "interface \"*\" { " + FAST + " };", "bfd;"));
        frr.start("""
                log stdout
                bfd
                 profile fast
                  transmit-interval 100
                  receive-interval 100
                  detect-multiplier 3
                router bgp 65002
                 bgp router-id 10.0.0.2
                 no bgp ebgp-requires-policy
                 no bgp network import-check
                 neighbor 10.0.0.1 remote-as 65001
                 neighbor 10.0.0.1 timers 80 240
                 neighbor 10.0.0.1 timers connect 1
                 neighbor 10.0.0.1 bfd
                 neighbor 10.0.0.1 bfd profile fast
                 address-family ipv4 unicast
                  network 192.0.2.2/32
                """);
        lab.await("their route", LIMIT, () -> jbgpd.prefixes().size() == 1);
        lab.eventually("BFD", LIMIT, () -> {
            assertThat(jbgpd.command("show bfd sessions")).contains(" Up ").contains("0.100    0.300");
            assertThat(frr.bfdPeers()).contains("Status: up");
        });
        lab.holds(
                "BFD",
                Duration.ofSeconds(3),
                () -> jbgpd.command("show bfd sessions").contains(" Up "));
        // Only BFD falls silent.
        jbgpd.signalChildren("STOP");
        lab.await("their notice", SOON, () -> frr.bfdPeers().contains("Status: down"));
        lab.await("ours", SOON, () -> kernel().isEmpty());
        jbgpd.signalChildren("CONT");
        lab.await("BFD", LIMIT, () -> frr.bfdPeers().contains("Status: up"));
        lab.await("their route", LIMIT, () -> jbgpd.prefixes().size() == 1);
    }
}
