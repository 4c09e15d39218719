package org.jbgp.daemon.advertise.rules;

import java.util.Objects;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.ResolutionDomain;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.wire.Aigp;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;

/**
 * Turns a route's attributes, after the export filter, into those a group's members are sent: AS prepended, next hop
 * set, what is not theirs removed (RFC 4271 §5.1, RFC 4456 §8). Confined to the shard.
 */
public final class ExportTransform {
    /** Engine attribute that lives only between export filter and encoder: which attributes the filter set itself. */
    public static final int FRESH = 4;

    /**
     * Engine attribute beside it: the gateway that goes out as next hop, so that a set with another gateway is another
     * set.
     */
    public static final int GATEWAY = 16;

    public static final int FRESH_MED = 1;
    public static final int FRESH_NEXT_HOP = 2;

    private final ExportSettings settings;
    private final Shard shard;
    private final AttributeBlobBuilder out = new AttributeBlobBuilder();
    private final boolean aigp;
    private final boolean draining;

    public ExportTransform(ExportSettings settings, Shard shard) {
        this.settings = settings;
        this.aigp = settings.aigp();
        this.draining = settings.attributes().drain() == Drain.MARKED;
        this.shard = shard;
    }

    /** The attributes ready for the encoder; valid until the next call. Null if the route has no usable next hop. */
    public AttributeBlobBuilder apply(int handle, Channel from) {
        byte[] blob = shard.attributes().array(handle);
        int offset = shard.attributes().offset(handle);
        int length = shard.attributes().length(handle);
        RouteSource source = from.source();
        boolean bgp = source.kind() == RouteSource.Kind.RTS_BGP;
        int fresh = fresh(handle);
        out.copyFrom(blob, offset, length);
        if (shard.attributes().hasEngineAttributes(handle)) {
            out.removeSpace(AttributeBlob.ENGINE);
            out.removeSpace(AttributeBlob.CUSTOM);
        }
        if (!aigp && shard.attributes().carriesAigp(handle)) {
            out.remove(AttributeBlob.BGP, AttributeBlob.AIGP);
        }
        if (draining && !hasShutdownCommunity()) {
            out.addCommunity(AttributeBlob.GRACEFUL_SHUTDOWN, bgp);
        }
        out.finishLists(!settings.relation().interior());
        if (!out.has(AttributeBlob.BGP, AttributeBlob.ORIGIN)) {
            out.setOrigin(bgp ? AttributeBlob.ORIGIN_INCOMPLETE : AttributeBlob.ORIGIN_IGP);
        }
        if (!out.has(AttributeBlob.BGP, AttributeBlob.AS_PATH)) {
            out.reserve(AttributeBlob.WELL_KNOWN, AttributeBlob.AS_PATH, 0);
        }
        if (settings.relation().internal()) {
            toInternal(from, bgp);
        } else if (settings.relation().interior()) {
            toMember();
        } else {
            toExternal(bgp, fresh);
        }
        if (settings.relation().role() != null
                && settings.relation().role().marksSent()
                && !out.has(AttributeBlob.BGP, AttributeBlob.ONLY_TO_CUSTOMER)) {
            out.setU32(
                    AttributeBlob.OPTIONAL_TRANSITIVE,
                    AttributeBlob.ONLY_TO_CUSTOMER,
                    settings.relation().publicAs());
        }
        if (draining && out.has(AttributeBlob.BGP, AttributeBlob.LOCAL_PREF)) {
            out.setLocalPref(0);
        }
        if (!setNextHop(handle, from, bgp, fresh)) {
            return null;
        }
        settings.nextHop().format().apply(out, settings.family());
        return out;
    }

    /** Whether every set that came by the one channel goes out as if it had come by the other. */
    public boolean treatsAlike(Channel one, Channel other) {
        RouteSource source = one.source();
        RouteSource theirs = other.source();
        boolean alike = source.kind() == theirs.kind()
                && source.internal() == theirs.internal()
                && Objects.equals(one.domain(), other.domain());
        // ORIGINATOR_ID and CLUSTER_LIST
        return alike
                && (!settings.relation().internal()
                        || (source.localAs() == theirs.localAs()
                                && source.peerRouterId() == theirs.peerRouterId()
                                && one.clusterId() == other.clusterId()));
    }

    private boolean hasShutdownCommunity() {
        int at = out.find(AttributeBlob.BGP, AttributeBlob.COMMUNITY);
        return AttributeBlob.hasCommunity(out.array(), at, AttributeBlob.GRACEFUL_SHUTDOWN);
    }

    private void toInternal(Channel from, boolean bgp) {
        RouteSource source = from.source();
        if (!out.has(AttributeBlob.BGP, AttributeBlob.LOCAL_PREF)) {
            out.setLocalPref(settings.attributes().defaultLocalPref());
        }
        if (bgp && source.internal() && source.localAs() == settings.relation().localAs()) {
            if (!out.has(AttributeBlob.BGP, AttributeBlob.ORIGINATOR_ID)) {
                out.setU32(
                        AttributeBlob.OPTIONAL_NON_TRANSITIVE,
                        AttributeBlob.ORIGINATOR_ID,
                        source.peerRouterId() & 0xFFFFFFFFL);
            }
            if (from.clusterId() != 0) {
                prependCluster(from.clusterId());
            }
            if (settings.relation().clusterId() != 0 && settings.relation().clusterId() != from.clusterId()) {
                prependCluster(settings.relation().clusterId());
            }
        }
    }

