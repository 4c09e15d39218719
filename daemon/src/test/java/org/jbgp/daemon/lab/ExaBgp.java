package org.jbgp.daemon.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * ExaBGP 4.2. It keeps no table: a helper process writes the events it reports to a file, from which {@link #routes} is
 * computed, and passes on what is written to a named pipe as commands.
 */
public final class ExaBgp extends Peer {
    private static final String LINK_LOCAL = "fe80:";

    /** An ExaBGP that is not started yet. */
    public ExaBgp(Node node, String name) {
        super(node, name);
    }

    @Override
    protected void launch() {
        Path helper = write(
                "helper",
                "#!/bin/sh\nexec 3<&0\ncat <&3 >" + file("events") + " &\nexec cat <>" + file("commands") + "\n");
        try {
            Files.deleteIfExists(file("events"));
            Files.createFile(file("events"));
            Files.deleteIfExists(file("commands"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare ExaBGP's files", e);
        }
        Shell.must(List.of("chmod", "755", helper.toString()));
        Shell.must(List.of("mkfifo", file("commands").toString()));
        String listen = configuredLocalAddresses();
        Map<String, String> environment = new HashMap<>(Map.of(
                "exabgp_daemon_drop", "false",
                "exabgp_api_cli", "false",
                "exabgp_api_ack", "false",
                "exabgp_log_processes", "false",
                "exabgp_log_destination", "stderr"));
        if (!listen.isEmpty()) {
            environment.put("exabgp_tcp_bind", listen);
            environment.put("exabgp_tcp_port", "179");
        }
        process(environment, List.of(Software.EXABGP.program(), file("conf").toString()));
    }

    private String configuredLocalAddresses() {
        try (var lines = Files.lines(file("conf"), StandardCharsets.UTF_8)) {
            return lines.map(String::strip)
                    .filter(line -> line.startsWith("local-address "))
                    .map(line -> line.substring("local-address ".length(), line.length() - 1))
                    .distinct()
                    .collect(Collectors.joining(" "));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the configuration", e);
        }
    }

    @Override
    protected boolean ready() {
        return log().contains("loaded new configuration successfully");
    }

    /** One event per line, as reported so far. */
    private List<Object> events() {
        try {
            return Files.readString(file("events"), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.endsWith("}"))
                    .map(Json::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read ExaBGP's events", e);
        }
    }

    private static String neighbor(Object event) {
        return Json.text(Json.object(event, "neighbor", "address"), "peer");
    }

    @Override
    public String session(String neighbor) {
        String state = "";
        for (Object event : events()) {
            if (Json.text(event, "type").equals("state") && neighbor(event).equals(neighbor)) {
                state = Json.text(Json.object(event, "neighbor"), "state");
            }
        }
        return state.equals("up") ? "Established" : state;
    }

    @Override
    public SortedSet<PeerRoute> routes() {
        Map<String, PeerRoute> held = new TreeMap<>();
        for (Object event : events()) {
            String from = neighbor(event) + " ";
            Map<?, ?> update = Json.object(event, "neighbor", "message", "update");
            if (Json.text(event, "type").equals("state")
                    && Json.text(Json.object(event, "neighbor"), "state").equals("down")) {
                held.keySet().removeIf(key -> key.startsWith(from));
            }
            Json.object(update, "withdraw").values().forEach(list -> {
                for (Object withdrawn : (List<?>) list) {
                    held.remove(from + Json.text(withdrawn, "nlri"));
                }
            });
            Json.object(update, "announce")
                    .values()
                    .forEach(byNextHop -> Json.object(byNextHop).forEach((hop, list) -> {
                        if (!String.valueOf(hop).startsWith(LINK_LOCAL)) {
                            for (Object announced : (List<?>) list) {
                                PeerRoute route = route(Json.text(announced, "nlri"), String.valueOf(hop), update);
                                held.put(from + route.prefix(), route);
                            }
                        }
                    }));
        }
        return Collections.unmodifiableSortedSet(new TreeSet<>(held.values()));
    }

    private static PeerRoute route(String prefix, String nextHop, Object update) {
        Map<?, ?> attributes = Json.object(update, "attribute");
        SortedSet<String> communities = new TreeSet<>();
        for (String kind : new String[] {"community", "large-community"}) {
            for (Object community : Json.array(attributes, kind)) {
                communities.add(((List<?>) community).stream().map(Json::scalar).collect(Collectors.joining(":")));
            }
        }
        String asPath =
                Json.array(attributes, "as-path").stream().map(Json::scalar).collect(Collectors.joining(" "));
        return new PeerRoute(prefix, nextHop, asPath, communities);
    }

    @Override
    protected void announceAtStart(Collection<String> prefixes) {
        announce(prefixes);
    }

    @Override
    public void announce(Collection<String> prefixes) {
        order("announce", prefixes);
    }

    @Override
    public void withdraw(Collection<String> prefixes) {
        order("withdraw", prefixes);
    }

    private void order(String verb, Collection<String> prefixes) {
        StringBuilder commands = new StringBuilder();
        for (Speaker.Neighbor peer : speaker().neighbors()) {
            List<String> own = prefixes.stream()
                    .filter(prefix -> prefix.contains(":") == peer.ipv6())
                    .toList();
            for (String prefix : own) {
                commands.append("neighbor ")
                        .append(peer.remote())
                        .append(' ')
                        .append(verb)
                        .append(" route ");
                commands.append(prefix).append(" next-hop self\n");
            }
        }
        command(commands.toString());
    }

    /** Gives ExaBGP commands, one per line. */
    public void command(String lines) {
        try {
            Files.writeString(file("commands"), lines, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to ExaBGP", e);
        }
    }

    @Override
    public String configuration(Speaker as) {
        StringBuilder text = new StringBuilder("process helper {\n  run " + file("helper") + ";\n  encoder json;\n}\n");
        for (Speaker.Neighbor peer : as.neighbors()) {
            text.append("neighbor ").append(peer.remote()).append(" {\n");
            text.append("  router-id ").append(as.routerId()).append(";\n");
            text.append("  local-address ").append(peer.local()).append(";\n");
            text.append("  local-as ")
                    .append(as.as())
                    .append(";\n  peer-as ")
                    .append(peer.remoteAs())
                    .append(";\n");
            text.append(peer.passive() ? "  passive true;\n" : "");
            if (!peer.password().isEmpty()) {
                text.append("  md5-password \"").append(peer.password()).append("\";\n");
            }
            text.append("  family { ").append(peer.ipv6() ? "ipv6" : "ipv4").append(" unicast; }\n");
            text.append("  api { processes [ helper ]; neighbor-changes; receive { parsed; update; } }\n}\n");
        }
        return text.toString();
    }
}
