package org.jbgp.daemon.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** FRR: zebra, bgpd and, if asked for, bfdd, with all their sockets in the lab's directory. */
public final class Frr extends Peer {
    private static final int COMMANDS_AT_ONCE = 500;
    private static final String OWN = "4200000000:0:1";

    private boolean bfd;

    /** An FRR that is not started yet. */
    public Frr(Node node, String name) {
        super(node, name);
    }

    /** With bfdd; its configuration is in the file of the others. */
    public Frr withBfd() {
        bfd = true;
        return this;
    }

    @Override
    protected void launch() {
        try {
            Files.createDirectories(Path.of("/var/run/frr"));
            Files.setPosixFilePermissions(file("."), PosixFilePermissions.fromString("rwxrwxrwx"));
            for (String old :
                    new String[] {"zebra.api", "zebra.pid", "bgpd.pid", "bfdd.pid", "zebra.vty", "bgpd.vty", "bfdd.vty"
                    }) {
                Files.deleteIfExists(file(old));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare FRR's directory", e);
        }
        String directory = file("").toString();
        write("zebra.conf", "");
        process(
                Map.of(),
                List.of(
                        "/usr/lib/frr/zebra",
                        "-f",
                        file("zebra.conf").toString(),
                        "-z",
                        file("zebra.api").toString(),
                        "-i",
                        file("zebra.pid").toString(),
                        "--vty_socket",
                        directory));
        node().lab().await("zebra of " + this, Duration.ofSeconds(60), () -> Files.exists(file("zebra.api")));
        if (bfd) {
            process(
                    Map.of(),
                    List.of(
                            "/usr/lib/frr/bfdd",
                            "-f",
                            file("conf").toString(),
                            "-z",
                            file("zebra.api").toString(),
                            "-i",
                            file("bfdd.pid").toString(),
                            "--bfdctl",
                            file("bfdd.sock").toString(),
                            "--vty_socket",
                            directory));
        }
        process(
                Map.of(),
                List.of(
                        Software.FRR.program(),
                        "-f",
                        file("conf").toString(),
                        "-z",
                        file("zebra.api").toString(),
                        "-i",
                        file("bgpd.pid").toString(),
                        "--vty_socket",
                        directory));
    }

    @Override
    protected boolean ready() {
        return Files.exists(file("bgpd.vty"))
                && vtysh(List.of("show bgp summary json")).exit() == 0;
    }

    @Override
    protected String sessions() {
        return vtysh(List.of("show bgp summary")).output();
    }

    /** Runs commands of FRR's shell one after another; what they print. */
    public String vtysh(String... commands) {
        Shell.Result result = vtysh(List.of(commands));
        if (result.exit() != 0) {
            throw new IllegalStateException("vtysh: " + result.output());
        }
        return result.output();
    }

    /** What bfdd says of its peers. */
    public String bfdPeers() {
        return Shell.run(List.of("vtysh", "--vty_socket", file("").toString(), "-d", "bfdd", "-c", "show bfd peers"))
                .output();
    }

    private Shell.Result vtysh(List<String> commands) {
        List<String> line = new ArrayList<>(List.of("vtysh", "--vty_socket", file("").toString(), "-d", "bgpd"));
        for (String command : commands) {
            line.add("-c");
            line.add(command);
        }
        return Shell.run(line);
    }

    @Override
    public String session(String neighbor) {
        String family = neighbor.contains(":") ? "ipv6Unicast" : "ipv4Unicast";
        Object summary = Json.parse(vtysh("show bgp summary json"));
        return Json.text(Json.object(summary, family, "peers", neighbor), "state");
    }

    @Override
    public SortedSet<PeerRoute> routes() {
        SortedSet<PeerRoute> routes = new TreeSet<>();
        for (String family : new String[] {"ipv4", "ipv6"}) {
            Object answer = Json.parse(vtysh("show bgp " + family + " unicast json detail"));
            Json.object(answer, "routes").forEach((prefix, paths) -> {
                if (paths instanceof List<?> list) {
                    list.stream()
                            .filter(path -> !Json.object(path, "aspath").isEmpty())
                            .filter(path -> !Json.object(path, "peer").isEmpty()
                                    && !Json.text(path, "local").equals("true"))
                            .forEach(path -> routes.add(route(String.valueOf(prefix), path)));
                }
            });
        }
        return Collections.unmodifiableSortedSet(routes);
    }

    private static PeerRoute route(String prefix, Object path) {
        SortedSet<String> communities = new TreeSet<>();
        for (String kind : new String[] {"community", "largeCommunity"}) {
            Json.array(Json.object(path, kind), "list").forEach(value -> communities.add(Json.scalar(value)));
        }
        String asPath = Json.text(Json.object(path, "aspath"), "string");
        List<?> hops = Json.array(path, "nexthops");
        return new PeerRoute(
                prefix,
                hops.isEmpty() ? "" : Json.text(hops.getFirst(), "ip"),
                asPath.equals("Local") ? "" : asPath.replace(',', ' '),
                communities);
    }

    @Override
    public void announce(Collection<String> prefixes) {
        networks("network ", " route-map MARK", prefixes);
    }

    @Override
    public void withdraw(Collection<String> prefixes) {
        networks("no network ", "", prefixes);
    }

    private void networks(String verb, String attributes, Collection<String> prefixes) {
        for (boolean ipv6 : new boolean[] {false, true}) {
            List<String> own = prefixes.stream()
                    .filter(prefix -> prefix.contains(":") == ipv6)
                    .toList();
            for (int from = 0; from < own.size(); from += COMMANDS_AT_ONCE) {
                List<String> commands = new ArrayList<>(List.of(
                        "configure terminal",
                        "router bgp " + speaker().as(),
                        "address-family " + (ipv6 ? "ipv6" : "ipv4") + " unicast"));
                own.subList(from, Math.min(own.size(), from + COMMANDS_AT_ONCE))
                        .forEach(prefix -> commands.add(verb + prefix + attributes));
                vtysh(commands.toArray(String[]::new));
            }
        }
    }

    @Override
    public String configuration(Speaker as) {
        StringBuilder text = new StringBuilder("log stdout\nrouter bgp " + as.as() + "\n");
        text.append(" bgp router-id ").append(as.routerId()).append('\n');
        text.append(" no bgp ebgp-requires-policy\n no bgp network import-check\n no bgp default ipv4-unicast\n");
        for (Speaker.Neighbor peer : as.neighbors()) {
            String neighbor = " neighbor " + peer.remote();
            text.append(neighbor).append(" remote-as ").append(peer.remoteAs()).append('\n');
            text.append(neighbor).append(" update-source ").append(peer.local()).append('\n');
            text.append(neighbor).append(" timers connect 1\n").append(neighbor).append(" advertisement-interval 0\n");
            if (peer.passive()) {
                text.append(neighbor).append(" passive\n");
            }
            if (!peer.password().isEmpty()) {
                text.append(neighbor)
                        .append(" password ")
                        .append(peer.password())
                        .append('\n');
            }
        }
        for (boolean ipv6 : new boolean[] {false, true}) {
            text.append(" address-family ").append(ipv6 ? "ipv6" : "ipv4").append(" unicast\n");
            as.announced().stream()
                    .filter(prefix -> prefix.contains(":") == ipv6)
                    .forEach(prefix -> text.append("  network ").append(prefix).append(" route-map MARK\n"));
            as.neighbors().stream()
                    .filter(peer -> peer.ipv6() == ipv6)
                    .forEach(peer -> text.append("  neighbor ")
                            .append(peer.remote())
                            .append(" activate\n  neighbor ")
                            .append(peer.remote())
                            .append(" route-map OWN out\n"));
            text.append(" exit-address-family\n");
        }
        // It sends what is marked as its own; an empty AS path would also be that of what iBGP neighbors say.
        return text.append("bgp large-community-list standard OWN permit ")
                .append(OWN)
                .append("\nroute-map MARK permit 10\n set large-community ")
                .append(OWN)
                .append("\nroute-map OWN permit 10\n match large-community OWN\n set large-comm-list OWN delete\n")
                .toString();
    }
}
