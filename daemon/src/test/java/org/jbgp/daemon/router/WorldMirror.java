package org.jbgp.daemon.router;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jbgp.daemon.rib.ExportTarget;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;

/** Remembers what was last exported to it of each prefix. */
final class WorldMirror implements ExportTarget {
    final Shard shard;
    private final int tableId;
    private final boolean all;
    private final Map<Integer, Set<String>> shown = new TreeMap<>();

    WorldMirror(Shard shard, int tableId, boolean all) {
        this.shard = shard;
        this.tableId = tableId;
        this.all = all;
    }

    record Shown(String name, Set<String> texts) {
        String first() {
            return texts.iterator().next();
        }
    }

    void showAll(Consumer<Shown> listener) {
        TableSlice table = shard.table(tableId);
        shown.forEach((prefix, texts) -> listener.accept(
                new Shown(WorldNames.name(tableId, WorldNames.number(table.index(), table.family(), prefix)), texts)));
    }

    @Override
    public void export(TableSlice table, int[] prefixes, int count) {
        for (int i = 0; i < count; i++) {
            int prefix = prefixes[i];
            if (table.undecided(prefix) && !all) {
                continue;
            }
            Set<String> now = all ? WorldNames.paths(shard, table, prefix) : best(table, prefix);
            if (now.isEmpty()) {
                shown.remove(prefix);
            } else {
                shown.put(prefix, now);
            }
        }
    }

    private Set<String> best(TableSlice table, int prefix) {
        int best = table.best(prefix);
        if (best == 0) {
            return Set.of();
        }
        ResolvedNextHop way = shard.resolution(shard.channel(shard.channelOf(best)), shard.attributesOf(best));
        return Set.of(WorldNames.text(shard, best) + " " + way.state() + "/" + way.igpMetric());
    }

    @Override
    public boolean wantsAllPaths() {
        return all;
    }

    @Override
    public boolean holds(int prefix) {
        return shown.containsKey(prefix);
    }
}
