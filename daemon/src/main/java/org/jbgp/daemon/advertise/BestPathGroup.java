package org.jbgp.daemon.advertise;

import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.Executor;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;

/** A group whose members are told one path of each prefix, the best. Confined to the shard. */
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
        return false;
    }

    @Override
    public int told(Member member, int prefix, int path) {
        return out.source(prefix) == member.channel()
                        || shard().table(settings().table()).head(prefix) != path
                ? 0
                : out.handle(prefix);
    }

    @Override
    void expect(AdjRibOut former) {
        // An announcement takes the place of the former one, and a prefix without one is withdrawn.
    }

    @Override
    void exportChunk(TableSlice table, int[] prefixes, int from, int to) {
        changes().begin(prefixes, from, to - from);
        for (int at = from; at < to; at++) {
            if (!table.undecided(prefixes[at])) {
                exportOne(table, prefixes[at], at - from);
            }
        }
        tell();
    }

    private void exportOne(TableSlice table, int prefix, int index) {
        int oldHandle = out.handle(prefix);
        int oldSource = out.source(prefix);
        int best = table.best(prefix);
        int handle = decide(table, prefix, best, oldSource);
        int source = handle == 0 ? 0 : shard().channelOf(best);
        if (handle == oldHandle && source == oldSource) {
            if (handle != 0) {
                shard().attributes().release(handle);
            }
            return;
        }
        out.put(prefix, handle, source);
        audience().countOwn(oldSource, -1);
        audience().countOwn(source, 1);
        count(handle);
        int excluded = audience().memberOf(handle == 0 ? oldSource : source) + 1;
        changes().add(index, excluded, handle, source, oldSource);
    }
}
