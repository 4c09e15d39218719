package org.jbgp.daemon.control.view;

import org.jbgp.config.base.IpFamily;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * Which routes of one table a walk shall visit.
 *
 * @param table name of the table
 * @param range which prefixes
 * @param protocol only routes of this protocol instance, or null for all
 * @param primaryOnly only the best route of each prefix
 * @param rib where they are looked for
 * @param export only routes with this relation to a protocol, null for all
 * @param filter only routes it accepts, shown as it leaves them; null for all
 * @param countOnly nothing shall be handed out, only counted
 */
public record RouteQuery(
        String table,
        Range range,
        String protocol,
        boolean primaryOnly,
        Rib rib,
        Export export,
        Filter filter,
        boolean countOnly) {

    /** The same for {@link RouteWalk#counts} alone. */
    public RouteQuery counted() {
        return new RouteQuery(table, range, protocol, primaryOnly, rib, export, filter, true);
    }

    /** A table itself, or an Adj-RIB on the way into it or out of it. */
    public sealed interface Rib permits Present, Rejected, Received, Sent {}

    /** The table's own routes (Loc-RIB). */
    public record Present() implements Rib {}

    /** Routes that import filters rejected but {@code import keep filtered} kept. */
    public record Rejected() implements Rib {}

    /** Adj-RIB-In: what a channel received, before its import filter; needs {@code import table}. */
    public record Received(String protocol, String channel) implements Rib {}

    /** Adj-RIB-Out: what a channel exported, after its export filter. */
    public record Sent(String protocol, String channel) implements Rib {}

    /** Which prefixes. */
    public sealed interface Range permits Everything, Exactly, Covering, Within {}

    /** All prefixes. */
    public record Everything() implements Range {}

    /** This prefix alone. */
    public record Exactly(Prefix prefix) implements Range {}

    /** The longest prefix of the table that covers this one ({@code for}). */
    public record Covering(Prefix prefix) implements Range {}

    /** This prefix and all more specific ones ({@code in}). */
    public record Within(Prefix prefix) implements Range {}

    /**
     * A prefix in the form of the core.
     *
     * @param family its family
     * @param hi upper 64 bits of an IPv6 prefix, 0 for IPv4
     * @param lo lower 64 bits of an IPv6 prefix, the unsigned 32 bits of an IPv4 one
     * @param length in bits
     */
    public record Prefix(AddressFamily family, long hi, long lo, int length) {
        /** The prefix of unicast routes. */
        public static Prefix of(IpPrefix prefix) {
            return new Prefix(
                    prefix.family() == IpFamily.IPV4 ? AddressFamily.IPV4_UNICAST : AddressFamily.IPV6_UNICAST,
                    prefix.hi(),
                    prefix.lo(),
                    prefix.length());
        }
    }

    /**
     * Relation of a route to what a protocol exports.
     *
     * @param mode which relation
     * @param protocol name of the protocol instance
     */
    public record Export(Mode mode, String protocol) {

        /** BIRD's words after {@code show route}. */
        public enum Mode {
            /** Would be offered to the export filter. */
            PREEXPORT,
            /** Passes the export filter; shown as changed by it. */
            EXPORT,
            /** Is refused by the export filter. */
            NOEXPORT,
            /** Was really announced. */
            EXPORTED
        }
    }
}
