package org.jbgp.daemon.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** OpenBGPD's portable version, with its control socket in the lab's directory. */
public final class OpenBgpd extends Peer {
    /** Marks its own prefixes inside, so that it passes on no others. */
    private static final String OWN = "4200000000:0:1";

    /** An OpenBGPD that is not started yet. */
    public OpenBgpd(Node node, String name) {
        super(node, name);
    }

    @Override
    protected void launch() {
        try {
            Files.createDirectories(Path.of("/run/openbgpd"));
            Files.setPosixFilePermissions(file("conf"), PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare OpenBGPD's files", e);
        }
        process(
                Map.of(),
                List.of(Software.OPENBGPD.program(), "-d", "-f", file("conf").toString()));
    }

    @Override
    protected boolean ready() {
        return Shell.run(line("show", "neighbor")).exit() == 0;
    }

    private List<String> line(String... words) {
        List<String> line = new ArrayList<>(List.of(
                Software.OPENBGPD.program().replaceAll("bgpd$", "bgpctl"),
                "-s",
                file("ctl").toString(),
                "-j"));
        line.addAll(List.of(words));
        return line;
    }

    @Override
    public String session(String neighbor) {
        for (Object each : Json.array(Json.parse(Shell.must(line("show", "neighbor"))), "neighbors")) {
            if (Json.text(each, "remote_addr").equals(neighbor)) {
                return Json.text(each, "state");
            }
        }
        return "";
    }

    @Override
    public SortedSet<PeerRoute> routes() {
        SortedSet<PeerRoute> routes = new TreeSet<>();
        for (Object path : Json.array(Json.parse(Shell.must(line("show", "rib", "detail"))), "rib")) {
            if (!Json.text(Json.object(path, "neighbor"), "remote_addr").equals("???")) {
                SortedSet<String> communities = new TreeSet<>();
                for (String kind : new String[] {"communities", "large_communities"}) {
                    Json.array(path, kind).forEach(value -> communities.add(Json.scalar(value)));
                }
                routes.add(new PeerRoute(
                        Json.text(path, "prefix"),
                        Json.text(path, "exit_nexthop"),
                        Json.text(path, "aspath"),
                        communities));
            }
        }
        return Collections.unmodifiableSortedSet(routes);
    }

    @Override
    public void announce(Collection<String> prefixes) {
        prefixes.forEach(prefix -> Shell.must(line("network", "add", prefix, "large-community", OWN)));
    }

    @Override
    public void withdraw(Collection<String> prefixes) {
        prefixes.forEach(prefix -> Shell.must(line("network", "delete", prefix)));
    }

    @Override
    public String configuration(Speaker as) {
        StringBuilder text = new StringBuilder("AS " + as.as() + "\nrouter-id " + as.routerId()
                + "\nconnect-retry 5\nfib-update no\nsocket \"" + file("ctl") + "\"\n");
        as.announced().forEach(prefix -> text.append("network " + prefix + " set large-community " + OWN + "\n"));
        for (Speaker.Neighbor peer : as.neighbors()) {
            text.append("neighbor ")
                    .append(peer.remote())
                    .append(" {\n  remote-as ")
                    .append(peer.remoteAs());
            text.append("\n  local-address ").append(peer.local());
            text.append("\n  descr \"").append(peer.name()).append("\"\n");
            text.append("  announce IPv4 ")
                    .append(peer.ipv6() ? "none" : "unicast")
                    .append('\n');
            text.append("  announce IPv6 ")
                    .append(peer.ipv6() ? "unicast" : "none")
                    .append('\n');
            if (peer.passive()) {
                text.append("  passive\n");
            }
            if (!peer.password().isEmpty()) {
                text.append("  tcp md5sig password ").append(peer.password()).append('\n');
            }
            text.append("}\n");
        }
        return text.append("allow from any\ndeny to any\nallow to any large-community " + OWN
                        + " set { large-community delete " + OWN + " }\n")
                .toString();
    }
}
