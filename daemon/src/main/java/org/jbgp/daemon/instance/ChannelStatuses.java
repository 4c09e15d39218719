package org.jbgp.daemon.instance;

import java.util.ArrayList;
import java.util.List;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.FilterRef;
import org.jbgp.config.model.Limit;
import org.jbgp.daemon.advertise.rules.ExportCounters;
import org.jbgp.daemon.control.view.ChannelStatus;
import org.jbgp.daemon.rib.ChannelCounters;
import org.jbgp.daemon.rib.channel.RouteLimit;
import org.jbgp.daemon.shards.ShardPool;

/** Channels in the form {@code show protocols all} wants, from counters that shards keep. Any thread; a moment old. */
public final class ChannelStatuses {
    private ChannelStatuses() {}

    /**
     * A channel of a protocol without neighbors.
     *
     * @param totals with what was imported
     */
    public static ChannelStatus local(
            ChannelConfig config,
            Totals totals,
            boolean up,
            int preference,
            long exported,
            List<ExportCounters> counters,
            List<RouteLimit.Kind> hit,
            boolean waits) {
        totals.addExported(exported);
        counters.forEach(totals::addExports);
        return totals.status(
                config,
                up ? ChannelStatus.State.UP : ChannelStatus.State.DOWN,
                preference,
                hit,
                ChannelStatus.Recovery.of(false, waits),
                ChannelStatus.Bgp.NONE);
    }

    /** A filter as BIRD names it. */
    public static String name(FilterRef filter) {
        return switch (filter) {
            case FilterRef.All all -> "ACCEPT";
            case FilterRef.None none -> "REJECT";
            case FilterRef.Named named -> named.name();
            case FilterRef.Inline inline -> "(unnamed)";
        };
    }

    private static List<ChannelStatus.Limit> limits(ChannelConfig config, List<RouteLimit.Kind> hit) {
        List<ChannelStatus.Limit> limits = new ArrayList<>();
        config.receiveLimit()
                .ifPresent(limit -> limits.add(
                        limit(ChannelStatus.Limit.Kind.RECEIVE, limit, hit.contains(RouteLimit.Kind.RECEIVE))));
        config.importLimit()
                .ifPresent(limit -> limits.add(
                        limit(ChannelStatus.Limit.Kind.IMPORT, limit, hit.contains(RouteLimit.Kind.IMPORT))));
        config.exportLimit()
                .ifPresent(limit -> limits.add(
                        limit(ChannelStatus.Limit.Kind.EXPORT, limit, hit.contains(RouteLimit.Kind.EXPORT))));
        return limits;
    }

    private static ChannelStatus.Limit limit(ChannelStatus.Limit.Kind kind, Limit limit, boolean hit) {
        return new ChannelStatus.Limit(
                kind,
                limit.routes(),
                hit,
                switch (limit.action()) {
                    case WARN -> ChannelStatus.Limit.Action.WARN;
                    case BLOCK -> ChannelStatus.Limit.Action.BLOCK;
                    case RESTART -> ChannelStatus.Limit.Action.RESTART;
                    case DISABLE -> ChannelStatus.Limit.Action.DISABLE;
                });
    }

    /** What the shards counted of one channel, added up. */
    public static final class Totals {
        private ChannelStatus.Counts counts = ChannelStatus.Counts.NONE;
        private ChannelStatus.Changes changes = ChannelStatus.Changes.NONE;
        private long unsent;

        /** Adds what was imported through the channel of that number. */
        public void addImports(ShardPool shards, int channel) {
            for (int shard = 0; shard < shards.size(); shard++) {
                ChannelCounters counters = shards.peek(shard).counters(channel);
                if (counters != null) {
                    addImports(counters);
                }
            }
        }

        /** Adds what was imported through a channel, or a part of it. */
        public void addImports(ChannelCounters counters) {
            counts = counts.plus(
                    new ChannelStatus.Counts(counters.imported, counters.filteredKept, 0, counters.preferred));
            changes = changes.plus(new ChannelStatus.Changes(
                    new ChannelStatus.Updates(
                            counters.importUpdates,
                            counters.importInvalid,
                            counters.importFiltered,
                            counters.importIgnored,
                            counters.importAccepted),
                    new ChannelStatus.Withdraws(
                            counters.importWithdraws,
                            0,
                            counters.importWithdrawsIgnored,
                            counters.importWithdrawsAccepted),
                    ChannelStatus.Updates.NONE,
                    ChannelStatus.Withdraws.NONE));
        }

        /** Adds routes that the protocol has been given and still has. */
        public void addExported(long routes) {
            counts = counts.plus(new ChannelStatus.Counts(0, 0, routes, 0));
        }

        /** Adds what went out of the table. */
        public void addExports(ExportCounters counters) {
            unsent += counters.unsent;
            changes = changes.plus(new ChannelStatus.Changes(
                    ChannelStatus.Updates.NONE,
                    ChannelStatus.Withdraws.NONE,
                    new ChannelStatus.Updates(
                            counters.updates,
                            counters.rejected,
                            counters.filtered,
                            counters.ignored,
                            counters.accepted),
                    new ChannelStatus.Withdraws(
                            counters.withdrawals, 0, counters.withdrawalsIgnored, counters.withdrawalsAdvertised)));
        }

        /** Prefixes whose route cannot be written for the neighbor. */
        public long unsent() {
            return unsent;
        }

        /**
         * The channel with these totals.
         *
         * @param preference of its routes where the configuration names none
         * @param hit limits that were reached
         */
        public ChannelStatus status(
                ChannelConfig config,
                ChannelStatus.State state,
                int preference,
                List<RouteLimit.Kind> hit,
                ChannelStatus.Recovery recovery,
                ChannelStatus.Bgp bgp) {
            return new ChannelStatus(
                    config.name(),
                    state,
                    config.table(),
                    new ChannelStatus.Setup(
                            config.preference().orElse(preference),
                            name(config.importFilter()),
                            name(config.exportFilter()),
                            config.importKeepFiltered(),
                            limits(config, hit)),
                    counts,
                    changes,
                    recovery,
                    bgp);
        }
    }
}
