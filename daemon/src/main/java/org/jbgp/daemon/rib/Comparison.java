package org.jbgp.daemon.rib;

import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.rib.store.AttributeStore;

/** Why one path lost against another, with the figures that decided. Confined to the shard. */
final class Comparison {
    private final Shard shard;
    private final AttributeStore attributes;

    Comparison(Shard shard) {
        this.shard = shard;
        this.attributes = shard.attributes();
    }

    /** In words about the loser, e.g. {@code lower local preference, 90 < 100}. */
    String text(int winner, int loser) {
        int result = shard.selection().compare(winner, loser);
        Selection.Rule rule = Selection.rule(result);
        int won = shard.attributesOf(winner);
        int lost = shard.attributesOf(loser);
        Channel winning = shard.channel(shard.channelOf(winner));
        Channel losing = shard.channel(shard.channelOf(loser));
        return switch (rule) {
            case EQUAL -> "as good as the best one, but later";
            case PREFERENCE -> figures(rule, preference(lost, losing), " < ", preference(won, winning));
            case LOCAL_PREF ->
                figures(
                        rule,
                        present(attributes.localPref(lost), losing.decision().defaultLocalPref()),
                        " < ",
                        present(attributes.localPref(won), winning.decision().defaultLocalPref()));
            case PATH_LENGTH -> figures(rule, attributes.hops(lost), " > ", attributes.hops(won));
            case MED ->
                figures(
                        rule,
                        present(attributes.med(lost), losing.decision().defaultMed()),
                        " > ",
                        present(attributes.med(won), winning.decision().defaultMed()));
            case IGP_METRIC -> {
                long far = shard.way(losing, lost).igpMetric();
                yield far == ResolvedNextHop.UNKNOWN_METRIC
                        ? rule.text()
                        : figures(rule, far, " > ", shard.way(winning, won).igpMetric());
            }
            case NEXT_HOP,
                    SOURCE,
                    UNREACHABLE,
                    STALE,
                    ORIGIN,
                    INTERNAL,
                    OLDER,
                    ROUTER_ID,
                    CLUSTER_LIST,
                    PEER_ADDRESS,
                    PATH_ID -> rule.text();
        };
    }

    private static String figures(Selection.Rule rule, long lost, String relation, long won) {
        return rule.text() + ", " + lost + relation + won;
    }

    private static long present(long value, long otherwise) {
        return value < 0 ? otherwise : value;
    }

    private long preference(int handle, Channel channel) {
        int own = attributes.hasEngineAttributes(handle) ? attributes.preference(handle) : -1;
        return own < 0 ? channel.source().preference() : own;
    }
}