    private void prependCluster(int cluster) {
        int at = out.find(AttributeBlob.BGP, AttributeBlob.CLUSTER_LIST);
        int start = at == AttributeBlob.ABSENT
                ? out.reserve(AttributeBlob.OPTIONAL_NON_TRANSITIVE, AttributeBlob.CLUSTER_LIST, 4)
                : out.splice(at, 0, 0, 4);
        byte[] array = out.array();
        array[start] = (byte) (cluster >>> 24);
        array[start + 1] = (byte) (cluster >>> 16);
        array[start + 2] = (byte) (cluster >>> 8);
        array[start + 3] = (byte) cluster;
    }

    /** RFC 5065 §4.1 b, §5.2. */
    private void toMember() {
        if (!settings.relation().routeServerClient()) {
            out.prependConfedAs(settings.relation().localAs(), 1);
        }
        if (!out.has(AttributeBlob.BGP, AttributeBlob.LOCAL_PREF)) {
            out.setLocalPref(settings.attributes().defaultLocalPref());
        }
        out.remove(AttributeBlob.BGP, AttributeBlob.ORIGINATOR_ID);
        out.remove(AttributeBlob.BGP, AttributeBlob.CLUSTER_LIST);
    }

    /**
     * RFC 4271 §5.1.4: MED of a neighboring AS goes no further. BIRD 1.6 sends 0 in its place, and our own as it is.
     */
    private void dropMed(boolean bgp) {
        if (!settings.attributes().dialect16()) {
            out.removeMed();
        } else if (bgp && out.removeMed()) {
            out.setMed(0);
        }
    }

    private void toExternal(boolean bgp, int fresh) {
        out.removeConfedSegments();
        if (!settings.relation().routeServerClient()) {
            out.prependAs(settings.relation().publicAs(), 1);
            if ((fresh & FRESH_MED) == 0 && !settings.attributes().keepMed()) {
                dropMed(bgp);
            }
        }
        if (!settings.attributes().keepLocalPref()) {
            out.removeLocalPref();
        }
        out.remove(AttributeBlob.BGP, AttributeBlob.ORIGINATOR_ID);
        out.remove(AttributeBlob.BGP, AttributeBlob.CLUSTER_LIST);
    }

    private boolean setNextHop(int handle, Channel from, boolean bgp, int fresh) {
        int at = out.find(AttributeBlob.BGP, AttributeBlob.NEXT_HOP);
        if (at != AttributeBlob.ABSENT && keepsNextHop(out.array(), at, from, bgp, fresh)) {
            return !zero(out.array(), at);
        }
        Address chosen = ownOrGateway(handle);
        if (chosen.length() == 0) {
            return false;
        }
        out.set(AttributeBlob.WELL_KNOWN, AttributeBlob.NEXT_HOP, chosen.toArray());
        return true;
    }

    /**
     * The next hop that goes out with a set of the Adj-RIB-Out, before {@link NextHopFormat}; empty if there is none.
     *
     * @param likely is answered itself if it is the same
     */
    public Address nextHop(int handle, Channel from, Address likely) {
        int at = keptNextHop(handle, from);
        if (at == AttributeBlob.ABSENT) {
            return ownOrGateway(handle);
        }
        byte[] blob = shard.attributes().array(handle);
        return Address.copyOf(blob, AttributeBlob.value(at), AttributeBlob.valueLength(blob, at), likely);
    }

    /**
     * The gateway that is to go out as next hop of a set, as it is found now; null if the route's own next hop goes
     * out, or ours. What goes out later is what the set names as {@link #GATEWAY}.
     */
    public Address gateway(int handle, Channel from) {
        return (settings.relation().interior() || settings.nextHop().interfaceIndex() != 0)
                        && keptNextHop(handle, from) == AttributeBlob.ABSENT
                ? gateway(handle, from, from.source().kind() == RouteSource.Kind.RTS_BGP)
                : null;
    }

    /** Whether a set goes out with the metric {@link #aigp} because we put our own next hop there (RFC 7311 §3.4). */
    public boolean countsAigp(int handle, Channel from) {
        return aigp
                && (shard.attributes().hasAigp(handle) || originatesAigp(handle, from))
                && keptNextHop(handle, from) == AttributeBlob.ABSENT;
    }

    private boolean originatesAigp(int handle, Channel from) {
        RouteSource.Kind kind = from.source().kind();
        return settings.attributes().originateAigp()
                && kind != RouteSource.Kind.RTS_BGP
                && (kind == RouteSource.Kind.RTS_DEVICE || shard.attributes().igpMetric(handle) >= 0);
    }

