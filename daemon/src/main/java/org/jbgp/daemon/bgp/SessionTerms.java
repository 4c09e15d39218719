package org.jbgp.daemon.bgp;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jbgp.config.model.Vrf;
import org.jbgp.config.model.bgp.BgpChannelOptions;
import org.jbgp.daemon.instance.ChannelLimits;
import org.jbgp.daemon.monitor.SessionTap;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.protocol.NetworkInterface;
import org.jbgp.daemon.rib.channel.RouteLimit;
import org.jbgp.daemon.session.Negotiated;
import org.jbgp.daemon.session.Session;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.update.SessionEncoding;

/**
 * What one session runs under: what was negotiated, which never changes, and what the configuration says, which a
 * reload may change. Made and started on the neighbor's event loop; the control thread {@linkplain #adopt adopts}
 * another plan; any thread reads.
 */
final class SessionTerms {
    private final BgpSpeaker speaker;
    private final BgpSpeaker.BgpHost host;
    private final Session session;
    private final SessionEncoding encoding;
    private final Map<AddressFamily, ChannelLimits> limits = new EnumMap<>(AddressFamily.class);
    private volatile BgpPlan plan;
    private volatile List<ChannelPlan> channels = List.of();
    private volatile RouteSource source;
    /** Set once, before routes come in or go out. */
    private volatile int link;
    /** Who hears of this session, null if nobody does. */
    private volatile SessionTap tap;

    SessionTerms(BgpSpeaker speaker, BgpSpeaker.BgpHost host, Session session) {
        this.speaker = speaker;
        this.host = host;
        this.session = session;
        adopt(speaker.plan());
        SessionEncoding negotiated = session.negotiated()
                .encoding(
                        plan.settings().confederated(),
                        plan.paths().acceptance().enforceFirstAs())
                .withAigp(channels.stream()
                        .filter(channel -> channel.aigp() != BgpChannelOptions.Aigp.OFF)
                        .map(ChannelPlan::family)
                        .collect(Collectors.toSet()));
        this.encoding = channels.stream().anyMatch(OwnNextHop::mapsIpv4) ? negotiated.withMappedNextHops() : negotiated;
        for (ChannelPlan channel : channels) {
            AddressFamily family = channel.family();
            limits.put(
                    family,
                    new ChannelLimits(
                            plan.common(),
                            channel.configured(),
                            channel.channel(),
                            limit -> limitExceeded(family, limit)));
        }
    }

    /** Puts another plan in force, with channels of the same families. */
    void adopt(BgpPlan next) {
        plan = next;
        channels = channels(next);
        source = source(next);
    }

    /** The channels of a plan whose family was negotiated. */
    private List<ChannelPlan> channels(BgpPlan next) {
        // In the order of before: a file may name the channels in another one, and rows stand for families.
        List<ChannelPlan> former = channels;
        return next.channels().stream()
                .filter(channel -> session.negotiated().carries(channel.family()))
                .sorted(Comparator.comparingInt(channel -> row(former, channel.family())))
                .toList();
    }

    /** What the tables would say of routes of this session under a plan. */
    RouteSource source(BgpPlan next) {
        Negotiated negotiated = session.negotiated();
        List<ChannelPlan> carried = channels(next);
        int preference = carried.isEmpty() ? 100 : carried.getFirst().preference();
        return new RouteSource(
                next.settings().name(),
                RouteSource.Kind.RTS_BGP,
                preference,
                session.remoteAddress().getAddress(),
                session.localAddress().getAddress(),
                negotiated.peerAs(),
                negotiated.localAs(),
                negotiated.peerId(),
                negotiated.internal(),
                next.settings().role().rrClient());
    }

    /** Finds the interface of a directly connected neighbor. */
    void findLink() {
        link = plan.settings().transport().hops().multihop() == 0
                ? host.interfaces()
                        .byName(plan.settings().interfaceName())
                        .map(NetworkInterface::index)
                        .orElseGet(() -> host.interfaceOf(vrf(), source.localAddress(), source.peerAddress()))
                : 0;
    }

    /** On a shard: a route of this session hit a limit; the session may have ended since. */
    private void limitExceeded(AddressFamily family, RouteLimit limit) {
        if (isCurrent()) {
            host.limitExceeded(name(), family, limit);
        }
    }

    BgpSpeaker speaker() {
        return speaker;
    }

    BgpSpeaker.BgpHost host() {
        return host;
    }

    Session session() {
        return session;
    }

    Negotiated negotiated() {
        return session.negotiated();
    }

    /** How UPDATEs are written and read. */
    SessionEncoding encoding() {
        return encoding;
    }

    /** Name of the protocol. */
    String name() {
        return plan.settings().name();
    }

    BgpPlan plan() {
        return plan;
    }

    /** The channels whose family was negotiated; always in the same order. */
    List<ChannelPlan> channels() {
        return channels;
    }

    /** Place of a family among the channels, -1 if it was not negotiated. */
    int row(AddressFamily family) {
        return row(channels, family);
    }

    private static int row(List<ChannelPlan> channels, AddressFamily family) {
        for (int i = 0; i < channels.size(); i++) {
            if (channels.get(i).family() == family) {
                return i;
            }
        }
        return -1;
    }

    /** What the tables say of routes of this session. */
    RouteSource source() {
        return source;
    }

    /** Index of the interface of a directly connected neighbor, 0 for another one. */
    int link() {
        return link;
    }

    /** The VRF the session is in; empty: any interface. */
    Optional<Vrf> vrf() {
        return plan.common().vrf();
    }

    /** Who hears of this session, null if nobody does. */
    SessionTap tap() {
        return tap;
    }

    void tap(SessionTap other) {
        tap = other;
    }

    /** Limits of a channel, null if its family was not negotiated. */
    ChannelLimits limits(AddressFamily family) {
        return limits.get(family);
    }

    /** True while this is the neighbor's present session; tasks that an ended one left under way have no effect. */
    boolean isCurrent() {
        BgpSession current = speaker.current();
        return current != null && current.session().equals(session);
    }
}
