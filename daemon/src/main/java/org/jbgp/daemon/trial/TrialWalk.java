package org.jbgp.daemon.trial;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.progress.Work;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.rib.TrialPaths;
import org.jbgp.daemon.rib.TrialTarget;
import org.jbgp.daemon.rib.channel.TrialChannel;
import org.jbgp.daemon.rib.store.AttributeStore;
import org.jbgp.daemon.trial.RouteChange.Kind;

/**
 * Goes over one shard's slice of a table in steps and counts what would become of its routes; other work of the shard
 * gets its turn after each step. A prefix whose best path would have a next hop that nobody knows yet is looked at
 * again when that was looked up. Confined to the shard.
 */
public final class TrialWalk {
    /** A prefix costs many times what it does in other walks. */
    private static final int STEP = 1_024;

    /** How often next hops are waited for. */
    private static final int MOST_LOOKS = 40;

    private final Shard shard;
    private final TableSlice table;
    private final TrialPaths paths;
    private final List<TrialTarget> targets;
    private final Consumer<Runnable> pause;
    private final Work work;
    private final Map<Integer, Tally> imports = new HashMap<>();
    private final Tally best;
    /** Prefixes whose best path was not known yet. */
    private List<Integer> waiting = new ArrayList<>();
    /** Sets they would have: their next hops are looked up as long as somebody has such a set. */
    private final List<Integer> held = new ArrayList<>();

    private int looks;
    private long undecided;
    private long prefixes;

    /**
     * @param targets what hears of the table
     * @param pause runs a task on the shard a moment later
     * @param most how many routes of each kind are kept
     * @param work counts the prefixes that were looked at
     */
    public TrialWalk(
            Shard shard,
            TableSlice table,
            List<TrialChannel> channels,
            List<? extends TrialTarget> targets,
            Consumer<Runnable> pause,
            int most,
            Work work) {
        this.shard = shard;
        this.table = table;
        this.paths = new TrialPaths(shard, table, channels);
        this.targets = List.copyOf(targets);
        this.pause = pause;
        this.work = work;
        this.best = new Tally(most);
        channels.forEach(channel -> imports.put(channel.number(), new Tally(most)));
    }

    /** Begins; {@code whenDone} runs on the shard. */
    public void begin(Runnable whenDone) {
        step(1, table.index().limit(), whenDone);
    }

    private void step(int from, int limit, Runnable whenDone) {
        int to = Math.min(limit, from + STEP);
        paths.begin();
        try {
            for (int prefix = from; prefix < to; prefix++) {
                if (table.head(prefix) != 0 || shard.received().remembers(table.family(), prefix)) {
                    prefixes++;
                    look(prefix);
                }
            }
        } finally {
            paths.end();
        }
        work.add(to - from);
        if (to < limit) {
            shard.later(() -> step(to, limit, whenDone));
        } else {
            again(whenDone);
        }
    }

    private void again(Runnable whenDone) {
        if (waiting.isEmpty() || looks == MOST_LOOKS) {
            undecided = waiting.size();
            held.forEach(shard.attributes()::release);
            held.clear();
            whenDone.run();
            return;
        }
        looks++;
        shard.flush();
        pause.accept(shard.bound(() -> {
            List<Integer> before = waiting;
            waiting = new ArrayList<>();
            paths.begin();
            try {
                before.stream().filter(table.index()::present).forEach(this::look);
            } finally {
                paths.end();
            }
            again(whenDone);
        }));
    }

    private void look(int prefix) {
        // Chooses now what waits for a flush, with the channels there are.
        table.head(prefix);
        boolean decided = false;
        try {
            paths.look(prefix);
            decided = paths.best() != TableSlice.UNDECIDED && paths.formerBest() != TableSlice.UNDECIDED;
            if (decided) {
                for (int i = 0; i < targets.size(); i++) {
                    targets.get(i).look(prefix, paths);
                }
            } else {
                hold(prefix);
            }
        } finally {
            paths.supposeNothing();
        }
        if (decided) {
            count(prefix);
            for (int i = 0; i < targets.size(); i++) {
                targets.get(i).count(prefix);
            }
        }
        paths.release();
    }

    private void hold(int prefix) {
        waiting.add(prefix);
        for (int i = 0; looks == 0 && i < paths.count(); i++) {
            if (paths.would(i) != 0) {
                shard.attributes().retain(paths.would(i));
                held.add(paths.would(i));
            }
        }
    }

    private void count(int prefix) {
        for (int i = 0; i < paths.count(); i++) {
            int former = paths.former(i);
            int would = paths.would(i);
            if (former != would) {
                Tally tally = imports.get(paths.channel(i));
                Kind kind = former == 0 ? Kind.ADDED : would == 0 ? Kind.REMOVED : Kind.CHANGED;
                tally.add(kind, table.family(), table.index(), prefix, bytes(former), bytes(would), "");
            }
        }
        if (!paths.keepsBest()) {
            countBest(prefix, paths.formerBest(), paths.best());
        }
    }

    private void countBest(int prefix, int former, int would) {
        PrefixIndex index = table.index();
        byte[] before = former == 0 ? null : bytes(shard.attributesOf(former));
        byte[] after = would == 0 ? null : bytes(shard.attributesOf(would));
        Kind kind = former == 0
                ? Kind.ADDED
                : would == 0
                        ? Kind.REMOVED
                        : shard.channelOf(former) == shard.channelOf(would) ? Kind.CHANGED : Kind.MOVED;
        String way = former == 0
                ? name(would)
                : would == 0 ? name(former) : kind == Kind.MOVED ? name(former) + " -> " + name(would) : name(would);
        best.add(kind, table.family(), index, prefix, before, after, way);
    }

    private String name(int path) {
        return shard.channel(shard.channelOf(path)).source().protocol();
    }

    private byte[] bytes(int handle) {
        return bytes(shard.attributes(), handle);
    }

    /** A copy of an attribute set, null for handle 0. */
    public static byte[] bytes(AttributeStore store, int handle) {
        if (handle == 0) {
            return null;
        }
        int offset = store.offset(handle);
        return java.util.Arrays.copyOfRange(store.array(handle), offset, offset + store.length(handle));
    }

    /** What would become of routes on their way in, by channel number. */
    public Map<Integer, Tally> imports() {
        return imports;
    }

    /** What would become of best paths. */
    public Tally best() {
        return best;
    }

    /** Prefixes looked at. */
    public long prefixes() {
        return prefixes;
    }

    /** Prefixes whose best path would have a next hop that could not be looked up in time. */
    public long undecided() {
        return undecided;
    }
}
