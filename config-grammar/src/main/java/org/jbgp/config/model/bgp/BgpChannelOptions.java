package org.jbgp.config.model.bgp;

import java.util.List;
import java.util.Optional;
import org.jbgp.config.base.IgpTables;
import org.jbgp.config.base.IpAddress;

/**
 * The options of a channel of a BGP protocol.
 *
 * @param mandatory the session fails without this family
 * @param nextHops what next hops are sent and received
 * @param resolution how the next hop of received routes becomes a gateway
 * @param addPaths ADD-PATH (RFC 7911) for this family
 * @param selection which paths are announced, before the export filter
 * @param restart graceful restart of this family
 * @param kept which routes are kept besides those in the table
 * @param aigp use of AIGP (RFC 7311)
 */
public record BgpChannelOptions(
        boolean mandatory,
        NextHops nextHops,
        Resolution resolution,
        AddPaths addPaths,
        Selection selection,
        Restart restart,
        Kept kept,
        Aigp aigp) {

    /** The defaults of a directly connected external neighbor of BIRD 2. */
    public static final BgpChannelOptions DEFAULT = new BgpChannelOptions(
            false,
            new NextHops(
                    NextHopScope.DEFAULT,
                    NextHopScope.DEFAULT,
                    Optional.empty(),
                    NextHopPreference.GLOBAL,
                    LinkLocalFormat.NATIVE,
                    ExtendedNextHop.OFF),
            new Resolution(Gateway.DIRECT, IgpTables.NONE, 0),
            AddPaths.OFF,
            new Selection(false, List.of()),
            Restart.NONE,
            new Kept(false, false),
            Aigp.OFF);

    /**
     * What next hops are sent and received.
     *
     * @param self for which routes we announce ourselves
     * @param keep for which routes the next hop stays as received
     * @param address what to announce where we announce ourselves; empty: our address on the session
     * @param prefer which of the two IPv6 next hops received counts
     * @param linkLocalFormat how a link-local next hop without a global one is sent
     * @param extended next hops of the other family
     */
    public record NextHops(
            NextHopScope self,
            NextHopScope keep,
            Optional<IpAddress> address,
            NextHopPreference prefer,
            LinkLocalFormat linkLocalFormat,
            ExtendedNextHop extended) {}

    /**
     * IPv4 routes with IPv6 next hops (RFC 8950), IPv6 routes with IPv4-mapped ones (RFC 4798).
     *
     * @param enabled offered to the neighbor
     * @param required neighbors without it are refused
     */
    public record ExtendedNextHop(boolean enabled, boolean required) {
        /** Next hops of the channel's own family only. */
        public static final ExtendedNextHop OFF = new ExtendedNextHop(false, false);
    }

    /**
     * How the next hop of received routes becomes a gateway.
     *
     * @param gateway the way
     * @param igpTables tables next hops are looked up in, for {@link Gateway#RECURSIVE}; unless given the channel's
     * own,
     *     that of the protocol's other channel, or the default table
     * @param cost added for the hop to the next hop when no IGP metric is known; 0: none
     */
    public record Resolution(Gateway gateway, IgpTables igpTables, long cost) {}

    /**
     * Several paths of a prefix (RFC 7911).
     *
     * @param receive willing to receive them
     * @param send willing to send them
     * @param required neighbors that do not offer the directions wanted are refused
     */
    public record AddPaths(boolean receive, boolean send, boolean required) {
        /** One path of a prefix. */
        public static final AddPaths OFF = new AddPaths(false, false, false);
    }

    /**
     * Which paths are announced, before the export filter.
     *
     * @param secondary the next best path if the best may not be announced
     * @param conditions routes that are announced at times only
     */
    public record Selection(boolean secondary, List<ConditionalExport> conditions) {
        public Selection {
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * Graceful restart of one family.
     *
     * @param graceful announced as restartable (RFC 4724 §3)
     * @param longLived announced as long-lived (RFC 9494)
     * @param staleTime for how many seconds our routes should stay then, 0 to 16777215
     * @param least least time in seconds the neighbor's stale routes are kept, whatever it asks for
     * @param most longest time
     */
    public record Restart(boolean graceful, boolean longLived, long staleTime, long least, long most) {
        /** Neither announced. */
        public static final Restart NONE = new Restart(false, false, 0, 0, (1 << 24) - 1);

        /** How many seconds stale routes are kept whose neighbor asks for so many; 0 if it does not ask. */
        public int kept(int wish) {
            return wish == 0 ? 0 : (int) Math.clamp(wish, least, most);
        }
    }

    /**
     * Which routes are kept besides those in the table.
     *
     * @param imported all routes received, to run the import filter again without a route refresh
     * @param exported all routes sent
     */
    public record Kept(boolean imported, boolean exported) {}

    /** Which routes a next hop rule holds for. */
    public enum NextHopScope {
        /** The rule of RFC 4271 §5.1.3. */
        DEFAULT,
        /** No route, also where the default rule would. */
        NONE,
        /** All. */
        ALL,
        /** Those received by internal BGP. */
        IBGP,
        /** Those received by external BGP. */
        EBGP
    }

    /** Which of a global and a link-local next hop counts. */
    public enum NextHopPreference {
        DEFAULT,
        GLOBAL,
        LINK_LOCAL
    }

    /** How a link-local next hop without a global one is sent. */
    public enum LinkLocalFormat {
        /** After the unspecified address, as BIRD does. */
        NATIVE,
        /** Alone. */
        SINGLE,
        /** Twice, as Junos does. */
        DOUBLE
    }

    /** How a received next hop becomes a gateway. */
    public enum Gateway {
        /** It must be a neighbor on an interface; otherwise the neighbor itself is taken. */
        DIRECT,
        /** It is looked up in the IGP table. */
        RECURSIVE
    }

    /** Use of AIGP. */
    public enum Aigp {
        OFF,
        ON,
        /** Also originate it. */
        ORIGINATE
    }
}
