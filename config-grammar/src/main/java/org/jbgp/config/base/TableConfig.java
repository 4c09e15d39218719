package org.jbgp.config.base;

import java.util.List;
import java.util.Set;

/**
 * A routing table.
 *
 * @param name unique among tables, protocols and filters
 * @param kind what it holds
 * @param family address family of its routes; says nothing in an ASPA table
 * @param sorted keeps all routes of a prefix in order of preference
 * @param trie keeps a prefix trie, which {@code show route in} uses
 * @param roas 1.6: authorisations written in the table's own block
 * @param settle how long it is left to settle before filters that ask it are run again
 * @param debug what of it goes to the log: states and routes, the others mean nothing
 */
public record TableConfig(
        String name,
        Kind kind,
        IpFamily family,
        boolean sorted,
        boolean trie,
        List<RoaConfig> roas,
        SettleTime settle,
        Set<DebugFlag> debug) {
    public TableConfig {
        roas = List.copyOf(roas);
        debug = Set.copyOf(debug);
    }

    /** The same with other reports. */
    public TableConfig reporting(Set<DebugFlag> flags) {
        return new TableConfig(name, kind, family, sorted, trie, roas, settle, flags);
    }

    /** What it holds, for messages: {@code IPv4 routes}. */
    public String contents() {
        return switch (kind) {
            case ROUTES -> family.title() + " routes";
            case ROA -> family.title() + " ROAs";
            case ASPA -> "ASPAs";
        };
    }

    /** What a table holds. */
    public enum Kind {
        /** Unicast routes. */
        ROUTES,
        /** Route origin authorisations (RFC 6482) for {@code roa_check}. */
        ROA,
        /** Provider authorisations (ASPA) for {@code aspa_check}. */
        ASPA
    }
}
