package org.jbgp.daemon.simulate.play;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.source.SystemWords;
import org.jbgp.daemon.instance.Conversions;
import org.jbgp.daemon.mrt.RecordedContents;
import org.jbgp.daemon.simulate.plan.AddressOwners;
import org.jbgp.daemon.simulate.plan.BadInput;
import org.jbgp.daemon.simulate.plan.Peering;
import org.jbgp.daemon.simulate.plan.Prefix;
import org.jbgp.daemon.simulate.plan.RouterFile;
import org.jbgp.daemon.simulation.Ip;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;

/** Finds the neighbors that files shall play, and reads the files. */
public final class Players {
    /** How many neighbors are named that a file could play. */
    private static final int NAMED = 20;

    private final List<RouterFile> files;
    private final List<Peering> peerings;
    private final AddressOwners owners;
    private final Consumer<String> notes;
    private final Map<Path, RecordedContents> read = new HashMap<>();

    private Players(List<RouterFile> files, Consumer<String> notes) throws BadInput {
        this.files = files;
        this.peerings = Peering.of(files);
        this.owners = AddressOwners.find(files, peerings);
        this.notes = notes;
    }

    /** A session of a player before it has a name. */
    private record Part(NeighborOption option, Peering peering, Player.Line line) {}

    /**
     * Reads them.
     *
     * @param notes takes what of a file is left out
     */
    public static List<Player> of(List<NeighborOption> options, List<RouterFile> files, Consumer<String> notes)
            throws BadInput {
        if (options.isEmpty()) {
            return List.of();
        }
        Players players = new Players(files, notes);
        List<String> problems = new ArrayList<>();
        Map<KernelIp, List<Part>> machines = new LinkedHashMap<>();
        for (NeighborOption option : options) {
            try {
                Peering peering = players.peering(option);
                List<Part> parts = machines.computeIfAbsent(peering.neighbor(), address -> new ArrayList<>());
                if (parts.stream().anyMatch(part -> part.peering.equals(peering))) {
                    throw new BadInput("--neighbor " + option.name() + ": " + peering.words() + " is played already");
                }
                parts.add(new Part(option, peering, players.line(option, peering)));
            } catch (BadInput e) {
                problems.addAll(e.lines());
            }
        }
        if (!problems.isEmpty()) {
            throw new BadInput(problems);
        }
        List<Part> all = machines.values().stream().flatMap(List::stream).toList();
        return machines.values().stream()
                .map(parts -> players.player(parts, all))
                .toList();
    }

    // --- which neighbor is meant ---

    private Peering peering(NeighborOption option) throws BadInput {
        List<Peering> named = peerings.stream()
                .filter(each -> option.names(each.router().name(), each.config().name()))
                .toList();
        if (named.size() > 1) {
            throw new BadInput("--neighbor " + option.name() + ": there are several of that name; write one of "
                    + named.stream().map(Peering::words).collect(Collectors.joining(", ")));
        }
        if (named.isEmpty()) {
            throw new BadInput("--neighbor " + option.name() + ": " + unknown(option));
        }
        Peering found = named.getFirst();
        if (found.neighbor() == null) {
            throw new BadInput("--neighbor " + option.name()
                    + ": its neighbors are a range, and a file can play only one that has an address in the file of "
                    + found.router().name());
        }
        RouterFile other = owners.of(found.neighbor());
        if (other != null) {
            throw new BadInput("--neighbor " + option.name() + ": " + found.neighbor() + " is " + other.name()
                    + ", which is simulated (" + other.file() + "): a file can play only a neighbor that is none of the"
                    + " routers given");
        }
        return found;
    }

    private String unknown(NeighborOption option) {
        boolean disabled = files.stream()
                .anyMatch(file -> file.configuration().protocols().stream()
                        .anyMatch(protocol -> protocol instanceof BgpConfig
                                && protocol.common().disabled()
                                && option.names(file.name(), protocol.name())));
        if (disabled) {
            return "this protocol is disabled in its file";
        }
        List<String> open = peerings.stream()
                .filter(each -> each.neighbor() != null && owners.of(each.neighbor()) == null)
                .map(Peering::words)
                .toList();
        String some = open.stream().limit(NAMED).collect(Collectors.joining(", "));
        return "no router has a neighbor of that name; "
                + (open.isEmpty()
                        ? "all neighbors are routers given"
                        : "a file can play " + some + (open.size() > NAMED ? ", ..." : ""));
    }

    // --- what it announces ---

