package org.jbgp.daemon.router;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.control.view.RouteEntry;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.rib.AttributeStore;
import org.jbgp.daemon.rib.Channel;
import org.jbgp.daemon.rib.PrefixIndex;
import org.jbgp.daemon.rib.ResolutionDomain;
import org.jbgp.daemon.rib.ResolvedNextHop;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlob;

/** Turns the paths of single prefixes into what commands show. Filled on a shard, read afterwards by who asked. */
final class RouteCollector {
    private final RouteQuery query;
    private final AddressFamily family;
    private final Announcements announcements;
    private final Instant now;
    private final List<RouteEntry> entries = new ArrayList<>();
    private long shown;
    private long routes;
    private long networks;

    /** @param announcements whom the query's export condition asks about, null without one */
    RouteCollector(RouteQuery query, AddressFamily family, Announcements announcements, Instant now) {
        this.query = query;
        this.family = family;
        this.announcements = announcements;
        this.now = now;
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

    /** Takes the paths of a prefix that has some, or what import filters rejected. */
    void collect(Shard shard, TableSlice table, int prefix) {
        if (query.filtered()) {
            collectFiltered(shard, table, prefix);
            return;
        }
        networks++;
        boolean best = true;
        for (int path = table.head(prefix); path != 0; path = table.next(path)) {
            routes++;
            boolean primary = best && table.best(prefix) != 0;
            if (wanted(shard, table, prefix, path, best)) {
                shown++;
                if (!query.countOnly()) {
                    entries.add(entry(shard, table, shard.channel(shard.channelOf(path)), prefix, path, primary));
                }
            }
            best = false;
        }
    }

    private void collectFiltered(Shard shard, TableSlice table, int prefix) {
        long before = routes;
        boolean alone = table.head(prefix) == 0;
        shard.received().rejected(table, prefix, (channel, entry) -> {
            routes++;
            if (query.protocol() == null
                    || query.protocol().equals(channel.source().protocol())) {
                shown++;
                if (!query.countOnly()) {
                    entries.add(entry(shard, table, channel, prefix, entry, alone && routes == before + 1));
                }
            }
        });
        if (routes > before) {
            networks++;
        }
    }

    private boolean wanted(Shard shard, TableSlice table, int prefix, int path, boolean best) {
        if (query.primaryOnly() && !best) {
            return false;
        }
        if (query.protocol() != null
                && !query.protocol()
                        .equals(shard.channel(shard.channelOf(path)).source().protocol())) {
            return false;
        }
        if (announcements == null) {
            return true;
        }
        boolean told = announcements.told(shard, table.id(), prefix, path) != 0;
        return (best || announcements.ofAllPaths(table.id()))
                && switch (query.export().mode()) {
                    case PREEXPORT -> true;
                    case EXPORT, EXPORTED -> told;
                    case NOEXPORT -> !told;
                };
    }

    private RouteEntry entry(Shard shard, TableSlice table, Channel channel, int prefix, int path, boolean primary) {
        AttributeStore attributes = shard.attributes();
        RouteSource source = channel.source();
        int handle = shard.attributesOf(path);
        ResolvedNextHop way = shard.way(channel, handle);
        int shownHandle = handle;
        if (announcements != null && query.export().mode() != RouteQuery.Export.Mode.PREEXPORT) {
            int told = announcements.told(shard, table.id(), prefix, path);
            shownHandle = told != 0 ? told : handle;
        }
        byte[] blob = new byte[attributes.length(shownHandle)];
        System.arraycopy(attributes.array(shownHandle), attributes.offset(shownHandle), blob, 0, blob.length);
        int preference = attributes.hasEngineAttributes(handle) ? attributes.preference(handle) : -1;
        PrefixIndex index = table.index();
        boolean recursive = !attributes.hasOwnDestination(handle)
                && channel.domain() != null
                && channel.domain().mode() == ResolutionDomain.Mode.RECURSIVE;
        return new RouteEntry(
                new RouteQuery.Prefix(family, index.hi(prefix), index.lo(prefix), index.length(prefix)),
                source.protocol(),
                source.kind(),
                preference < 0 ? source.preference() : preference,
                now.minusSeconds(shard.seconds() - (long) shard.changedOf(path)),
                source.peerAddress(),
                primary,
                false,
                shard.staleOf(path),
                false,
                destination(way.destination()),
                nextHops(way),
                recursive ? resolution(way) : null,
                "univ",
                blob);
    }

    private static RouteEntry.Resolution resolution(ResolvedNextHop way) {
        return new RouteEntry.Resolution(
                way.reachable(), way.igpMetric() == ResolvedNextHop.UNKNOWN_METRIC ? -1 : way.igpMetric());
    }

    private static List<RouteEntry.NextHop> nextHops(ResolvedNextHop way) {
        List<RouteEntry.NextHop> hops = new ArrayList<>(way.legs().size());
        for (ResolvedNextHop.Leg leg : way.legs()) {
            InetAddress gateway =
                    leg.gateway().length() == 0 ? null : leg.gateway().toAddress();
            hops.add(new RouteEntry.NextHop(gateway, leg.interfaceName(), leg.weight(), leg.onlink()));
        }
        return hops;
    }

    private static RouteEntry.Destination destination(int code) {
        return switch (code) {
            case AttributeBlob.DEST_BLACKHOLE -> RouteEntry.Destination.BLACKHOLE;
            case AttributeBlob.DEST_UNREACHABLE -> RouteEntry.Destination.UNREACHABLE;
            case AttributeBlob.DEST_PROHIBIT -> RouteEntry.Destination.PROHIBIT;
            default -> RouteEntry.Destination.UNICAST;
        };
    }
}
