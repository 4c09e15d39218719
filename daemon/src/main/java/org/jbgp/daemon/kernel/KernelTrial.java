package org.jbgp.daemon.kernel;

import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.protocol.Forwarding;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.rib.TrialPaths;
import org.jbgp.daemon.rib.TrialTarget;
import org.jbgp.daemon.trial.RouteChange.Kind;
import org.jbgp.daemon.trial.Tally;
import org.jbgp.daemon.trial.TrialWalk;

/** Which routes one shard would give the kernel under another configuration. Confined to the shard. */
final class KernelTrial implements TrialTarget {
    private final Shard shard;
    private final TableSlice table;
    private final KernelExport live;
    private final Forwardings now;
    private final Forwardings then;
    private final boolean gone;
    private final boolean otherFilter;
    private final Tally tally;
    private Forwarding would;
    private boolean same;
    private int formerBest;
    private int wouldBest;

    /** @param policy the export filter as it would be, null if the protocol would be gone */
    KernelTrial(Shard shard, TableSlice table, KernelExport live, Policy policy, Tally tally) {
        this.shard = shard;
        this.table = table;
        this.live = live;
        this.gone = policy == null;
        Policy present = live.forwardings().policy();
        this.otherFilter = gone || !policy.equals(present);
        this.now = live.forwardings().supposing(present);
        this.then = live.forwardings().supposing(gone ? Policy.NONE : policy);
        this.tally = tally;
    }

    @Override
    public boolean mayChange() {
        return otherFilter;
    }

    @Override
    public void look(int prefix, TrialPaths paths) {
        same = !otherFilter && (live.wantsAllPaths() ? paths.isUnchanged() : paths.keepsBest());
        if (!same) {
            formerBest = Math.max(0, paths.formerBest());
            wouldBest = paths.best();
            would = gone ? null : then.of(table, prefix, paths.head(), wouldBest);
        }
    }

    @Override
    public void count(int prefix) {
        if (same) {
            return;
        }
        boolean has = live.gave(prefix);
        if (!has && would == null) {
            return;
        }
        byte[] before =
                TrialWalk.bytes(shard.attributes(), has && formerBest != 0 ? shard.attributesOf(formerBest) : 0);
        byte[] after = TrialWalk.bytes(shard.attributes(), would == null ? 0 : shard.attributesOf(wouldBest));
        if (!has || would == null) {
            tally.add(has ? Kind.REMOVED : Kind.ADDED, table.family(), table.index(), prefix, before, after, "");
        } else if (!would.equals(now.of(table, prefix, table.head(prefix), formerBest))) {
            tally.add(Kind.CHANGED, table.family(), table.index(), prefix, before, after, "");
        }
    }
}
