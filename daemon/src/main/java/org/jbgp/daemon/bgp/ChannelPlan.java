package org.jbgp.daemon.bgp;

import java.util.List;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.bgp.BgpChannelOptions;
import org.jbgp.config.model.bgp.BgpChannelOptions.NextHopScope;
import org.jbgp.daemon.advertise.rules.ExportConditions;
import org.jbgp.daemon.advertise.rules.ExportSettings;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.ResolutionDomain;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * One channel of a BGP neighbor as configured: what does not depend on the session.
 *
 * @param channel number of the channel
 * @param family what it carries
 * @param table number of its table
 * @param importPolicy import filter
 * @param exports what goes out
 * @param resolving how next hops received are resolved
 * @param decision knobs of best-path selection
 * @param configured the channel in the file
 */
public record ChannelPlan(
        int channel,
        AddressFamily family,
        int table,
        Policy importPolicy,
        Exports exports,
        Resolving resolving,
        Channel.Decision decision,
        ChannelConfig configured) {
    /** BIRD's preference of BGP routes. */
    private static final int DEFAULT_PREFERENCE = 100;

    /**
     * How next hops received are resolved.
     *
     * @param mode the way
     * @param tables for {@link ResolutionDomain.Mode#RECURSIVE}
     * @param cost the distance to a next hop that is not looked up in a table
     * @param linkLocal of a global and a link-local next hop the latter is the gateway
     */
    public record Resolving(ResolutionDomain.Mode mode, ResolutionDomain.Tables tables, long cost, boolean linkLocal) {}

    /**
     * What goes out.
     *
     * @param policy export filter
     * @param conditions under which some of it does
     */
    public record Exports(Policy policy, List<ExportConditions.Condition> conditions) {
        public Exports {
            conditions = List.copyOf(conditions);
        }
    }

    /** The export filter. */
    Policy exportPolicy() {
        return exports.policy();
    }

    /** The options of the channel that only BGP has. */
    BgpChannelOptions options() {
        return configured.bgp().orElseThrow();
    }

    /** Default preference of its routes. */
    int preference() {
        return configured.preference().orElse(DEFAULT_PREFERENCE);
    }

    /** Configured next hop to announce, {@link Address#NONE} to use the session's address. */
    Address nextHop() {
        return options()
                .nextHops()
                .address()
                .map(address -> Address.of(BgpPlanner.inet(address)))
                .orElse(Address.NONE);
    }

    /** For which routes we announce ourselves as next hop. */
    ExportSettings.RoutesOf nextHopSelf() {
        return routesOf(options().nextHops().self());
    }

    /** For which routes the next hop stays as received. */
    ExportSettings.RoutesOf nextHopKeep() {
        return routesOf(options().nextHops().keep());
    }

    private static ExportSettings.RoutesOf routesOf(NextHopScope configured) {
        return switch (configured) {
            case DEFAULT, NONE -> ExportSettings.RoutesOf.NONE;
            case ALL -> ExportSettings.RoutesOf.ALL;
            case IBGP -> ExportSettings.RoutesOf.INTERNAL;
            case EBGP -> ExportSettings.RoutesOf.EXTERNAL;
        };
    }

    /** True if all routes received are kept, so that the import filter can see them again. */
    boolean importsAgain() {
        return options().kept().imported();
    }

    /** How long stale routes stay whose neighbor asks for so many seconds (RFC 9494), 0 if it does not ask. */
    int staleTime(int wish) {
        return options().restart().kept(wish);
    }

    /** True if the neighbor is advertised the best path that it may be advertised. */
    boolean secondary() {
        return options().selection().secondary();
    }

    /** Use of AIGP (RFC 7311). */
    BgpChannelOptions.Aigp aigp() {
        return configured.bgp().map(BgpChannelOptions::aigp).orElse(BgpChannelOptions.Aigp.OFF);
    }
}
