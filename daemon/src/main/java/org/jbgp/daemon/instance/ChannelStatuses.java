package org.jbgp.daemon.instance;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.FilterRef;
import org.jbgp.config.model.Limit;
import org.jbgp.daemon.advertise.rules.ExportCounters;
import org.jbgp.daemon.control.view.ChannelStatus;
import org.jbgp.daemon.rib.ChannelCounters;
import org.jbgp.daemon.rib.RouteLimit;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.shards.ShardPool;

/** Channels in the form {@code show protocols all} wants, from counters that shards keep. Any thread; a moment old. */
public final class ChannelStatuses {
    private ChannelStatuses() {}

    /** A channel of a protocol without neighbors. */
    public static ChannelStatus local(
            ShardPool shards,
            ChannelConfig config,
            int number,
            boolean up,
            int preference,
            long exported,
            List<ExportCounters> counters,
            List<RouteLimit.Kind> hit,
            boolean waits) {
        Sum sum = new Sum();
        sum.imports(shards, number);
        sum.exported = exported;
        counters.forEach(sum::exports);
        return status(
                config,
                up ? ChannelStatus.State.UP : ChannelStatus.State.DOWN,
                preference,
                sum,
                hit,
                ChannelStatus.Recovery.of(false, waits),
                Address.NONE,
                null,
                null,
                null);
    }

    /** Part of a next hop of one address, or of a global and a link-local one; null where there is none. */
    private static InetAddress part(Address nextHop, int from) {
        return nextHop.length() <= from
                ? null
                : Address.copyOf(nextHop.toArray(), from, Math.min(16, nextHop.length() - from))
                        .toAddress();
    }

    public static ChannelStatus status(
            ChannelConfig config,
            ChannelStatus.State state,
            int preference,
            Sum sum,
            List<RouteLimit.Kind> hit,
            ChannelStatus.Recovery recovery,
            Address nextHop,
            String igp4,
            String igp6,
            String disabled) {
        return new ChannelStatus(
                config.name(),
                state,
                config.table(),
                config.preference().orElse(preference),
                name(config.importFilter()),
                name(config.exportFilter()),
                config.importKeepFiltered(),
                new ChannelStatus.Counts(sum.imported, sum.filteredKept, sum.exported, sum.preferred),
                new ChannelStatus.Changes(
                        sum.updates,
                        sum.invalid,
                        sum.filtered,
                        sum.ignored,
                        sum.accepted,
                        sum.withdraws,
                        0,
                        sum.withdrawsIgnored,
                        sum.withdrawsAccepted,
                        sum.exportUpdates,
                        sum.exportRejected,
                        sum.exportFiltered,
                        sum.exportAccepted,
                        sum.exportWithdraws,
                        sum.exportWithdrawsTold),
                limits(config, hit),
                recovery,
                part(nextHop, 0),
                part(nextHop, 16),
                igp4,
                igp6,
                disabled,
                sum.unsent);
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

    public static final class Sum {
        long imported;
        long preferred;
        long filteredKept;
        public long exported;
        long updates;
        long invalid;
        long filtered;
        long ignored;
        long accepted;
        long withdraws;
        long withdrawsIgnored;
        long withdrawsAccepted;
        long unsent;
        long exportUpdates;
        long exportRejected;
        long exportFiltered;
        long exportAccepted;
        long exportWithdraws;
        long exportWithdrawsTold;

        public void imports(ShardPool shards, int channel) {
            for (int shard = 0; shard < shards.size(); shard++) {
                ChannelCounters counters = shards.peek(shard).counters(channel);
                if (counters != null) {
                    imported += counters.imported;
                    preferred += counters.preferred;
                    filteredKept += counters.filteredKept;
                    updates += counters.importUpdates;
                    invalid += counters.importInvalid;
                    filtered += counters.importFiltered;
                    ignored += counters.importIgnored;
                    accepted += counters.importAccepted;
                    withdraws += counters.importWithdraws;
                    withdrawsIgnored += counters.importWithdrawsIgnored;
                    withdrawsAccepted += counters.importWithdrawsAccepted;
                }
            }
        }

        public void exports(ExportCounters counters) {
            unsent += counters.unsent;
            exportUpdates += counters.updates;
            exportRejected += counters.rejected;
            exportFiltered += counters.filtered;
            exportAccepted += counters.accepted;
            exportWithdraws += counters.withdrawals;
            exportWithdrawsTold += counters.withdrawalsTold;
        }
    }
}
