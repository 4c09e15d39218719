package org.jbgp.daemon.it.replies;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a control socket as the programs of a Calico node do: the readiness check and {@code calicoctl node status}
 * ({@link #peers}, {@link #recovering}), and the reporter of {@code CalicoNodeStatus} ({@link #status},
 * {@link #statusPeers}, {@link #routes}). Each line must come within two seconds, and a line none of them expects is an
 * error, as there. Facts: projectcalico/calico, {@code node/pkg/health/bird}, {@code node/pkg/status/populators},
 * {@code calicoctl/calicoctl/commands/node/status.go}; for BIRD 3 the changes that pull request 11911 makes to them.
 */
final class CalicoReader {
    /** Which daemons the programs are written for. */
    enum World {
        /** A daemon for each family, with the layouts of 1.6: that of IPv4. */
        FORK,
        /** That of IPv6. */
        FORK_IPV6,
        /** One daemon for both families, with those of BIRD 3. */
        BIRD_3
    }

    /** A line of {@code show protocols} whose name is that of a peer; {@code info} is what follows the BGP state. */
    record Peer(String name, String address, String state, String bgpState, String info) {}

    /** What {@code CalicoNodeStatus} has of the daemon. */
    record Status(boolean ready, String version, String routerId, String booted, String configured) {}

    /** A route of {@code CalicoNodeStatus}. */
    record Route(String destination, String gateway, String device, String from, boolean primary) {}

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** Go's scanner takes lines of at most so many bytes. */
    private static final int LONGEST_LINE = 64 * 1024;

    private static final Pattern NAME = Pattern.compile("(Global|Node|Mesh)_(.+)");
    private static final List<String> HEADINGS = List.of("name", "proto", "table", "state", "since", "info");
    private static final Pattern VIA = Pattern.compile("(\\S*)\\s*via\\s(\\S*)\\s*on\\s(.*)\\s\\[(\\S*)\\s.*].*");
    private static final Pattern DEVICE = Pattern.compile("(\\S*)\\s*dev\\s(.*)\\s\\[(\\S*)\\s.*].*");
    private static final Pattern SPECIAL = Pattern.compile("(\\S*)\\s*(blackhole|unreachable)\\s\\[(\\S*)\\s.*].*");

    private final Path socket;
    private final World world;
    private final boolean ipv6;

    CalicoReader(Path socket, World world, boolean ipv6) {
        this.socket = socket;
        this.world = world;
        this.ipv6 = ipv6;
    }

    /** What they call an answer they cannot read. */
    static final class Unreadable extends AssertionError {
        private static final long serialVersionUID = 1;

        Unreadable(String message) {
            super(message);
        }
    }

    /** A connection on which commands are said before the greeting is read. */
    private final class Connection implements AutoCloseable {
        private final SocketChannel channel;
        private final BufferedReader reader;

        Connection() {
            try {
                channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
            } catch (IOException e) {
                throw new Unreadable("cannot connect: " + e);
            }
            reader =
                    new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
        }

        void say(String command) {
            try {
                channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new Unreadable("cannot write: " + e);
            }
        }

        /** The next line; null where the connection ended. */
        String line() {
            try {
                String line = reader.ready() ? reader.readLine() : waited();
                if (line != null && line.length() > LONGEST_LINE) {
                    throw new Unreadable("a line of " + line.length() + " characters");
                }
                return line;
            } catch (IOException e) {
                throw new Unreadable("cannot read: " + e);
            }
        }

        private String waited() {
            CompletableFuture<String> line = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try {
                    line.complete(reader.readLine());
                } catch (IOException e) {
                    line.completeExceptionally(e);
                }
            });
            try {
                return line.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                throw new Unreadable("no line within " + PATIENCE.toSeconds() + " s");
            } catch (InterruptedException | ExecutionException e) {
                throw new Unreadable("cannot read: " + e);
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new Unreadable("cannot close: " + e);
            }
        }
    }

    /** The peers that readiness and {@code calicoctl node status} see. */
    List<Peer> peers() {
        try (Connection connection = new Connection()) {
            return peers(connection);
        }
    }

    private List<Peer> peers(Connection connection) {
        connection.say("show protocols");
        List<Peer> peers = new ArrayList<>();
        for (String line = connection.line(); line != null && !line.startsWith("0000"); line = connection.line()) {
            if (line.startsWith("2002")) {
                String headings =
                        world == World.BIRD_3 ? line.substring(5).toLowerCase(Locale.ROOT) : line.substring(5);
                if (!Arrays.asList(headings.strip().split("\\s+")).equals(HEADINGS)) {
                    throw new Unreadable("unknown headings: " + line);
                }
            } else if (line.startsWith("1002")) {
                peer(line.substring(5), peers);
            } else if (line.startsWith(" ")) {
                peer(line.substring(1), peers);
            } else if (!line.startsWith("0001")) {
                throw new Unreadable("unexpected line: " + line);
            }
        }
        return peers;
    }

    private void peer(String row, List<Peer> peers) {
        String[] columns = row.strip().split("\\s+");
        Matcher name = NAME.matcher(columns[0]);
        if (columns.length < 6 || !columns[1].equals("BGP") || !name.matches()) {
            return;
        }
        String address = name.group(2).replace("_", ipv6 ? ":" : ".");
        if (world == World.BIRD_3) {
            boolean four = name.group(2).matches("\\d+_\\d+_\\d+_\\d+");
            address = name.group(2).replace("_", four ? "." : ":");
            if (four == ipv6) {
                return;
            }
        }
        String info = String.join(" ", Arrays.asList(columns).subList(6, columns.length));
        peers.add(new Peer(columns[0], address, columns[3], columns[5], info));
    }

    /** Whether a graceful restart is in progress, as readiness sees it. */
    boolean recovering() {
        try (Connection connection = new Connection()) {
            connection.say("show status");
            for (String line = connection.line(); line != null && !line.startsWith("0013"); line = connection.line()) {
                if (line.startsWith("0024")) {
                    return true;
                }
                if (!line.matches("(0001|1000|1011| ).*")) {
                    throw new Unreadable("unexpected line: " + line);
                }
            }
            return false;
        }
    }

    /** Why the node is not ready, empty if it is: as long as it is young all peers must be up, later one of them. */
    String unready(boolean young) {
        List<Peer> peers = peers();
        List<String> missing = peers.stream()
                .filter(peer -> !peer.bgpState().equals("Established"))
                .map(Peer::address)
                .toList();
        if (peers.isEmpty() || (!young && missing.size() < peers.size())) {
            return "";
        }
        if (!missing.isEmpty()) {
            return "BGP not established with " + String.join(",", missing);
        }
        return recovering() ? "graceful restart in progress" : "";
    }

    /** The daemon in {@code CalicoNodeStatus}. */
    Status status() {
        boolean ready = false;
        String version = "";
        String routerId = "";
        String booted = "";
        String configured = "";
        try (Connection connection = new Connection()) {
            connection.say("show status");
            for (String line = connection.line(); line != null && !line.startsWith("0013"); line = connection.line()) {
                // It reads no further than a line it does not know, such as those of a graceful restart.
                if (!line.matches("(0001|1000|1011| ).*")) {
                    break;
                }
                String text = line.startsWith(" ") ? line.substring(1) : line.substring(5);
                if (text.contains("BIRD") && text.contains("ready")) {
                    ready = true;
                } else if (text.startsWith(world == World.BIRD_3 ? "BIRD " : "BIRD v")) {
                    version = text.substring("BIRD ".length());
                } else {
                    routerId = after(text, "Router ID is ", routerId);
                    booted = after(text, "Last reboot on ", booted);
                    configured = after(text, "Last reconfiguration on ", configured);
                }
            }
        }
        return new Status(ready, version, routerId, booted, configured);
    }

    private static String after(String text, String words, String otherwise) {
        return text.startsWith(words) ? text.substring(words.length()) : otherwise;
    }

    /** The peers in {@code CalicoNodeStatus}: address and BGP state are those of a second question for each. */
    List<Peer> statusPeers() {
        try (Connection connection = new Connection()) {
            return peers(connection).stream()
                    .map(peer -> completed(connection, peer))
                    .toList();
        }
    }

    private static Peer completed(Connection connection, Peer peer) {
        connection.say("show protocols all " + peer.name());
        String state = "";
        String address = "";
        for (String line = connection.line(); line != null && !line.startsWith("0000"); line = connection.line()) {
            if (line.contains("BGP state:")) {
                state = line.replace("BGP state:", " ").strip();
            } else if (line.contains("Neighbor address:")) {
                address = line.replace("Neighbor address:", " ").strip();
            }
        }
        return new Peer(peer.name(), address, peer.state(), state, peer.info());
    }

    /** The routes in {@code CalicoNodeStatus}. */
    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        try (Connection connection = new Connection()) {
            connection.say("show route");
            String former = "";
            for (String line = connection.line(); line != null && !line.startsWith("0000"); line = connection.line()) {
                if (line.startsWith("0001")) {
                    continue;
                }
                if (!line.startsWith("1007") && !line.startsWith(" ")) {
                    throw new Unreadable("unexpected line: " + line);
                }
                Route route = route(line.startsWith(" ") ? line.substring(1) : line.substring(5), former);
                if (route != null) {
                    former = route.destination();
                    routes.add(route);
                }
            }
        }
        if (world == World.BIRD_3) {
            routes.removeIf(route -> route.destination().contains(":") != ipv6);
        }
        return routes;
    }

    private Route route(String row, String former) {
        Matcher via = VIA.matcher(row);
        Matcher device = DEVICE.matcher(row);
        Matcher special = SPECIAL.matcher(row);
        boolean primary = row.contains("] *");
        if (row.contains(" via ") && via.matches()) {
            return new Route(or(via.group(1), former), via.group(2), via.group(3), source(via.group(4)), primary);
        }
        if (row.contains(" dev ") && device.matches()) {
            return new Route(or(device.group(1), former), "N/A", device.group(2), source(device.group(3)), primary);
        }
        if (special.matches()) {
            return new Route(or(special.group(1), former), "N/A", special.group(2), source(special.group(3)), primary);
        }
        if (world == World.BIRD_3) {
            // Headings of tables, and the lines of unicast routes, whose next hop stands on a line of its own.
            return null;
        }
        throw new Unreadable("no route: " + row);
    }

    private static String or(String destination, String former) {
        if (destination.isEmpty() && former.isEmpty()) {
            throw new Unreadable("a route without destination");
        }
        return destination.isEmpty() ? former : destination;
    }

    /** Sources it does not know make the whole resource fail. */
    private static String source(String protocol) {
        if (!protocol.matches("(kernel|static|direct).*")
                && !NAME.matcher(protocol).matches()) {
            throw new Unreadable("unknown source of a route: " + protocol);
        }
        return protocol;
    }
}
