package org.jbgp.daemon.control.view;

import java.net.InetAddress;
import java.util.List;

/**
 * One channel: the connection of a protocol to one table.
 *
 * @param name {@code ipv4} or {@code ipv6}
 * @param state life cycle state
 * @param table name of the table
 * @param setup what the configuration says of it
 * @param counts routes it holds now
 * @param changes what happened since the protocol came up
 * @param recovery part in a graceful restart recovery of the whole router
 * @param bgp what only channels of BGP have
 */
public record ChannelStatus(
        String name,
        State state,
        String table,
        Setup setup,
        Counts counts,
        Changes changes,
        Recovery recovery,
        Bgp bgp) {

    /**
     * What the configuration says of a channel.
     *
     * @param preference default preference of routes imported through it, 0..65535
     * @param importFilter name of the import filter as BIRD shows it: {@code ACCEPT}, {@code REJECT}, {@code (unnamed)}
     *     or a name
     * @param exportFilter likewise for export
     * @param keepsFiltered true with {@code import keep filtered}
     * @param limits on the number of routes
     */
    public record Setup(
            int preference, String importFilter, String exportFilter, boolean keepsFiltered, List<Limit> limits)
            implements Inline {
        public Setup {
            limits = List.copyOf(limits);
        }
    }

    /**
     * What only channels of BGP have.
     *
     * @param nextHop address advertised as next hop, null when the channel is down
     * @param linkLocalNextHop second address of the next hop (RFC 2545), or null
     * @param igpTable4 name of the table IPv4 next hops are resolved in, null when none
     * @param igpTable6 likewise for IPv6 next hops
     * @param disabled why the neighbor's routes are not taken for the rest of the session (RFC 7606 §3 j); null if they
     *     are
     * @param unsent number of prefixes with a route that ought to be sent to the neighbor and cannot be written for it
     * @param conditions of {@code conditional export}, in the order of the file; none while the channel is down
     */
    public record Bgp(
            InetAddress nextHop,
            InetAddress linkLocalNextHop,
            String igpTable4,
            String igpTable6,
            String disabled,
            long unsent,
            List<Condition> conditions)
            implements Inline {
        /** Of a protocol that is not BGP. */
        public static final Bgp NONE = new Bgp(null, null, null, null, null, 0, List.of());

        public Bgp {
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * A condition under which some routes are announced.
     *
     * @param exist true: while some route matches; false: while none does
     * @param table where routes are looked for
     * @param matches how many match
     * @param holds true while the routes are announced
     */
    public record Condition(boolean exist, String table, long matches, boolean holds) {}

    /** Life cycle of a channel. */
    public enum State {
        DOWN,
        START,
        UP,
        FLUSHING
    }

    /** Part of a channel in graceful restart recovery. */
    public enum Recovery {
        NONE,
        /** The router waits for this channel. */
        PENDING,
        /** The channel waits for the router. */
        WAITING,
        /** Each waits for the other. */
        BOTH;

        /** With its two parts. */
        public static Recovery of(boolean pending, boolean waiting) {
            return pending ? waiting ? BOTH : PENDING : waiting ? WAITING : NONE;
        }
    }

    /**
     * Routes of a channel at this moment.
     *
     * @param imported accepted by the import filter
     * @param filtered kept though rejected by the import filter
     * @param exported announced to the protocol
     * @param preferred imported and chosen as best
     */
    public record Counts(long imported, long filtered, long exported, long preferred) {
        public static final Counts NONE = new Counts(0, 0, 0, 0);

        public Counts plus(Counts more) {
            return new Counts(
                    imported + more.imported,
                    filtered + more.filtered,
                    exported + more.exported,
                    preferred + more.preferred);
        }
    }

    /**
     * Route changes since the protocol came up, in the terms of BIRD's {@code Route change stats}.
     *
     * @param importUpdates announcements from the protocol
     * @param importWithdraws withdrawals from the protocol
     * @param exportUpdates announcements from the table; none counts as ignored but in a pipe
     * @param exportWithdraws withdrawals from the table; none counts as rejected or ignored but in a pipe
     */
    public record Changes(
            Updates importUpdates, Withdraws importWithdraws, Updates exportUpdates, Withdraws exportWithdraws) {
        /** Nothing happened yet. */
        public static final Changes NONE = new Changes(Updates.NONE, Withdraws.NONE, Updates.NONE, Withdraws.NONE);

        public Changes plus(Changes more) {
            return new Changes(
                    importUpdates.plus(more.importUpdates),
                    importWithdraws.plus(more.importWithdraws),
                    exportUpdates.plus(more.exportUpdates),
                    exportWithdraws.plus(more.exportWithdraws));
        }
    }

    /**
     * Announcements.
     *
     * @param received all
     * @param rejected of these, invalid or refused by the protocol itself
     * @param filtered of these, rejected by the filter
     * @param ignored of these, equal to what was there
     * @param accepted of these, passed on
     */
    public record Updates(long received, long rejected, long filtered, long ignored, long accepted) implements Inline {
        public static final Updates NONE = new Updates(0, 0, 0, 0, 0);

        Updates plus(Updates more) {
            return new Updates(
                    received + more.received,
                    rejected + more.rejected,
                    filtered + more.filtered,
                    ignored + more.ignored,
                    accepted + more.accepted);
        }

        @Override
        public boolean prefixed() {
            return true;
        }
    }

    /**
     * Withdrawals.
     *
     * @param received all
     * @param rejected of these, invalid
     * @param ignored of these, of routes not there
     * @param accepted of these, passed on
     */
    public record Withdraws(long received, long rejected, long ignored, long accepted) implements Inline {
        public static final Withdraws NONE = new Withdraws(0, 0, 0, 0);

        Withdraws plus(Withdraws more) {
            return new Withdraws(
                    received + more.received,
                    rejected + more.rejected,
                    ignored + more.ignored,
                    accepted + more.accepted);
        }

        @Override
        public boolean prefixed() {
            return true;
        }
    }

    /**
     * A limit on the number of routes.
     *
     * @param kind which routes are counted
     * @param limit largest number allowed
     * @param hit true once it was reached
     * @param action what happens then
     */
    public record Limit(Kind kind, long limit, boolean hit, Action action) {

        /** Which routes a limit counts. */
        public enum Kind {
            RECEIVE,
            IMPORT,
            EXPORT
        }

        /** What happens when a limit is reached. */
        public enum Action {
            WARN,
            BLOCK,
            RESTART,
            DISABLE
        }
    }
}
