package org.jbgp.daemon.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jbgp.daemon.protocol.kernel.RefusalListener;
import org.jbgp.daemon.shards.ShardPool;

/**
 * Carries word of routes that the kernel refuses to the shards, for commands that show them. Used on the kernel thread.
 */
final class RefusalMarks implements RefusalListener {
    private final ShardPool shards;
    private final Supplier<KernelExport[]> exports;
    private final List<List<Mark>> gathered = new ArrayList<>();
    private final Counts counts;
    private int refused;
    private int noMore;

    /** Hears how many routes the kernel refuses from now on, and how many it does not any more. */
    @FunctionalInterface
    interface Counts {
        void changed(int refused, int noMore);
    }

    private record Mark(long hi, long lo, int length, boolean refused) {}

    /**
     * @param exports those that mark their routes, by the number of their shard
     */
    RefusalMarks(ShardPool shards, Supplier<KernelExport[]> exports, Counts counts) {
        this.shards = shards;
        this.exports = exports;
        this.counts = counts;
        for (int shard = 0; shard < shards.size(); shard++) {
            gathered.add(new ArrayList<>());
        }
    }

    @Override
    public void changed(long hi, long lo, int length, boolean refused) {
        gathered.get(shards.shardOf(hi, lo, length)).add(new Mark(hi, lo, length, refused));
        this.refused += refused ? 1 : 0;
        noMore += refused ? 0 : 1;
    }

    @Override
    public void flush() {
        if (refused == 0 && noMore == 0) {
            return;
        }
        counts.changed(refused, noMore);
        refused = 0;
        noMore = 0;
        for (int number = 0; number < gathered.size(); number++) {
            List<Mark> marks = List.copyOf(gathered.get(number));
            gathered.get(number).clear();
            if (!marks.isEmpty()) {
                shards.execute(number, shard -> {
                    KernelExport export = exports.get()[shard.number()];
                    marks.forEach(mark -> export.refused(mark.hi, mark.lo, mark.length, mark.refused));
                });
            }
        }
    }
}
