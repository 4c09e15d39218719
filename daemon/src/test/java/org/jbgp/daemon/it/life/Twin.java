package org.jbgp.daemon.it.life;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.Node;

/**
 * One of two laboratories that are alike but for the router in the middle: a node with a cable to each of its
 * neighbors, which run BIRD 2, with addresses and interfaces of the same names in both.
 */
final class Twin implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Lab lab = new Lab();
    private final Node middle = lab.node("middle");
    private final List<String> cables = new ArrayList<>();
    private final List<Bird> neighbors = new ArrayList<>();
    private final Bird usual;
    private final Bird recovering;
    private Bird subject;
    private int scans;
    private String stray = "";

    /** Makes the router in the middle. */
    @FunctionalInterface
    interface Maker {
        Bird make(Node node, String name, String... options);
    }

    Twin(Maker maker, TwinState state) {
        for (int number = 0; number < TwinState.NEIGHBORS; number++) {
            Node far = lab.node("far" + number);
            cables.add(lab.link(middle, TwinState.own(number) + "/24", far, TwinState.neighbor(number) + "/24"));
            neighbors.add(new Bird(far, "bird" + number));
        }
        usual = maker.make(middle, "usual");
        recovering = maker.make(middle, "recovering", "-R");
        subject = usual;
        for (int number = 0; number < TwinState.NEIGHBORS; number++) {
            neighbors.get(number).start(state.neighborFile(number));
        }
        subject.start(state.file());
    }

    void reload(TwinState state) {
        subject.reconfigure(state.file());
    }

    /** Ends the router in the middle and starts it again: after a SIGKILL with {@code -R}, so that it recovers. */
    void restart(TwinState state, boolean killed) {
        if (killed) {
            subject.kill();
        } else {
            subject.stop();
        }
        subject = killed ? recovering : usual;
        subject.start(state.file());
    }

    void reload(TwinState state, int neighbor) {
        neighbors.get(neighbor).reconfigure(state.neighborFile(neighbor));
    }

    void restart(TwinState state, int neighbor) {
        neighbors.get(neighbor).kill();
        neighbors.get(neighbor).start(state.neighborFile(neighbor));
    }

    /** The cable to a neighbor, as seen from the middle. */
    void link(int neighbor, boolean up) {
        middle.ip("link", "set", cables.get(neighbor), up ? "up" : "down");
    }

    /** Words of {@code ip}, with {@code @n} for the cable to neighbor n. */
    void ip(String words) {
        String line = words;
        for (int number = 0; number < cables.size(); number++) {
            line = line.replace("@" + number, cables.get(number));
        }
        middle.ip(line.split(" ", -1));
    }

    /** Puts a route into the kernel that nobody wants: the next scan removes it. */
    void leaveStray() {
        stray = "203.0.113." + (++scans % 250 + 1);
        middle.ip("route", "add", "blackhole", stray, "proto", "bird");
    }

    /** Waits until the kernel was scanned since. */
    void awaitScan() {
        lab.await(
                subject + ": a scan",
                LIMIT,
                middle::kernelRoutes,
                now -> now.stream().noneMatch(line -> line.contains(stray)));
    }

    /** Waits until the sessions are as the state has them. */
    void awaitSessions(TwinState state) {
        for (int number = 0; number < TwinState.NEIGHBORS; number++) {
            String address = TwinState.neighbor(number);
            if (state.isUp(number)) {
                lab.await(subject + ": session with " + address, LIMIT, () -> subject.established(address));
            }
        }
        lab.await(
                subject + ": nothing to wait for",
                LIMIT,
                () -> !subject.command("show status").contains("recovery"));
    }

    /** The kernel's routes, each with all its next hops in a line. */
    List<String> kernel() {
        return String.join("\n", middle.kernelRoutes())
                .replaceAll("\n\\s+", " ")
                .lines()
                .sorted()
                .toList();
    }

    /** The router's table, without times; paths behind the best in no order. */
    List<String> table() {
        List<String> lines = new ArrayList<>();
        String prefix = "";
        for (String line : subject.command("show route").split("\n", -1)) {
            if (!line.isEmpty() && !Character.isWhitespace(line.charAt(0))) {
                prefix = line.split("\\s", 2)[0];
            }
            String rest = line.startsWith(prefix) ? line.substring(prefix.length()) : line;
            if (!rest.isBlank()) {
                lines.add(prefix + " "
                        + rest.strip().replaceAll(" \\d\\d:\\d\\d:\\d\\d", "").replaceAll("\\s+", " "));
            }
        }
        return lines.stream().sorted().toList();
    }

    /** For messages. */
    String report() {
        return subject + lab.report();
    }

    @Override
    public void close() {
        lab.close();
    }
}
