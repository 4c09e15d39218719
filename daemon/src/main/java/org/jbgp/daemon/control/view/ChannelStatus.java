package org.jbgp.daemon.control.view;

import java.net.InetAddress;
import java.util.List;

/**
 * One channel: the connection of a protocol to one table.
 *
 * @param name {@code ipv4} or {@code ipv6}
 * @param state life cycle state
 * @param table name of the table
 * @param preference default preference of routes imported through it, 0..65535
 * @param importFilter name of the import filter as BIRD shows it: {@code ACCEPT}, {@code REJECT}, {@code (unnamed)} or a name
 * @param exportFilter likewise for export
 * @param keepsFiltered true with {@code import keep filtered}
 * @param counts routes it holds now
 * @param changes what happened since the protocol came up
 * @param limits configured limits
 * @param recovery part in a graceful restart recovery of the whole router
 * @param nextHop address announced as BGP next hop, null when the channel is down or not BGP
 * @param linkLocalNextHop second address of the next hop (RFC 2545), or null
 * @param igpTable4 name of the table IPv4 next hops are resolved in, null when none
 * @param igpTable6 likewise for IPv6 next hops
 * @param disabled why the neighbor's routes are not taken for the rest of the session (RFC 7606 §3 j); null if they are
 * @param unsent number of prefixes with a route that ought to be sent to the neighbor and cannot be written for it
 */
public record ChannelStatus(
        String name,
        State state,
        String table,
        int preference,
        String importFilter,
        String exportFilter,
        boolean keepsFiltered,
        Counts counts,
        Changes changes,
        List<Limit> limits,
        Recovery recovery,
        InetAddress nextHop,
        InetAddress linkLocalNextHop,
        String igpTable4,
        String igpTable6,
        String disabled,
        long unsent) {

    public ChannelStatus {
        limits = List.copyOf(limits);
    }

    /** A channel that works as it ought to. */
    public ChannelStatus(
            String name,
            State state,
            String table,
            int preference,
            String importFilter,
            String exportFilter,
            boolean keepsFiltered,
            Counts counts,
            Changes changes,
            List<Limit> limits,
            Recovery recovery,
            InetAddress nextHop,
            InetAddress linkLocalNextHop,
            String igpTable4,
            String igpTable6) {
        this(
                name,
                state,
                table,
                preference,
                importFilter,
                exportFilter,
                keepsFiltered,
                counts,
                changes,
                limits,
                recovery,
                nextHop,
                linkLocalNextHop,
                igpTable4,
                igpTable6,
                null,
                0);
    }

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
    public record Counts(long imported, long filtered, long exported, long preferred) {}

    /**
     * Route changes since the protocol came up, in the terms of BIRD's {@code Route change stats}.
     *
     * @param importUpdatesReceived announcements from the protocol
     * @param importUpdatesRejected of these, invalid
     * @param importUpdatesFiltered of these, rejected by the import filter
     * @param importUpdatesIgnored of these, equal to what was there
     * @param importUpdatesAccepted of these, entered into the table
     * @param importWithdrawsReceived withdrawals from the protocol
     * @param importWithdrawsRejected of these, invalid
     * @param importWithdrawsIgnored of these, of routes not there
     * @param importWithdrawsAccepted of these, removed from the table
     * @param exportUpdatesReceived announcements from the table
     * @param exportUpdatesRejected of these, refused by the protocol itself
     * @param exportUpdatesFiltered of these, rejected by the export filter
     * @param exportUpdatesAccepted of these, announced
     * @param exportWithdrawsReceived withdrawals from the table
     * @param exportWithdrawsAccepted of these, announced
     */
    public record Changes(
            long importUpdatesReceived,
            long importUpdatesRejected,
            long importUpdatesFiltered,
            long importUpdatesIgnored,
            long importUpdatesAccepted,
            long importWithdrawsReceived,
            long importWithdrawsRejected,
            long importWithdrawsIgnored,
            long importWithdrawsAccepted,
            long exportUpdatesReceived,
            long exportUpdatesRejected,
            long exportUpdatesFiltered,
            long exportUpdatesAccepted,
            long exportWithdrawsReceived,
            long exportWithdrawsAccepted) {

        /** Nothing happened yet. */
        public static final Changes NONE = new Changes(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
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
