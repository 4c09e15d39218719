package org.jbgp.daemon.lab;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** GoBGP. Prefixes to originate go in by MRT file, as its configuration has no word for them. */
public final class GoBgp extends Peer {
    private static final Pattern NEIGHBORING_PREFIXES = Pattern.compile("\"value\":\\[\\{\"prefix\"[^]]*+]");
    private static final List<String> STATES =
            List.of("Unknown", "Idle", "Connect", "Active", "OpenSent", "OpenConfirm", "Established");

    private static final int SURPLUS = 3000;

    /** A GoBGP that is not started yet. */
    public GoBgp(Node node, String name) {
        super(node, name);
    }

    @Override
    protected void launch() {
        process(
                Map.of(),
                List.of(Software.GOBGP.program(), "-f", file("conf").toString(), "--api-hosts", "127.0.0.1:50051"));
    }

    @Override
    protected boolean ready() {
        return node().tryExec(List.of(cli(), "global")).exit() == 0;
    }

    private static String cli() {
        return Software.GOBGP.program().replaceAll("gobgpd$", "gobgp");
    }

    @Override
    public String session(String neighbor) {
        for (Object each : (List<?>) Json.parse(node().exec(cli(), "neighbor", "-j"))) {
            Map<?, ?> state = Json.object(each, "state");
            if (Json.text(state, "neighbor_address").equals(neighbor)) {
                String number = Json.text(state, "session_state");
                return number.isEmpty() ? "Idle" : STATES.get(Integer.parseInt(number));
            }
        }
        return "";
    }

    @Override
    public SortedSet<PeerRoute> routes() {
        SortedSet<PeerRoute> routes = new TreeSet<>();
        for (String family : new String[] {"ipv4", "ipv6"}) {
            String text = node().exec(cli(), "global", "rib", "-a", family, "-j");
            // Every IPv6 path repeats all prefixes of the UPDATE it came in.
            Object answer = Json.parse(NEIGHBORING_PREFIXES.matcher(text).replaceAll("\"value\":[]"));
            Json.object(answer).forEach((prefix, paths) -> {
                for (Object path : (List<?>) paths) {
                    if (Json.object(path).containsKey("neighbor-ip")) {
                        routes.add(route(String.valueOf(prefix), path));
                    }
                }
            });
        }
        return Collections.unmodifiableSortedSet(routes);
    }

    private static PeerRoute route(String prefix, Object path) {
        String nextHop = "";
        StringBuilder asPath = new StringBuilder();
        SortedSet<String> communities = new TreeSet<>();
        for (Object attribute : Json.array(path, "attrs")) {
            switch (Json.text(attribute, "type")) {
                case "2" -> {
                    for (Object segment : Json.array(attribute, "as_paths")) {
                        List<String> numbers = Json.array(segment, "asns").stream()
                                .map(Json::scalar)
                                .toList();
                        String text = String.join(" ", numbers);
                        asPath.append(asPath.isEmpty() ? "" : " ")
                                .append(Json.text(segment, "segment_type").equals("1") ? "{" + text + "}" : text);
                    }
                }
                case "3", "14" -> nextHop = Json.text(attribute, "nexthop");
                case "8" ->
                    Json.array(attribute, "communities").forEach(value -> {
                        long number = Long.parseLong(Json.scalar(value));
                        communities.add((number >> 16) + ":" + (number & 0xffff));
                    });
                case "32" ->
                    Json.array(attribute, "value")
                            .forEach(value -> communities.add(Json.text(value, "ASN") + ":"
                                    + Json.text(value, "LocalData1") + ":" + Json.text(value, "LocalData2")));
                default -> {}
            }
        }
        return new PeerRoute(prefix, nextHop, asPath.toString(), communities);
    }

    @Override
    protected void announceAtStart(Collection<String> prefixes) {
        announce(prefixes);
    }

    /**
     * By MRT file: a command per prefix takes minutes for thousands. The command of GoBGP 3.10 ends before the server
     * has read the last few hundred entries, so all of them are in the file several times.
     */
    @Override
    public void announce(Collection<String> prefixes) {
        for (boolean ipv6 : new boolean[] {false, true}) {
            List<String> family = prefixes.stream()
                    .filter(prefix -> prefix.contains(":") == ipv6)
                    .toList();
            if (!family.isEmpty()) {
                List<String> entries = new ArrayList<>();
                while (entries.size() < family.size() + SURPLUS) {
                    entries.addAll(family);
                }
                write("rib.mrt", MrtRib.of(entries));
                node().exec(cli(), "mrt", "inject", "global", file("rib.mrt").toString());
            }
        }
    }

    @Override
    public void withdraw(Collection<String> prefixes) {
        for (boolean ipv6 : new boolean[] {false, true}) {
            String lines = prefixes.stream()
                    .filter(prefix -> prefix.contains(":") == ipv6)
                    .collect(Collectors.joining("\n"));
            if (!lines.isEmpty()) {
                String family = ipv6 ? "ipv6" : "ipv4";
                Shell.must(
                        node().inside(List.of(
                                "xargs", "-P", "4", "-I", "{}", cli(), "global", "rib", "-a", family, "del", "{}")),
                        lines + "\n");
            }
        }
    }

    @Override
    public String configuration(Speaker as) {
        StringBuilder text = new StringBuilder("[global.config]\nas = " + as.as() + "\nrouter-id = \"" + as.routerId()
                + "\"\nport = 179\n[global.apply-policy.config]\ndefault-export-policy = \"reject-route\"\n"
                + "export-policy-list = [\"own\"]\ndefault-import-policy = \"accept-route\"\n"
                + "[[policy-definitions]]\nname = \"own\"\n[[policy-definitions.statements]]\nname = \"local\"\n"
                + "[policy-definitions.statements.conditions.bgp-conditions]\nroute-type = \"local\"\n"
                + "[policy-definitions.statements.actions]\nroute-disposition = \"accept-route\"\n");
        for (Speaker.Neighbor peer : as.neighbors()) {
            text.append("[[neighbors]]\n[neighbors.config]\nneighbor-address = \"")
                    .append(peer.remote());
            text.append("\"\npeer-as = ").append(peer.remoteAs()).append('\n');
            if (!peer.password().isEmpty()) {
                text.append("auth-password = \"").append(peer.password()).append("\"\n");
            }
            text.append("[neighbors.transport.config]\nlocal-address = \"").append(peer.local());
            text.append("\"\npassive-mode = ").append(peer.passive()).append('\n');
            text.append("[neighbors.timers.config]\nconnect-retry = 5\nidle-hold-time-after-reset = 2\n");
            text.append("[[neighbors.afi-safis]]\n[neighbors.afi-safis.config]\nafi-safi-name = \"");
            text.append(peer.ipv6() ? "ipv6-unicast" : "ipv4-unicast").append("\"\n");
        }
        return text.toString();
    }
}
