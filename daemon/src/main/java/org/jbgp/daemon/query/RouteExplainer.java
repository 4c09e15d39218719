package org.jbgp.daemon.query;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jbgp.config.filter.value.FilterType;
import org.jbgp.config.filter.value.ValueFormat;
import org.jbgp.config.filter.value.WireBytes;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.FilterRef;
import org.jbgp.config.model.StaticConfig;
import org.jbgp.daemon.advertise.rules.Offer;
import org.jbgp.daemon.control.view.BgpStatus;
import org.jbgp.daemon.control.view.ChannelStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RejectedRoute;
import org.jbgp.daemon.control.view.RouteExplanation;
import org.jbgp.daemon.control.view.RouteExplanation.Finding;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.instance.Announcements;
import org.jbgp.daemon.instance.ChannelStatuses;
import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyTrace;
import org.jbgp.daemon.policy.RouteView;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.rib.store.AttributeStore;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.BogusPrefixes;
import org.jbgp.daemon.wire.Destination;

/**
 * Explains one prefix of one table: where each path stands and why, and who gets it. One use; any
 * thread, which gathers on the control thread what belongs to one moment, then looks on the one shard.
 */
final class RouteExplainer {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final QueriedRouter router;
    private final String table;
    private final RouteQuery.Prefix prefix;
    private final String wanted;
    private Configuration configuration;
    private final Map<String, ProtocolStatus> protocols = new LinkedHashMap<>();
    private final Map<String, Announcements> announcements = new LinkedHashMap<>();
    private final Map<String, String> disabled = new LinkedHashMap<>();
    private final Set<String> looping = new HashSet<>();
    private final Map<String, Integer> channels = new LinkedHashMap<>();
    private final List<Finding> ways = new ArrayList<>();
    private final List<Finding> exports = new ArrayList<>();

    /** @param wanted only what concerns this protocol, null for all */
    RouteExplainer(QueriedRouter router, String table, RouteQuery.Prefix prefix, String wanted) {
        this.router = router;
        this.table = table;
        this.prefix = prefix;
        this.wanted = wanted;
    }

    RouteExplanation explain() {
        int number = router.atOneMoment(this::gather);
        router.shards()
                .ask(router.shards().shardOf(prefix.hi(), prefix.lo(), prefix.length()), shard -> {
                    look(shard, number);
                    return null;
                })
                .join();
        exports.replaceAll(this::withTrouble);
        return new RouteExplanation(table, prefix, ways, exports);
    }

    /** Collects the protocols of the table; returns the table's number, or -1. On the control thread. */
    private int gather(QueriedRouter.Moment moment) {
        configuration = moment.configuration();
        for (ProtocolStatus protocol : moment.protocols()) {
            for (ChannelStatus channel : protocol.channels()) {
                if (channel.table().equals(table) && (wanted == null || wanted.equals(protocol.name()))) {
                    protocols.put(protocol.name(), protocol);
                    channels.put(protocol.name(), moment.channelNumber(protocol.name() + "." + channel.name()));
                    if (!protocol.enabled()) {
                        disabled.put(protocol.name(), moment.whyDisabled(protocol.name()));
                    }
                    moment.instance(protocol.name()).ifPresent(instance -> {
                        announcements.put(protocol.name(), instance.announcements());
                        if (instance.treatedAsWithdrawn() > 0) {
                            looping.add(protocol.name());
                        }
                    });
                }
            }
        }
        return moment.tableNumber(table);
    }

    /** What went wrong behind a protocol that got the route; asked when the shard is free again. */
    private Finding withTrouble(Finding finding) {
        if (!finding.verdict().equals("exported")) {
            return finding;
        }
        String trouble = announcements.get(finding.protocol()).trouble(prefix.hi(), prefix.lo(), prefix.length());
        if (trouble.isEmpty()) {
            return finding;
        }
        List<String> details = new ArrayList<>(finding.details());
        details.add(trouble);
        return new Finding(finding.protocol(), "failed", details);
    }

    private void look(Shard shard, int number) {
        TableSlice slice = number < 0 ? null : shard.table(number);
        if (slice == null) {
            return;
        }
        int index = slice.index().find(prefix.hi(), prefix.lo(), prefix.length());
        Set<String> seen = new HashSet<>();
        if (index != 0) {
            present(shard, slice, index, seen);
            rejected(shard, slice, index, seen);
        }
        rejectedLately(shard, seen);
        protocols.values().stream()
                .filter(protocol -> !seen.contains(protocol.name()))
                .forEach(protocol -> absent(shard, protocol, index == 0));
        if (index != 0 && slice.head(index) != 0) {
            announcements.forEach((name, to) -> exported(shard, slice, index, protocols.get(name), to));
            if (wanted == null
                    && protocols.values().stream().noneMatch(each -> each.type().equals("Kernel"))) {
                exports.add(new Finding(
                        "kernel",
                        "no",
                        List.of("no kernel protocol takes routes of table " + table
                                + ": none of them reaches the kernel")));
            }
        }
    }

