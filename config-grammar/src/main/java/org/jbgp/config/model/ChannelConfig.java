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
 * @param filters what passes between the protocol and the table
 * @param preference default preference of imported routes, 0 to 65535; empty: the protocol's default (direct 240,
 *     static 200, bgp 100, pipe 70, learned kernel routes 10)
 * @param limits how many routes may pass
 * @param debug what to report; empty set unless set for the channel
 * @param bgp the options of a channel of a BGP protocol; empty for the others
 */
public record ChannelConfig(
        String name,
        IpFamily family,
        String table,
        Filters filters,
        OptionalInt preference,
        Limits limits,
        Set<DebugFlag> debug,
        Optional<BgpChannelOptions> bgp) {

    /**
     * What passes between the protocol and the table.
     *
     * @param imports decides what goes from the protocol into the table
     * @param exports decides what goes from the table to the protocol
     * @param keepRejected remember routes the import filter rejected, for {@code show route filtered}
     * @param rpkiReload run both again when authorizations change that they ask
     */
    public record Filters(FilterRef imports, FilterRef exports, boolean keepRejected, boolean rpkiReload) {}

    /**
     * How many routes may pass.
     *
     * @param receive on routes received, before the import filter
     * @param imports on routes accepted by the import filter
     * @param exports on routes accepted by the export filter
     */
    public record Limits(Optional<Limit> receive, Optional<Limit> imports, Optional<Limit> exports) {
        /** Any number. */
        public static final Limits NONE = new Limits(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** See {@link Filters#imports}. */
    public FilterRef importFilter() {
        return filters.imports();
    }

    /** See {@link Filters#exports}. */
    public FilterRef exportFilter() {
        return filters.exports();
    }

    /** See {@link Filters#keepRejected}. */
    public boolean importKeepFiltered() {
        return filters.keepRejected();
    }

    /** See {@link Filters#rpkiReload}. */
    public boolean rpkiReload() {
        return filters.rpkiReload();
    }

    /** See {@link Limits#receive}. */
    public Optional<Limit> receiveLimit() {
        return limits.receive();
    }

    /** See {@link Limits#imports}. */
    public Optional<Limit> importLimit() {
        return limits.imports();
    }

    /** See {@link Limits#exports}. */
    public Optional<Limit> exportLimit() {
        return limits.exports();
    }
}
