package org.jbgp.daemon.advertise;

import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.Executor;
import org.jbgp.daemon.advertise.pack.PackingSpace;
import org.jbgp.daemon.advertise.rules.ExportSettings;
import org.jbgp.daemon.advertise.rules.Offer;
import org.jbgp.daemon.policy.PolicyRun;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;

/**
 * A group whose members are sent one path of each prefix: the best, or nothing. A neighbor with {@code secondary} is
 * sent the best of those paths that it may be sent. Confined to the shard.
 */
final class BestPathGroup extends ExportGroup {
    private final BestPaths out;

    BestPathGroup(
            Shard shard,
            Executor shardExecutor,
            ExportSettings settings,
            ByteBufAllocator allocator,
            PackingSpace space) {
        this(shard, shardExecutor, settings, allocator, space, new BestPaths(shard.attributes()));
    }

    private BestPathGroup(
            Shard shard,
            Executor shardExecutor,
            ExportSettings settings,
            ByteBufAllocator allocator,
            PackingSpace space,
            BestPaths out) {
        super(shard, shardExecutor, settings, allocator, space, out);
        this.out = out;
    }

    @Override
    public boolean wantsAllPaths() {
        return settings().single().secondary() != 0;
    }

    @Override
    public Offer offer(Member member, TableSlice table, int prefix, int path, PolicyRun run) {
        Offer offer = super.offer(member, table, prefix, path, run);
        if (settings().single().secondary() == 0 || offer.outcome() != Offer.Outcome.ACCEPTED) {
            return offer;
        }
        int chosen = SecondaryPath.of(
                shard(),
                settings().single().secondary(),
                (slice, number, each) -> isChosenFrom(super.offer(member, slice, number, each, PolicyRun.SILENT)),
                table,
                prefix,
                table.head(prefix));
        if (chosen != path) {
            return Offer.SURPASSED;
        }
        return super.offer(member, table, prefix, path, PolicyRun.SILENT); // the view is this path's again
    }

    /** A path whose next hop is the neighbor's own address is kept back only when it has been chosen. */
    private static boolean isChosenFrom(Offer offer) {
        return offer.outcome() == Offer.Outcome.ACCEPTED || offer.reason().equals(Withheld.OWN_ADDRESS);
    }

    @Override
    public int advertised(Member member, int prefix, int path) {
        withheld().forget();
        if (withheld().from(member, out.handle(prefix), out.source(prefix))) {
            return 0;
        }
        boolean same = settings().single().secondary() != 0
                ? out.source(prefix) == shard().channelOf(path)
                : shard().table(settings().table()).head(prefix) == path;
        return same ? out.handle(prefix) : 0;
    }

    @Override
    void sent(Member member, int prefix, Sent to) {
        if (out.handle(prefix) != 0) {
            to.path(0, out.handle(prefix), out.source(prefix));
        }
    }

    @Override
    void expect(AdjRibOut former) {
        // An announcement takes the place of the former one, and a prefix without one is withdrawn.
    }

    @Override
    void exportChunk(TableSlice table, int[] prefixes, int from, int to) {
        changes().begin(prefixes, from, to - from);
        withheld().forget();
        for (int at = from; at < to; at++) {
            int best = table.bestIfDecided(prefixes[at]);
            if (best != TableSlice.UNDECIDED) {
                exportOne(table, prefixes[at], at - from, best);
            }
        }
        advertise();
    }

    private void exportOne(TableSlice table, int prefix, int index, int bestOfAll) {
        int oldHandle = out.handle(prefix);
        int oldSource = out.source(prefix);
        int best = settings().single().secondary() == 0
                ? bestOfAll
                : SecondaryPath.of(this, table, prefix, table.head(prefix));
        if (best == 0) {
            counters().withdrawals++;
        }
        int handle = decide(table, prefix, passesOver(best) ? 0 : best, oldSource, true);
        decided(prefix);
        int source = handle == 0 ? 0 : shard().channelOf(best);
        if (handle == oldHandle && source == oldSource) {
            if (handle != 0) {
                shard().attributes().release(handle);
            }
            return;
        }
        changed(prefix, index, oldHandle, oldSource, handle, source);
        out.put(prefix, handle, source);
    }
}
