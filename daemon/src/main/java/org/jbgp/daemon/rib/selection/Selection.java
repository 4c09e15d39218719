package org.jbgp.daemon.rib.selection;

import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.Channels;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.rib.store.AttributeStore;
import org.jbgp.daemon.rib.store.PathStore;
import org.jbgp.daemon.wire.Aigp;
import org.jbgp.daemon.wire.AttributeBlob;

/**
 * The decision process: which of two paths to one prefix is better, and by which rule (RFC 4271 §9.1.2, RFC 4456 §9, in
 * BIRD's order). The steps are numbered as they are tried; {@link Rule} names each with its clause. Stateless apart
 * from the shard's stores it reads; confined to the shard. What MED makes of more than two paths is in {@link BestOf}.
 */
public final class Selection {
    private final PathStore paths;
    private final AttributeStore attributes;
    private final Channels channels;
    private final KnownNextHops nextHops;

    public Selection(Channels channels, PathStore paths, AttributeStore attributes, KnownNextHops nextHops) {
        this.channels = channels;
        this.paths = paths;
        this.attributes = attributes;
        this.nextHops = nextHops;
    }

    /** Why a path lost against another one, in the order in which the rules are tried. */
    public enum Rule {
        EQUAL(0, "as good as the best one, but later", ""),
        NEXT_HOP(1, "next hop invalid or not yet looked up", "RFC 4271 §9.1.2"),
        PREFERENCE(2, "lower preference", "preference"),
        SOURCE(3, "other protocol", "preference"),
        UNREACHABLE(4, "next hop unreachable", "RFC 4271 §9.1.2.1"),
        STALE(5, "stale", "RFC 9494 §4.3"),
        LOCAL_PREF(6, "lower local preference", "RFC 4271 §9.1.1"),
        AIGP(7, "higher AIGP metric", "RFC 7311 §4.1"),
        PATH_LENGTH(8, "longer AS path", "RFC 4271 §9.1.2.2 a"),
        ORIGIN(9, "worse origin", "RFC 4271 §9.1.2.2 b"),
        MED(10, "higher MED", "RFC 4271 §9.1.2.2 c"),
        INTERNAL(11, "internal, the other is external", "RFC 4271 §9.1.2.2 d"),
        IGP_METRIC(12, "farther next hop", "RFC 4271 §9.1.2.2 e"),
        OLDER(13, "newer", "RFC 5004 §3"),
        ROUTER_ID(14, "higher router ID", "RFC 4271 §9.1.2.2 f"),
        CLUSTER_LIST(15, "longer cluster list", "RFC 4456 §9"),
        PEER_ADDRESS(16, "higher neighbor address", "RFC 4271 §9.1.2.2 g"),
        PATH_ID(17, "later path identifier", "RFC 7911 §3"),
        /** No step of {@link #compare}: the path that beat it came from the same neighboring AS and lost itself. */
        NOT_BEST_OF_AS(18, "not the best of its neighboring AS", "RFC 4271 §9.1.2.2 c");

        private final int number;
        private final String text;
        private final String clause;

        Rule(int number, String text, String clause) {
            this.number = number;
            this.text = text;
            this.clause = clause;
        }

        /** What is said of the loser. */
        String text() {
            return text;
        }

        /** Where the rule stands: a clause of an RFC, or the option of that name; empty if no rule decides. */
        String clause() {
            return clause;
        }
    }

    private static final Rule[] RULES = Rule.values();

    /** The rule behind a result of {@link #compare}. */
    static Rule rule(int result) {
        return RULES[Math.abs(result)];
    }

