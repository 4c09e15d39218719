package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jbgp.daemon.lab.BgpPeers;
import org.jbgp.daemon.lab.Hostile;
import org.jbgp.daemon.lab.HostileAttack;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One neighbor that means harm beside fifty honest ones, who must not lose a session or a route, nor wait for what one
 * of them has to say. How long they wait is measured in processor time of the router: a machine that is busy with other
 * things makes everything later, and that time no longer. The log or {@code show load} names the offender, the log
 * stays short, and memory stays under the heap that was given.
 */
@NeedsPeer(Software.BIRD2)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileNeighborsIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int HONEST = 50;
    /** Far longer than they may wait. */
    private static final int HOLD_SECONDS = 30;
    /** That a neighbor may wait: 3 s on two processors, the shortest hold time that there is. */
    private static final double MOST_CPU_SECONDS = 6;

    private static final int HEAP_MB = 160;
    /** Beside the heap: code, classes, threads, buffers. */
    private static final int NATIVE_MB = 100;
    /** Of each attack; what can be said without end is said by few lines. */
    private static final int LOG_LINES = 300;

    private Lab lab;
    private Node far;
    private Node narrow;
    private Jbgpd jbgpd;
    private BgpPeers honest;
    private Hostile hostile;

    @BeforeAll
    void start() {
        lab = new Lab();
        Node us = lab.node("us");
        Node them = lab.node("them");
        far = lab.node("far");
        String wire = lab.link(us, "10.0.1.1/24", them, "10.0.1.100/24");
        for (int i = 1; i < HONEST; i++) {
            them.address(wire, "10.0.1." + (100 + i) + "/24");
        }
        lab.link(us, "10.0.0.1/24", far, "10.0.0.3/24");
        narrow = lab.node("narrow");
        String cable = lab.link(us, "10.0.2.1/24", narrow, "10.0.2.4/24");
        // Of its receive buffer the kernel offers one byte (RTAX_WINDOW).
        narrow.ip("route", "add", "10.0.2.1/32", "dev", cable, "window", "1");
        jbgpd = new Jbgpd(us, "jbgpd").heap(HEAP_MB + "m");
        jbgpd.start(configuration());
        honest = new BgpPeers(them, "honest");
        for (int i = 0; i < HONEST; i++) {
            honest.open(name(i), "10.0.1." + (100 + i), "10.0.1.1", 65100 + i, HOLD_SECONDS, "100.");
        }
        honest.awaitEstablished(HONEST);
        for (int i = 0; i < HONEST; i++) {
            announce(i, i, 0);
        }
        honest.flush();
        hostile = new Hostile(far, "hostile", "10.0.0.3", "10.0.0.1", 65003);
        lab.await("honest routes", LIMIT, this::heard, all -> all.size() == HONEST * (HONEST - 1));
    }

    @AfterAll
    void stop() {
        try {
            if (honest != null) {
                honest.close();
            }
            if (hostile != null) {
                hostile.close();
            }
        } finally {
            lab.close();
        }
    }

    /** 100.64.{@code number}.0/24 from one of them, with a community that differs from one announcement to the next. */
    private void announce(int from, int number, int round) {
        HexFormat hex = HexFormat.of();
        honest.announce(
                name(from),
                "40010100" + "4002060201" + hex.toHexDigits(65100 + from) + "4003040a0001"
                        + hex.toHexDigits((byte) (100 + from)) + "c00804" + hex.toHexDigits(round),
                "186440" + hex.toHexDigits((byte) number));
    }

    private static String name(int i) {
        return "honest" + i;
    }

    private static String configuration() {
        String statics = IntStream.range(0, 3000)
                .mapToObj(i -> "route 30." + (i >> 8) + "." + (i & 255) + ".0/24 blackhole;")
                .collect(Collectors.joining("\n"));
        StringBuilder text = new StringBuilder("protocol static { ipv4;\n" + statics + "\n}\n");
        text.append("""
                router id 10.0.0.1; log stderr all; protocol device { }
                protocol bgp hostile { local 10.0.0.1 as 65000; neighbor 10.0.0.3 as 65003; passive;
                  error wait time 1, 1; enable extended messages; ipv4 { add paths; import all; export all; }; }
                protocol bgp narrow { local 10.0.2.1 as 65000; neighbor 10.0.2.4 as 65004; passive;
                  error wait time 1, 1; enable extended messages; ipv4 { import all; export all; }; }
                template bgp good { local 10.0.1.1 as 65000; passive; hold time %d; ipv4 { import all; export all; }; }
                template bgp apart from good { ipv4 { export where net ~ 100.0.0.0/8; }; }
                """.formatted(HOLD_SECONDS));
        for (int i = 0; i < HONEST; i++) {
            // Every tenth is sent what the offender brings.
            text.append("protocol bgp ").append(name(i)).append(i % 10 == 0 ? " from good" : " from apart");
            text.append(" { neighbor 10.0.1.")
                    .append(100 + i)
                    .append(" as ")
                    .append(65100 + i)
                    .append("; }\n");
        }
        return text.toString();
    }

    private Set<String> heard() {
        return new TreeSet<>(honest.heard().keySet());
    }

    /** Sessions that the router has to bear with until all is read that they have sent. */
    @ParameterizedTest
    @CsvSource({
        "NEW_SETS, 300000, ''",
        "PATHS, 150000, ''",
        "LARGE, 400, ''",
        "REFRESHES, 200000, requests for all its routes within 10 s",
        "MARKS, 50000, ''",
    })
    void aSessionThatCosts(HostileAttack attack, int count, String named) {
        unnoticed(named, () -> {
            hostile.attack(attack, count);
            lab.await(
                    "the last of it",
                    LIMIT,
                    () -> jbgpd.tryCommand("show route 21.0.0.0/24").output(),
                    text -> text.contains("via 10.0.0.3"));
        });
        hostileCostsMost();
    }

    @ParameterizedTest
    @CsvSource({
        "OPENS, 1500, connections were turned away",
        "RESETS, 150, Session down: Connection reset by peer",
        "HALF_OPEN, 2000, connections were turned away",
        "SLOW_OPEN, 300, connections were turned away",
        "NOISE, 100, BGP Error: Connection not synchronized",
        "FLAPS, 30, Session down: Connection closed",
    })
    void connectionsThatComeAndGo(HostileAttack attack, int count, String named) {
        unnoticed(named, () -> hostile.attack(attack, count));
    }

    @Test
    void aWindowOfOneByte() {
        try (Hostile slow = new Hostile(narrow, "narrow", "10.0.2.4", "10.0.2.1", 65004)) {
            unnoticed("", () -> slow.attack(HostileAttack.SLOW_READER, 40));
        }
    }

    private void unnoticed(String named, Runnable attacking) {
        long lines = jbgpd.log().lines().count();
        Rounds rounds = new Rounds();
        try {
            attacking.run();
        } finally {
            rounds.end();
        }
        assertThat(rounds.slowest).isLessThan(MOST_CPU_SECONDS);
        assertThat(honest.troubles()).isEmpty();
        assertThat(heard()).hasSize(HONEST * (HONEST - 1));
        // Said once in ten seconds, which may have been to the attack before.
        lab.await(
                "a line that names it",
                LIMIT,
                () -> jbgpd.log().contains("hostile: ") && jbgpd.log().contains(named));
        List<String> said = jbgpd.log().lines().skip(lines).toList();
        assertThat(said).hasSizeLessThan(LOG_LINES).noneMatch(line -> line.contains("internal error"));
        assertThat(jbgpd.memoryKib("VmHWM") >> 10).isLessThan(HEAP_MB + NATIVE_MB);
    }

    /** One honest neighbor announces something to another, who has to hear it, again and again until the end. */
    private final class Rounds {
        private static final int FROM = 1;
        private static final String HEARD = "honest2 100.64.200.0/24";
        private static final int NUMBER = 200;

        private final CompletableFuture<Void> first = new CompletableFuture<>();
        private final CompletableFuture<Void> thread;
        private volatile boolean ended;
        private double slowest;

        private Rounds() {
            thread = CompletableFuture.runAsync(
                    this::run, task -> Thread.ofPlatform().name("rounds").start(task));
            // One round is on the way when the attack begins.
            CompletableFuture.anyOf(first, thread).join();
        }

        private void run() {
            for (int round = 1; !ended; round++) {
                double before = jbgpd.cpuSeconds();
                announce(FROM, NUMBER, round);
                String community = " 8/c0:" + HexFormat.of().toHexDigits(round);
                lab.await(
                        "what an honest neighbor announces",
                        LIMIT,
                        honest::heard,
                        all -> all.getOrDefault(HEARD, "").contains(community));
                slowest = Math.max(slowest, jbgpd.cpuSeconds() - before);
                first.complete(null);
            }
            honest.withdraw(name(FROM), "186440" + HexFormat.of().toHexDigits((byte) NUMBER));
            lab.await(
                    "its withdrawal",
                    LIMIT,
                    HostileNeighborsIT.this::heard,
                    all -> all.stream().noneMatch(session -> session.endsWith(HEARD.substring(HEARD.indexOf(' ')))));
        }

        /** What went wrong in its thread is thrown here. */
        private void end() {
            ended = true;
            thread.join();
        }
    }

    /** Who costs most is first to see. */
    private void hostileCostsMost() {
        List<String> rows = jbgpd.own("show load")
                .lines()
                .filter(line -> line.matches(" (hostile|honest).*"))
                .toList();
        assertThat(rows.getFirst()).startsWith(" hostile");
        double most = rows.stream()
                .skip(1)
                .mapToDouble(HostileNeighborsIT::decoding)
                .max()
                .orElseThrow();
        assertThat(decoding(rows.getFirst())).isGreaterThan(most);
    }

    /** Columns: name, received, sent, queued, and seconds of decoding. */
    private static double decoding(String row) {
        return Double.parseDouble(row.strip().split("\\s+", -1)[4]);
    }
}
