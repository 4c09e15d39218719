package org.jbgp.daemon.advertise.rules;

import java.util.function.IntConsumer;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.rib.ExportTarget;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.store.PrefixBits;
import org.jbgp.daemon.wire.AddressFamily;

/** Counts the best routes of one shard's slice of a table that a filter accepts. Confined to the shard. */
final class ConditionWatch implements ExportTarget {
    private final Shard shard;
    private final int table;
    private final AddressFamily family;
    private final Policy sought;
    private final IntConsumer found;
    /** Prefixes whose best route is accepted. */
    private final PrefixBits matching = new PrefixBits();

    private boolean stopped;

    /** @param found takes how many more routes match, or, below 0, how many less */
    ConditionWatch(Shard shard, int table, AddressFamily family, Policy sought, IntConsumer found) {
        this.shard = shard;
        this.table = table;
        this.family = family;
        this.sought = sought;
        this.found = found;
    }

    void start(Runnable whenWalked) {
        if (shard.table(table) == null) {
            // A reload that takes the table away came first; it changes the condition as well.
            whenWalked.run();
        } else {
            shard.attach(table, this, whenWalked);
        }
    }

    void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        if (shard.table(table) != null) {
            shard.detach(table, this);
        }
        int limit = shard.index(family).limit();
        for (int prefix = matching.next(1, limit);
                prefix > 0 && prefix < limit;
                prefix = matching.next(prefix, limit)) {
            matching.remove(prefix);
            shard.released(family, prefix);
        }
    }

    @Override
    public void export(TableSlice slice, int[] prefixes, int count) {
        if (stopped) {
            return;
        }
        int delta = 0;
        for (int i = 0; i < count; i++) {
            int path = slice.bestIfDecided(prefixes[i]);
            if (path != TableSlice.UNDECIDED) {
                if (path != 0 && matches(prefixes[i], path)) {
                    delta += matching.add(prefixes[i]) ? 1 : 0;
                } else {
                    delta -= matching.remove(prefixes[i]) ? 1 : 0;
                }
            }
        }
        if (shard.filters().lacksInterface()) {
            shard.filters().failedFor(slice, this);
        }
        // One number for all: a route that takes the place of another one ends no condition.
        if (delta != 0) {
            found.accept(delta);
        }
    }

    private boolean matches(int prefix, int path) {
        Channel source = shard.channel(shard.channelOf(path));
        return sought.equals(Policy.ALL)
                || sought.accept(
                        shard.filters().load(source, prefix, shard.attributesOf(path)),
                        shard.filters().policyLog());
    }

    @Override
    public boolean wantsAllPaths() {
        return false;
    }

    @Override
    public boolean goesFirst() {
        return true;
    }

    @Override
    public boolean holds(int prefix) {
        return matching.contains(prefix);
    }
}
