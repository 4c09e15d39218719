package org.jbgp.daemon.bgp;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.bgp.BgpChannelOptions;
import org.jbgp.daemon.advertise.rules.ExportConditions;
import org.jbgp.daemon.control.view.ChannelStatus;
import org.jbgp.daemon.instance.ChannelStatuses;
import org.jbgp.daemon.instance.Conversions;
import org.jbgp.daemon.monitor.MonitoredSession;
import org.jbgp.daemon.rib.ChannelCounters;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.shards.ShardPool;
import org.jbgp.daemon.wire.AddressFamily;

/** Channels of BGP neighbors in the form {@code show protocols all} wants. Any thread; a moment old. */
final class BgpChannelStatuses {
    private BgpChannelStatuses() {}

    /** A channel of a BGP neighbor; {@code session} is null while it is down. */
    static ChannelStatus of(
            ShardPool shards, BgpSpeaker speaker, ChannelConfig config, BgpSession session, boolean awaited) {
        AddressFamily family = Conversions.family(config.family());
        boolean up = session != null && session.session().negotiated().carries(family);
        int number = 0;
        for (ChannelPlan plan : speaker.plan().channels()) {
            if (plan.family() == family) {
                number = plan.channel();
            }
        }
        ChannelStatuses.Totals totals = new ChannelStatuses.Totals();
        totals.addImports(shards, number);
        Address nextHop = Address.NONE;
        for (int shard = 0; up && shard < shards.size(); shard++) {
            ExportGroups.Place place = session.place(family, shard);
            if (place != null) {
                totals.addExported(place.group().announced(place.member()));
                totals.addExports(place.group().counters(place.member()));
                nextHop = place.group().settings().nextHop().own();
            }
        }
        boolean recursive = config.bgp()
                .map(bgp -> bgp.resolution().gateway() == BgpChannelOptions.Gateway.RECURSIVE)
                .orElse(false);
        String disabled = up ? session.disabledReason(family) : null;
        return totals.status(
                config,
                up && disabled == null ? ChannelStatus.State.UP : ChannelStatus.State.DOWN,
                100,
                speaker.limitsHit(family),
                ChannelStatus.Recovery.of(awaited, up && session.waits(family)),
                new ChannelStatus.Bgp(
                        part(nextHop, 0),
                        part(nextHop, 16),
                        recursive ? igpTable(speaker, config, IpFamily.IPV4) : null,
                        recursive ? igpTable(speaker, config, IpFamily.IPV6) : null,
                        disabled,
                        totals.unsent(),
                        up ? conditions(session.conditions(family)) : List.of()));
    }

    private static List<ChannelStatus.Condition> conditions(ExportConditions conditions) {
        List<ChannelStatus.Condition> all = new ArrayList<>();
        for (int i = 0; conditions != null && i < conditions.conditions().size(); i++) {
            ExportConditions.Condition condition = conditions.conditions().get(i);
            all.add(new ChannelStatus.Condition(
                    condition.configured().exist(), condition.table(), conditions.matches(i), conditions.holds(i)));
        }
        return all;
    }

    /** The table that next hops of a family are looked up in, null where the channel takes none of it. */
    private static String igpTable(BgpSpeaker speaker, ChannelConfig config, IpFamily family) {
        BgpChannelOptions options = config.bgp().orElseThrow();
        if (config.family() != family && !options.nextHops().extended().enabled()) {
            return null;
        }
        List<ChannelConfig> channels =
                speaker.plan().channels().stream().map(ChannelPlan::configured).toList();
        return Conversions.igpTable(options.resolution().igpTables(), config, channels, family)
                .orElse(family == IpFamily.IPV4 ? "master4" : "master6");
    }

    /** The numbers of a living channel, for who watches its session. Any thread; a moment old. */
    static MonitoredSession.Counts monitored(ShardPool shards, ChannelPlan channel, BgpSession session) {
        long filtered = 0;
        long duplicates = 0;
        long duplicateWithdrawals = 0;
        long kept = 0;
        long accepted = 0;
        long best = 0;
        long sent = 0;
        for (int shard = 0; shard < shards.size(); shard++) {
            ChannelCounters counters = shards.peek(shard).counters(channel.channel());
            if (counters != null) {
                filtered += counters.importFiltered;
                duplicates += counters.importIgnored;
                duplicateWithdrawals += counters.importWithdrawsIgnored;
                kept += counters.filteredKept;
                accepted += counters.imported;
                best += counters.preferred;
            }
            ExportGroups.Place place = session.place(channel.family(), shard);
            sent += place == null ? 0 : place.group().announced(place.member());
        }
        return new MonitoredSession.Counts(
                filtered, duplicates, duplicateWithdrawals, accepted + kept, accepted, best, sent);
    }

    /** Part of a next hop of one address, or of a global and a link-local one; null where there is none. */
    private static InetAddress part(Address nextHop, int from) {
        return nextHop.length() <= from
                ? null
                : Address.copyOf(nextHop.toArray(), from, Math.min(16, nextHop.length() - from))
                        .toAddress();
    }
}
