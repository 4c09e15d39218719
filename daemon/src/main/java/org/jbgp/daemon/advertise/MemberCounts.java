package org.jbgp.daemon.advertise;

import org.jbgp.daemon.advertise.rules.ExportCounters;

/**
 * What happened to routes on their way to one member of a group, from what the group counts for all of them: of the
 * member's own routes it is sent none, whatever the group makes of them, and it counts from when it joined. Written by
 * the shard only; read anywhere, a moment old.
 */
final class MemberCounts {
    private final ExportCounters group;
    /** What the member's numbers differ by from the group's, apart from its own routes. */
    private final ExportCounters offset = new ExportCounters();

    private long ownFiltered;
    private long ownAccepted;
    private long ownWithdrawn;
    private long unsent;

    MemberCounts(ExportCounters group) {
        this.group = group;
    }

    /** The export filter rejected one of the member's own routes, which is not offered to it in the first place. */
    void ownFiltered() {
        ownFiltered++;
    }

    /** The others are sent one of the member's own routes ({@code advertised}), or no longer. */
    void ownChanged(boolean advertised) {
        ownAccepted += advertised ? 1 : 0;
        ownWithdrawn += advertised ? 0 : 1;
    }

    /** Something became of a route for this member that did not for the others, or the other way round. */
    void differ(int accepted, int filtered, int withdrawalsAdvertised) {
        offset.accepted += accepted;
        offset.filtered += filtered;
        offset.withdrawalsAdvertised += withdrawalsAdvertised;
    }

    /** So many more routes that are sent to the others have the member's address as next hop. */
    void addUnsent(int delta) {
        unsent += delta;
    }

    /** The numbers now; the caller's. */
    ExportCounters now() {
        ExportCounters now = new ExportCounters();
        now.updates = group.updates + offset.updates;
        now.rejected = group.rejected + offset.rejected + ownFiltered + ownAccepted;
        now.filtered = group.filtered + offset.filtered - ownFiltered;
        now.accepted = group.accepted + offset.accepted - ownAccepted;
        now.withdrawals = group.withdrawals + offset.withdrawals;
        now.unsent = group.unsent + unsent;
        now.withdrawalsAdvertised = group.withdrawalsAdvertised + offset.withdrawalsAdvertised - ownWithdrawn;
        return now;
    }

    /** From now on the numbers go on from these. */
    void goOnFrom(ExportCounters start) {
        ExportCounters now = now();
        offset.updates += start.updates - now.updates;
        offset.rejected += start.rejected - now.rejected;
        offset.filtered += start.filtered - now.filtered;
        offset.accepted += start.accepted - now.accepted;
        offset.withdrawals += start.withdrawals - now.withdrawals;
        offset.withdrawalsAdvertised += start.withdrawalsAdvertised - now.withdrawalsAdvertised;
    }
}
