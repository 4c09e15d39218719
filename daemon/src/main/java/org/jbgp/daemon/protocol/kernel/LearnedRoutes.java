package org.jbgp.daemon.protocol.kernel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jbgp.config.model.KernelConfig;
import org.jbgp.daemon.protocol.Forwarding;
import org.jbgp.daemon.protocol.NextHopBlob;
import org.jbgp.daemon.protocol.RouteChoice;
import org.jbgp.daemon.protocol.RouteFeed;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.BogusPrefixes;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelNextHop;
import org.jbgp.kernel.KernelRoute;
import org.jbgp.kernel.RouteMessage;

/**
 * Other people's routes of a kernel table (BIRD: alien, inherited), of which the one with the lowest metric of each
 * prefix is announced, with the kernel's attributes. IPv4 may have several of one metric, of which the kernel uses the
 * first: they are kept in the kernel's order. Owned by one thread.
 */
final class LearnedRoutes {
    private static final int PROTOCOL_UNSPEC = 0;
    private static final int PROTOCOL_REDIRECT = 1;

    private final AddressFamily family;
    private final KernelConfig.Learn mode;
    private final RouteFeed feed;
    private final AttributeBlobBuilder blob = new AttributeBlobBuilder();
    private final Map<Key, List<Learned>> routes = new HashMap<>();
    /** Some of those met last, by hash: thousands of routes share a next hop, and so this object. */
    private final Forwarding[] recent = new Forwarding[64];

    /** Protocol numbers of the others of this router that keep the same kernel table. */
    private BitSet siblings = new BitSet();

    private int generation;
    private boolean plainLinkScope;

    private record Key(long hi, long lo, int length) {
        private static Key of(RouteMessage route) {
            return new Key(route.hi(), route.lo(), route.prefixLength());
        }
    }

    /** Where the kernel has put a route among those of the same prefix and metric. */
    enum Place {
        /** Behind those that the scan showed before it. */
        SCANNED,
        /** Instead of the first one. */
        REPLACING,
        FIRST,
        LAST
    }

    private static final class Learned {
        private final int protocol;
        private final Forwarding forwarding;
        /** Some of its next hops are down and not among those of {@link #forwarding}. */
        private final boolean crippled;

        private int seen;
        private boolean announced;

        private Learned(int protocol, Forwarding forwarding, boolean crippled) {
            this.protocol = protocol;
            this.forwarding = forwarding;
            this.crippled = crippled;
        }

        private boolean is(int metric) {
            return forwarding.metric() == metric;
        }

        private boolean same(Learned other) {
            return protocol == other.protocol && forwarding.equals(other.forwarding);
        }
    }

    /** @param mode whose routes are learned */
    LearnedRoutes(Family family, KernelConfig.Learn mode, RouteFeed feed) {
        this.family = family == Family.IPV4 ? AddressFamily.IPV4_UNICAST : AddressFamily.IPV6_UNICAST;
        this.mode = mode;
        this.feed = feed;
    }

    /** As BIRD 1.6 has it, the scope of a directly attached route is not worth an attribute if it is the link's. */
    void plainLinkScope() {
        plainLinkScope = true;
    }

    /** Routes with these protocol numbers are of this router; true if only a scan can show what that changes. */
    boolean siblings(BitSet numbers) {
        boolean changed = !numbers.equals(siblings);
        siblings = numbers;
        return changed && mode != KernelConfig.Learn.OFF;
    }

    /** Number of prefixes. */
    int size() {
        return routes.size();
    }

    /** A scan begins: what it does not show until {@link #endScan} is gone. */
    void beginScan() {
        generation++;
    }

