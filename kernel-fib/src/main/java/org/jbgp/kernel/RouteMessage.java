package org.jbgp.kernel;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jbgp.kernel.netlink.Netlink;

/**
 * A cursor over one route in a receive buffer (RTM_NEWROUTE, RTM_DELROUTE). It reads in place and is valid only inside
 * the call that hands it out; {@link #toRoute()} copies. Owned by one thread, allocates nothing except in {@link
 * #toRoute()}.
 */
public final class RouteMessage {
    private final AttributeCursor attributes = new AttributeCursor();
    private final AttributeCursor nested = new AttributeCursor();

    private ByteBuffer buffer;
    private int start;
    private Family family;
    private long hi;
    private long lo;
    private int table;
    private int metric;
    private int realm;
    private int oif;
    private int gateway;
    private Family gatewayFamily;
    private int preferredSource;
    private int multipath;
    private int multipathEnd;
    private int metrics;
    private int metricsEnd;
    private int nextHopObject;
    private boolean special;

    /** Makes an empty cursor. */
    RouteMessage() {}

    /**
     * A message about a route as the kernel would send; for tests and replays, as it allocates a buffer of its own.
     */
    public static RouteMessage of(KernelRoute route) {
        return of(route, 0);
    }

    /** The same for a route that goes by a next hop object, written without its next hops if the id is not 0. */
    public static RouteMessage of(KernelRoute route, int nextHopObject) {
        RouteRequests encoder = new RouteRequests(null, route.protocol(), 0, 0);
        encoder.put(RouteRequests.Operation.REPLACE, 0, route, nextHopObject);
        ByteBuffer encoded = encoder.encoded();
        RouteMessage message = new RouteMessage();
        message.over(encoded, 0, encoded.getInt(Netlink.LENGTH_OFFSET));
        return message;
    }

    /** Moves to a message; false if it is of another family or cut short. */
    boolean over(ByteBuffer region, int messageStart, int length) {
        if (length < Netlink.HEADER_BYTES + Rtnetlink.ROUTE_BYTES) {
            return false;
        }
        buffer = region;
        start = messageStart;
        family = Family.ofNumber(unsignedByte(Rtnetlink.ROUTE_FAMILY_OFFSET));
        if (family == null || prefixLength() > family.maxPrefixLength()) {
            return false;
        }
        hi = 0;
        lo = 0;
        table = unsignedByte(Rtnetlink.ROUTE_TABLE_OFFSET);
        metric = 0;
        realm = 0;
        oif = 0;
        gateway = -1;
        gatewayFamily = family;
        preferredSource = -1;
        multipath = 0;
        multipathEnd = 0;
        metrics = 0;
        metricsEnd = 0;
        nextHopObject = 0;
        special = unsignedByte(Rtnetlink.ROUTE_TOS_OFFSET) != 0
                || unsignedByte(Rtnetlink.ROUTE_SRC_LENGTH_OFFSET) != 0
                || (flags() & Rtnetlink.RTM_F_CLONED) != 0;
        attributes.over(region, messageStart + Netlink.HEADER_BYTES + Rtnetlink.ROUTE_BYTES, messageStart + length);
        while (attributes.next()) {
            attribute();
        }
        return true;
    }

    private void attribute() {
        int at = attributes.valueStart();
        switch (attributes.type()) {
            case Rtnetlink.RTA_DST -> {
                if (attributes.holds(family.addressBytes())) {
                    hi = AttributeCursor.hi(buffer, at, family);
                    lo = AttributeCursor.lo(buffer, at, family);
                }
            }
            case Rtnetlink.RTA_TABLE -> table = attributes.intValue();
            case Rtnetlink.RTA_PRIORITY -> metric = attributes.intValue();
            case Rtnetlink.RTA_FLOW -> realm = attributes.intValue();
            case Rtnetlink.RTA_OIF -> oif = attributes.intValue();
            case Rtnetlink.RTA_IIF -> special = true;
            case Rtnetlink.RTA_GATEWAY -> {
                if (attributes.holds(family.addressBytes())) {
                    gateway = at;
                    gatewayFamily = family;
                }
            }
            case Rtnetlink.RTA_VIA -> {
                Family via = viaFamily(attributes);
                if (via != null) {
                    gateway = at + 2;
                    gatewayFamily = via;
                }
            }
            case Rtnetlink.RTA_PREFSRC -> preferredSource = attributes.holds(family.addressBytes()) ? at : -1;
            case Rtnetlink.RTA_MULTIPATH -> {
                multipath = at;
                multipathEnd = at + attributes.valueLength();
            }
            case Rtnetlink.RTA_METRICS -> {
                metrics = at;
                metricsEnd = at + attributes.valueLength();
            }
            case Rtnetlink.RTA_NH_ID -> nextHopObject = attributes.intValue();
            default -> {
                // Encapsulation, expiry, router preference: nothing this router sets or compares.
            }
        }
    }

