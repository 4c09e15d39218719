package org.jbgp.daemon.advertise;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jbgp.daemon.trial.RouteChange;
import org.jbgp.daemon.trial.Tally;

/** What would become of routes sent to neighbors who are sent the same, but for a few each. Confined to the shard. */
final class MemberTallies {
    private final int most;
    private final Tally all;
    private final Tally[] own;
    /** Routes of {@link #all} that are not sent to a member. */
    private final List<Set<RouteChange.Place>> without = new ArrayList<>();

    /** Whether {@link #all} keeps the route it heard of last. */
    private boolean lastKept;

    MemberTallies(int members, int most) {
        this.most = most;
        this.all = new Tally(most);
        this.own = new Tally[members];
        for (int i = 0; i < members; i++) {
            without.add(new HashSet<>());
        }
    }

    /** A route changes for all members. */
    void all(RouteChange change) {
        lastKept = all.add(change, 1);
    }

    /**
     * For one member it is another change.
     *
     * @param usual what {@link #all} was sent last, null for nothing
     * @param change null for none
     */
    void except(int member, RouteChange usual, RouteChange change) {
        if (own[member] == null) {
            own[member] = new Tally(most);
        }
        if (usual != null) {
            own[member].add(usual, -1);
            if (lastKept) {
                without.get(member).add(usual.place());
            }
        }
        if (change != null) {
            own[member].add(change, 1);
        }
    }

    Tally of(int member) {
        Tally sum = new Tally(most);
        if (own[member] == null) {
            sum.add(all);
        } else {
            sum.add(all, without.get(member));
            sum.add(own[member]);
        }
        return sum;
    }
}
