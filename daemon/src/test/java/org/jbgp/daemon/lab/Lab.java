package org.jbgp.daemon.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A small network of namespaces, with daemons in it. One thread uses a lab; {@link #close()} (and, should the test be
 * killed, a hook at the end of the JVM) ends every process in every namespace, then removes namespaces and files.
 *
 * <pre>{@code
 * try (Lab lab = new Lab()) {
 *     Node left = lab.node("left");
 *     Node right = lab.node("right");
 *     lab.link(left, "10.0.0.1/24", right, "10.0.0.2/24");
 *     Bird bird = new Bird(left, "bird");
 *     bird.start("router id 10.0.0.1; …");
 *     lab.await("session", Duration.ofSeconds(20), () -> bird.established("10.0.0.2"));
 * }
 * }</pre>
 */
public final class Lab implements AutoCloseable {
    private static final AtomicInteger LABS = new AtomicInteger();
    private static final long POLL_MILLIS = 100;

    /** All limits are so many times longer: for runs in the background of a busy machine. */
    private static final int PATIENCE = Integer.getInteger("jbgpd.lab.patience", 1);

    private final String tag = Leftovers.TAG + ProcessHandle.current().pid() + "." + LABS.incrementAndGet();
    private final Path directory;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Peer> peers = new ArrayList<>();
    private final List<Runnable> endings = new ArrayList<>();
    private final Thread hook = new Thread(this::remove, "lab-removal");
    private int links;

