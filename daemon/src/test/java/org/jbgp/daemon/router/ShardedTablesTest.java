package org.jbgp.daemon.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * Whatever neighbors do, a router cut into one, two or three shards holds what one simple table would: paths, best
 * paths, remembered routes, what export targets were given, and counters.
 */
class ShardedTablesTest {
    private static final int SOURCES = ShardedWorld.SOURCES;
    private static final int PREFIXES = 40;
    private static final int IMPORT_LIMIT = 25;

    /** A prefix of one family, or the table of a pipe ({@code table} 2). */
    private record Key(int table, int prefix) {}

    private record PathKey(int source, int pathId) {}

    private record Received(WorldAttributes attributes, boolean stale) {}

    /** What the router should make of what it received, by the plainest means. */
    private static final class Model {
        private final List<Map<Key, Map<Integer, Received>>> received = new ArrayList<>();
        private final int[] preference = new int[SOURCES];
        private final WorldRule[] rule = new WorldRule[SOURCES];
        private final ResolvedNextHop[] way = new ResolvedNextHop[SOURCES];
        private final long[][] updates = new long[SOURCES][2];
        private final long[][] withdrawals = new long[SOURCES][2];
        private final long[][] withdrawalsOfSome = new long[SOURCES][2];
        private final long[][] accepted = new long[SOURCES][2];
        private final long[][] filtered = new long[SOURCES][2];
        /** Stale paths may be found by the neighbor or by their removal: which of them comes first is left open. */
        private final boolean[] raced = new boolean[SOURCES];

        private Model() {
            for (int source = 0; source < SOURCES; source++) {
                received.add(new HashMap<>());
                preference[source] = 100;
                rule[source] = ShardedWorld.RULES.get(source);
                way[source] = ShardedWorld.reachable(0);
            }
        }

        /** The set after the import filter, null if it is rejected. */
        private WorldAttributes imported(int source, Key key, WorldAttributes set) {
            return rule[source].apply(set, key.prefix());
        }

        private void announce(int source, Key key, int pathId, WorldAttributes set) {
            updates[source][key.table()]++;
            Map<Integer, Received> paths = received.get(source).computeIfAbsent(key, any -> new HashMap<>());
            Received former = paths.put(pathId, new Received(set, false));
            WorldAttributes before = former == null ? null : imported(source, key, former.attributes());
            WorldAttributes now = imported(source, key, set);
            if (now == null) {
                filtered[source][key.table()]++;
                withdrawalsOfSome[source][key.table()] += before == null ? 0 : 1;
            } else if (!now.equals(before)) {
                accepted[source][key.table()]++;
            }
        }

        private void withdraw(int source, Key key, int pathId) {
            withdrawals[source][key.table()]++;
            Received former =
                    received.get(source).getOrDefault(key, new HashMap<>()).remove(pathId);
            if (former != null && imported(source, key, former.attributes()) != null) {
                withdrawalsOfSome[source][key.table()]++;
            }
        }

        private void markStale(int source) {
            received.get(source)
                    .values()
                    .forEach(paths -> paths.replaceAll((id, path) -> new Received(path.attributes(), true)));
        }

        private void dropStale(int source) {
            raced[source] = true;
            received.get(source).values().forEach(paths -> paths.values().removeIf(Received::stale));
        }

        /** All paths of a prefix after their filters. */
        private Map<PathKey, WorldAttributes> paths(Key key) {
            Map<PathKey, WorldAttributes> paths = new HashMap<>();
            for (int source = 0; source < SOURCES; source++) {
                int from = source;
                received.get(source).getOrDefault(key, Map.of()).forEach((pathId, path) -> {
                    WorldAttributes set = imported(from, key, path.attributes());
                    if (set != null) {
                        paths.put(new PathKey(from, pathId), set);
                    }
                });
            }
            return paths;
        }

        private int rejected(int source, int table) {
            return (int) received.get(source).entrySet().stream()
                    .filter(entry -> entry.getKey().table() == table)
                    .flatMap(entry -> entry.getValue().values().stream()
                            .filter(path -> imported(source, entry.getKey(), path.attributes()) == null))
                    .count();
        }

