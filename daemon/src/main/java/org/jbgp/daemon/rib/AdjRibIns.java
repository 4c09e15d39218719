package org.jbgp.daemon.rib;

import java.util.Arrays;
import org.jbgp.daemon.memory.IntSlab;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.rib.change.Cause;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.ImportLimits;
import org.jbgp.daemon.wire.AddressFamily;

/** What the channels of one shard remember of the routes they received. Confined to the shard. */
public final class AdjRibIns {
    private final Shard shard;
    private final GuardedImport guarded;
    /** By channel number; null for those that remember nothing. */
    private AdjRibIn[] all = new AdjRibIn[16];
    /** For each family, how many entries hold a prefix number. */
    private final IntSlab[] holds = {new IntSlab(), new IntSlab()};

    AdjRibIns(Shard shard) {
        this.shard = shard;
        this.guarded = new GuardedImport(shard);
    }

    /** Hears of a remembered route; the shard knows its attributes and times as those of paths. */
    @FunctionalInterface
    public interface RememberedRoute {
        void route(Channel channel, int entry);
    }

    /** A channel was put, perhaps with other rules than before. */
    void put(Channel channel, ChannelCounters counters) {
        int id = channel.id();
        if (id >= all.length) {
            all = Arrays.copyOf(all, Math.max(id + 1, all.length * 2));
        }
        ImportLimits limits = channel.rules().limits();
        if (counters.limits != limits) {
            counters.limits = limits;
            if (limits != null) {
                limits.join(counters.imported, counters.filteredKept);
            }
        }
        if (channel.rules().keepsAny()) {
            if (all[id] == null) {
                all[id] = new AdjRibIn(
                        shard.paths(),
                        shard.attributes(),
                        counters,
                        holds[channel.family().index()]::add);
            }
        } else if (all[id] != null) {
            forget(channel.family(), all[id]);
            all[id] = null;
        }
    }

    private void forget(AddressFamily family, AdjRibIn in) {
        int limit = shard.index(family).limit();
        for (int prefix = 1; in.size() > 0 && prefix < limit; prefix++) {
            if (in.head(prefix) != 0) {
                in.removeAll(prefix, false);
                shard.releasePrefix(family, prefix);
            }
        }
    }

    /** What a channel remembers, null if nothing. */
    AdjRibIn of(int channel) {
        return channel < all.length ? all[channel] : null;
    }

    /**
     * Sends the remembered routes of a channel through its filter again, in steps. Only for channels that remember all.
     */
    public void refilter(int id) {
        Channel channel = shard.channel(id);
        if (channel.rules().limits() != null) {
            channel.rules().limits().reset();
        }
        shard.doing(Cause.FILTER.with(id));
        refilter(id, channel.policy(), 1, null);
    }

    /** @param begun as others see it, null in the first step */
    private void refilter(int id, Policy policy, int from, LongWalk begun) {
        AdjRibIn in = of(id);
        Channel channel = shard.channel(id);
        if (in == null || !channel.policy().equals(policy)) {
            // It remembers no more, or its filter changed once more: whoever did that goes through the routes anew.
            return;
        }
        int limit = shard.index(channel.family()).limit();
        int to = Math.min(limit, from + shard.stepSize());
        for (int prefix = from; prefix < to; prefix++) {
            if (in.head(prefix) != 0) {
                guarded.again(channel, in, prefix);
            }
        }
        if (to < limit) {
            LongWalk walk = begun == null ? new LongWalk(LongWalk.Purpose.REFILTER, id, limit) : begun;
            walk.reached(to);
            shard.walks().later(walk, () -> refilter(id, policy, to, walk));
        }
        shard.flushIfMuch();
    }

    /** Sends the remembered routes of a channel and prefix through its filter again. */
    void again(int channel, int prefix) {
        guarded.again(shard.channel(channel), of(channel), prefix);
    }

    /** True if some channel remembers routes of a prefix, whether they are in a table or not. */
    public boolean remembers(AddressFamily family, int prefix) {
        return holds[family.index()].get(prefix) > 0;
    }

    /** Calls back for every remembered route of a channel and prefix, accepted or not. */
    public void received(int channel, int prefix, RememberedRoute action) {
        AdjRibIn in = of(channel);
        for (int entry = in == null ? 0 : in.head(prefix); entry != 0; entry = shard.nextOf(entry)) {
            action.route(shard.channel(channel), entry);
        }
    }

    /** True if a remembered route was rejected by the import filter. */
    public boolean rejected(int channel, int entry) {
        return of(channel).rejected(entry);
    }

    /** Calls back for every route of a prefix that was meant for this table and rejected by an import filter. */
    public void rejected(TableSlice table, int prefix, RememberedRoute action) {
        if (!remembers(table.family(), prefix)) {
            return;
        }
        for (int id = 0; id < all.length; id++) {
            AdjRibIn in = all[id];
            if (in == null || shard.channel(id).table() != table.id()) {
                continue;
            }
            for (int entry = in.head(prefix); entry != 0; entry = shard.nextOf(entry)) {
                if (in.rejected(entry)) {
                    action.route(shard.channel(id), entry);
                }
            }
        }
    }
}