    /**
     * Compares two paths of one prefix, whichever came first.
     *
     * @return positive if {@code a} is better, negative if {@code b} is, with the deciding rule's number as magnitude;
     *     0 if nothing distinguishes them
     */
    public int compare(int a, int b) {
        int setA = paths.attributes(a);
        int setB = paths.attributes(b);
        Channel channelA = channels.get(paths.channel(a));
        Channel channelB = channels.get(paths.channel(b));
        RouteSource sourceA = channelA.source();
        RouteSource sourceB = channelB.source();
        ResolvedNextHop hopA = nextHops.ofNextHop(channelA, setA);
        ResolvedNextHop hopB = nextHops.ofNextHop(channelB, setB);

        // 1. A path whose next hop is invalid or not yet looked up does not compete; one that may still come is before
        // one
        //    that will not.
        if (hopA.eligible() != hopB.eligible()) {
            return decided(hopA.eligible(), Rule.NEXT_HOP);
        }
        if (!hopA.eligible() && hopA.state() != hopB.state()) {
            return decided(hopA.pending(), Rule.NEXT_HOP);
        }

        // 2. The higher preference of protocol, channel or filter.
        int preferenceA = preference(setA, sourceA);
        int preferenceB = preference(setB, sourceB);
        if (preferenceA != preferenceB) {
            return decided(preferenceA > preferenceB, Rule.PREFERENCE);
        }

        // 3. With the same preference BGP is before the other protocols, which have steps of their own.
        boolean bgpA = sourceA.kind() == RouteSource.Kind.RTS_BGP;
        boolean bgpB = sourceB.kind() == RouteSource.Kind.RTS_BGP;
        if (bgpA != bgpB) {
            return decided(bgpA, Rule.SOURCE);
        }
        if (!bgpA) {
            return compareLocal(a, b, setA, setB);
        }

        // 4. A next hop that can be reached (RFC 4271 §9.1.2.1).
        if (hopA.reachable() != hopB.reachable()) {
            return decided(hopA.reachable(), Rule.UNREACHABLE);
        }

        // 5. No long-lived stale path (RFC 9494 §4.3). One that is only marked stale counts as ever (RFC 4724 §4.2).
        boolean staleB = attributes.longLivedStale(setB);
        if (attributes.longLivedStale(setA) != staleB) {
            return decided(staleB, Rule.STALE);
        }

        // 6. to 10. What the attributes say.
        int byAttributes = compareAttributes(setA, setB, channelA, channelB, hopA.igpMetric(), hopB.igpMetric());
        if (byAttributes != 0) {
            return byAttributes;
        }

        // 11. External before internal (RFC 4271 §9.1.2.2 d); our confederation is internal (RFC 5065 §5.3).
        boolean interiorA = sourceA.internal() || channelA.decision().interior();
        boolean interiorB = sourceB.internal() || channelB.decision().interior();
        if (interiorA != interiorB) {
            return decided(interiorB, Rule.INTERNAL);
        }

        // 12. The nearer next hop (RFC 4271 §9.1.2.2 e), unless `igp metric` is off.
        long metricA = channelA.decision().igpMetric() ? hopA.igpMetric() : 0;
        long metricB = channelB.decision().igpMetric() ? hopB.igpMetric() : 0;
        if (metricA != metricB) {
            return decided(metricA < metricB, Rule.IGP_METRIC);
        }

        // 13. to 17. What distinguishes equally good ones.
        return breakTie(a, b, setA, setB, channelA, channelB);
    }

    /** Steps 6 to 10: LOCAL_PREF, AIGP, AS_PATH, ORIGIN, MULTI_EXIT_DISC. */
    private int compareAttributes(
            int setA, int setB, Channel channelA, Channel channelB, long distanceA, long distanceB) {
        Channel.Decision decisionA = channelA.decision();
        Channel.Decision decisionB = channelB.decision();
        if (setA == setB && decisionA.equals(decisionB)) {
            return 0;
        }

        // 6. The higher LOCAL_PREF (RFC 4271 §9.1.1).
        long prefA = attributes.localPref(setA);
        long prefB = attributes.localPref(setB);
        prefA = prefA < 0 ? decisionA.defaultLocalPref() : prefA;
        prefB = prefB < 0 ? decisionB.defaultLocalPref() : prefB;
        if (prefA != prefB) {
            return decided(prefA > prefB, Rule.LOCAL_PREF);
        }

        // 7. The lower AIGP metric with the distance to the next hop (RFC 7311 §4.1); a path without one is behind.
        long aigpA = Aigp.plus(attributes.aigp(setA), distanceA);
        long aigpB = Aigp.plus(attributes.aigp(setB), distanceB);
        if (aigpA != aigpB) {
            return decided(Long.compareUnsigned(aigpA, aigpB) < 0, Rule.AIGP);
        }

        // 8. The shorter AS_PATH (§9.1.2.2 a), unless `path metric` is off for both.
        if (decisionA.pathMetric() || decisionB.pathMetric()) {
            int hopsA = attributes.hops(setA);
            int hopsB = attributes.hops(setB);
            if (hopsA != hopsB) {
                return decided(hopsA < hopsB, Rule.PATH_LENGTH);
            }
        }

        // 9. The lower ORIGIN (§9.1.2.2 b): IGP, EGP, incomplete.
        int originA = attributes.origin(setA);
        int originB = attributes.origin(setB);
        if (originA != originB) {
            return decided(originA < originB, Rule.ORIGIN);
        }

        // 10. The lower MED (§9.1.2.2 c) of paths from one neighboring AS; of any two with `med metric`.
        long medA = attributes.med(setA);
        long medB = attributes.med(setB);
        medA = medA < 0 ? decisionA.defaultMed() : medA;
        medB = medB < 0 ? decisionB.defaultMed() : medB;
        if (medA != medB
                && (decisionA.medMetric()
                        || decisionB.medMetric()
                        || neighborAs(setA, channelA) == neighborAs(setB, channelB))) {
            return decided(medA < medB, Rule.MED);
        }
        return 0;
    }