    private Player.Line line(NeighborOption option, Peering peering) throws BadInput {
        BgpConfig theirs = peering.config();
        OptionalLong wanted = theirs.isInternal()
                ? OptionalLong.of(theirs.local().asn())
                : theirs.neighbor().asn();
        RecordedContents contents = contents(option.file());
        RecordedPeers peers = RecordedPeers.of(option, contents, wanted, peering.neighbor());
        OptionalLong asn = wanted.isPresent() ? wanted : peers.asn();
        if (asn.isEmpty() || asn.getAsLong() == 0) {
            throw new BadInput("--neighbor " + option.name() + ": " + peering.words()
                    + " says 'external' and no AS number, and the routes of the file are of several: write"
                    + " 'neighbor ... as NUMBER', or choose a peer of the file with @ADDRESS");
        }
        PlayedRoutes routes = PlayedRoutes.read(option, contents, peers, several(theirs));
        say(option, peers, routes, theirs);
        return new Player.Line(
                peering.router(),
                theirs.name(),
                Counterpart.of(peering.router().name(), theirs, ownAddress(peering), asn.getAsLong()),
                peers,
                routes);
    }

    /** What a file holds; said once what of it is cut off, whoever it plays. */
    private RecordedContents contents(Path file) throws BadInput {
        RecordedContents known = read.get(file);
        if (known != null) {
            return known;
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new BadInput(file + ": it is no regular file, and has to be read twice: write it to one");
        }
        try {
            RecordedContents contents = RecordedContents.of(file);
            if (!contents.cut().isEmpty()) {
                notes.accept(file + ": " + contents.cut());
            }
            read.put(file, contents);
            return contents;
        } catch (IOException e) {
            throw new BadInput(file + ": " + SystemWords.of(e));
        }
    }

    private void say(NeighborOption option, RecordedPeers peers, PlayedRoutes routes, BgpConfig theirs) {
        if (routes.outcome().malformed() > 0) {
            notes.accept(option.file() + ": " + routes.outcome().malformed() + " malformed entries are left out");
        }
        boolean first = several(theirs).size() < theirs.channels().size();
        if (first && !peers.whole() && peers.chosen().size() > 1) {
            notes.accept(option.file() + ": of " + peers.words()
                    + " the first route of each prefix is taken ('@ADDRESS' behind the file's name takes one peer)");
        }
        if (routes.groups().isEmpty()) {
            notes.accept(option.file() + ": it has no route of " + peers.words());
        }
    }

    /** The families of which the router takes all paths. */
    private static Set<AddressFamily> several(BgpConfig theirs) {
        Set<AddressFamily> families = EnumSet.noneOf(AddressFamily.class);
        for (ChannelConfig channel : theirs.channels()) {
            if (channel.bgp().orElseThrow().addPaths().receive()) {
                families.add(Conversions.family(channel.family()));
            }
        }
        return families;
    }

    /** The address that the router has for the session; made up where nothing says it. */
    private KernelIp ownAddress(Peering peering) {
        KernelIp neighbor = peering.neighbor();
        if (peering.local() != null) {
            return peering.local();
        }
        KernelIp nearest = Ip.isLinkLocal(neighbor)
                ? null
                : owners.addressesOf(peering.router())
                        .filter(own -> own.family() == neighbor.family())
                        .max(Comparator.comparingInt(own -> Ip.shared(own, neighbor)))
                        .orElse(null);
        boolean near = nearest != null && Ip.shared(nearest, neighbor) >= Prefix.usualLength(neighbor.family());
        if (near || (nearest != null && !peering.isDirect())) {
            return nearest;
        }
        boolean last = neighbor.family() == Family.IPV4 && (neighbor.lo() & 3) == 2;
        return new KernelIp(neighbor.family(), neighbor.hi(), last ? neighbor.lo() - 1 : neighbor.lo() ^ 3);
    }

    // --- what it is called ---

    private Player player(List<Part> parts, List<Part> all) {
        Part first = parts.getFirst();
        String name = first.peering.config().name();
        boolean taken = files.stream().anyMatch(file -> file.name().equals(name))
                || all.stream()
                        .anyMatch(part -> !parts.contains(part)
                                && part.peering.config().name().equals(name));
        Configuration theirs = first.peering.router().configuration();
        Configuration own = new Configuration(
                theirs.dialect(),
                theirs.router(),
                List.of(),
                theirs.tables(),
                parts.stream().<ProtocolConfig>map(part -> part.line.config()).toList(),
                List.of(),
                theirs.filters(),
                theirs.sources());
        String file = parts.stream()
                .map(part -> part.option.file().toString())
                .distinct()
                .collect(Collectors.joining(", "));
        return new Player(
                new RouterFile(taken ? first.peering.words() : name, file, own, List.of(), List.of(), true),
                parts.stream().map(Part::line).toList());
    }
}
