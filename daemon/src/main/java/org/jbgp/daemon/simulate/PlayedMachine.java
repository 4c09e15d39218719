package org.jbgp.daemon.simulate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jbgp.daemon.instance.Conversions;
import org.jbgp.daemon.session.LastError;
import org.jbgp.daemon.session.NeighborStatus;
import org.jbgp.daemon.simulate.plan.Prefix;
import org.jbgp.daemon.simulate.play.Announcer;
import org.jbgp.daemon.simulate.play.Counterpart;
import org.jbgp.daemon.simulate.play.Player;
import org.jbgp.daemon.simulate.play.SentAttributes;
import org.jbgp.daemon.simulation.Host;
import org.jbgp.daemon.simulation.SimulatedSpeaker;
import org.jbgp.daemon.simulation.World;
import org.jbgp.daemon.wire.AddressFamily;

/** A neighbor that files play, as it is simulated. One thread. */
final class PlayedMachine {
    private final Player player;
    private final SimulatedSpeaker speaker;
    private final Map<String, Announcer> announcers = new LinkedHashMap<>();
    private final Map<Player.Line, Set<Prefix>> prefixes = new LinkedHashMap<>();

    PlayedMachine(World world, Player player) {
        this.player = player;
        Host host = world.host(player.machine().name());
        List<SimulatedSpeaker.Line> lines = new ArrayList<>();
        for (Player.Line line : player.lines()) {
            boolean confederated = line.config().role().confederation().isPresent();
            Announcer announcer =
                    new Announcer(line.routes(), new SentAttributes(world, host, confederated, line.prepends()));
            announcers.put(session(line), announcer);
            lines.add(new SimulatedSpeaker.Line(Counterpart.settings(line.config(), line.id()), announcer));
            Set<Prefix> all = new TreeSet<>();
            families(line).forEach(family -> all.addAll(line.routes().prefixes(family)));
            prefixes.put(line, all);
        }
        this.speaker = world.speaker(player.machine().name(), lines);
    }

    /** The families that the session may carry; the file may have more. */
    private static Set<AddressFamily> families(Player.Line line) {
        return line.config().channels().stream()
                .map(channel -> Conversions.family(channel.family()))
                .collect(Collectors.toSet());
    }

    String name() {
        return player.machine().name();
    }

    Host host() {
        return speaker.host();
    }

    SimulatedSpeaker speaker() {
        return speaker;
    }

    private static String session(Player.Line line) {
        return line.config().name();
    }

    /** All it announces, on any of its sessions. */
    Set<Prefix> prefixes() {
        Set<Prefix> all = new TreeSet<>();
        prefixes.values().forEach(all::addAll);
        return all;
    }

    /** What it announces to a router's protocol; empty if there is no such session. */
    Set<Prefix> prefixes(String router, String protocol) {
        return player.lines().stream()
                .filter(line ->
                        line.router().name().equals(router) && line.protocol().equals(protocol))
                .findFirst()
                .map(prefixes::get)
                .orElse(Set.of());
    }

    NetworkReport.RouterPart part(boolean whole) {
        List<NetworkReport.TablePart> tables = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        List<String> plays = new ArrayList<>();
        for (Player.Line line : player.lines()) {
            Set<AddressFamily> families = families(line);
            int paths = line.routes().groups().stream()
                    .filter(group -> families.contains(group.family()))
                    .mapToInt(group -> group.entries().size())
                    .sum();
            Set<Prefix> announced = prefixes.get(line);
            tables.add(new NetworkReport.TablePart(
                    "announced to " + line.router().name(),
                    announced.size(),
                    paths,
                    whole ? announced.stream().map(Prefix::toString).toList() : List.of()));
            long unsendable = announcers.get(session(line)).unsendable();
            if (unsendable > 0) {
                notes.add(unsendable + " routes cannot be sent to "
                        + line.router().name() + ": too many attributes, or no next hop of their family");
            }
            if (!plays.contains(line.peers().words())) {
                plays.add(line.peers().words());
            }
        }
        return new NetworkReport.RouterPart(
                name(), player.machine().file(), String.join("; ", plays), tables, 0, notes);
    }

    List<NetworkReport.SessionPart> sessions(boolean whole) {
        return player.lines().stream().map(line -> session(line, whole)).toList();
    }

    private NetworkReport.SessionPart session(Player.Line line, boolean whole) {
        NeighborStatus status = speaker.status(session(line));
        List<NetworkReport.AdvertisedPart> advertised = new ArrayList<>();
        for (AddressFamily family : announcers.get(session(line)).families()) {
            Set<Prefix> announced = line.routes().prefixes(family);
            advertised.add(new NetworkReport.AdvertisedPart(
                    family == AddressFamily.IPV4_UNICAST ? "ipv4" : "ipv6",
                    announced.size(),
                    whole ? announced.stream().map(Prefix::toString).toList() : List.of()));
        }
        return new NetworkReport.SessionPart(
                name(),
                session(line),
                line.router().name(),
                status.birdState(),
                status.negotiated() != null ? "" : problem(status),
                advertised);
    }

    private static String problem(NeighborStatus status) {
        return status.lastError().category() == LastError.Category.NONE
                ? "the router does not answer"
                : status.lastError().toString();
    }
}
