package org.jbgp.daemon.simulate.play;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jbgp.config.source.SystemWords;
import org.jbgp.daemon.mrt.RecordedContents;
import org.jbgp.daemon.mrt.RecordedRoutes;
import org.jbgp.daemon.mrt.RecordedTable;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.simulate.plan.BadInput;
import org.jbgp.daemon.simulate.plan.Prefix;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;

/**
 * What a neighbor that a file plays announces: the routes of some peers of the file as they are at its end. Immutable.
 *
 * @param groups prefixes by attribute set, in the order of the file
 * @param outcome what of the file was left out
 */
public record PlayedRoutes(List<Group> groups, RecordedTable.Outcome outcome) {
    /** Prefixes with the same attributes. */
    public static final class Group {
        private final AddressFamily family;
        private final byte[] attributes;
        private final List<Entry> entries = new ArrayList<>();

        private Group(AddressFamily family, byte[] attributes) {
            this.family = family;
            this.attributes = attributes;
        }

        /** Family of the prefixes. */
        public AddressFamily family() {
            return family;
        }

        /** Canonical, as recorded; not to be changed. */
        public byte[] attributes() {
            return attributes;
        }

        /** The prefixes, in the order of the file. */
        public List<Entry> entries() {
            return Collections.unmodifiableList(entries);
        }
    }

    /**
     * A route.
     *
     * @param pathId path identifier; means nothing unless several paths are sent
     */
    public record Entry(Prefix prefix, int pathId) {}

    /**
     * Reads them.
     *
     * @param several the families of which all paths of a prefix are wanted, not the first one alone
     */
    public static PlayedRoutes read(
            NeighborOption option, RecordedContents contents, RecordedPeers peers, Set<AddressFamily> several)
            throws BadInput {
        Reader reader = new Reader(peers, several);
        try {
            RecordedTable.Outcome outcome = RecordedRoutes.read(contents, reader);
            return new PlayedRoutes(reader.groups(), outcome);
        } catch (IOException e) {
            throw new BadInput(option.file() + ": " + SystemWords.of(e));
        }
    }

    /** Sorted. */
    public Set<Prefix> prefixes(AddressFamily family) {
        Set<Prefix> prefixes = new TreeSet<>();
        for (Group group : groups) {
            if (group.family == family) {
                group.entries.forEach(entry -> prefixes.add(entry.prefix));
            }
        }
        return prefixes;
    }

    /** A path that a peer announced. */
    private record Path(int peer, AddressFamily family, int pathId, Prefix prefix) {}

    private static final class Reader implements RecordedRoutes.Sink {
        private final RecordedPeers peers;
        private final Set<AddressFamily> several;
        private final Map<RouteSource, Integer> numbers = new HashMap<>();
        private final Map<Path, byte[]> paths = new LinkedHashMap<>();
        private final Map<ByteBuffer, byte[]> sets = new HashMap<>();

        private Reader(RecordedPeers peers, Set<AddressFamily> several) {
            this.peers = peers;
            this.several = several;
        }

        /** Number of a peer, -1 for one that is not chosen. */
        private int number(RouteSource from) {
            Integer known = numbers.get(from);
            if (known == null) {
                known = peers.contains(from) ? numbers.size() : -1;
                numbers.put(from, known);
            }
            return known;
        }

        @Override
        public void route(
                RouteSource from, AddressFamily family, int id, long hi, long lo, int length, byte[] array, int size) {
            int peer = number(from);
            if (peer >= 0) {
                ByteBuffer set = ByteBuffer.wrap(array, 0, size);
                byte[] kept = sets.get(set);
                if (kept == null) {
                    kept = Arrays.copyOf(array, size);
                    sets.put(ByteBuffer.wrap(kept), kept);
                }
                paths.put(new Path(peer, family, id, prefix(family, hi, lo, length)), kept);
            }
        }

        @Override
        public void withdrawn(RouteSource from, AddressFamily family, int id, long hi, long lo, int length) {
            int peer = number(from);
            if (peer >= 0) {
                paths.remove(new Path(peer, family, id, prefix(family, hi, lo, length)));
            }
        }

        @Override
        public void down(RouteSource from) {
            int peer = number(from);
            if (peer >= 0) {
                paths.keySet().removeIf(path -> path.peer == peer);
            }
        }

        private static Prefix prefix(AddressFamily family, long hi, long lo, int length) {
            return new Prefix(
                    new KernelIp(family == AddressFamily.IPV4_UNICAST ? Family.IPV4 : Family.IPV6, hi, lo), length);
        }

        private List<Group> groups() {
            Map<Kind, Group> groups = new LinkedHashMap<>();
            Map<Prefix, Integer> counts = new HashMap<>();
            Set<Prefix> first = new HashSet<>();
            paths.forEach((path, set) -> {
                int id = 0;
                if (several.contains(path.family)) {
                    // Two peers may have given one identifier.
                    id = counts.merge(path.prefix, 1, Integer::sum);
                } else if (!first.add(path.prefix)) {
                    return;
                }
                groups.computeIfAbsent(new Kind(path.family, ByteBuffer.wrap(set)), kind -> new Group(kind.family, set))
                        .entries
                        .add(new Entry(path.prefix, id));
            });
            return List.copyOf(groups.values());
        }
    }

    /** What routes of one group have in common. */
    private record Kind(AddressFamily family, ByteBuffer attributes) {}
}
