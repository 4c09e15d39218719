package org.jbgp.daemon.control.view;

import java.util.List;

/**
 * What a {@code protocol aggregator} has.
 *
 * @param table the routes come from
 * @param peer table the routes made go to
 * @param aggregates the prefixes it makes routes for; empty if it merges routes of one prefix
 */
public record AggregatorStatus(String table, String peer, List<Aggregate> aggregates)
        implements ProtocolStatus.Details {
    public AggregatorStatus {
        aggregates = List.copyOf(aggregates);
    }

    /**
     * One prefix.
     *
     * @param prefix as written
     * @param up true if the route is in the peer table
     * @param routes it is made of
     * @param summaryOnly true if these are not sent to BGP neighbors while it is up
     */
    public record Aggregate(String prefix, boolean up, long routes, boolean summaryOnly) {}
}