        private PathKey best(Map<PathKey, WorldAttributes> paths) {
            return paths.keySet().stream()
                    .filter(path -> way[path.source()].eligible())
                    .min(Comparator.comparingInt((PathKey path) -> -preference[path.source()])
                            .thenComparing(path -> !way[path.source()].reachable())
                            .thenComparingLong(path -> -paths.get(path).localPref())
                            .thenComparingInt(path -> paths.get(path).hops())
                            .thenComparingLong(path -> way[path.source()].igpMetric())
                            .thenComparingInt(PathKey::source)
                            .thenComparingInt(PathKey::pathId))
                    .orElse(null);
        }

        private String text(PathKey path, WorldAttributes set) {
            return WorldNames.text(path.source(), path.pathId(), set);
        }

        private String way(PathKey path) {
            ResolvedNextHop it = way[path.source()];
            return it.state() + "/" + it.igpMetric();
        }
    }

    private final Model model = new Model();

    @Property(tries = 120)
    void shardsHoldWhatOneTableWould(
            @ForAll @IntRange(min = 1, max = 3) int shards, @ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        Random random = new Random(seed);
        ShardedTablesTest run = new ShardedTablesTest();
        try (ShardedWorld world =
                new ShardedWorld(shards, 1 + random.nextInt(30), 1 + random.nextInt(30), IMPORT_LIMIT)) {
            run.live(world, random);
        }
    }

    private void live(ShardedWorld world, Random random) {
        boolean[] up = new boolean[SOURCES];
        boolean[] refreshing = new boolean[SOURCES];
        boolean mirrored = false;
        for (int step = 0; step < 250; step++) {
            int source = random.nextInt(SOURCES);
            switch (random.nextInt(24)) {
                case 0 -> {
                    if (up[source]) {
                        up[source] = false;
                        refreshing[source] = false;
                        model.received.get(source).clear();
                        world.down(source);
                    }
                }
                case 1 -> {
                    if (up[source] && !refreshing[source]) {
                        refreshing[source] = true;
                        model.markStale(source);
                        world.markStale(source);
                    } else if (refreshing[source]) {
                        refreshing[source] = false;
                        model.dropStale(source);
                        world.dropStale(source);
                    }
                }
                case 2 -> {
                    model.way[source] = random.nextInt(4) == 0
                            ? ResolvedNextHop.UNREACHABLE
                            : random.nextInt(4) == 0
                                    ? ResolvedNextHop.INVALID
                                    : ShardedWorld.reachable(random.nextInt(3) * 10L);
                    world.resolve(source, model.way[source]);
                }
                case 3 -> {
                    if (up[source]) {
                        model.preference[source] = 100 + random.nextInt(3);
                        world.prefer(source, model.preference[source]);
                    }
                }
                case 4 -> {
                    if (up[ShardedWorld.KEEPS_ALL]) {
                        WorldRule rule = ShardedWorld.RULES.get(random.nextInt(SOURCES));
                        model.rule[ShardedWorld.KEEPS_ALL] = rule;
                        world.refilter(rule);
                    }
                }
                case 5 -> {
                    if (!mirrored) {
                        world.mirror();
                        mirrored = true;
                    } else if (random.nextBoolean()) {
                        world.refeedPipe();
                    }
                }
                case 6 -> {
                    if (random.nextInt(3) == 0) {
                        finishRefreshes(world, refreshing);
                        check(world, mirrored);
                    } else {
                        world.answer();
                    }
                }
                default -> {
                    if (!up[source]) {
                        up[source] = true;
                        world.up(source, model.preference[source], model.rule[source]);
                    }
                    send(world, random, source);
                }
            }
        }
        if (!mirrored) {
            world.mirror();
        }
        finishRefreshes(world, refreshing);
        check(world, true);
        for (int source = 0; source < SOURCES; source++) {
            if (up[source]) {
                model.received.get(source).clear();
                world.down(source);
            }
        }
        check(world, true);
        world.settle();
        assertThat(world.view().leftOver()).isEmpty();
    }

