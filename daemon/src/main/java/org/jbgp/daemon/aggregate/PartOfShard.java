package org.jbgp.daemon.aggregate;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jbgp.daemon.advertise.rules.ExportCounters;
import org.jbgp.daemon.advertise.rules.Offer;
import org.jbgp.daemon.instance.Announcements;
import org.jbgp.daemon.policy.PolicyRun;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;

/** What takes the routes of one shard for an aggregator, as commands ask it; on the shard, unless said otherwise. */
interface PartOfShard {
    /** Routes that it has been given and still has. Any thread; a moment old. */
    long exported();

    /** Changes on their way to it. Any thread; a moment old. */
    ExportCounters counters();

    /** See {@link Announcements#exported}. */
    int exported(TableSlice table, int prefix, int path);

    /** See {@link Announcements#offer}. */
    Offer offer(TableSlice table, int prefix, int path, PolicyRun run);

    /** What all together have; null stands for one whose shard has not made it yet. */
    static long exported(PartOfShard[] parts) {
        return Arrays.stream(parts)
                .filter(Objects::nonNull)
                .mapToLong(PartOfShard::exported)
                .sum();
    }

    /** The counters of all, as above. */
    static List<ExportCounters> counters(PartOfShard[] parts) {
        return Arrays.stream(parts)
                .filter(Objects::nonNull)
                .map(PartOfShard::counters)
                .toList();
    }

    /**
     * What is exported to the protocol.
     *
     * @param parts by shard; empty if the protocol is down
     * @param allPaths whether they take other paths than the best, too
     */
    static Announcements announcements(PartOfShard[] parts, boolean allPaths) {
        return parts.length == 0
                ? Announcements.NONE
                : new Announcements() {
                    @Override
                    public int exported(Shard shard, int table, int prefix, int path) {
                        return parts[shard.number()].exported(shard.table(table), prefix, path);
                    }

                    @Override
                    public Offer offer(Shard shard, TableSlice table, int prefix, int path, PolicyRun run) {
                        return parts[shard.number()].offer(table, prefix, path, run);
                    }

                    @Override
                    public boolean ofAllPaths(int table) {
                        return allPaths;
                    }
                };
    }
}
