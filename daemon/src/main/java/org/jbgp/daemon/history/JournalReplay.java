package org.jbgp.daemon.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jbgp.daemon.control.view.PastChange;
import org.jbgp.daemon.control.view.PastEvent;
import org.jbgp.daemon.control.view.PastRoute;
import org.jbgp.daemon.control.view.RouteQuery;

/**
 * Makes of a journal the changes that a router would remember that had never ended. Where it ended, all prefixes that
 * the journal speaks of lose their routes; of others nothing is known before that. One thread.
 */
final class JournalReplay implements Consumer<JournalRecord> {
    private final Instant oldest;
    private final Instant now;
    private final Sink sink;
    private final List<PastEvent> events = new ArrayList<>();
    private final List<Instant> starts = new ArrayList<>();
    private final Map<Key, PastRoute> present = new HashMap<>();

    private boolean some;
    /** When the record before was made; never goes back, whatever was done to the clock. */
    private Instant last = Instant.MIN;

    /** A prefix in a table. */
    private record Key(String table, RouteQuery.Prefix prefix) {}

    /** Where the changes go. */
    interface Sink {
        /** A change, later than those before. */
        void change(PastChange change);

        /** Changes before are of no use any more. */
        void forget();
    }

    /**
     * @param oldest what is older is of no interest
     * @param now what claims to be later was dated by a clock that was wrong
     */
    JournalReplay(Instant oldest, Instant now, Sink sink) {
        this.oldest = oldest;
        this.now = now;
        this.sink = sink;
    }

    @Override
    public void accept(JournalRecord record) {
        switch (record) {
            case JournalRecord.Change(PastChange read) -> {
                PastChange change = new PastChange(
                        time(read.at()), read.table(), read.prefix(), read.before(), read.after(), read.reason(), null);
                if (change.at().isBefore(oldest)) {
                    return;
                }
                sink.change(change);
                some = true;
                present.put(new Key(change.table(), change.prefix()), change.after());
            }
            case JournalRecord.Event(PastEvent read) -> {
                PastEvent event = new PastEvent(time(read.at()), read.kind(), read.protocol(), read.text());
                if (!event.at().isBefore(oldest)) {
                    events.add(event);
                }
            }
            case JournalRecord.Gap(Instant at) -> {
                sink.forget();
                some = false;
                present.clear();
                starts.clear();
            }
            case JournalRecord.Start(Instant at) -> restarted(at);
        }
    }

    /** The router began at that time, with empty tables. */
    void restarted(Instant dated) {
        Instant at = time(dated);
        PastChange.Reason why = new PastChange.Reason(PastChange.Reason.Kind.RESTART, "");
        present.forEach((key, route) -> {
            if (route != null) {
                sink.change(new PastChange(at, key.table(), key.prefix(), route, null, why, null));
            }
        });
        present.clear();
        if (some) {
            starts.add(at);
        }
    }

    /** The time of the next record: the order in which they stand is the one in which they happened. */
    private Instant time(Instant dated) {
        Instant bounded = dated.isAfter(now) ? now : dated;
        last = bounded.isBefore(last) ? last : bounded;
        return last;
    }

    List<PastEvent> events() {
        return events;
    }

    /** When routers began whose tables are not those before: between them nothing is known but what changed. */
    List<Instant> starts() {
        return starts;
    }
}