    /** The route's AIGP metric and the distance to its next hop, or the metric with which a route of our own begins. */
    public long aigp(int handle, Channel from) {
        return shard.attributes().hasAigp(handle)
                ? Aigp.plus(
                        shard.attributes().aigp(handle),
                        shard.resolution(from, handle).igpMetric())
                : Math.max(0, shard.attributes().igpMetric(handle));
    }

    /** Where the set's NEXT_HOP stands if it goes out as it is. */
    private int keptNextHop(int handle, Channel from) {
        boolean bgp = from.source().kind() == RouteSource.Kind.RTS_BGP;
        int fresh = fresh(handle);
        if (!mayKeepNextHop(from, bgp, fresh)) {
            return AttributeBlob.ABSENT;
        }
        byte[] blob = shard.attributes().array(handle);
        int at = AttributeBlob.find(
                blob,
                shard.attributes().offset(handle),
                shard.attributes().length(handle),
                AttributeBlob.BGP,
                AttributeBlob.NEXT_HOP);
        return at != AttributeBlob.ABSENT && keepsNextHop(blob, at, from, bgp, fresh) ? at : AttributeBlob.ABSENT;
    }

    /** What the filter set itself. */
    private int fresh(int handle) {
        return shard.attributes().hasEngineAttributes(handle)
                ? AttributeBlob.u8(
                        shard.attributes().array(handle),
                        shard.attributes().offset(handle),
                        shard.attributes().length(handle),
                        AttributeBlob.ENGINE,
                        FRESH,
                        0)
                : 0;
    }

    private Address ownOrGateway(int handle) {
        if (!shard.attributes().hasEngineAttributes(handle)) {
            return settings.nextHop().own();
        }
        byte[] blob = shard.attributes().array(handle);
        int at = AttributeBlob.find(
                blob,
                shard.attributes().offset(handle),
                shard.attributes().length(handle),
                AttributeBlob.ENGINE,
                GATEWAY);
        return at == AttributeBlob.ABSENT
                ? settings.nextHop().own()
                : Address.copyOf(blob, AttributeBlob.value(at), AttributeBlob.valueLength(blob, at));
    }

    private boolean keepsNextHop(byte[] array, int at, Channel from, boolean bgp, int fresh) {
        if (!mayKeepNextHop(from, bgp, fresh)) {
            return false;
        }
        boolean wide = AttributeBlob.valueLength(array, at) != 4;
        return wide == settings.family().bits() > 32
                || settings.nextHop().keep().holds(bgp && from.source().internal())
                || (fresh & FRESH_NEXT_HOP) != 0;
    }

    /** Whether a next hop from there goes out as it is if it is one of the family, which needs no look at the set. */
    private boolean mayKeepNextHop(Channel from, boolean bgp, int fresh) {
        boolean internalSource = bgp && from.source().internal();
        if (settings.nextHop().self().holds(internalSource)) {
            return false;
        }
        if (settings.nextHop().keep().holds(internalSource) || (fresh & FRESH_NEXT_HOP) != 0) {
            return true;
        }
        if (bgp && isOfAnotherVrf(from.domain())) {
            return false;
        }
        if (settings.relation().interior()) {
            return true;
        }
        // RFC 4271 §5.1.3: third-party next hop between neighbors on one link.
        ResolutionDomain domain = from.domain();
        return bgp
                && settings.nextHop().interfaceIndex() != 0
                && domain != null
                && domain.interfaceIndex() == settings.nextHop().interfaceIndex();
    }

    /** Whether a next hop means something else where the neighbor is: both sessions are in a VRF, and not in one. */
    private boolean isOfAnotherVrf(ResolutionDomain domain) {
        return domain != null
                && domain.vrf().isPresent()
                && settings.nextHop().vrf().isPresent()
                && !domain.vrf().equals(settings.nextHop().vrf());
    }

    /** Whether the NEXT_HOP at {@code at} is 0.0.0.0 or ::, which no neighbor could use. */
    static boolean zero(byte[] array, int at) {
        int end = AttributeBlob.next(array, at);
        for (int i = AttributeBlob.value(at); i < end; i++) {
            if (array[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private Address gateway(int handle, Channel from, boolean bgp) {
        if (settings.nextHop().self().holds(bgp && from.source().internal())) {
            return null;
        }
        ResolvedNextHop resolution = shard.resolution(from, handle);
        if (resolution.legs().size() != 1) {
            return null;
        }
        ResolvedNextHop.Leg leg = resolution.legs().getFirst();
        boolean reached = settings.relation().interior()
                || (settings.nextHop().interfaceIndex() != 0
                        && settings.nextHop().interfaceIndex() == leg.interfaceIndex());
        return reached
                        && (settings.nextHop().vrf().isEmpty()
                                || shard.links()
                                        .isWithin(
                                                leg.interfaceIndex(),
                                                settings.nextHop().vrf().get()))
                        && leg.gateway().length() * 8 == settings.family().bits()
                        && !leg.gateway().toAddress().isLinkLocalAddress()
                ? leg.gateway()
                : null;
    }
}
