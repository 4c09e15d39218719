package org.jbgp.daemon.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jbgp.daemon.control.view.RejectedRoute;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.policy.PolicyTrace;
import org.jbgp.daemon.policy.RouteView;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.store.Prefixes;

/**
 * Reads what shards remember of rejected routes, and sends it through the filters of now to see which line it is. On
 * the shard, but for {@link #all}.
 */
final class RejectedReader {
    private static final byte[] UNKNOWN = new byte[0];

    private RejectedReader() {}

    /**
     * The routes of a channel in all shards, the newest first. Any thread but the shards'.
     *
     * @param prefix only of this one, null for all
     */
    static List<RejectedRoute> all(QueriedRouter router, int channel, RouteQuery.Prefix prefix) {
        RouteClock clock = router.routeClock();
        return router.shards().ask(shard -> of(shard, channel, prefix, clock)).join().stream()
                .flatMap(List::stream)
                .toList();
    }

    /**
     * The longest prefix of routes of these channels that covers another one, or is it. No filter is run: who asks for
     * an address that nobody has may do so often. Any thread but the shards'.
     */
    static Optional<RouteQuery.Prefix> longest(QueriedRouter router, List<Integer> channels, RouteQuery.Prefix prefix) {
        return router.shards().ask(shard -> longest(shard, channels, prefix)).join().stream()
                .flatMap(Optional::stream)
                .max(Comparator.comparingInt(RouteQuery.Prefix::length));
    }

    private static Optional<RouteQuery.Prefix> longest(Shard shard, List<Integer> channels, RouteQuery.Prefix prefix) {
        RouteQuery.Prefix[] longest = new RouteQuery.Prefix[1];
        for (int id : channels) {
            Channel channel = id <= 0 ? null : shard.channelOrNull(id);
            if (channel == null || channel.family() != prefix.family()) {
                continue;
            }
            shard.rejected().each(channel, (pathId, hi, lo, length, set, second) -> {
                boolean longer = length <= prefix.length() && (longest[0] == null || length > longest[0].length());
                if (longer && Prefixes.covers(prefix.family().bits(), hi, lo, length, prefix.hi(), prefix.lo())) {
                    longest[0] = new RouteQuery.Prefix(channel.family(), hi, lo, length);
                }
            });
        }
        return Optional.ofNullable(longest[0]);
    }

    /** The routes of a channel in one shard. */
    static List<RejectedRoute> of(Shard shard, int id, RouteQuery.Prefix prefix, RouteClock clock) {
        List<RejectedRoute> found = new ArrayList<>();
        Channel channel = id <= 0 ? null : shard.channelOrNull(id);
        TableSlice table = channel == null ? null : shard.table(channel.table());
        if (table == null) {
            return found;
        }
        Set<RouteQuery.Prefix> seen = new HashSet<>();
        shard.rejected().each(channel, (pathId, hi, lo, length, set, second) -> {
            RouteQuery.Prefix of = new RouteQuery.Prefix(channel.family(), hi, lo, length);
            if (prefix != null && !prefix.equals(of)) {
                return;
            }
            // One prefix may have been rejected again and again.
            if (!seen.add(of)) {
                return;
            }
            PolicyTrace trace = new PolicyTrace();
            boolean accepts = set != null && trace.run(channel.policy(), loaded(shard, channel, of, set));
            found.add(new RejectedRoute(
                    clock.at(second),
                    new RejectedRoute.Channel(
                            channel.source().protocol(),
                            table.name(),
                            channel.source().peerAddress()),
                    of,
                    channel.policy().toString(),
                    accepts,
                    set == null ? List.of() : trace.lines(),
                    set == null ? UNKNOWN : set));
        });
        return found;
    }

    private static RouteView loaded(Shard shard, Channel channel, RouteQuery.Prefix prefix, byte[] set) {
        return shard.filters().arriving(channel, prefix.hi(), prefix.lo(), prefix.length(), set, 0, set.length);
    }
}
