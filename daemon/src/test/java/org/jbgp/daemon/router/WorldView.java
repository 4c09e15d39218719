package org.jbgp.daemon.router;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jbgp.daemon.rib.ChannelCounters;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.wire.AddressFamily;

/** What is to be seen of a {@link ShardedWorld} that has settled, put together from its shards. */
final class WorldView {
    private final ShardedWorld world;

    WorldView(ShardedWorld world) {
        this.world = world;
    }

    /**
     * All tables, by {@link WorldNames#name}.
     *
     * @param paths each with its attributes
     * @param best the one that is used
     * @param imported number of paths in the tables by the channel that put them there
     * @param preferred of these, the first ones of their prefixes
     */
    record Seen(
            Map<String, Set<String>> paths,
            Map<String, String> best,
            Map<Integer, Integer> imported,
            Map<Integer, Integer> preferred) {}

    Seen look() {
        Seen all = new Seen(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        world.onEach(shard -> {
            synchronized (all) {
                for (int table = 0; table <= ShardedWorld.PIPED; table++) {
                    look(shard, shard.table(table), all);
                }
            }
        });
        return all;
    }

    private static void look(Shard shard, TableSlice table, Seen seen) {
        int count = 0;
        for (int prefix = 1; prefix < table.index().limit(); prefix++) {
            if (table.head(prefix) == 0) {
                continue;
            }
            String name = WorldNames.name(table.id(), WorldNames.number(table.index(), table.family(), prefix));
            seen.preferred.merge(shard.senderOf(table.head(prefix)), 1, Integer::sum);
            for (int path = table.head(prefix); path != 0; path = table.next(path)) {
                seen.imported.merge(shard.senderOf(path), 1, Integer::sum);
            }
            if (seen.paths.put(name, WorldNames.paths(shard, table, prefix)) != null) {
                throw new AssertionError(name + " is in two shards");
            }
            count += seen.paths.get(name).size();
            int best = table.best(prefix);
            if (best != 0) {
                seen.best.put(name, WorldNames.text(shard, best));
            }
        }
        if (count != table.pathCount()) {
            throw new AssertionError(count + " paths in table " + table.name() + " that counts " + table.pathCount());
        }
    }

    /** What the witnesses of best paths saw, with where they lead. */
    Map<String, String> mirroredBest() {
        Map<String, String> all = new TreeMap<>();
        world.onEach(shard ->
                ofMirrors(shard, false, mirror -> mirror.showAll(shown -> all.put(shown.name(), shown.first()))));
        return all;
    }

    /** What the witnesses of all paths saw. */
    Map<String, Set<String>> mirroredPaths() {
        Map<String, Set<String>> all = new TreeMap<>();
        world.onEach(shard ->
                ofMirrors(shard, true, mirror -> mirror.showAll(shown -> all.put(shown.name(), shown.texts()))));
        return all;
    }

    private void ofMirrors(Shard shard, boolean all, Consumer<WorldMirror> action) {
        synchronized (world.mirrors) {
            world.mirrors.stream()
                    .filter(mirror -> mirror.shard.equals(shard) && mirror.wantsAllPaths() == all)
                    .forEach(action);
        }
    }

    Set<String> advertisedToMember() {
        Set<String> all = new TreeSet<>();
        world.onEach(shard -> {
            synchronized (all) {
                world.listeners.get(shard.number()).advertised.forEach((prefix, text) -> all.add(prefix + " " + text));
            }
        });
        return all;
    }

    /** What all shards together counted. */
    record Counted(
            int imported,
            int preferred,
            int kept,
            long updates,
            long filtered,
            long accepted,
            long withdrawals,
            long withdrawalsOfSome) {}

    Counted counted(int source, int family) {
        int imported = 0;
        int preferred = 0;
        int kept = 0;
        long updates = 0;
        long filtered = 0;
        long accepted = 0;
        long withdrawals = 0;
        long withdrawalsOfSome = 0;
        for (int i = 0; i < world.pool.size(); i++) {
            ChannelCounters counters = world.pool.peek(i).counters(WorldChannels.channel(source, family));
            if (counters != null) {
                imported += counters.imported;
                preferred += counters.preferred;
                kept += counters.filteredKept;
                updates += counters.importUpdates;
                filtered += counters.importFiltered;
                accepted += counters.importAccepted;
                withdrawals += counters.importWithdraws;
                withdrawalsOfSome += counters.importWithdrawsAccepted;
            }
        }
        return new Counted(imported, preferred, kept, updates, filtered, accepted, withdrawals, withdrawalsOfSome);
    }

    /** Numbers of all channels that put routes into tables: the neighbors' and the pipe's. */
    static List<Integer> senders() {
        return IntStream.rangeClosed(1, WorldChannels.channel(ShardedWorld.SOURCES, 1))
                .boxed()
                .toList();
    }

    /**
     * What all shards together count of a channel's routes: those there, and those that are the first of their
     * prefixes.
     */
    int[] gauges(int channel) {
        int[] sums = new int[2];
        for (int i = 0; i < world.pool.size(); i++) {
            ChannelCounters counters = world.pool.peek(i).counters(channel);
            if (counters != null) {
                sums[0] += counters.imported;
                sums[1] += counters.preferred;
            }
        }
        return sums;
    }

    /** Changes the pipe counted: updates, filtered, accepted, ignored. */
    long[] piped() {
        long[] sums = new long[4];
        for (int i = 0; i < world.pool.size(); i++) {
            ChannelCounters counters =
                    world.pool.peek(i).counters(WorldChannels.behind().id());
            sums[0] += counters.importUpdates;
            sums[1] += counters.importFiltered;
            sums[2] += counters.importAccepted;
            sums[3] += counters.importIgnored;
        }
        return sums;
    }

    /** What the router says it has announced to the member of the export group. */
    int announcedToMember() {
        int[] sum = new int[1];
        world.onEach(shard -> {
            synchronized (sum) {
                sum[0] += world.groups.get(shard.number()).announced(world.members.get(shard.number()));
            }
        });
        return sum[0];
    }

    /** What should not be there once everything was withdrawn. */
    List<String> leftOver() {
        List<String> found = new ArrayList<>();
        world.onEach(shard -> {
            synchronized (found) {
                for (AddressFamily family : AddressFamily.values()) {
                    if (shard.index(family).size() > 0) {
                        found.add(shard.index(family).size() + " prefixes in shard " + shard.number());
                    }
                }
                if (shard.attributes().size() > 0) {
                    found.add(shard.attributes().size() + " attribute sets in shard " + shard.number());
                }
                if (shard.pathBytes() > 0) {
                    found.add("paths in shard " + shard.number());
                }
            }
        });
        return found;
    }
}
