package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.RawPeer;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Starts of nodes of which some never come: with {@code -R} nobody waits for the dead but what only they could
 * advertise, without it nobody waits at all. The wait is the usual 240 s, so what happens within the limits here did
 * not wait.
 */
@NeedsPeer(Software.BIRD2)
class RecoveryIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Lab lab;
    private final Node[] nodes = new Node[4];

    @BeforeEach
    void makeNetwork() {
        lab = new Lab();
        Node hub = lab.ethernetSwitch("hub");
        for (int i = 1; i <= 3; i++) {
            nodes[i] = lab.node("n" + i);
            lab.plug(nodes[i], hub, "10.0.0." + i + "/24");
        }
    }

    @AfterEach
    void close() {
        lab.close();
    }

    /** A node of a mesh of three; with {@code as} 0 each node is an AS of its own. */
    private static String file(int own, int as, String... blocks) {
        StringBuilder text = new StringBuilder("router id 10.0.0." + own + ";\nlog stderr all;\nprotocol device { }\n");
        text.append("protocol static { ipv4;\n");
        for (String block : blocks) {
            text.append("  route ").append(block).append(" blackhole;\n");
        }
        text.append(
                "}\nprotocol kernel { debug { routes }; persist; scan time 2; graceful restart; ipv4 { import none; export all; }; }\n");
        for (int other = 1; other <= 3; other++) {
            if (other != own) {
                text.append("protocol bgp n")
                        .append(other)
                        .append(" { local 10.0.0.")
                        .append(own);
                text.append(" as ").append(as == 0 ? 65000 + own : as);
                text.append("; neighbor 10.0.0.").append(other).append(" as ");
                text.append(as == 0 ? 65000 + other : as).append(";\n");
                text.append("  graceful restart on; connect delay time 1; error wait time 1, 2;\n");
                text.append("  direct; ipv4 { import all; export all; gateway direct; };\n}\n");
            }
        }
        return text.toString();
    }

    private static List<String> ours(Node node) {
        return node.kernelRoutes().stream()
                .filter(line -> line.contains("proto bird"))
                .toList();
    }

    private static boolean has(Node node, String... words) {
        return ours(node).stream().anyMatch(line -> List.of(words).stream().allMatch(line::contains));
    }

    private static boolean knows(Node node, String prefix) {
        return ours(node).stream().anyMatch(line -> line.contains(prefix));
    }

    /** How long after its start a router gave the prefix to the kernel. */
    private static Duration took(Jbgpd router, String prefix) {
        return Duration.between(moment(router, "Graceful restart started"), moment(router, " < added " + prefix));
    }

    private static LocalDateTime moment(Jbgpd router, String words) {
        String line = router.log()
                .lines()
                .filter(each -> each.contains(words))
                .findFirst()
                .orElseThrow();
        return LocalDateTime.parse(line.substring(0, line.indexOf(" <")).replace(' ', 'T'));
    }

    /** Two that restart beside a dead third wait for neither (RFC 4724 §4.1, R bit). */
    @ParameterizedTest
    @ValueSource(ints = {0, 64512})
    void twoRestartBesideADeadThird(int as) {
        Jbgpd first = new Jbgpd(nodes[1], "first", "-R");
        Jbgpd second = new Jbgpd(nodes[2], "second", "-R");
        first.start(file(1, as, "10.1.0.0/26"));
        second.start(file(2, as, "10.2.0.0/26"));
        lab.await("the second's block", LIMIT, () -> has(nodes[1], "10.2.0.0/26", "via 10.0.0.2"));
        lab.await("the first's block", LIMIT, () -> has(nodes[2], "10.1.0.0/26", "via 10.0.0.1"));
        // It takes two or three seconds on an idle machine, and took ten where eleven processes shared two cores.
        assertThat(took(first, "10.2.0.0/26")).isLessThan(Duration.ofSeconds(30));
        assertThat(took(second, "10.1.0.0/26")).isLessThan(Duration.ofSeconds(30));
        lab.eventually("what the first waits for", LIMIT, () -> {
            assertThat(first.command("show status"))
                    .contains("Graceful restart recovery in progress")
                    .contains("Waiting for 1 channels");
            assertThat(first.command("show protocols all n3")).contains("GR recovery:    pending");
            assertThat(first.command("show protocols all n2"))
                    .doesNotContain("pending")
                    .doesNotContain("waiting");
            assertThat(first.command("show protocols all kernel1")).contains("GR recovery:    waiting");
        });

        // What was advertised in this life and taken back leaves at once, and so does a static route.
        second.reconfigure(file(2, as, "10.2.0.64/26"));
        lab.await("the new block", LIMIT, () -> has(nodes[1], "10.2.0.64/26", "via 10.0.0.2"));
        lab.await("the old block", LIMIT, () -> !knows(nodes[1], "10.2.0.0/26") && !knows(nodes[2], "10.2.0.0/26"));
        lab.says(first, "show status", "Graceful restart recovery in progress");
    }

    /** One that restarts beside a living second and a dead third: the living one learns what is new. */
    @ParameterizedTest
    @ValueSource(ints = {0, 64512})
    void oneRestartsBesideALivingAndADead(int as) {
        Jbgpd first = new Jbgpd(nodes[1], "first", "-R");
        Jbgpd second = new Jbgpd(nodes[2], "second");
        Jbgpd third = new Jbgpd(nodes[3], "third");
        first.start(file(1, as, "10.1.0.0/26", "10.1.0.64/26"));
        second.start(file(2, as, "10.2.0.0/26"));
        third.start(file(3, as, "10.3.0.0/26", "10.3.0.64/26"));
        lab.await(
                "everything",
                LIMIT,
                () -> ours(nodes[1]).size() == 5 && ours(nodes[2]).size() == 5);
        third.kill();
        first.kill();
        // A block of the dead third has moved to the second meanwhile.
        second.reconfigure(file(2, as, "10.2.0.0/26", "10.3.0.64/26"));
        first.write("conf", file(1, as, "10.1.0.0/26", "10.1.0.128/26"));
        first.restart();
        lab.await("what is new", LIMIT, () -> has(nodes[2], "10.1.0.128/26", "via 10.0.0.1"));
        lab.await("the removed block here", LIMIT, () -> !knows(nodes[1], "10.1.0.64/26"));
        lab.await("the moved block", LIMIT, () -> has(nodes[1], "10.3.0.64/26", "via 10.0.0.2"));
        // What the first no longer advertises is gone, although the third may still come: it has not come for some
        // seconds.
        // (What the third advertised to the second is kept there, and may have our address as its next hop.)
        lab.await(
                "what is no more",
                LIMIT,
                () -> second.command("show route all"),
                text -> !text.matches("(?s).*10\\.1\\.0\\.64/26 [^/]*\\[n1 .*"));
        lab.says(first, "show status", "Graceful restart recovery in progress");
        lab.await(
                "the dead one's block stays in the kernel", LIMIT, () -> has(nodes[1], "10.3.0.0/26", "via 10.0.0.3"));
    }

    /** One that promises End-of-RIB and never sends it keeps the others from nothing. */
    @Test
    void aNeighborThatSendsNoEndOfRib() {
        Jbgpd first = new Jbgpd(nodes[1], "first", "-R");
        Jbgpd third = new Jbgpd(nodes[3], "third");
        first.start(file(1, 0, "10.1.0.0/26", "10.1.0.64/26"));
        third.start(file(3, 0, "10.3.0.0/26"));
        lab.await("both blocks", LIMIT, () -> ours(nodes[3]).size() == 3);
        first.kill();
        first.write("conf", file(1, 0, "10.1.0.0/26"));
        first.restart();
        try (RawPeer second = new RawPeer(nodes[2], "second")) {
            second.connect("10.0.0.2", "10.0.0.1");
            second.send(RawPeer.open(65002, 90, "10.0.0.2", "4006007800010180"));
            second.await("received 1 ");
            second.send(RawPeer.KEEPALIVE);
            second.stayAlive();
            lab.await("its session", LIMIT, () -> first.established("10.0.0.2"));
            lab.await("what is no more", LIMIT, () -> !knows(nodes[3], "10.1.0.64/26"));
            lab.await("who it was", LIMIT, first::log, log -> log.contains("no End-of-RIB came from n2"));
            lab.says(first, "show protocols all n2", "GR recovery: pending");
        }
    }

    /** {@code persist} acts at the end only: a start without {@code -R} waits for nobody. */
    @Test
    void persistAloneWaitsForNobody() {
        Jbgpd first = new Jbgpd(nodes[1], "first");
        Jbgpd second = new Jbgpd(nodes[2], "second");
        first.start(file(1, 64512, "10.1.0.0/26"));
        second.start(file(2, 64512, "10.2.0.0/26"));
        lab.await("the second's block", LIMIT, () -> has(nodes[1], "10.2.0.0/26", "via 10.0.0.2"));
        lab.await("both blocks", LIMIT, () -> ours(nodes[1]).size() == 2);
        first.stop();
        second.stop();
        lab.await("left behind", LIMIT, () -> ours(nodes[1]).size() == 2);
        first.restart();
        lab.await("what nobody advertises", LIMIT, () -> ours(nodes[1]).size() == 1);
        lab.await("no recovery", LIMIT, () -> !first.command("show status").contains("recovery"));
        lab.await("its own block", LIMIT, () -> knows(nodes[1], "10.1.0.0/26"));
    }
}