    // ---- paths of the table ----------------------------------------------------------------------------------------

    private void present(Shard shard, TableSlice slice, int index, Set<String> seen) {
        int best = slice.best(index);
        for (int path = slice.head(index); path != 0; path = slice.next(path)) {
            Channel channel = shard.channel(shard.channelOf(path));
            String protocol = channel.source().protocol();
            seen.add(protocol);
            if (wanted != null && !wanted.equals(protocol) && path != best) {
                continue;
            }
            List<String> details = new ArrayList<>();
            ResolvedNextHop resolution = shard.resolution(channel, shard.attributesOf(path));
            details.add(summary(shard, channel, path, resolution));
            if (!resolution.reachable() && !shard.attributes().hasOwnDestination(shard.attributesOf(path))) {
                details.add(nextHop(shard, path, resolution));
            }
            if (shard.staleOf(path)) {
                details.add("stale: its neighbor restarts and has not announced it again");
            }
            if (path == best) {
                ways.add(new Finding(protocol, "best", details));
            } else {
                details.add(best == 0 ? "no path of this prefix can be used" : shard.disadvantage(best, path));
                ways.add(new Finding(protocol, "not best", details));
            }
        }
    }

    private static String nextHop(Shard shard, int path, ResolvedNextHop resolution) {
        String address = shard.nextHopOf(shard.attributesOf(path)).toString();
        return switch (resolution.state()) {
            case OWN, ITSELF -> "next hop " + address + " is local, one of this router's own addresses";
            case INVALID ->
                "next hop " + address + " is not directly reachable: it is on no connected network (gateway direct)";
            case PENDING -> "next hop " + address + " is being looked up";
            case UNREACHABLE -> "next hop " + address + " is unreachable: no route that is not recursive covers it";
            case BARRED -> "next hop " + address + " is unreachable: the route that covers it says so";
            case REACHABLE -> "next hop " + address;
        };
    }

    private static String summary(Shard shard, Channel channel, int path, ResolvedNextHop resolution) {
        AttributeStore attributes = shard.attributes();
        int handle = shard.attributesOf(path);
        StringBuilder text = new StringBuilder(channel.source()
                .kindOf(attributes.array(handle), attributes.offset(handle), attributes.length(handle))
                .label());
        if (shard.attributes().hasOwnDestination(handle) && resolution.legs().isEmpty()) {
            if (resolution.destination() != Destination.UNICAST) {
                text.append(", ").append(resolution.destination().label());
            }
        }
        if (resolution.reachable()) {
            text.append(legs(resolution));
        }
        if (attributes.localPref(handle) >= 0) {
            text.append(", local pref ").append(attributes.localPref(handle));
        }
        if (attributes.med(handle) >= 0) {
            text.append(", med ").append(attributes.med(handle));
        }
        byte[] blob = attributes.array(handle);
        int at = AttributeBlob.find(
                blob, attributes.offset(handle), attributes.length(handle), AttributeBlob.BGP, AttributeBlob.AS_PATH);
        if (at != AttributeBlob.ABSENT && AttributeBlob.valueLength(blob, at) > 0) {
            WireBytes asPath = WireBytes.copyOf(
                    FilterType.PATH, blob, AttributeBlob.value(at), AttributeBlob.valueLength(blob, at));
            text.append(", path ").append(ValueFormat.format(asPath).replaceAll("^\\(path |\\)$", ""));
        }
        return text.toString();
    }

    // ---- paths that are not there ----------------------------------------------------------------------------------

    private void rejected(Shard shard, TableSlice slice, int index, Set<String> seen) {
        channels.forEach((protocol, channel) -> shard.received().received(channel, index, (from, entry) -> {
            if (!shard.received().rejected(channel, entry)) {
                return;
            }
            seen.add(protocol);
            List<String> details = new ArrayList<>();
            PolicyTrace trace = new PolicyTrace();
            AttributeStore attributes = shard.attributes();
            int handle = shard.attributesOf(entry);
            PrefixIndex prefixes = slice.index();
            RouteView view = shard.filters()
                    .arriving(
                            from,
                            prefixes.hi(index),
                            prefixes.lo(index),
                            prefixes.length(index),
                            attributes.array(handle),
                            attributes.offset(handle),
                            attributes.length(handle));
            boolean accepts = trace.run(from.policy(), view);
            String filter = "import filter " + from.policy();
            details.add(
                    accepts
                            ? filter + " would accept it now; `reload in " + protocol + "` sends it through again,"
                                    + " unless a limit keeps it out"
                            : "by " + filter);
            details.addAll(trace.lines());
            ways.add(new Finding(protocol, "rejected", details));
        }));
    }

