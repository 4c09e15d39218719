package org.jbgp.daemon.history;

import java.util.List;
import org.jbgp.daemon.control.view.PastChange;
import org.jbgp.daemon.control.view.PastRoute;
import org.jbgp.daemon.rib.change.Cause;
import org.jbgp.daemon.shards.ShardPool;

/**
 * Puts changes of a journal into the logs of the shards, before any shard writes to them. One thread.
 *
 * @param logs by shard
 */
record JournaledChanges(ShardPool shards, List<ChangeLog> logs, Origins origins, Moments moments)
        implements JournalReplay.Sink {
    @Override
    public void change(PastChange change) {
        long time = moments.of(change.at());
        ChangeLog log = logs.get(shards.shardOf(
                change.prefix().hi(), change.prefix().lo(), change.prefix().length()));
        // A journal is about all shards.
        logs.forEach(each -> each.beginsNoLaterThan(time));
        byte[] set = change.before() == null ? null : change.before().attributes();
        ChangeSegment segment = log.segment(change.prefix().family().bits() > 32, time);
        segment.add(
                time,
                change.prefix().hi(),
                change.prefix().lo(),
                change.prefix().length(),
                origins.table(change.table()),
                number(change.before()),
                number(change.after()),
                Cause.valueOf(change.reason().kind().name()).number() << 16 | protocol(change),
                set == null ? 0 : segment.place(set, 0, set.length));
    }

    private int number(PastRoute route) {
        return route == null ? 0 : origins.of(route.origin());
    }

    private int protocol(PastChange change) {
        String name = change.reason().protocol();
        return name.isEmpty() ? 0 : origins.of(new PastRoute.Origin(name, "", null));
    }

    @Override
    public void forget() {
        logs.forEach(ChangeLog::forget);
    }
}
