package org.jbgp.config.model;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jbgp.config.base.DebugFlag;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.model.bgp.BgpChannelOptions;

/**
 * The connection of a protocol to one table.
 *
 * @param name {@code ipv4} or {@code ipv6}
 * @param family address family of its routes
 * @param table name of the table
 * @param importFilter decides what goes from the protocol into the table
 * @param exportFilter decides what goes from the table to the protocol
 * @param preference default preference of imported routes, 0 to 65535; empty: the protocol's default (direct 240,
 *     static 200, bgp 100, pipe 70, learned kernel routes 10)
 * @param importKeepFiltered remember routes the import filter rejected, for {@code show route filtered}
 * @param receiveLimit on routes received, before the import filter
 * @param importLimit on routes accepted by the import filter
 * @param exportLimit on routes accepted by the export filter
 * @param debug what to report; empty set unless set for the channel
 * @param bgp the options of a channel of a BGP protocol; empty for the others
 */
public record ChannelConfig(
        String name,
        IpFamily family,
        String table,
        FilterRef importFilter,
        FilterRef exportFilter,
        OptionalInt preference,
        boolean importKeepFiltered,
        Optional<Limit> receiveLimit,
        Optional<Limit> importLimit,
        Optional<Limit> exportLimit,
        Set<DebugFlag> debug,
        Optional<BgpChannelOptions> bgp) {}
