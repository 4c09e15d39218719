package org.jbgp.config.model;

import java.util.List;

/**
 * A connection between two tables of one family. {@code import} is towards the pipe's own table, {@code export} towards
 * the peer table.
 *
 * @param common the options every protocol has
 * @param channels exactly one, to the pipe's own table
 * @param peerTable name of the other table
 * @param maxGeneration how many pipes a route may pass in a row, 16 unless set
 */
public record PipeConfig(ProtocolCommon common, List<ChannelConfig> channels, String peerTable, int maxGeneration)
        implements ProtocolConfig {
    public PipeConfig {
        channels = List.copyOf(channels);
    }

    @Override
    public PipeConfig with(ProtocolCommon other) {
        return new PipeConfig(other, channels, peerTable, maxGeneration);
    }

    @Override
    public String keyword() {
        return "pipe";
    }
}
