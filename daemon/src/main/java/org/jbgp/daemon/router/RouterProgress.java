package org.jbgp.daemon.router;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jbgp.daemon.instance.ProtocolInstance;
import org.jbgp.daemon.instance.Recovery;
import org.jbgp.daemon.progress.LongWork;
import org.jbgp.daemon.progress.Movements;
import org.jbgp.daemon.progress.Progress;
import org.jbgp.daemon.rib.LongWalk;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.shards.ShardPool;

/**
 * What takes long in a router: works that count for themselves, and what protocols and shards are found to be about
 * when somebody asks. Any thread.
 *
 * @param instances the protocols at one moment
 */
record RouterProgress(
        Recovery recovery,
        Supplier<Collection<ProtocolInstance>> instances,
        ShardPool shards,
        LongWork longWork,
        Movements movements) {
    private record Walk(LongWalk.Purpose purpose, String what) {}

    /** All of it, what began last at the end. */
    List<Progress> all() {
        List<Progress> found = new ArrayList<>();
        instances.get().forEach(instance -> found.addAll(instance.progress()));
        found.addAll(walks());
        List<Progress> all = new ArrayList<>();
        Progress recovering = recovery.progress();
        if (recovering != null) {
            all.add(recovering);
        }
        all.addAll(movements.of(found));
        all.addAll(longWork.all());
        return all;
    }

    private List<Progress> walks() {
        Map<Walk, long[]> sums = new LinkedHashMap<>();
        for (int i = 0; i < shards.size(); i++) {
            for (LongWalk walk : shards.peek(i).longWalks()) {
                Channel channel = shards.peek(i).channelOrNull(walk.channel());
                String what = channel == null
                        ? "routes"
                        : channel.source().protocol() + "." + channel.family().label();
                long[] sum = sums.computeIfAbsent(new Walk(walk.purpose(), what), key -> new long[2]);
                sum[0] += walk.reached();
                sum[1] += walk.limit();
            }
        }
        List<Progress> all = new ArrayList<>();
        sums.forEach((walk, sum) -> all.add(new Progress(
                switch (walk.purpose()) {
                    case REFILTER -> Progress.Kind.REFILTER;
                    case WITHDRAWAL -> Progress.Kind.WITHDRAWAL;
                },
                walk.what(),
                "prefixes",
                new Progress.Amount(sum[0], sum[1]),
                new Progress.Times(null, Duration.ZERO, null))));
        return all;
    }
}
