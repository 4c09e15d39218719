package org.jbgp.daemon.advertise.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jbgp.config.model.bgp.ConditionalExport;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.rib.ExportTarget;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * The conditions of one channel with {@code conditional export}: which of them hold, wherever the routes are that they
 * look for. In every shard a {@link ConditionWatch} counts these; all shards add up to one number a condition. When one
 * begins or ends to hold, every shard passes its slice of the table exported on to the neighbor's group again. Equal to
 * itself only. Any thread unless said otherwise.
 */
public final class ExportConditions {
    private final List<Condition> conditions;
    private final int table;
    private final Consumer<Consumer<Shard>> shards;
    private final Owner owner;
    /** Routes found, by condition. */
    private final AtomicIntegerArray matches;
    /** By shard; each belongs to its shard, others read it for commands. */
    private final AtomicReferenceArray<InShard> parts;
    /** Walks over tables that are not at their end for the first time. */
    private final AtomicInteger missing;

    private volatile boolean known;
    /** What is not there may be on its way. */
    private volatile boolean incomplete;

    /**
     * One condition.
     *
     * @param configured what the file says
     * @param table name of the table where routes are looked for
     * @param number of that table
     * @param family of that table
     * @param routes accepts the routes that depend on it
     * @param sought accepts what is looked for
     */
    public record Condition(
            ConditionalExport configured,
            String table,
            int number,
            AddressFamily family,
            Policy routes,
            Policy sought) {}

    /** Whose conditions these are. Called on shards. */
    public interface Owner {
        /** What takes the routes in a shard at present, null for nothing. */
        ExportTarget target(Shard shard);

        /** A condition begins or ends to hold; called on one shard, or by {@link #complete}. */
        void changed(int condition);
    }

    /**
     * @param table number of the table whose routes depend on them
     * @param size number of shards
     * @param shards runs something on every shard
     */
    public ExportConditions(
            List<Condition> conditions, int table, int size, Consumer<Consumer<Shard>> shards, Owner owner) {
        this.conditions = List.copyOf(conditions);
        this.table = table;
        this.shards = shards;
        this.owner = owner;
        this.matches = new AtomicIntegerArray(conditions.size());
        this.parts = new AtomicReferenceArray<>(size);
        this.missing = new AtomicInteger(size);
    }

    public List<Condition> conditions() {
        return conditions;
    }

    /**
     * From now until {@link #complete} no condition holds because a route is absent: this router has restarted, and its
     * neighbors are announcing what they had. Before {@link #start}.
     */
    public void expectMore() {
        incomplete = true;
    }

    /** What is not there now is absent. */
    public void complete() {
        if (!incomplete) {
            return;
        }
        incomplete = false;
        for (int i = 0; i < conditions.size(); i++) {
            if (known && !conditions.get(i).configured().exist() && holds(i)) {
                changed(i);
            }
        }
    }

    /** Looks through the tables; {@code whenKnown} runs, on some shard, once it is known which conditions hold. */
    public void start(Runnable whenKnown) {
        shards.accept(shard -> {
            InShard part = new InShard(shard);
            parts.set(shard.number(), part);
            part.start(() -> {
                if (missing.decrementAndGet() == 0) {
                    known = true;
                    whenKnown.run();
                }
            });
        });
    }

    /** Looks no more for anything in this shard, on that shard. */
    public void stop(Shard shard) {
        InShard part = parts.get(shard.number());
        if (part != null) {
            part.watches.forEach(ConditionWatch::stop);
        }
    }

    /** True while the routes of a condition are announced; none are before all tables were looked through. */
    public boolean holds(int condition) {
        boolean exist = conditions.get(condition).configured().exist();
        return known && matches.get(condition) > 0 == exist && (exist || !incomplete);
    }

    /** Routes that a condition looks for and that are there. */
    public int matches(int condition) {
        return matches.get(condition);
    }

    /** The first condition from {@code from} on that does not hold, -1 if all do. */
    public int nextClosed(int from) {
        for (int i = from; i < conditions.size(); i++) {
            if (!holds(i)) {
                return i;
            }
        }
        return -1;
    }

    /** What looks for a condition's routes in a shard, null if nothing does; for that shard. */
    public ExportTarget watch(Shard shard, int condition) {
        InShard part = parts.get(shard.number());
        return part == null ? null : part.watches.get(condition);
    }

    /** What a condition demands, and what there is, in words for operators. */
    public String words(int condition) {
        Condition what = conditions.get(condition);
        int found = matches.get(condition);
        return "`conditional export` " + (condition + 1) + ": announced while "
                + (what.configured().exist() ? "a" : "no")
                + " route of " + what.table() + " matches, and "
                + (found == 0 ? "none does" : found == 1 ? "one does" : found + " do")
                + (incomplete && !what.configured().exist() && found == 0
                        ? ", but this router restarts and has not heard all"
                        : "");
    }

    private void found(int condition, int delta) {
        int now = matches.addAndGet(condition, delta);
        boolean same = now > 0 == now - delta > 0;
        // Unless all is known nobody has been advertised anything yet.
        if (same
                || !known
                || (incomplete && !conditions.get(condition).configured().exist())) {
            return;
        }
        changed(condition);
    }

    private void changed(int condition) {
        owner.changed(condition);
        shards.accept(shard -> {
            InShard part = parts.get(shard.number());
            if (part != null) {
                part.again();
            }
        });
    }

    /** What one shard does for it. Confined to the shard. */
    private final class InShard {
        private final Shard shard;
        private final List<ConditionWatch> watches = new ArrayList<>();
        /** Whom the table is being passed on to. */
        private ExportTarget fed;
        /** Something changed since that began. */
        private boolean outdated;

        private InShard(Shard shard) {
            this.shard = shard;
            for (int i = 0; i < conditions.size(); i++) {
                int number = i;
                Condition condition = conditions.get(i);
                watches.add(new ConditionWatch(
                        shard,
                        condition.number(),
                        condition.family(),
                        condition.sought(),
                        delta -> found(number, delta)));
            }
        }

        private void start(Runnable whenWalked) {
            int[] walks = {watches.size()};
            Runnable walked = () -> {
                walks[0]--;
                if (walks[0] == 0) {
                    whenWalked.run();
                }
            };
            watches.forEach(watch -> watch.start(walked));
            if (watches.isEmpty()) {
                whenWalked.run();
            }
        }

        /** However often it changes, the table is gone through by one walk at a time. */
        private void again() {
            ExportTarget target = owner.target(shard);
            if (target == null || shard.table(table) == null) {
                return;
            }
            if (target.equals(fed)) {
                outdated = true;
                return;
            }
            feed(target);
        }

        private void feed(ExportTarget target) {
            fed = target;
            outdated = false;
            shard.refeed(table, target, () -> {
                if (!target.equals(fed)) {
                    return;
                }
                fed = null;
                if (outdated) {
                    again();
                }
            });
        }
    }
}
