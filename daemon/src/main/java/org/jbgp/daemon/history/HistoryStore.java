package org.jbgp.daemon.history;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jbgp.config.model.router.History;
import org.jbgp.daemon.control.view.HistoryView;
import org.jbgp.daemon.control.view.HistoryWatch;
import org.jbgp.daemon.control.view.PastEvent;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.monitor.MonitoredSession;
import org.jbgp.daemon.monitor.SessionWitness;
import org.jbgp.daemon.session.DownReason;
import org.jbgp.daemon.shards.ShardPool;

/**
 * The history of a router: on and off with the configuration, a {@link ChangeLog} for each shard, a {@link
 * BestRecorder} for each slice of a table of routes. Without {@code history} in the file there is none of them. What is
 * not said otherwise may be called from any thread.
 */
public final class HistoryStore implements HistoryView, SessionWitness {
    private final ShardPool shards;
    private final Moments moments;
    private final Origins origins = new Origins();
    private final PastEvents events;
    private final ChangeWatchers watchers = new ChangeWatchers();
    private final Convergence convergence = new Convergence();
    private final List<Convergence.OfShard> convergences;
    /** Some file was in force; of the control thread. */
    private boolean configured;
    /** Null while nothing is recorded. */
    private volatile Recording recording;

    public HistoryStore(ShardPool shards, Moments moments) {
        this.shards = shards;
        this.moments = moments;
        this.events = new PastEvents(moments);
        this.convergences = IntStream.range(0, shards.size())
                .mapToObj(number -> convergence.new OfShard(number))
                .toList();
    }

    // ---- the control thread -----------------------------------------------------------------------------------------

    /**
     * Takes over what the file says.
     *
     * @param tables numbers of the tables of routes, which are there already
     */
    public void configure(History options, Map<String, Integer> tables) {
        boolean start = !configured;
        configured = true;
        if (!options.on()) {
            end();
            return;
        }
        Recording former = recording;
        List<ChangeLog> logs = former == null ? made(options) : former.logs();
        List<Long> starts = former == null ? new ArrayList<>() : former.starts();
        Journal journal = journal(options, start, former, logs, starts);
        if (former == null) {
            event(events.add(PastEvent.Kind.BEGIN, "", "history begins"));
        }
        Map<String, BestRecorder[]> recorders = new HashMap<>(former == null ? Map.of() : former.recorders());
        shards.each(shard -> {
            logs.get(shard.number()).limit(options.memory() / shards.size(), options.age() * 1000L);
            logs.get(shard.number()).trim(moments.now());
        });
        tables.forEach((name, table) -> recorders.computeIfAbsent(name, key -> listen(logs, key, table)));
        recording = new Recording(options, logs, Map.copyOf(recorders), journal, List.copyOf(starts));
    }

    private List<ChangeLog> made(History options) {
        List<ChangeLog> logs = new ArrayList<>();
        long now = moments.now();
        for (int i = 0; i < shards.size(); i++) {
            logs.add(new ChangeLog(i, now, () -> origins.bytes() / shards.size()));
            logs.get(i).limit(options.memory() / shards.size(), options.age() * 1000L);
        }
        return List.copyOf(logs);
    }

    private Journal journal(History options, boolean start, Recording former, List<ChangeLog> logs, List<Long> starts) {
        Journal present = former == null ? null : former.journal();
        Path wanted = options.journal().map(Path::of).orElse(null);
        if (present != null && present.path().equals(wanted)) {
            return present;
        }
        close(present);
        if (wanted == null) {
            return null;
        }
        Instant now = moments.at(moments.now());
        JournalReplay replay = new JournalReplay(
                now.minusSeconds(options.age()), now, new JournaledChanges(shards, logs, origins, moments));
        // Later, tables are not empty, and what a file holds is not about what is in them.
        Journal opened = Journal.open(
                wanted,
                options.memory(),
                start ? new JournalRecord.Start(now) : new JournalRecord.Gap(now),
                start ? replay : record -> {});
        if (opened == null) {
            if (start) {
                // It may have been read in part.
                replay.accept(new JournalRecord.Gap(now));
            }
            return null;
        }
        if (start) {
            replay.restarted(now);
            replay.events().forEach(events::add);
            replay.starts().forEach(each -> starts.add(moments.of(each)));
        }
        watchers.add(opened.queue());
        return opened;
    }