    /** What is remembered of routes that were rejected and are kept nowhere. */
    private void rejectedLately(Shard shard, Set<String> seen) {
        channels.forEach((protocol, channel) -> {
            if (seen.contains(protocol)) {
                return;
            }
            for (RejectedRoute route : RejectedReader.of(shard, channel, prefix, router.routeClock())) {
                seen.add(protocol);
                List<String> details = new ArrayList<>();
                String filter = "import filter " + route.filter();
                String when = route.at().atZone(ZoneId.systemDefault()).format(SECONDS);
                details.add(
                        route.accepts()
                                ? "rejected at " + when + "; " + filter
                                        + " would accept it now, if it is still announced: " + "`reload in " + protocol
                                        + "` asks"
                                : "at " + when + " by " + filter);
                details.addAll(route.decisions());
                ways.add(new Finding(protocol, "rejected", details));
            }
        });
    }

    private void absent(Shard shard, ProtocolStatus protocol, boolean unknown) {
        if (BogusPrefixes.refused(prefix.family(), prefix.hi(), prefix.lo())) {
            ways.add(
                    new Finding(
                            protocol.name(),
                            "absent",
                            List.of(
                                    "a bogus prefix: it means this host, one link or no unicast address, so no table takes it")));
            return;
        }
        if (!(protocol.details() instanceof BgpStatus bgp)) {
            List<String> dormant = dormant(protocol, unknown);
            if (!dormant.isEmpty()) {
                ways.add(new Finding(protocol.name(), "absent", dormant));
            } else if (wanted != null) {
                ways.add(new Finding(protocol.name(), "absent", List.of("the protocol brings no such route")));
            }
            return;
        }
        List<String> details = new ArrayList<>();
        if (!protocol.enabled() || bgp.session() == null) {
            details.add(noSession(protocol, bgp));
        } else {
            notReceived(shard, protocol, details);
        }
        ways.add(new Finding(protocol.name(), "absent", details));
    }

    private boolean exportsNothing(ProtocolStatus protocol) {
        return protocol.channels().stream()
                .anyMatch(channel -> channel.table().equals(table)
                        && channel.setup().exportFilter().equals(ChannelStatuses.name(new FilterRef.None())));
    }

    /** Why there is no session. */
    private String noSession(ProtocolStatus protocol, BgpStatus bgp) {
        if (!protocol.enabled()) {
            return disabled.get(protocol.name());
        }
        StringBuilder text =
                new StringBuilder("no session: ").append(bgp.state().label());
        BgpStatus.LastError.Kind kind = bgp.lastError().kind();
        if (kind != BgpStatus.LastError.Kind.NONE) {
            // "last error: Error: …" would say it twice.
            text.append(", last error: ")
                    .append(kind == BgpStatus.LastError.Kind.OTHER ? "" : kind.prefix())
                    .append(bgp.lastError().text());
        }
        switch (bgp.state()) {
            case IDLE -> text.append(idle(bgp));
            case CONNECT -> text.append(", the neighbor is being dialled");
            case ACTIVE ->
                text.append(", waiting before the neighbor is dialled").append(after(bgp.connectDelay()));
            case PASSIVE -> text.append(", waiting for the neighbor to dial");
            case OPEN_SENT, OPEN_CONFIRM -> text.append(", OPEN messages are being exchanged");
            case DOWN, CLOSE, ESTABLISHED -> {
                // The state says it.
            }
        }
        return text.toString();
    }

    private static String idle(BgpStatus bgp) {
        return bgp.errorWait() != null
                ? ", waiting after the error" + after(bgp.errorWait())
                : bgp.lastError().kind() == BgpStatus.LastError.Kind.NONE
                        ? ", no interface leads to the neighbor, or the protocol has just started"
                        : "";
    }

    private static String after(BgpStatus.Countdown countdown) {
        return countdown == null ? "" : ", " + countdown.remaining().toSeconds() + " s more";
    }

