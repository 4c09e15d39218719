package org.jbgp.daemon.kernel;

import org.jbgp.daemon.advertise.rules.Offer;
import org.jbgp.daemon.instance.Announcements;
import org.jbgp.daemon.policy.PolicyRun;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;

/** What is exported to a kernel protocol from one table, by its exports of all shards. */
final class KernelAnnouncements implements Announcements {
    private final int table;
    private final KernelExport[] exports;
    private final Trouble trouble;

    /** Asks the kernel thread, see {@link Announcements#trouble}. */
    @FunctionalInterface
    interface Trouble {
        String of(long hi, long lo, int length);
    }

    /** @param exports by the number of their shard */
    KernelAnnouncements(int table, KernelExport[] exports, Trouble trouble) {
        this.table = table;
        this.exports = exports;
        this.trouble = trouble;
    }

    @Override
    public int exported(Shard shard, int asked, int prefix, int path) {
        return asked == table && shard.table(table).head(prefix) == path
                ? of(shard).exported(prefix)
                : 0;
    }

    @Override
    public ResolvedNextHop resolution(Shard shard, TableSlice slice, int prefix, int path, ResolvedNextHop own) {
        return slice.id() == table && slice.best(prefix) == path
                ? of(shard).forwardings().merged(slice, prefix, slice.head(prefix), path, own)
                : own;
    }

    @Override
    public String trouble(long hi, long lo, int length) {
        return trouble.of(hi, lo, length);
    }

    @Override
    public void whenArrived(Shard shard, Runnable task) {
        of(shard).whenGiven(task);
    }

    @Override
    public Offer offer(Shard shard, TableSlice slice, int prefix, int path, PolicyRun run) {
        return slice.id() == table
                ? of(shard).forwardings().offer(prefix, path, run)
                : Offer.refused("the protocol takes no routes of this table");
    }

    private KernelExport of(Shard shard) {
        return exports[shard.number()];
    }
}