    private Family viaFamily(AttributeCursor via) {
        Family found = via.holds(2) ? Family.ofNumber(buffer.getShort(via.valueStart()) & 0xFFFF) : null;
        return found != null && via.holds(2 + found.addressBytes()) ? found : null;
    }

    private int unsignedByte(int offset) {
        return buffer.get(start + offset) & 0xFF;
    }

    private int flags() {
        return buffer.getInt(start + Rtnetlink.ROUTE_FLAGS_OFFSET);
    }

    /** The family of the destination. */
    public Family family() {
        return family;
    }

    /** Upper half of the destination. */
    public long hi() {
        return hi;
    }

    /** Lower half of the destination. */
    public long lo() {
        return lo;
    }

    /** Length of the destination prefix. */
    public int prefixLength() {
        return unsignedByte(Rtnetlink.ROUTE_DST_LENGTH_OFFSET);
    }

    /** RT_TABLE_*. */
    public int table() {
        return table;
    }

    /** RTPROT_*. */
    public int protocol() {
        return unsignedByte(Rtnetlink.ROUTE_PROTOCOL_OFFSET);
    }

    /** What the route does. */
    public RouteType type() {
        return RouteType.ofNumber(unsignedByte(Rtnetlink.ROUTE_TYPE_OFFSET));
    }

    /** RT_SCOPE_*. */
    public int scope() {
        return unsignedByte(Rtnetlink.ROUTE_SCOPE_OFFSET);
    }

    /** RTA_PRIORITY, unsigned. */
    public int metric() {
        return metric;
    }

    /** RTA_FLOW, 0 if none. */
    public int realm() {
        return realm;
    }

    /** Selects by more than the destination (source prefix, TOS, input interface) or is a cache entry. */
    public boolean special() {
        return special;
    }

    /** It stands behind others of the same prefix and metric; only in a change that somebody made. */
    public boolean appended() {
        return (buffer.getShort(start + Netlink.FLAGS_OFFSET) & Netlink.NLM_F_APPEND) != 0;
    }

    /** Several next hops: {@link #toRoute()} has them, the getters of a single one do not apply. */
    public boolean isMultipath() {
        return multipathEnd > multipath;
    }

    /** The interface of the single next hop, 0 if none. */
    public int ifindex() {
        return oif;
    }

    /** Whether the single next hop has a gateway. */
    public boolean hasGateway() {
        return gateway >= 0;
    }

    /** Family of the single next hop's gateway. */
    public Family gatewayFamily() {
        return gatewayFamily;
    }

    /** Upper half of the single next hop's gateway. */
    public long gatewayHi() {
        return gateway < 0 ? 0 : AttributeCursor.hi(buffer, gateway, gatewayFamily);
    }

    /** Lower half of the single next hop's gateway. */
    public long gatewayLo() {
        return gateway < 0 ? 0 : AttributeCursor.lo(buffer, gateway, gatewayFamily);
    }

    /** RTNH_F_* of the single next hop. */
    public int nextHopFlags() {
        return flags() & 0xFF;
    }

    /** Whether there is a preferred source address. */
    public boolean hasPreferredSource() {
        return preferredSource >= 0;
    }

    /** Upper half of the preferred source. */
    public long preferredSourceHi() {
        return preferredSource < 0 ? 0 : AttributeCursor.hi(buffer, preferredSource, family);
    }