    /** A lab without nodes. Needs the right to make network namespaces. */
    public Lab() {
        Leftovers.sweep();
        LinkLayerRoom.make();
        try {
            directory = Files.createTempDirectory(
                    Leftovers.DIRECTORY + ProcessHandle.current().pid() + ".");
            // FRR and OpenBGPD give up root and must reach their own files in here.
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the laboratory's directory", e);
        }
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** A new node (network namespace) with loopback up and forwarding on. */
    public Node node(String name) {
        Node node = new Node(this, name, tag + name);
        Shell.must(List.of("ip", "netns", "add", node.namespace()));
        nodes.add(node);
        node.ip("link", "set", "lo", "up");
        node.sysctl("net/ipv4/ip_forward", "1");
        node.sysctl("net/ipv6/conf/all/forwarding", "1");
        // Duplicate address detection would hold back every IPv6 session for its first seconds.
        node.sysctl("net/ipv6/conf/default/accept_dad", "0");
        node.sysctl("net/ipv6/conf/all/accept_dad", "0");
        return node;
    }

    /**
     * A cable between two nodes; returns the interface's name, the same at both ends ({@code eth0}, {@code eth1}, … per
     * lab).
     */
    public String link(Node left, Node right) {
        String name = "eth" + links++;
        Shell.must(List.of(
                "ip",
                "link",
                "add",
                name,
                "netns",
                left.namespace(),
                "type",
                "veth",
                "peer",
                "name",
                name,
                "netns",
                right.namespace()));
        left.ip("link", "set", name, "up");
        right.ip("link", "set", name, "up");
        return name;
    }

    /** A cable between two nodes with one address each ({@code 10.0.0.1/24}); returns the interface's name. */
    public String link(Node left, String leftAddress, Node right, String rightAddress) {
        String name = link(left, right);
        left.address(name, leftAddress);
        right.address(name, rightAddress);
        return name;
    }

    /** A switch that {@link #plug} plugs nodes into. */
    public Node ethernetSwitch(String name) {
        Node box = node(name);
        // Left to itself a bridge takes the lowest address of its ports: each cable plugged in later could change it,
        // and who talks to the box's own IP address would send to the former one for a minute.
        box.ip("link", "add", "br0", "address", "02:00:00:00:00:fe", "type", "bridge");
        box.ip("link", "set", "br0", "up");
        return box;
    }

    /** Connects a node to a switch with the given addresses; returns the node's interface name. */
    public String plug(Node node, Node ethernetSwitch, String... addresses) {
        String name = link(node, ethernetSwitch);
        ethernetSwitch.ip("link", "set", name, "master", "br0");
        for (String address : addresses) {
            node.address(name, address);
        }
        return name;
    }

    /** New nodes at one switch: the first has 10.0.0.1/24, the next one 10.0.0.2/24, and so on. */
    public List<Node> atOneSwitch(String... names) {
        Node ethernetSwitch = ethernetSwitch("sw");
        List<Node> plugged = new ArrayList<>();
        for (String name : names) {
            Node node = node(name);
            plugged.add(node);
            plug(node, ethernetSwitch, "10.0.0." + plugged.size() + "/24");
        }
        return plugged;
    }

    /**
     * Waits until the condition holds.
     *
     * @throws AssertionError after {@code limit}, with the state and the last log lines of every daemon of the lab
     */
    public void await(String what, Duration limit, BooleanSupplier condition) {
        await(what, limit, condition::getAsBoolean, Boolean::booleanValue);
    }

    /**
     * Waits until the value passes the test and returns it; otherwise as {@link #await(String, Duration,
     * BooleanSupplier)}.
     */
    public <T> T await(String what, Duration limit, Supplier<T> value, Predicate<T> test) {
        long end = System.nanoTime() + PATIENCE * limit.toNanos();
        Object last;
        while (true) {
            RuntimeException trouble = null;
            try {
                T now = value.get();
                if (test.test(now)) {
                    return now;
                }
                last = now;
            } catch (IllegalStateException e) {
                // A daemon that is still starting has no control socket to ask yet.
                trouble = e;
                last = e;
            }
            if (System.nanoTime() - end > 0) {
                throw new AssertionError(
                        what + ": not within " + PATIENCE * limit.toSeconds() + " s; last seen: " + brief(last)
                                + report(),
                        trouble);
            }
            pause();
        }
    }

    /** As {@link #eventually(String, Duration, Runnable)} with a limit of a minute. */
    public void eventually(String what, Runnable assertions) {
        eventually(what, Duration.ofMinutes(1), assertions);
    }

    /**
     * Asserts again and again until nothing fails any more: for what several things that another process does have in
     * common.
     *
     * @throws AssertionError after {@code limit}: the last failure, with the state and the last log lines of every
     *     daemon of the lab
     */
    public void eventually(String what, Duration limit, Runnable assertions) {
        long end = System.nanoTime() + PATIENCE * limit.toNanos();
        while (true) {
            Throwable last;
            try {
                assertions.run();
                return;
            } catch (AssertionError | IllegalStateException e) {
                last = e;
            }
            if (System.nanoTime() - end > 0) {
                throw new AssertionError(
                        what + ": not within " + PATIENCE * limit.toSeconds() + " s; at last: "
                                + brief(last.getMessage()) + report(),
                        last);
            }
            pause();
        }
    }

    /**
     * Waits until a router's answer to a command contains all these words, whatever number of blanks is between them.
     */
    public void says(Bird router, String command, String... words) {
        eventually(command, () -> {
            String answer = router.command(command);
            assertThat(blanks(answer))
                    .as("%s: %s%n%s", router, command, answer)
                    .contains(Stream.of(words).map(Lab::blanks).toList());
        });
    }

    /** Waits until a router's answer to a {@code show route} has this many routes by a gateway. */
    public void shows(int routes, Bird router, String command) {
        await(
                command,
                Duration.ofMinutes(1),
                () -> router.command(command)
                        .lines()
                        .filter(line -> line.contains("via"))
                        .count(),
                count -> count == routes);
    }

    private static String blanks(String text) {
        return text.replaceAll("[ \t]+", " ");
    }

    /**
     * Holds the condition true for the whole time, else fails as {@link #await(String, Duration, BooleanSupplier)}
     * does.
     */
    public void holds(String what, Duration time, BooleanSupplier condition) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            if (!condition.getAsBoolean()) {
                throw new AssertionError(what + ": did not hold" + report());
            }
            pause();
        }
    }

    /** What every daemon of this lab has to say for itself, and the kernel of connections; for failure messages. */
    public String report() {
        StringBuilder text = new StringBuilder();
        for (Peer peer : peers) {
            text.append("\n--- ")
                    .append(peer)
                    .append(peer.running() ? " (running)" : " (not running)")
                    .append('\n');
            text.append(peer.logTail()).append(peer.running() ? peer.sessions() : "");
        }
        nodes.forEach(node ->
                text.append("\n--- the kernel of ").append(node).append('\n').append(node.network()));
        return text.toString();
    }

    /** A new file of this lab. */
    Path file(String name) {
        return directory.resolve(name);
    }

    /** Something to do before the namespaces go. */
    void atEnd(Runnable action) {
        endings.add(action);
    }

    void adopt(Peer peer) {
        peers.add(peer);
    }

    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending, so the hook runs anyway; removing twice is harmless.
            return;
        }
    }

    private synchronized void remove() {
        try {
            endings.forEach(Runnable::run);
        } finally {
            endings.clear();
            nodes.forEach(node -> Leftovers.removeNamespace(node.namespace()));
            nodes.clear();
            Leftovers.removeDirectory(directory);
        }
    }

    private static String brief(Object value) {
        String text = (value instanceof Collection<?> many ? many.size() + " of " : "") + value;
        return text.length() <= 2000 ? text : text.substring(0, 2000) + " … (" + text.length() + " characters)";
    }

    /** A breath between two looks; also for a daemon whose only sign is time. */
    static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