    private void close(Journal journal) {
        if (journal != null) {
            watchers.remove(journal.queue());
            journal.close();
        }
    }

    /** Ends: what is waiting for the journal is written. */
    public void close() {
        Recording last = recording;
        close(last == null ? null : last.journal());
    }

    private BestRecorder[] listen(List<ChangeLog> logs, String name, int table) {
        BestRecorder[] made = new BestRecorder[logs.size()];
        for (int i = 0; i < made.length; i++) {
            made[i] = new BestRecorder(
                    shards.peek(i), logs.get(i), origins, moments, convergences.get(i), watchers, name);
        }
        shards.each(shard -> made[shard.number()].listen(shard.table(table)));
        return made;
    }

    /** A table is about to be removed. */
    public void tableGoes(String name) {
        Recording present = recording;
        if (present == null || !present.recorders().containsKey(name)) {
            return;
        }
        Map<String, BestRecorder[]> rest = new HashMap<>(present.recorders());
        BestRecorder[] gone = rest.remove(name);
        recording =
                new Recording(present.options(), present.logs(), Map.copyOf(rest), present.journal(), present.starts());
        shards.each(shard -> gone[shard.number()].end(true));
    }

    private void end() {
        Recording former = recording;
        recording = null;
        if (former == null) {
            return;
        }
        events.clear();
        close(former.journal());
        former.recorders().values().forEach(recorders -> shards.each(shard -> recorders[shard.number()].end(false)));
    }

    /** Who marks what is under way, from now on. */
    public void markBy(Convergence.Marker marker) {
        convergence.markBy(marker);
    }

    /** How long it took until changed best paths were everywhere; nothing is measured while nothing is recorded. */
    public List<Convergence.Histogram> convergence() {
        return convergence.histograms();
    }

    /** Something happened; nobody remembers it while nothing is recorded. Any thread. */
    public void event(PastEvent.Kind kind, String protocol, String text) {
        if (recording != null) {
            event(events.add(kind, protocol, text));
        }
    }

    /**
     * The kernel refuses routes of a protocol from now on, or does not any more. Any thread.
     *
     * @param noMore how many it took, or are not wanted any more
     */
    public void kernelChanged(String protocol, int refused, int noMore) {
        if (recording != null) {
            event(events.kernel(protocol, refused, noMore));
        }
    }

    private void event(PastEvent event) {
        watchers.happened(event);
    }

    @Override
    public void watch(HistoryWatch watch) {
        watchers.add(watch);
    }

    @Override
    public void unwatch(HistoryWatch watch) {
        watchers.remove(watch);
    }

    @Override
    public void up(MonitoredSession session) {
        event(
                PastEvent.Kind.SESSION_UP,
                session.session().name(),
                "session with " + session.session().remoteAddress().getAddress().getHostAddress());
    }

    @Override
    public void down(MonitoredSession session, DownReason reason) {
        event(PastEvent.Kind.SESSION_DOWN, session.session().name(), reason == null ? "" : reason.text());
    }

    // ---- answers ----------------------------------------------------------------------------------------------------

    @Override
    public boolean on() {
        return recording != null;
    }

    @Override
    public Instant now() {
        return moments.at(moments.now());
    }

    private HistoryReader reader() {
        Recording present = recording;
        if (present == null) {
            throw new Off();
        }
        return new HistoryReader(present, shards, moments, origins, events, convergences);
    }

    @Override
    public Extent extent() {
        return reader().extent();
    }

    @Override
    public List<Then> at(List<String> tables, RouteQuery.Prefix prefix, Instant when) {
        return reader().at(tables, prefix, when);
    }

    @Override
    public Changes changes(Question question) {
        return reader().changes(question);
    }

    @Override
    public Difference difference(List<String> tables, Instant from, Instant to, int most) {
        return reader().difference(tables, from, to, most);
    }

    @Override
    public Flaps flaps(Instant since, int most) {
        return reader().flaps(since, most);
    }
}
