package org.jbgp.daemon.router;

import org.jbgp.config.model.Configuration;

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
record Assembly(
        Configuration configuration,
        int routerId,
        String hostname,
        ConfiguredFilters filters,
        Numbering tables,
        Numbering channels) {

    /** The same with another configuration that differs only in its protocols. */
    Assembly with(Configuration changed) {
        return new Assembly(changed, routerId, hostname, filters, tables, channels);
    }

    /** Compiles filters of this configuration. */
    PolicyFactory policies() {
        return filters.policies();
    }

    /** Makes the plan of BGP neighbours. */
    BgpPlanner planner() {
        return new BgpPlanner(
                configuration.router(),
                configuration.dialect(),
                routerId,
                hostname,
                policies(),
                name -> tables.of(name) - 1,
                channels::of);
    }
}