    /** Steps 13 to 17: age, identifier, CLUSTER_LIST, address, path identifier. */
    private int breakTie(int a, int b, int setA, int setB, Channel channelA, Channel channelB) {
        long idA = originator(setA, channelA.source());
        long idB = originator(setB, channelB.source());
        if (idA != idB) {
            // 13. With `prefer older`, of external paths the one that was there first (RFC 5004 §3).
            if (prefersOlder(channelA, channelB) && paths.changed(a) != paths.changed(b)) {
                return decided(paths.changed(a) < paths.changed(b), Rule.OLDER);
            }
            // 14. The lower BGP identifier (RFC 4271 §9.1.2.2 f), or ORIGINATOR_ID in its place (RFC 4456 §9).
            return decided(idA < idB, Rule.ROUTER_ID);
        }

        // 15. The shorter CLUSTER_LIST (RFC 4456 §9).
        int clustersA = clusterListLength(setA);
        int clustersB = clusterListLength(setB);
        if (clustersA != clustersB) {
            return decided(clustersA < clustersB, Rule.CLUSTER_LIST);
        }

        // 16. The lower address of the neighbor (RFC 4271 §9.1.2.2 g).
        if (channelA.id() != channelB.id()) {
            int order = Address.compare(
                    channelA.source().peerAddress(), channelB.source().peerAddress());
            if (order != 0) {
                return decided(order < 0, Rule.PEER_ADDRESS);
            }
        }

        // 17. The lower path identifier of one neighbor's paths (RFC 7911), so that the choice is always the same.
        return comparePathIds(a, b);
    }

    /** Routes of other protocols: the lower metric that a filter gave, then the path identifier. */
    private int compareLocal(int a, int b, int setA, int setB) {
        long metricA = attributes.igpMetric(setA);
        long metricB = attributes.igpMetric(setB);
        if (metricA != metricB && metricA >= 0 && metricB >= 0) {
            return decided(metricA < metricB, Rule.IGP_METRIC);
        }
        return comparePathIds(a, b);
    }

    private int comparePathIds(int a, int b) {
        int order = Integer.compareUnsigned(paths.pathId(a), paths.pathId(b));
        return order == 0 ? 0 : decided(order < 0, Rule.PATH_ID);
    }

    /**
     * True if a path takes the place of the best one so far. With {@code prefer older} the best one stays whenever only
     * age and identifiers speak against it, also where both came in the same second, or it has changed since: RFC 5004
     * §3 is there to avoid changes of the best path.
     */
    public boolean replaces(int path, int best) {
        int result = compare(path, best);
        return result > 0 && !(result >= Rule.OLDER.number && stays(result, path, best));
    }

    private boolean stays(int result, int path, int best) {
        return result <= Rule.ROUTER_ID.number
                && prefersOlder(channels.get(paths.channel(path)), channels.get(paths.channel(best)));
    }

    /** The rule by which the best path stands before another one of its prefix. */
    Rule reason(int best, int loser) {
        int result = compare(best, loser);
        if (result >= 0) {
            return rule(result);
        }
        if (stays(-result, loser, best) && -result >= Rule.OLDER.number) {
            return Rule.OLDER;
        }
        return channels.get(paths.channel(loser)).decision().deterministicMed() ? Rule.NOT_BEST_OF_AS : rule(result);
    }

    /** Why a path of a prefix is not its best one, in words about it. */
    public String disadvantage(int best, int path) {
        return new Comparison(this, channels, paths, attributes, nextHops).text(best, path);
    }

    /** True if both are equally good up to the IGP metric: what {@code merge paths} may put into one kernel route. */
    public boolean mergeable(int a, int b) {
        int result = Math.abs(compare(a, b));
        return result == 0 || result > Rule.IGP_METRIC.number;
    }

    private static boolean prefersOlder(Channel a, Channel b) {
        return (a.decision().preferOlder() || b.decision().preferOlder())
                && !a.source().internal();
    }

    /** The preference a filter gave, else that of the channel. */
    int preference(int handle, RouteSource source) {
        if (!attributes.hasEngineAttributes(handle)) {
            return source.preference();
        }
        int own = attributes.preference(handle);
        return own < 0 ? source.preference() : own;
    }

    /** The AS whose MEDs can be compared; for a route of our own AS that one. */
    int neighborAs(int handle, Channel channel) {
        int first = attributes.firstAs(handle);
        return first != 0 ? first : (int) channel.source().localAs();
    }

    private long originator(int handle, RouteSource source) {
        // RFC 4456 §9: ORIGINATOR_ID instead of the neighbor's identifier. An external route has one if a filter gave
        // it one, which counts for BIRD too.
        return attributes.originator(handle, source.peerRouterId() & 0xFFFFFFFFL);
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

    private static int decided(boolean aIsBetter, Rule rule) {
        return aIsBetter ? rule.number : -rule.number;
    }
}
