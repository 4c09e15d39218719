package org.jbgp.daemon.soak;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jbgp.daemon.lab.BgpPeers;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.Node;

/**
 * Twenty neighbors whose tables overlap and flap, a reload every minute, neighbors that restart, clients that
 * misbehave, {@code kill -9} every ten minutes. Every five seconds heap, resident memory, descriptors and threads are
 * written down; every two minutes everybody pauses, and the kernel must have the prefixes of the table.
 *
 * <p>{@code Soak MINUTES ROUTES SEED CSV}: how long, how many routes each neighbor has, and where the samples go. Ends
 * with 1 and says why as soon as something is not as it should be.
 */
public final class Soak {
    private static final int NEIGHBORS = 20;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration SAMPLE = Duration.ofSeconds(5);
    private static final Duration QUIET = Duration.ofMinutes(2);
    private static final Duration RELOAD = Duration.ofMinutes(1);
    private static final Duration RESTART = Duration.ofSeconds(47);
    private static final Duration KILL = Duration.ofMinutes(10);
    /** Prefixes in one UPDATE, which share a set of attributes. */
    private static final int TOGETHER = 40;

    private final int routes;
    private final Random random;
    private final Lab lab = new Lab();
    private final Node us = lab.node("us");
    private final Node them = lab.node("them");
    private final Jbgpd jbgpd = new Jbgpd(us, "jbgpd", "-R");
    private final Samples samples;
    private BgpPeers peers;
    private int sessions;
    private int reloads;
    private int processes;

    private Soak(int routes, long seed, Path csv) throws IOException {
        this.routes = routes;
        this.random = new Random(seed);
        this.samples = new Samples(csv, jbgpd, us);
    }

    public static void main(String[] arguments) throws Exception {
        Duration time = Duration.ofSeconds(Math.round(60 * Double.parseDouble(arguments[0])));
        Soak soak = new Soak(Integer.parseInt(arguments[1]), Long.parseLong(arguments[2]), Path.of(arguments[3]));
        try (soak.lab;
                soak.samples) {
            soak.start();
            soak.run(time);
        }
    }

    /** What is due when. */
    private static final class Due {
        private final long period;
        private long next;

        Due(Duration period) {
            this.period = period.toNanos();
            this.next = System.nanoTime() + this.period;
        }

        boolean now() {
            if (System.nanoTime() - next < 0) {
                return false;
            }
            next = System.nanoTime() + period;
            return true;
        }
    }

    private void start() {
        String wire = lab.link(us, "10.0.0.1/24", them, "10.0.0.101/24");
        for (int i = 1; i < NEIGHBORS; i++) {
            them.address(wire, address(i) + "/24");
        }
        jbgpd.start(configuration());
        connectAll();
    }

    private static String address(int neighbor) {
        return "10.0.0." + (101 + neighbor);
    }

    private String configuration() {
        StringBuilder text = new StringBuilder("""
                router id 10.0.0.1; log stderr all; listen http address 127.0.0.1 port 9179;
                protocol device { scan time 10; }
                protocol kernel { persist; scan time 30; graceful restart; ipv4 { import none; export all; }; }
                filter taken { bgp_local_pref = %d; bgp_community.add((65000, %d)); accept; }
                template bgp any { local 10.0.0.1 as 65000; passive; hold time 30; graceful restart;
                  ipv4 { import table; import filter taken; export all; next hop self; }; }
                """.formatted(100 + reloads % 2, reloads % 7));
        for (int i = 0; i < NEIGHBORS; i++) {
            text.append("protocol bgp n").append(i).append(" from any { neighbor ");
            text.append(address(i)).append(" as ").append(65101 + i).append("; }\n");
        }
        return text.toString();
    }

    /** All neighbors in a new process: those of before have no session any more. */
    private void connectAll() {
        if (peers != null) {
            peers.close();
        }
        peers = new BgpPeers(them, "peers" + processes++);
        for (int i = 0; i < NEIGHBORS; i++) {
            open(i);
        }
        sessions = NEIGHBORS;
        peers.awaitEstablished(sessions);
        for (int i = 0; i < NEIGHBORS; i++) {
            announce(i, 0, routes);
        }
        peers.flush();
    }

    private void open(int neighbor) {
        // What they are sent is thrown away.
        peers.open("n" + neighbor, address(neighbor), "10.0.0.1", 65101 + neighbor, 30, "none");
    }

    /** Half of a neighbor's prefixes are the next neighbor's too. */
    private String nlri(int neighbor, int from, int to) {
        StringBuilder nlri = new StringBuilder();
        for (int i = from; i < to; i++) {
            nlri.append("18").append(HexFormat.of().toHexDigits(0x200000 + neighbor * routes / 2 + i, 6));
        }
        return nlri.toString();
    }

