package org.jbgp.daemon.simulate;

import java.util.ArrayList;
import java.util.List;
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
    private final List<Session> sessions = new ArrayList<>();

    /**
     * One of its sessions.
     *
     * @param prefixes of all families that it may carry; the file may have more
     */
    private record Session(Player.Line line, Announcer announcer, Set<Prefix> prefixes) {
        /** As this side calls it. */
        String name() {
            return line.config().name();
        }
    }

    PlayedMachine(World world, Player player) {
        this.player = player;
        Host host = world.host(player.machine().name());
        List<SimulatedSpeaker.Line> lines = new ArrayList<>();
        for (Player.Line line : player.lines()) {
            boolean confederated = line.config().role().confederation().isPresent();
            Announcer announcer =
                    new Announcer(line.routes(), new SentAttributes(world, host, confederated, line.prepends()));
            lines.add(new SimulatedSpeaker.Line(Counterpart.settings(line.config(), line.id()), announcer));
            Set<Prefix> all = new TreeSet<>();
            families(line).forEach(family -> all.addAll(line.routes().prefixes(family)));
            sessions.add(new Session(line, announcer, all));
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

    /** All it advertises, on any of its sessions. */
    Set<Prefix> prefixes() {
        Set<Prefix> all = new TreeSet<>();
        sessions.forEach(session -> all.addAll(session.prefixes));
        return all;
    }

    /** What it advertises to a router's protocol; empty if there is no such session. */
    Set<Prefix> prefixes(String router, String protocol) {
        return sessions.stream()
                .filter(session -> session.line.router().name().equals(router)
                        && session.line.protocol().equals(protocol))
                .findFirst()
                .map(Session::prefixes)
                .orElse(Set.of());
    }

    NetworkReport.RouterPart part(boolean whole) {
        List<NetworkReport.TablePart> tables = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        List<String> plays = new ArrayList<>();
        for (Session session : sessions) {
            Player.Line line = session.line;
            Set<AddressFamily> families = families(line);
            int paths = line.routes().groups().stream()
                    .filter(group -> families.contains(group.family()))
                    .mapToInt(group -> group.entries().size())
                    .sum();
            tables.add(new NetworkReport.TablePart(
                    "advertised to " + line.router().name(),
                    session.prefixes.size(),
                    paths,
                    whole ? session.prefixes.stream().map(Prefix::toString).toList() : List.of()));
            long unsendable = session.announcer.unsendable();
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
        return sessions.stream().map(session -> part(session, whole)).toList();
    }

    private NetworkReport.SessionPart part(Session session, boolean whole) {
        NeighborStatus status = speaker.status(session.name());
        List<NetworkReport.AdvertisedPart> advertised = new ArrayList<>();
        for (AddressFamily family : session.announcer.families()) {
            Set<Prefix> sent = session.line.routes().prefixes(family);
            advertised.add(new NetworkReport.AdvertisedPart(
                    family == AddressFamily.IPV4_UNICAST ? "ipv4" : "ipv6",
                    sent.size(),
                    whole ? sent.stream().map(Prefix::toString).toList() : List.of()));
        }
        return new NetworkReport.SessionPart(
                name(),
                session.name(),
                session.line.router().name(),
                status.birdState(),
                status.negotiated() != null ? "" : problem(status),
                "",
                advertised);
    }

    private static String problem(NeighborStatus status) {
        return status.lastError().category() == LastError.Category.NONE
                ? "the router does not answer"
                : status.lastError().toString();
    }
}