    private void finishRefreshes(ShardedWorld world, boolean[] refreshing) {
        for (int source = 0; source < SOURCES; source++) {
            if (refreshing[source]) {
                refreshing[source] = false;
                model.dropStale(source);
                world.dropStale(source);
            }
        }
    }

    private void send(ShardedWorld world, Random random, int source) {
        for (int i = random.nextInt(6); i >= 0; i--) {
            AddressFamily family = random.nextInt(3) == 0 ? AddressFamily.IPV6_UNICAST : AddressFamily.IPV4_UNICAST;
            int pathId = source == ShardedWorld.ADDS_PATHS ? random.nextInt(4) : 0;
            if (random.nextInt(4) == 0) {
                for (int j = random.nextInt(4); j >= 0; j--) {
                    int prefix = random.nextInt(PREFIXES);
                    model.withdraw(source, new Key(family.index(), prefix), pathId);
                    world.withdraw(source, family, pathId, prefix);
                }
            } else {
                // MED orders only paths of one neighboring AS: with several of them the outcome hangs on the order of
                // events.
                int med = source == ShardedWorld.ADDS_PATHS ? 0 : random.nextInt(4);
                WorldAttributes set =
                        new WorldAttributes(source, family, 1 + random.nextInt(4), 100 + random.nextInt(3) * 50L, med);
                world.attributes(source, set);
                for (int j = random.nextInt(6); j >= 0; j--) {
                    int prefix = random.nextInt(PREFIXES);
                    model.announce(source, new Key(family.index(), prefix), pathId, set);
                    world.announce(source, family, pathId, prefix);
                }
            }
        }
        if (random.nextInt(3) > 0) {
            world.flush(source);
        }
    }

    /** Compares everything there is to be seen with the model. */
    private void check(ShardedWorld world, boolean mirrored) {
        world.settle();
        WorldView.Seen seen = world.view().look();
        Map<String, Set<String>> paths = new TreeMap<>();
        Map<String, String> best = new TreeMap<>();
        Map<String, String> bestWithWay = new TreeMap<>();
        Set<String> advertisedToMember = new TreeSet<>();
        int[][] imported = new int[SOURCES][2];
        int[][] preferred = new int[SOURCES][2];
        for (int table = 0; table < 2; table++) {
            for (int prefix = 0; prefix < PREFIXES; prefix++) {
                Key key = new Key(table, prefix);
                Map<PathKey, WorldAttributes> expected = model.paths(key);
                String name = WorldNames.name(table, prefix);
                // Which routes a limit lets in depends on the order in which the shards come to them: those there are
                // count.
                Set<String> there = seen.paths().getOrDefault(name, Set.of());
                expected.entrySet()
                        .removeIf(entry -> entry.getKey().source() == ShardedWorld.LIMITED
                                && !there.contains(model.text(entry.getKey(), entry.getValue())));
                if (expected.isEmpty()) {
                    continue;
                }
                Set<String> texts = paths.computeIfAbsent(name, any -> new TreeSet<>());
                expected.forEach((path, set) -> {
                    texts.add(model.text(path, set));
                    imported[path.source()][key.table()]++;
                });
                if (table == 0) {
                    pipe(prefix, expected, paths, best);
                }
                PathKey winner = model.best(expected);
                if (winner == null) {
                    continue;
                }
                preferred[winner.source()][table]++;
                best.put(name, model.text(winner, expected.get(winner)));
                bestWithWay.put(name, model.text(winner, expected.get(winner)) + " " + model.way(winner));
                if (table == 0) {
                    if (winner.source() != ShardedWorld.MEMBER) {
                        advertisedToMember.add(WorldNames.announcement(prefix, expected.get(winner)));
                    }
                }
            }
        }
        same("paths", seen.paths(), paths);
        same("best paths", seen.best(), best);
        if (mirrored) {
            same("given of best paths", world.view().mirroredBest(), bestWithWay);
            Map<String, Set<String>> ofTwoTables = new TreeMap<>(paths);
            ofTwoTables.keySet().removeIf(name -> name.startsWith(ShardedWorld.PIPED + ":"));
            same("given of all paths", world.view().mirroredPaths(), ofTwoTables);
        }
        assertThat(world.view().advertisedToMember()).isEqualTo(advertisedToMember);
        countersAgreeWithTables(world, seen);
        for (int source = 0; source < SOURCES; source++) {
            for (int table = 0; table < 2; table++) {
                WorldView.Counted counted = world.view().counted(source, table);
                // A path whose next hop is invalid stands first, and counts, when there is no better one.
                assertThat(counted.imported()).as("imported of n%d", source).isEqualTo(imported[source][table]);
                assertThat(counted.preferred())
                        .as("preferred of n%d", source)
                        .isGreaterThanOrEqualTo(preferred[source][table]);
                assertThat(counted.updates()).as("updates of n%d", source).isEqualTo(model.updates[source][table]);
                assertThat(counted.withdrawals())
                        .as("withdrawals of n%d", source)
                        .isEqualTo(model.withdrawals[source][table]);
                if (source == ShardedWorld.LIMITED) {
                    assertThat(counted.imported()).as("imported of n%d", source).isLessThanOrEqualTo(IMPORT_LIMIT);
                } else if (source != ShardedWorld.KEEPS_ALL) {
                    assertThat(counted.filtered())
                            .as("filtered of n%d", source)
                            .isEqualTo(model.filtered[source][table]);
                    if (!model.raced[source]) {
                        assertThat(counted.withdrawalsOfSome())
                                .as("withdrawalsOfSome of n%d", source)
                                .isEqualTo(model.withdrawalsOfSome[source][table]);
                        assertThat(counted.accepted())
                                .as("accepted of n%d", source)
                                .isEqualTo(model.accepted[source][table]);
                    }
                }
                if (source == ShardedWorld.KEEPS_ALL || source == ShardedWorld.KEEPS_FILTERED) {
                    assertThat(counted.kept()).as("kept of n%d", source).isEqualTo(model.rejected(source, table));
                } else {
                    assertThat(counted.kept()).as("kept of n%d", source).isZero();
                }
            }
        }
    }

