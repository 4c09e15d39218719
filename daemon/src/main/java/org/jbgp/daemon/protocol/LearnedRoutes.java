package org.jbgp.daemon.protocol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelNextHop;
import org.jbgp.kernel.RouteMessage;

/**
 * Other people's routes of a kernel table (BIRD: alien, inherited), of which the one with the lowest metric of each prefix is
 * announced, with the kernel's attributes. Owned by one thread.
 */
final class LearnedRoutes {
    private final AddressFamily family;
    private final RouteFeed feed;
    private final AttributeBlobBuilder blob = new AttributeBlobBuilder();
    private final Map<Key, List<Learned>> routes = new HashMap<>();
    /** Some of those met last, by hash: thousands of routes share a next hop, and so this object. */
    private final Forwarding[] recent = new Forwarding[64];

    private int generation;

    private record Key(long hi, long lo, int length) {}

    private static final class Learned {
        private final int protocol;
        private final Forwarding forwarding;
        private int seen;
        private boolean announced;

        private Learned(int protocol, Forwarding forwarding) {
            this.protocol = protocol;
            this.forwarding = forwarding;
        }

        private boolean same(Learned other) {
            return protocol == other.protocol && forwarding.equals(other.forwarding);
        }
    }

    LearnedRoutes(Family family, RouteFeed feed) {
        this.family = family == Family.IPV4 ? AddressFamily.IPV4_UNICAST : AddressFamily.IPV6_UNICAST;
        this.feed = feed;
    }

    /** Number of prefixes. */
    int size() {
        return routes.size();
    }

    /** A scan begins: what it does not tell until {@link #endScan} is gone. */
    void beginScan() {
        generation++;
    }

    /** A scan told everything: forgets what it did not tell. */
    void endScan() {
        Iterator<Map.Entry<Key, List<Learned>>> entries = routes.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<Key, List<Learned>> entry = entries.next();
            boolean best = entry.getValue().stream().anyMatch(each -> each.announced && each.seen != generation);
            if (entry.getValue().removeIf(each -> each.seen != generation)) {
                if (best) {
                    announceBest(entry.getKey(), entry.getValue());
                }
                if (entry.getValue().isEmpty()) {
                    entries.remove();
                }
            }
        }
    }

    /**
     * The kernel tells a route. If it is known just so, it has been seen now, at no cost.
     *
     * @return false if it is new, has changed, or cannot be compared so simply: {@link #put} is for those
     */
    boolean confirm(RouteMessage route) {
        List<Learned> known = routes.get(new Key(route.hi(), route.lo(), route.prefixLength()));
        if (known == null || (route.nextHopFlags() & KernelNextHop.DEAD) != 0) {
            return false;
        }
        for (Learned each : known) {
            if (each.protocol == route.protocol() && each.forwarding.plainlyMatches(route)) {
                each.seen = generation;
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

    /** The kernel has this route; one of the same metric is replaced by it. */
    void put(long hi, long lo, int length, int protocol, Forwarding forwarding) {
        Key key = new Key(hi, lo, length);
        List<Learned> known = routes.computeIfAbsent(key, each -> new ArrayList<>(1));
        Learned learned = new Learned(protocol, shared(forwarding));
        learned.seen = generation;
        for (int i = 0; i < known.size(); i++) {
            Learned old = known.get(i);
            if (old.forwarding.metric() == forwarding.metric()) {
                if (old.same(learned)) {
                    old.seen = generation;
                    return;
                }
                known.remove(i);
                break;
            }
        }
        known.add(learned);
        announceBest(key, known);
    }

    /** The kernel's route of this metric is gone. */
    void remove(long hi, long lo, int length, int metric) {
        Key key = new Key(hi, lo, length);
        List<Learned> known = routes.get(key);
        if (known == null || !known.removeIf(each -> each.forwarding.metric() == metric)) {
            return;
        }
        announceBest(key, known);
        if (known.isEmpty()) {
            routes.remove(key);
        }
    }

    /** Whether a route with several ways is known under this key: the kernel may tell the loss of one of them only. */
    boolean hasSeveralWays(long hi, long lo, int length, int metric) {
        List<Learned> known = routes.get(new Key(hi, lo, length));
        return known != null
                && known.stream()
                        .anyMatch(each -> each.forwarding.metric() == metric
                                && each.forwarding.ways().size() > 1);
    }

    /** Announces what is announced once more, because the import filter changed. */
    void announceAgain() {
        routes.forEach((key, known) -> {
            for (Learned each : known) {
                if (each.announced) {
                    describe(each);
                    feed.announce(family, 0, key.hi, key.lo, key.length, blob.array(), 0, blob.length());
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
        NextHopBlob.write(blob, NextHopBlob.destination(forwarding.type()), forwarding.ways());
        blob.setU32(AttributeBlob.ENGINE, AttributeBlob.KRT_SOURCE, route.protocol);
        blob.setU32(AttributeBlob.ENGINE, AttributeBlob.KRT_METRIC, Integer.toUnsignedLong(forwarding.metric()));
        if (forwarding.preferredSource() != null) {
            NextHopBlob.writeAddress(
                    blob, AttributeBlob.ENGINE, AttributeBlob.KRT_PREFSRC, forwarding.preferredSource());
        }
        if (forwarding.realm() != 0) {
            blob.setU32(AttributeBlob.ENGINE, AttributeBlob.KRT_REALM, Integer.toUnsignedLong(forwarding.realm()));
        }
        if (forwarding.scope() != 0) {
            blob.setU32(AttributeBlob.ENGINE, AttributeBlob.KRT_SCOPE, forwarding.scope());
        }
        forwarding
                .metrics()
                .forEach((number, value) -> blob.setU32(
                        AttributeBlob.ENGINE, AttributeBlob.KRT_METRICS + number, Integer.toUnsignedLong(value)));
    }

    /** Ways whose interface is down are none (RTNH_F_DEAD); null if nothing usable is left. */
    static Forwarding usable(Forwarding forwarding, List<KernelNextHop> asTold) {
        if (forwarding.ways().isEmpty() || asTold.stream().noneMatch(KernelNextHop::dead)) {
            return forwarding;
        }
        List<KernelNextHop> alive = asTold.stream().filter(way -> !way.dead()).toList();
        return alive.isEmpty()
                ? null
                : new Forwarding(
                        forwarding.family(),
                        forwarding.type(),
                        forwarding.metric(),
                        forwarding.scope(),
                        forwarding.preferredSource(),
                        forwarding.realm(),
                        forwarding.metrics(),
                        alive);
    }
}
