package org.jbgp.daemon.query;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.advertise.rules.Offer;
import org.jbgp.daemon.control.view.RouteEntry;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.policy.PolicyRun;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.policy.RouteView;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.nexthop.ResolutionDomain;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.rib.store.AttributeStore;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.Aigp;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.Scope;

/** Turns the paths of single prefixes into what commands show. Filled on a shard, read afterwards by who asked. */
final class RouteCollector {
    private final TableReader.Question question;
    private final RouteQuery query;
    private final AddressFamily family;
    private final RouteClock clock;
    private final List<RouteEntry> entries = new ArrayList<>();
    private long shown;
    private long routes;
    private long networks;
    private boolean pending;

    RouteCollector(TableReader.Question question, RouteClock clock) {
        this.question = question;
        this.query = question.query();
        this.family = question.family();
        this.clock = clock;
    }

    List<RouteEntry> entries() {
        return entries;
    }

    long shown() {
        return shown;
    }

    long routes() {
        return routes;
    }

    long networks() {
        return networks;
    }

    /** True if a next hop of what was found is still being looked up: a moment later there is an answer. */
    boolean isPending() {
        return pending;
    }

    /** True if the query's rib holds something of the prefix. */
    boolean isThere(Shard shard, TableSlice table, int prefix) {
        return switch (query.rib()) {
            case RouteQuery.Present present -> table.head(prefix) != 0;
            case RouteQuery.Rejected rejected -> shard.received().remembers(family, prefix);
            case RouteQuery.Received received -> shard.received().remembers(family, prefix);
            case RouteQuery.Sent sent -> nextExported(shard, table, prefix, table.head(prefix)) != 0;
        };
    }

    /** The first path from this one on that was exported, 0 if there is none. */
    private int nextExported(Shard shard, TableSlice table, int prefix, int from) {
        int path = from;
        while (path != 0 && question.announcements().exported(shard, table.id(), prefix, path) == 0) {
            path = table.next(path);
        }
        return path;
    }

    /** Takes the routes of a prefix that has some. */
    void collect(Shard shard, TableSlice table, int prefix) {
        long before = routes;
        switch (query.rib()) {
            case RouteQuery.Present present -> collectPresent(shard, table, prefix);
            case RouteQuery.Rejected rejected -> {
                boolean alone = table.head(prefix) == 0;
                shard.received()
                        .rejected(
                                table,
                                prefix,
                                (channel, entry) ->
                                        remembered(shard, table, channel, prefix, entry, alone && routes == before));
            }
            case RouteQuery.Received received ->
                shard.received()
                        .received(
                                question.channel(),
                                prefix,
                                (channel, entry) -> remembered(shard, table, channel, prefix, entry, routes == before));
            case RouteQuery.Sent sent -> collectSent(shard, table, prefix);
        }
        if (routes > before) {
            networks++;
        }
    }

    private void remembered(Shard shard, TableSlice table, Channel channel, int prefix, int entry, boolean primary) {
        routes++;
        if (isOf(channel)) {
            byte[] received = set(shard, shard.attributesOf(entry));
            boolean rejected = query.rib() instanceof RouteQuery.Rejected;
            byte[] shown = rejected ? filtered(shard, table, channel, prefix, received) : received;
            consider(shard, table, channel, prefix, entry, primary, shown);
        }
    }

    /** The set as the import filter leaves it: filters often say in a community why they reject a route. */
    private byte[] filtered(Shard shard, TableSlice table, Channel channel, int prefix, byte[] received) {
        PrefixIndex index = table.index();
        RouteView view = shard.filters()
                .arriving(
                        channel,
                        index.hi(prefix),
                        index.lo(prefix),
                        index.length(prefix),
                        received,
                        0,
                        received.length);
        var _ = PolicyRun.SILENT.accept(channel.policy(), view);
        return changed(view, received);
    }

    private boolean isOf(Channel channel) {
        return query.protocol() == null
                || query.protocol().equals(channel.source().protocol());
    }

    private void collectSent(Shard shard, TableSlice table, int prefix) {
        boolean first = true;
        for (int path = nextExported(shard, table, prefix, table.head(prefix));
                path != 0;
                path = nextExported(shard, table, prefix, table.next(path))) {
            routes++;
            Channel channel = shard.channel(shard.channelOf(path));
            int exported = question.announcements().exported(shard, table.id(), prefix, path);
            consider(shard, table, channel, prefix, path, first, set(shard, exported));
            first = false;
        }
    }

    private void collectPresent(Shard shard, TableSlice table, int prefix) {
        boolean first = true;
        boolean others = query.export() == null || question.announcements().ofAllPaths(table.id());
        for (int path = table.head(prefix); path != 0; path = table.next(path)) {
            routes++;
            // Unless the protocol gets several paths, exports are about the best one alone.
            if (first || (!query.primaryOnly() && others)) {
                Channel channel = shard.channel(shard.channelOf(path));
                byte[] set = query.export() == null
                        ? set(shard, shard.attributesOf(path))
                        : exported(shard, table, prefix, path);
                if (set != null && isOf(channel)) {
                    consider(shard, table, channel, prefix, path, first && table.best(prefix) != 0, set);
                }
            }
            first = false;
        }
    }

