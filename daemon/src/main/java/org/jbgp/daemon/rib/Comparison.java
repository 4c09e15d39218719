package org.jbgp.daemon.rib;

import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.rib.store.AttributeStore;
import org.jbgp.daemon.wire.Aigp;

/** Why one path lost against another, with the figures that decided. Confined to the shard. */
final class Comparison {
    private final Shard shard;
    private final AttributeStore attributes;

    Comparison(Shard shard) {
        this.shard = shard;
        this.attributes = shard.attributes();
    }

    /** In words about the loser, with the rule's clause: {@code lower local preference, 90 < 100 (RFC 4271 §9.1.1)}. */
    String text(int winner, int loser) {
        Selection.Rule rule = shard.selection().reason(winner, loser);
        String words = words(rule, winner, loser);
        return rule.clause().isEmpty() ? words : words + " (" + rule.clause() + ")";
    }

    private String words(Selection.Rule rule, int winner, int loser) {
        int won = shard.attributesOf(winner);
        int lost = shard.attributesOf(loser);
        Channel winning = shard.channel(shard.channelOf(winner));
        Channel losing = shard.channel(shard.channelOf(loser));
        return switch (rule) {
            case PREFERENCE ->
                figures(
                        rule,
                        shard.selection().preference(lost, losing.source()),
                        " < ",
                        shard.selection().preference(won, winning.source()));
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
                attributes.aigp(handle), shard.resolution(channel, handle).igpMetric());
    }

    /** What selection compares: 0 without {@code igp metric}. */
    private long distance(Channel channel, int handle) {
        if (channel.source().kind() != RouteSource.Kind.RTS_BGP) {
            return attributes.igpMetric(handle);
        }
        return channel.decision().igpMetric()
                ? shard.resolution(channel, handle).igpMetric()
                : 0;
    }
}