    /** Lower half of the preferred source. */
    public long preferredSourceLo() {
        return preferredSource < 0 ? 0 : AttributeCursor.lo(buffer, preferredSource, family);
    }

    /** Whether there are RTAX_* metrics. */
    public boolean hasMetrics() {
        return metricsEnd > metrics;
    }

    /**
     * The {@link NextHopObject} it goes by, 0 for none. The kernel reports the object's next hop in the route as well,
     * unless the system says otherwise, see {@link KernelFib#showsNextHopsOfObjects}.
     */
    public int nextHopObject() {
        return nextHopObject;
    }

    /** A copy that outlives the buffer. */
    public KernelRoute toRoute() {
        return new KernelRoute(
                new KernelRoute.Key(new KernelIp(family, hi, lo), prefixLength(), table, metric),
                protocol(),
                type(),
                scope(),
                new RouteExtras(
                        hasPreferredSource() ? new KernelIp(family, preferredSourceHi(), preferredSourceLo()) : null,
                        realm,
                        metricsMap(),
                        congestionControl()),
                nextHops());
    }

    private List<KernelNextHop> nextHops() {
        if (isMultipath()) {
            return multipathNextHops();
        }
        if (type() != RouteType.UNICAST) {
            return List.of(); // IPv6 names lo as the device of its unreachable routes
        }
        KernelIp router = hasGateway() ? new KernelIp(gatewayFamily, gatewayHi(), gatewayLo()) : null;
        return List.of(new KernelNextHop(router, oif, 1, nextHopFlags()));
    }

    private List<KernelNextHop> multipathNextHops() {
        List<KernelNextHop> nextHops = new ArrayList<>();
        int at = multipath;
        while (multipathEnd - at >= Rtnetlink.NEXTHOP_BYTES) {
            int length = buffer.getShort(at + Rtnetlink.NEXTHOP_LENGTH_OFFSET) & 0xFFFF;
            if (length < Rtnetlink.NEXTHOP_BYTES || length > multipathEnd - at) {
                break;
            }
            KernelIp router = null;
            nested.over(buffer, at + Rtnetlink.NEXTHOP_BYTES, at + length);
            while (nested.next()) {
                if (nested.type() == Rtnetlink.RTA_GATEWAY) {
                    router = nested.address(family);
                } else if (nested.type() == Rtnetlink.RTA_VIA) {
                    Family via = viaFamily(nested);
                    router = via == null
                            ? null
                            : new KernelIp(
                                    via,
                                    AttributeCursor.hi(buffer, nested.valueStart() + 2, via),
                                    AttributeCursor.lo(buffer, nested.valueStart() + 2, via));
                } else if (nested.type() == Rtnetlink.RTA_FLOW) {
                    realm = nested.intValue();
                }
            }
            nextHops.add(new KernelNextHop(
                    router,
                    buffer.getInt(at + Rtnetlink.NEXTHOP_INDEX_OFFSET),
                    (buffer.get(at + Rtnetlink.NEXTHOP_HOPS_OFFSET) & 0xFF) + 1,
                    buffer.get(at + Rtnetlink.NEXTHOP_FLAGS_OFFSET) & 0xFF));
            at += Netlink.align(length);
        }
        return nextHops;
    }

    private String congestionControl() {
        nested.over(buffer, metrics, metricsEnd);
        while (nested.next()) {
            if (nested.type() == Rtnetlink.RTAX_CC_ALGO) {
                return nested.text();
            }
        }
        return "";
    }

    private SortedMap<Integer, Integer> metricsMap() {
        if (!hasMetrics()) {
            return Collections.emptySortedMap();
        }
        SortedMap<Integer, Integer> map = new TreeMap<>();
        nested.over(buffer, metrics, metricsEnd);
        while (nested.next()) {
            if (nested.type() != Rtnetlink.RTAX_CC_ALGO && nested.valueLength() == 4) {
                map.put(nested.type(), nested.intValue());
            }
        }
        return Collections.unmodifiableSortedMap(map);
    }
}
