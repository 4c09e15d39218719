package org.jbgp.config.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.filter.tree.RouteAttribute;

/**
 * Makes routes of other routes: of those of one prefix in one table fewer of that prefix in another ({@link Merging}),
 * or one route of all inside of a prefix ({@link Aggregate}). It does one of both.
 *
 * @param common the options every protocol has
 * @param channels one, to the table the routes come from; its import filter is for the routes made
 * @param peerTable name of the table the routes made go to
 * @param merging how routes of one prefix are merged; empty if {@code aggregates} are made
 * @param aggregates the prefixes for which a route is made, in the order of the file; empty with {@code merging}
 * @param localAs the AS of AGGREGATOR, from 1; empty: the one of the BGP neighbors, if all have the same
 */
public record AggregatorConfig(
        ProtocolCommon common,
        List<ChannelConfig> channels,
        String peerTable,
        Optional<Merging> merging,
        List<Aggregate> aggregates,
        OptionalLong localAs)
        implements ProtocolConfig {
    public AggregatorConfig {
        channels = List.copyOf(channels);
        aggregates = List.copyOf(aggregates);
    }

    /**
     * Routes of one prefix that have something in common become one (BIRD: protocol aggregator).
     *
     * @param on what they have in common
     * @param by the code that makes the one route of theirs; its first variable is the list of routes. Empty: the route
     *     has what they have in common, and nothing else
     */
    public record Merging(List<Key> on, Optional<Filter> by) {
        public Merging {
            on = List.copyOf(on);
        }
    }

    /**
     * Something that merged routes have in common.
     *
     * @param value a filter that returns it
     * @param attribute the attribute it is, which the merged route gets too; empty for an expression
     */
    public record Key(Filter value, Optional<RouteAttribute> attribute) {}

    /**
     * A route that is there while a more specific one is (RFC 4271 section 9.2.2.2).
     *
     * @param prefix of the route
     * @param summaryOnly BGP neighbors are not sent the routes it is made of
     * @param asSet it carries the ASs of the routes it is made of, in an AS_SET where they differ (RFC 9774)
     * @param sameMed there is a route only while all it is made of have the same MED, or all none
     */
    public record Aggregate(IpPrefix prefix, boolean summaryOnly, boolean asSet, boolean sameMed) {}

    @Override
    public AggregatorConfig with(ProtocolCommon other) {
        return new AggregatorConfig(other, channels, peerTable, merging, aggregates, localAs);
    }

    @Override
    public String keyword() {
        return "aggregator";
    }
}