    /** All paths of the table go through the pipe, and what is behind it has a best one of its own. */
    private void pipe(
            int prefix, Map<PathKey, WorldAttributes> all, Map<String, Set<String>> paths, Map<String, String> best) {
        Map<PathKey, WorldAttributes> carried = new HashMap<>();
        all.forEach((path, set) -> {
            WorldAttributes behind = ShardedWorld.PIPE_RULE.apply(set, prefix);
            if (behind != null) {
                carried.put(path, behind);
            }
        });
        String name = WorldNames.name(ShardedWorld.PIPED, prefix);
        carried.forEach((path, set) ->
                paths.computeIfAbsent(name, any -> new TreeSet<>()).add(model.text(path, set)));
        PathKey winner = model.best(carried);
        if (winner != null) {
            best.put(name, model.text(winner, carried.get(winner)));
        }
    }

    /** Counters against the tables, channel by channel. */
    private static void countersAgreeWithTables(ShardedWorld world, WorldView.Seen seen) {
        for (int channel : WorldView.senders()) {
            int[] gauges = world.view().gauges(channel);
            assertThat(gauges[0])
                    .as("imported by channel %d", channel)
                    .isEqualTo(seen.imported().getOrDefault(channel, 0));
            assertThat(gauges[1])
                    .as("preferred of channel %d", channel)
                    .isEqualTo(seen.preferred().getOrDefault(channel, 0));
        }
        long[] piped = world.view().piped();
        assertThat(piped[0]).as("updates of the pipe").isEqualTo(piped[1] + piped[2] + piped[3]);
        assertThat(world.view().announcedToMember())
                .as("exported")
                .isEqualTo(world.view().advertisedToMember().size());
    }

    /** Shows only what differs. */
    private static void same(String what, Map<String, ?> actual, Map<String, ?> expected) {
        List<String> differences = new ArrayList<>();
        Set<String> names = new TreeSet<>(actual.keySet());
        names.addAll(expected.keySet());
        for (String name : names) {
            if (!Objects.equals(actual.get(name), expected.get(name))) {
                differences.add(name + " is " + actual.get(name) + ", should be " + expected.get(name));
            }
        }
        assertThat(differences).as(what).isEmpty();
    }
}
