package org.jbgp.daemon.rib.selection;

import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.Channels;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.rib.store.AttributeStore;
import org.jbgp.daemon.rib.store.PathStore;
import org.jbgp.daemon.wire.Aigp;

/** Why one path lost against another, with the figures that decided. Confined to the shard. */
final class Comparison {
    private final Selection selection;
    private final Channels channels;
    private final PathStore paths;
    private final AttributeStore attributes;
    private final KnownNextHops nextHops;

    Comparison(
            Selection selection,
            Channels channels,
            PathStore paths,
            AttributeStore attributes,
            KnownNextHops nextHops) {
        this.selection = selection;
        this.channels = channels;
        this.paths = paths;
        this.attributes = attributes;
        this.nextHops = nextHops;
    }

    /** In words about the loser, with the rule's clause: {@code lower local preference, 90 < 100 (RFC 4271 §9.1.1)}. */
    String text(int winner, int loser) {
        Selection.Rule rule = selection.reason(winner, loser);
        String words = words(rule, winner, loser);
        return rule.clause().isEmpty() ? words : words + " (" + rule.clause() + ")";
    }

    private String words(Selection.Rule rule, int winner, int loser) {
        int won = paths.attributes(winner);
        int lost = paths.attributes(loser);
        Channel winning = channels.get(paths.channel(winner));
        Channel losing = channels.get(paths.channel(loser));
        return switch (rule) {
            case PREFERENCE ->
                figures(
                        rule,
                        selection.preference(lost, losing.source()),
                        " < ",
                        selection.preference(won, winning.source()));
            case LOCAL_PREF ->
                figures(
                        rule,
                        present(attributes.localPref(lost), losing.decision().defaultLocalPref()),
                        " < ",
                        present(attributes.localPref(won), winning.decision().defaultLocalPref()));
            case AIGP -> {
                long more = aigp(losing, lost);
                yield more == Aigp.MAX
                        ? "no AIGP metric"
                        : rule.text() + ", " + Long.toUnsignedString(more) + " > "
                                + Long.toUnsignedString(aigp(winning, won));
            }
            case PATH_LENGTH -> figures(rule, attributes.hops(lost), " > ", attributes.hops(won));
            case MED ->
                figures(
                        rule,
                        present(attributes.med(lost), losing.decision().defaultMed()),
                        " > ",
                        present(attributes.med(won), winning.decision().defaultMed()));
            case IGP_METRIC -> {
                long far = distance(losing, lost);
                yield far == ResolvedNextHop.UNKNOWN_METRIC
                        ? rule.text()
                        : figures(rule, far, " > ", distance(winning, won));
            }
            case EQUAL,
                    NEXT_HOP,
                    SOURCE,
                    UNREACHABLE,
                    STALE,
                    ORIGIN,
                    INTERNAL,
                    OLDER,
                    ROUTER_ID,
                    CLUSTER_LIST,
                    PEER_ADDRESS,
                    PATH_ID,
                    NOT_BEST_OF_AS -> rule.text();
        };
    }

    private static String figures(Selection.Rule rule, long lost, String relation, long won) {
        return rule.text() + ", " + lost + relation + won;
    }

    private static long present(long value, long otherwise) {
        return value < 0 ? otherwise : value;
    }

    private long aigp(Channel channel, int handle) {
        return Aigp.plus(
                attributes.aigp(handle), nextHops.ofRoute(channel, handle).igpMetric());
    }

    /** What selection compares: 0 without {@code igp metric}. */
    private long distance(Channel channel, int handle) {
        if (channel.source().kind() != RouteSource.Kind.RTS_BGP) {
            return attributes.igpMetric(handle);
        }
        return channel.decision().igpMetric()
                ? nextHops.ofRoute(channel, handle).igpMetric()
                : 0;
    }
}