    /** The path's attributes as the query's export mode shows them, null if it does not show the path. */
    private byte[] exported(Shard shard, TableSlice table, int prefix, int path) {
        if (query.export().mode() == RouteQuery.Export.Mode.EXPORTED) {
            int exported = question.announcements().exported(shard, table.id(), prefix, path);
            return exported == 0 ? null : set(shard, exported);
        }
        Offer offer = question.announcements().offer(shard, table, prefix, path, PolicyRun.SILENT);
        byte[] received = set(shard, shard.attributesOf(path));
        boolean accepted = offer.outcome() == Offer.Outcome.ACCEPTED;
        return switch (query.export().mode()) {
            case PREEXPORT -> offer.outcome() == Offer.Outcome.REFUSED ? null : received;
            case NOEXPORT ->
                offer.outcome() == Offer.Outcome.FILTERED || offer.outcome() == Offer.Outcome.UNSENDABLE
                        ? received
                        : null;
            case EXPORT, EXPORTED -> accepted ? changed(shard.filters().view(), received) : null;
        };
    }

    private static byte[] changed(RouteView view, byte[] otherwise) {
        if (!view.modified()) {
            return otherwise;
        }
        int size = view.encode();
        return java.util.Arrays.copyOf(view.encoded(), size);
    }

    private static byte[] set(Shard shard, int handle) {
        AttributeStore attributes = shard.attributes();
        byte[] blob = new byte[attributes.length(handle)];
        System.arraycopy(attributes.array(handle), attributes.offset(handle), blob, 0, blob.length);
        return blob;
    }

    /** Shows a route if the query's filter lets it pass. */
    private void consider(
            Shard shard, TableSlice table, Channel channel, int prefix, int path, boolean primary, byte[] set) {
        byte[] blob = set;
        pending |= shard.resolution(channel, shard.attributesOf(path)).pending();
        if (question.policy() != null) {
            PrefixIndex index = table.index();
            RouteView view = shard.filters().view();
            view.load(
                    family,
                    index.hi(prefix),
                    index.lo(prefix),
                    index.length(prefix),
                    channel.source(),
                    set,
                    0,
                    set.length,
                    shard.resolution(channel, shard.attributesOf(path)));
            if (!question.policy().accept(view, question.faults())) {
                return;
            }
            blob = changed(view, set);
        }
        shown++;
        if (!query.countOnly()) {
            entries.add(entry(shard, table, channel, prefix, path, primary, blob));
        }
    }

    private RouteEntry entry(
            Shard shard, TableSlice table, Channel channel, int prefix, int path, boolean primary, byte[] blob) {
        int handle = shard.attributesOf(path);
        RouteSource source = channel.source();
        ResolvedNextHop resolution = resolution(shard, table, channel, prefix, path, handle);
        PrefixIndex index = table.index();
        boolean recursive = !shard.attributes().hasOwnDestination(handle)
                && channel.domain() != null
                && channel.domain().mode() == ResolutionDomain.Mode.RECURSIVE;
        // In place of the distance, as in BIRD.
        long aigp = Aigp.plus(shard.attributes().aigp(handle), resolution.igpMetric());
        return new RouteEntry(
                new RouteQuery.Prefix(family, index.hi(prefix), index.lo(prefix), index.length(prefix)),
                new RouteEntry.Origin(
                        source.protocol(),
                        source.kindOf(blob, 0, blob.length),
                        (int) AttributeBlob.u32(
                                blob,
                                0,
                                blob.length,
                                AttributeBlob.ENGINE,
                                AttributeBlob.PREFERENCE,
                                source.preference()),
                        clock.at(shard.changedOf(path)),
                        source.peerAddress()),
                new RouteEntry.Standing(primary, primary && table.refused(prefix), shard.staleOf(path), false),
                resolution.destination(),
                nextHops(resolution),
                aigp != Aigp.MAX ? new RouteEntry.Resolution(true, aigp) : recursive ? resolution(resolution) : null,
                Scope.of(blob, 0, blob.length),
                blob);
    }

    private ResolvedNextHop resolution(
            Shard shard, TableSlice table, Channel channel, int prefix, int path, int handle) {
        ResolvedNextHop own = shard.resolution(channel, handle);
        boolean asSent = query.rib() instanceof RouteQuery.Sent || query.export() != null;
        return asSent ? question.announcements().resolution(shard, table, prefix, path, own) : own;
    }

    private static RouteEntry.Resolution resolution(ResolvedNextHop resolution) {
        // BIRD has no metric where no route leads, and an unknown one where a route that leads nowhere does.
        long metric = resolution.reachable() || resolution.state() == ResolvedNextHop.State.BARRED
                ? resolution.igpMetric()
                : 0;
        return new RouteEntry.Resolution(
                resolution.reachable(), metric == ResolvedNextHop.UNKNOWN_METRIC ? -1 : metric);
    }

    private static List<RouteEntry.NextHop> nextHops(ResolvedNextHop resolution) {
        List<RouteEntry.NextHop> hops = new ArrayList<>(resolution.legs().size());
        for (ResolvedNextHop.Leg leg : resolution.legs()) {
            InetAddress gateway =
                    leg.gateway().length() == 0 ? null : leg.gateway().toAddress();
            hops.add(new RouteEntry.NextHop(gateway, leg.interfaceName(), leg.weight(), leg.onlink()));
        }
        return hops;
    }
}
