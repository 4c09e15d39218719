package org.jbgp.config.model;

import java.util.List;
import java.util.Optional;

/**
 * Merges routes of one table into fewer routes of another. Checked, but without an engine yet.
 *
 * @param common the options every protocol has
 * @param channels one, to the table the routes come from
 * @param peerTable name of the table the merged routes go to
 * @param aggregateOn what the routes that are merged have in common, as written and without blanks
 * @param mergeBy code that makes one route of many, as written and without blanks
 */
public record AggregatorConfig(
        ProtocolCommon common,
        List<ChannelConfig> channels,
        String peerTable,
        List<String> aggregateOn,
        Optional<String> mergeBy)
        implements ProtocolConfig {
    public AggregatorConfig {
        channels = List.copyOf(channels);
        aggregateOn = List.copyOf(aggregateOn);
    }

    @Override
    public AggregatorConfig with(ProtocolCommon other) {
        return new AggregatorConfig(other, channels, peerTable, aggregateOn, mergeBy);
    }

    @Override
    public String keyword() {
        return "aggregator";
    }
}