    /** A scan showed everything: forgets what it did not show. */
    void endScan() {
        Iterator<Map.Entry<Key, List<Learned>>> entries = routes.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<Key, List<Learned>> entry = entries.next();
            if (entry.getValue().removeIf(each -> each.seen != generation)
                    || entry.getValue().size() > 1) {
                announceBest(entry.getKey(), entry.getValue());
                if (entry.getValue().isEmpty()) {
                    entries.remove();
                }
            }
        }
    }

    /** The kernel reports a route; true if it is one to be learned, and not known just so. */
    boolean learn(RouteMessage route, Place place) {
        if (!wanted(route) || confirm(route, place)) {
            return false;
        }
        put(route, place);
        return true;
    }

    private boolean wanted(RouteMessage route) {
        int protocol = route.protocol();
        if (protocol == PROTOCOL_UNSPEC || protocol == PROTOCOL_REDIRECT || siblings.get(protocol)) {
            return false;
        }
        boolean wanted = switch (mode) {
            case OFF -> false;
            case ALIEN -> protocol != KernelRoute.PROTOCOL_KERNEL;
            case ALL -> true;
        };
        return wanted && !BogusPrefixes.refused(family, route.hi(), route.lo());
    }

    /**
     * If a route is known just so, it has been seen now, at no cost.
     *
     * @return false if it is new, has changed, or cannot be compared so simply: {@link #put} is for those
     */
    private boolean confirm(RouteMessage route, Place place) {
        List<Learned> known = routes.get(Key.of(route));
        if (known == null
                || (place != Place.SCANNED && known.size() > 1)
                || (route.nextHopFlags() & KernelNextHop.DEAD) != 0) {
            return false;
        }
        for (int i = 0; i < known.size(); i++) {
            Learned each = known.get(i);
            if (each.protocol == route.protocol() && each.forwarding.plainlyMatches(route)) {
                each.seen = generation;
                if (known.size() > 1) {
                    known.add(known.remove(i)); // the scan has the kernel's order
                }
                return true;
            }
        }
        return false;
    }

    private Forwarding shared(Forwarding forwarding) {
        int at = forwarding.hashCode() & (recent.length - 1);
        if (!forwarding.equals(recent[at])) {
            recent[at] = forwarding;
        }
        return recent[at];
    }

    private void put(RouteMessage message, Place place) {
        KernelRoute reported = message.toRoute();
        Forwarding whole = Forwarding.of(reported);
        Forwarding usable = usable(whole, reported.nextHops());
        if (usable == null) {
            return;
        }
        Key key = Key.of(message);
        List<Learned> known = routes.computeIfAbsent(key, each -> new ArrayList<>(1));
        Learned learned = new Learned(message.protocol(), shared(usable), !usable.equals(whole));
        learned.seen = generation;
        int first = first(known, whole.metric());
        switch (place) {
            case SCANNED -> {
                for (Learned each : known) {
                    if (each.same(learned)) {
                        learned.announced = each.announced;
                        known.remove(each);
                        break;
                    }
                }
                known.add(learned);
            }
            case REPLACING -> insert(known, first, true, learned);
            // IPv6 makes routes with gateways and the same metric one route, and reports all its next hops.
            case FIRST -> insert(known, first, joins(whole), learned);
            case LAST -> {
                if (joins(whole)) {
                    insert(known, first, true, learned);
                } else {
                    known.add(learned);
                }
            }
        }
        announceBest(key, known);
    }

    private boolean joins(Forwarding route) {
        return family == AddressFamily.IPV6_UNICAST && !route.attached();
    }

    private static void insert(List<Learned> known, int at, boolean instead, Learned learned) {
        if (at == known.size()) {
            known.add(learned);
            return;
        }
        if (instead) {
            Learned old = known.get(at);
            learned.announced = old.announced && old.same(learned);
            known.set(at, learned);
        } else {
            known.add(at, learned);
        }
    }

    private static int first(List<Learned> known, int metric) {
        int at = 0;
        while (at < known.size() && !known.get(at).is(metric)) {
            at++;
        }
        return at;
    }

    /**
     * The kernel's route is gone, or one next hop of an IPv6 route.
     *
     * @return false if only a scan can show which one it was
     */
    boolean remove(RouteMessage message) {
        Key key = Key.of(message);
        List<Learned> known = routes.get(key);
        if (known == null || first(known, message.metric()) == known.size()) {
            return true;
        }
        Forwarding gone = Forwarding.of(message.toRoute());
        int at = 0;
        while (at < known.size()
                && !(known.get(at).protocol == message.protocol()
                        && known.get(at).forwarding.equals(gone))) {
            at++;
        }
        if (at == known.size()) {
            return shorten(key, known, gone);
        }
        known.remove(at);
        announceBest(key, known);
        if (known.isEmpty()) {
            routes.remove(key);
        }
        return true;
    }

    private boolean shorten(Key key, List<Learned> known, Forwarding gone) {
        int at = first(known, gone.metric());
        Learned old = known.get(at);
        Forwarding left = old.forwarding.without(gone);
        if (family != AddressFamily.IPV6_UNICAST || left == null || left.equals(old.forwarding)) {
            return false;
        }
        Learned learned = new Learned(old.protocol, shared(left), old.crippled);
        learned.seen = old.seen;
        known.set(at, learned);
        announceBest(key, known);
        return true;
    }

    /** Whether a route leads over this interface. */
    boolean use(int ifindex) {
        for (List<Learned> known : routes.values()) {
            for (int i = 0; i < known.size(); i++) {
                if (known.get(i).forwarding.leadsOver(ifindex)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Whether a route has next hops that are down, which the kernel uses again without a word when their interface
     * comes up.
     */
    boolean someWaysDown() {
        for (List<Learned> known : routes.values()) {
            for (int i = 0; i < known.size(); i++) {
                if (known.get(i).crippled) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Announces what is announced once more, because the import filter, or what it asks, has changed. */
    void announceAgain(RouteChoice which) {
        routes.forEach((key, known) -> {
            for (Learned each : known) {
                if (each.announced) {
                    describe(each);
                    if (which.has(family, key.hi, key.lo, key.length, blob.array(), 0, blob.length())) {
                        feed.announce(family, 0, key.hi, key.lo, key.length, blob.array(), 0, blob.length());
                    }
                }
            }
        });
    }

    /** Takes everything back. */
    void clear() {
        for (Key key : routes.keySet()) {
            feed.withdraw(family, 0, key.hi, key.lo, key.length);
        }
        routes.clear();
    }

    private void announceBest(Key key, List<Learned> known) {
        Learned best = null;
        for (Learned each : known) {
            if (best == null || Integer.compareUnsigned(each.forwarding.metric(), best.forwarding.metric()) < 0) {
                best = each;
            }
        }
        if (best == null) {
            feed.withdraw(family, 0, key.hi, key.lo, key.length);
            return;
        }
        if (best.announced) {
            return;
        }
        for (Learned each : known) {
            each.announced = false;
        }
        best.announced = true;
        describe(best);
        feed.announce(family, 0, key.hi, key.lo, key.length, blob.array(), 0, blob.length());
    }

    private void describe(Learned route) {
        Forwarding forwarding = route.forwarding;
        blob.clear();
        NextHopBlob.write(blob, NextHopBlob.destination(forwarding.type()), forwarding.nextHops());
        blob.setU32(AttributeBlob.ENGINE, AttributeBlob.KRT_SOURCE, route.protocol);
        blob.setU32(AttributeBlob.ENGINE, AttributeBlob.KRT_METRIC, Integer.toUnsignedLong(forwarding.metric()));
        if (forwarding.preferredSource() != null) {
            NextHopBlob.writeAddress(
                    blob, AttributeBlob.ENGINE, AttributeBlob.KRT_PREFSRC, forwarding.preferredSource());
        }
        if (forwarding.realm() != 0) {
            blob.setU32(AttributeBlob.ENGINE, AttributeBlob.KRT_REALM, Integer.toUnsignedLong(forwarding.realm()));
        }
        if (forwarding.scope() != KernelRoute.SCOPE_UNIVERSE
                && !(plainLinkScope && forwarding.scope() == KernelRoute.SCOPE_LINK && forwarding.attached())) {
            blob.setU32(AttributeBlob.ENGINE, AttributeBlob.KRT_SCOPE, forwarding.scope());
        }
        if (!forwarding.congestionControl().isEmpty()) {
            blob.set(
                    AttributeBlob.ENGINE,
                    AttributeBlob.KRT_CONGCTL,
                    forwarding.congestionControl().getBytes(StandardCharsets.UTF_8));
        }
        forwarding
                .metrics()
                .forEach((number, value) -> blob.setU32(
                        AttributeBlob.ENGINE, AttributeBlob.KRT_METRICS + number, Integer.toUnsignedLong(value)));
    }

    /** Ways whose interface is down are none (RTNH_F_DEAD); null if nothing usable is left. */
    static Forwarding usable(Forwarding forwarding, List<KernelNextHop> asReported) {
        if (forwarding.nextHops().isEmpty() || asReported.stream().noneMatch(KernelNextHop::dead)) {
            return forwarding;
        }
        List<KernelNextHop> alive =
                asReported.stream().filter(nextHop -> !nextHop.dead()).toList();
        return alive.isEmpty() ? null : forwarding.withNextHops(alive);
    }
}