    private List<String> dormant(ProtocolStatus protocol, boolean unknown) {
        List<String> lines = configuration.protocols().stream()
                .filter(config -> config.name().equals(protocol.name()))
                .flatMap(config -> config instanceof StaticConfig known
                        ? DormantRoutes.explain(known, prefix, unknown, router.interfaces()).stream()
                        : Stream.empty())
                .toList();
        return lines.isEmpty() || protocol.enabled() ? lines : List.of(disabled.get(protocol.name()));
    }

    private void notReceived(Shard shard, ProtocolStatus protocol, List<String> details) {
        Channel channel = shard.channel(channels.get(protocol.name()));
        if (channel == null) {
            details.add("the session does not carry this family");
            return;
        }
        ChannelStatus status = protocol.channels().stream()
                .filter(each -> each.table().equals(table))
                .findFirst()
                .orElseThrow();
        if (status.bgp().disabled() != null) {
            details.add(
                    "the channel is down, no route is taken: " + status.bgp().disabled());
        }
        for (ChannelStatus.Limit limit : status.setup().limits()) {
            if (limit.hit() && limit.kind() != ChannelStatus.Limit.Kind.EXPORT) {
                details.add("the " + limit.kind().name().toLowerCase(Locale.ROOT) + " limit of " + limit.limit()
                        + " is reached: routes may have been left out");
            }
        }
        if (looping.contains(protocol.name())) {
            details.add("routes of this neighbor were refused in this session because they are loops: our AS number,"
                    + " router ID or cluster ID is in them; this may be one of them");
        }
        if (channel.policy().equals(Policy.NONE)) {
            details.add("import none: nothing of this neighbor is taken");
        } else if (status.changes().importUpdates().filtered() == 0
                || channel.rules().keepsAny()) {
            details.add("not received");
        } else {
            details.add("not received, or rejected by import filter " + channel.policy() + ", which keeps nothing");
            details.add("`import keep filtered on;` in the channel would tell which");
        }
    }

    // ---- who gets it -----------------------------------------------------------------------------------------------

    private void exported(Shard shard, TableSlice slice, int index, ProtocolStatus protocol, Announcements to) {
        String name = protocol.name();
        if (protocol.details() instanceof BgpStatus bgp && bgp.session() == null) {
            exports.add(new Finding(name, "no", List.of(noSession(protocol, bgp))));
            return;
        }
        int best = slice.best(index);
        for (int path = slice.head(index); path != 0; path = slice.next(path)) {
            if (path != best && !to.ofAllPaths(slice.id())) {
                continue;
            }
            PolicyTrace trace = new PolicyTrace();
            Offer offer = to.offer(shard, slice, index, path, trace::run);
            boolean exported = to.exported(shard, slice.id(), index, path) != 0;
            if (offer.outcome() == Offer.Outcome.REFUSED && to.equals(Announcements.NONE)) {
                return;
            }
            List<String> details = new ArrayList<>();
            switch (offer.outcome()) {
                case REFUSED -> details.add(offer.reason());
                case FILTERED -> {
                    details.add(
                            exportsNothing(protocol)
                                    ? "no `export` is given for this channel, or it says none"
                                    : "rejected by the export filter");
                    details.addAll(trace.lines());
                }
                case UNSENDABLE -> {
                    details.addAll(trace.lines());
                    details.add("it cannot be sent: " + offer.reason());
                }
                case SURPASSED -> {
                    details.addAll(trace.lines());
                    details.add(offer.reason());
                }
                case ACCEPTED -> {
                    details.addAll(trace.lines());
                    if (!offer.reason().isEmpty()) {
                        details.add(offer.reason());
                    }
                    ResolvedNextHop own =
                            shard.resolution(shard.channel(shard.channelOf(path)), shard.attributesOf(path));
                    ResolvedNextHop resolution = to.resolution(shard, slice, index, path, own);
                    if (exported && !resolution.equals(own)) {
                        details.add("merged with paths that are as good" + legs(resolution));
                    }
                    if (!exported) {
                        details.add("the export filter lets it pass, but it was not exported: a limit, or `reload out "
                                + name + "` is needed");
                    }
                }
            }
            exports.add(new Finding(name, exported ? "exported" : "no", details));
        }
        if (best == 0) {
            exports.add(new Finding(name, "no", List.of("no path of this prefix can be used")));
        }
    }

    private static String legs(ResolvedNextHop resolution) {
        StringBuilder text = new StringBuilder();
        for (ResolvedNextHop.Leg leg : resolution.legs()) {
            text.append(leg.gateway().length() == 0 ? ", on " : ", via " + leg.gateway() + " on ")
                    .append(leg.interfaceName());
        }
        return text.toString();
    }
}
