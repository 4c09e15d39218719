package org.jbgp.config.model;

import java.util.List;
import org.jbgp.config.base.IgpTables;
import org.jbgp.config.base.RoaConfig;

/**
 * Routes written in the file.
 *
 * @param common the options every protocol has
 * @param channels exactly one
 * @param routes in the order of the file; a prefix may occur more than once
 * @param roas route origin authorisations, if the channel is a ROA table's
 * @param aspas provider authorisations, if the channel is an ASPA table's
 * @param checkLink a next hop counts only while its interface has link
 * @param igpTables tables recursive routes are resolved in; unless given the channel's own, or the default table
 */
public record StaticConfig(
        ProtocolCommon common,
        List<ChannelConfig> channels,
        List<StaticRoute> routes,
        List<RoaConfig> roas,
        List<AspaConfig> aspas,
        boolean checkLink,
        IgpTables igpTables)
        implements ProtocolConfig {
    public StaticConfig {
        channels = List.copyOf(channels);
        routes = List.copyOf(routes);
        roas = List.copyOf(roas);
        aspas = List.copyOf(aspas);
    }

    @Override
    public StaticConfig with(ProtocolCommon other) {
        return new StaticConfig(other, channels, routes, roas, aspas, checkLink, igpTables);
    }

    @Override
    public String keyword() {
        return "static";
    }
}
