package org.jbgp.daemon.instance;

import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * What instances are made from: one checked configuration with everything in it numbered and compiled. Control thread.
 *
 * @param configuration the file's meaning
 * @param routerId the router id in force, unsigned 32 bits
 * @param hostname the router's name in force, empty if not known
 * @param filters the filters of this configuration
 * @param tables numbers of tables by name
 * @param channels numbers of channels by {@code protocol.channel}
 */
public record Assembly(
        Configuration configuration,
        int routerId,
        String hostname,
        ConfiguredFilters filters,
        Numbering tables,
        Numbering channels) {

    /** The same with another configuration that differs only in its protocols. */
    public Assembly with(Configuration changed) {
        return new Assembly(changed, routerId, hostname, filters, tables, channels);
    }

    /** The number of a table, -1 if this configuration has none of that name. */
    public int table(String name) {
        return configuration.table(name).isPresent() ? tables.of(name) - 1 : -1;
    }

    /** Compiles filters of this configuration. */
    public PolicyFactory policies() {
        return filters.policies();
    }

    /** Numbers of a protocol's channels by family, as route batches want them. */
    public int[] numbers(ProtocolConfig config) {
        int[] numbers = new int[AddressFamily.values().length];
        for (ChannelConfig channel : config.channels()) {
            numbers[Conversions.family(channel.family()).index()] = channels.of(config.name() + "." + channel.name());
        }
        return numbers;
    }
}
