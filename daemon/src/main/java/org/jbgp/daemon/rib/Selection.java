package org.jbgp.daemon.rib;

import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.rib.store.AttributeStore;
import org.jbgp.daemon.rib.store.PathStore;
import org.jbgp.daemon.wire.AttributeBlob;

/**
 * The decision process: which of two paths to one prefix is better, and by which rule (RFC 4271 §9.1.2, RFC 4456 §9, in
 * BIRD's order). Stateless apart from the shard's stores it reads; confined to the shard.
 */
final class Selection {
    private final PathStore paths;
    private final AttributeStore attributes;
    private final Shard shard;

    Selection(Shard shard, PathStore paths, AttributeStore attributes) {
        this.shard = shard;
        this.paths = paths;
        this.attributes = attributes;
    }

    /** Why a path lost against another one, in the order in which the rules are tried. */
    enum Rule {
        EQUAL(0, "equal"),
        NEXT_HOP(1, "next hop invalid or not yet looked up"),
        PREFERENCE(2, "lower preference"),
        SOURCE(3, "other protocol"),
        UNREACHABLE(4, "next hop unreachable"),
        STALE(5, "stale"),
        LOCAL_PREF(6, "lower local preference"),
        PATH_LENGTH(7, "longer AS path"),
        ORIGIN(8, "worse origin"),
        MED(9, "higher MED"),
        INTERNAL(10, "internal, the other is external"),
        IGP_METRIC(11, "farther next hop"),
        OLDER(12, "newer"),
        ROUTER_ID(13, "higher router ID"),
        CLUSTER_LIST(14, "longer cluster list"),
        PEER_ADDRESS(15, "higher neighbour address"),
        PATH_ID(16, "later path identifier");

        private final int number;
        private final String text;

        Rule(int number, String text) {
            this.number = number;
            this.text = text;
        }

        /** What is said of the loser. */
        String text() {
            return text;
        }
    }

    private static final Rule[] RULES = Rule.values();

    /** The rule behind a result of {@link #compare}. */
    static Rule rule(int result) {
        return RULES[Math.abs(result)];
    }

    /**
     * Compares two paths of one prefix.
     *
     * @return positive if {@code a} is better, negative if {@code b} is, with the deciding rule's number as magnitude; 0
     *     if nothing tells them apart
     */
    int compare(int a, int b) {
        int handleA = paths.attributes(a);
        int handleB = paths.attributes(b);
        Channel channelA = shard.channel(paths.channel(a));
        Channel channelB = shard.channel(paths.channel(b));
        RouteSource sourceA = channelA.source();
        RouteSource sourceB = channelB.source();

        ResolvedNextHop wayA = shard.resolution(channelA, handleA);
        ResolvedNextHop wayB = shard.resolution(channelB, handleB);
        if (wayA.eligible() != wayB.eligible()) {
            return verdict(wayA.eligible(), Rule.NEXT_HOP);
        }
        if (!wayA.eligible() && wayA.state() != wayB.state()) {
            return verdict(wayA.pending(), Rule.NEXT_HOP);
        }

        int preferenceA = preference(handleA, sourceA);
        int preferenceB = preference(handleB, sourceB);
        if (preferenceA != preferenceB) {
            return verdict(preferenceA > preferenceB, Rule.PREFERENCE);
        }
        boolean bgpA = sourceA.kind() == RouteSource.Kind.RTS_BGP;
        boolean bgpB = sourceB.kind() == RouteSource.Kind.RTS_BGP;
        if (bgpA != bgpB) {
            return verdict(bgpA, Rule.SOURCE);
        }
        if (!bgpA) {
            return compareLocal(a, b, handleA, handleB);
        }
        if (wayA.reachable() != wayB.reachable()) {
            // RFC 4271 §9.1.2.1: resolvability comes first.
            return verdict(wayA.reachable(), Rule.UNREACHABLE);
        }
        // A route that is only marked stale counts as ever: RFC 4724 §4.2.
        boolean staleB = attributes.longLivedStale(handleB);
        if (attributes.longLivedStale(handleA) != staleB) {
            return verdict(staleB, Rule.STALE);
        }
        int result = compareAttributes(handleA, handleB, channelA, channelB);
        if (result != 0) {
            return result;
        }
        boolean interiorB = sourceB.internal() || channelB.decision().interior();
        if ((sourceA.internal() || channelA.decision().interior()) != interiorB) {
            return verdict(interiorB, Rule.INTERNAL);
        }
        long metricA = channelA.decision().igpMetric() ? wayA.igpMetric() : 0;
        long metricB = channelB.decision().igpMetric() ? wayB.igpMetric() : 0;
        if (metricA != metricB) {
            return verdict(metricA < metricB, Rule.IGP_METRIC);
        }
        return compareIdentity(a, b, handleA, handleB, channelA, channelB);
    }

    /** True if both are equally good up to the IGP metric: what {@code merge paths} may put into one kernel route. */
    boolean mergeable(int a, int b) {
        int rule = Math.abs(compare(a, b));
        return rule == 0 || RULES[rule].compareTo(Rule.IGP_METRIC) > 0;
    }

