package org.jbgp.daemon.advertise;

import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.rib.Shard;

/**
 * Members that are about to take part in a group. What they are to be sent is found out in steps, between which other
 * work gets its turn; those that come meanwhile are gone through the table for together, after that. Confined to the
 * shard.
 */
final class Joiners {
    private final ExportGroup group;
    private final Shard shard;
    private List<Member> waiting = new ArrayList<>();
    /** For whom the table is being gone through. */
    private List<Member> present = new ArrayList<>();

    Joiners(ExportGroup group, Shard shard) {
        this.group = group;
        this.shard = shard;
    }

    /** The group does the rest with {@link ExportGroup#review} and {@link ExportGroup#joined}. */
    void add(Member member) {
        member.joins();
        waiting.add(member);
        if (present.isEmpty()) {
            begin();
        }
    }

    /** A member left before it took part. */
    void remove(Member member) {
        waiting.remove(member);
        if (present.remove(member) && present.isEmpty()) {
            begin();
        }
    }

    private void begin() {
        List<Member> taken = waiting;
        waiting = new ArrayList<>();
        present = taken;
        if (!taken.isEmpty()) {
            int limit = shard.index(group.settings().family()).limit();
            taken.forEach(member -> member.uncounted(1, limit));
            step(taken, 1, limit);
        }
    }

    /** @param walk the members it began for that are still there; prefixes with later numbers come as changes */
    private void step(List<Member> walk, int from, int limit) {
        if (walk.isEmpty()) {
            return;
        }
        // What is judged here must be what the members are sent.
        shard.flush();
        int to = Math.min(limit, from + shard.stepSize());
        boolean reviewed = false;
        try {
            group.review(walk, from, to);
            reviewed = true;
        } finally {
            // A defect, which whoever runs this reports: it must not keep neighbors from all other routes. Nobody is
            // sent what nobody can say that he may be sent.
            if (!reviewed) {
                shard.later(() -> goOn(walk, to, limit));
            }
        }
        goOn(walk, to, limit);
    }

    private void goOn(List<Member> walk, int to, int limit) {
        walk.forEach(member -> member.uncounted(to, limit));
        if (to < limit) {
            shard.later(() -> step(walk, to, limit));
            return;
        }
        present = new ArrayList<>();
        group.joined(walk);
        begin();
    }
}