    private void announce(int neighbor, int from, int to) {
        HexFormat hex = HexFormat.of();
        for (int i = from; i < to; i += TOGETHER) {
            String path = "0203" + hex.toHexDigits(65101 + neighbor) + hex.toHexDigits(random.nextInt(64000) + 1)
                    + hex.toHexDigits(i + 1);
            String attributes = "40010100" + "40020e" + path + "4003040a0000" + hex.toHexDigits((byte) (101 + neighbor))
                    + "c00804" + hex.toHexDigits(random.nextInt());
            peers.announce("n" + neighbor, attributes, nlri(neighbor, i, Math.min(to, i + TOGETHER)));
        }
    }

    private void run(Duration time) throws IOException, InterruptedException {
        Due sample = new Due(SAMPLE);
        Due quiet = new Due(QUIET);
        Due reload = new Due(RELOAD);
        Due restart = new Due(RESTART);
        Due kill = new Due(KILL);
        awaitQuiet("start");
        try (Misbehavior misbehavior = new Misbehavior(us, Path.of(jbgpd.control()), random.nextLong())) {
            for (Due end = new Due(time); !end.now(); TimeUnit.MILLISECONDS.sleep(200)) {
                flap();
                String event = "";
                if (kill.now()) {
                    misbehavior.pause(true);
                    jbgpd.kill();
                    jbgpd.restart();
                    connectAll();
                    awaitQuiet("kill -9");
                    misbehavior.pause(false);
                    event = "kill -9";
                } else if (quiet.now()) {
                    awaitQuiet("quiet");
                    event = "quiet";
                } else if (reload.now()) {
                    reloads++;
                    jbgpd.reconfigure(configuration());
                    event = "reload";
                } else if (restart.now()) {
                    int neighbor = random.nextInt(NEIGHBORS);
                    peers.shut("n" + neighbor);
                    lab.await("the end of its session", LIMIT, () -> !jbgpd.established(address(neighbor)));
                    open(neighbor);
                    peers.awaitEstablished(++sessions);
                    announce(neighbor, 0, routes);
                    peers.flush();
                    event = "neighbor restarts";
                }
                if (!event.isEmpty() || sample.now()) {
                    samples.take(event);
                }
                check();
            }
        }
        awaitQuiet("end");
        samples.take("end");
    }

    private void flap() {
        int neighbor = random.nextInt(NEIGHBORS);
        int from = random.nextInt(routes);
        int to = Math.min(routes, from + 1 + random.nextInt(500));
        if (random.nextInt(3) == 0) {
            for (int i = from; i < to; i += 800) {
                peers.withdraw("n" + neighbor, nlri(neighbor, i, Math.min(to, i + 800)));
            }
        } else {
            announce(neighbor, from, to);
        }
        peers.flush();
    }

    private void check() {
        if (!jbgpd.running()) {
            throw new AssertionError("the daemon has ended" + lab.report());
        }
        if (!peers.troubles().isEmpty()) {
            throw new AssertionError(peers.troubles() + lab.report());
        }
        if (jbgpd.log().contains("internal error")) {
            throw new AssertionError("an internal error" + lab.report());
        }
    }

    /** Everybody pauses until the kernel has what the table has. */
    private void awaitQuiet(String when) {
        long begin = System.nanoTime();
        lab.await("the neighbors have said all", LIMIT, peers::asleep);
        Set<String> table = lab.await(
                "the kernel's routes and the table's",
                LIMIT,
                () -> {
                    Set<String> best = best();
                    return best.equals(kernel()) ? best : Set.<String>of();
                },
                all -> !all.isEmpty());
        System.out.printf(
                Locale.ROOT,
                "%s: %d prefixes, the same in the kernel, after %.1f s%n",
                when,
                table.size(),
                (System.nanoTime() - begin) / 1e9);
    }

    private Set<String> best() {
        return jbgpd.command("show route primary")
                .lines()
                .map(Soak::firstWord)
                .filter(Soak::isPrefix)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> kernel() {
        return us.ip("route", "show", "proto", "bird")
                .lines()
                .map(Soak::firstWord)
                .filter(Soak::isPrefix)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String firstWord(String line) {
        int end = line.indexOf(' ');
        return end < 0 ? line : line.substring(0, end);
    }

    /** Of the replies' heads, and of the next hops that follow a route to a group of them, it is not. */
    private static boolean isPrefix(String word) {
        return word.indexOf('/') > 0;
    }
}