    private int compareLocal(int a, int b, int handleA, int handleB) {
        long metricA = attributes.igpMetric(handleA);
        long metricB = attributes.igpMetric(handleB);
        if (metricA != metricB && metricA >= 0 && metricB >= 0) {
            return verdict(metricA < metricB, Rule.IGP_METRIC);
        }
        if (paths.pathId(a) != paths.pathId(b)) {
            return verdict(Integer.compareUnsigned(paths.pathId(a), paths.pathId(b)) < 0, Rule.PATH_ID);
        }
        return 0;
    }

    private int compareAttributes(int handleA, int handleB, Channel channelA, Channel channelB) {
        if (handleA == handleB && channelA.decision().equals(channelB.decision())) {
            return 0;
        }
        Channel.Decision decisionA = channelA.decision();
        Channel.Decision decisionB = channelB.decision();
        long a = attributes.localPref(handleA);
        long b = attributes.localPref(handleB);
        a = a < 0 ? decisionA.defaultLocalPref() : a;
        b = b < 0 ? decisionB.defaultLocalPref() : b;
        if (a != b) {
            return verdict(a > b, Rule.LOCAL_PREF);
        }
        if (decisionA.pathMetric() || decisionB.pathMetric()) {
            int hopsA = attributes.hops(handleA);
            int hopsB = attributes.hops(handleB);
            if (hopsA != hopsB) {
                return verdict(hopsA < hopsB, Rule.PATH_LENGTH);
            }
        }
        int originA = attributes.origin(handleA);
        int originB = attributes.origin(handleB);
        if (originA != originB) {
            return verdict(originA < originB, Rule.ORIGIN);
        }
        a = attributes.med(handleA);
        b = attributes.med(handleB);
        a = a < 0 ? decisionA.defaultMed() : a;
        b = b < 0 ? decisionB.defaultMed() : b;
        if (a != b
                && (decisionA.medMetric()
                        || decisionB.medMetric()
                        || neighbourAs(handleA, channelA) == neighbourAs(handleB, channelB))) {
            return verdict(a < b, Rule.MED);
        }
        return 0;
    }

    private int compareIdentity(int a, int b, int handleA, int handleB, Channel channelA, Channel channelB) {
        long idA = originator(handleA, channelA.source());
        long idB = originator(handleB, channelB.source());
        if (idA != idB) {
            // RFC 5004: between two external paths the one that was there first stays. Who is older is seen by time.
            if ((channelA.decision().preferOlder() || channelB.decision().preferOlder())
                    && !channelA.source().internal()
                    && paths.changed(a) != paths.changed(b)) {
                return verdict(paths.changed(a) < paths.changed(b), Rule.OLDER);
            }
            return verdict(idA < idB, Rule.ROUTER_ID);
        }
        int clustersA = clusterListLength(handleA);
        int clustersB = clusterListLength(handleB);
        if (clustersA != clustersB) {
            return verdict(clustersA < clustersB, Rule.CLUSTER_LIST);
        }
        if (channelA.id() != channelB.id()) {
            return verdict(
                    Address.compare(
                                    channelA.source().peerAddress(),
                                    channelB.source().peerAddress())
                            < 0,
                    Rule.PEER_ADDRESS);
        }
        if (paths.pathId(a) != paths.pathId(b)) {
            return verdict(Integer.compareUnsigned(paths.pathId(a), paths.pathId(b)) < 0, Rule.PATH_ID);
        }
        return 0;
    }

    private int preference(int handle, RouteSource source) {
        if (!attributes.hasEngineAttributes(handle)) {
            return source.preference();
        }
        int own = attributes.preference(handle);
        return own < 0 ? source.preference() : own;
    }

    /** MED is comparable between paths of one neighbouring AS; an own route's neighbour is the session's AS. */
    private int neighbourAs(int handle, Channel channel) {
        int first = attributes.firstAs(handle);
        return first != 0 ? first : (int) channel.source().localAs();
    }

    private long originator(int handle, RouteSource source) {
        // RFC 4456 §9: ORIGINATOR_ID instead of the neighbour's identifier. Only reflected routes carry one.
        if (!source.internal()) {
            return source.peerRouterId() & 0xFFFFFFFFL;
        }
        return AttributeBlob.u32(
                attributes.array(handle),
                attributes.offset(handle),
                attributes.length(handle),
                AttributeBlob.BGP,
                AttributeBlob.ORIGINATOR_ID,
                source.peerRouterId() & 0xFFFFFFFFL);
    }

    private int clusterListLength(int handle) {
        byte[] array = attributes.array(handle);
        int at = AttributeBlob.find(
                array,
                attributes.offset(handle),
                attributes.length(handle),
                AttributeBlob.BGP,
                AttributeBlob.CLUSTER_LIST);
        return at == AttributeBlob.ABSENT ? 0 : AttributeBlob.valueLength(array, at);
    }

    private static int verdict(boolean aIsBetter, Rule rule) {
        return aIsBetter ? rule.number : -rule.number;
    }
}
