package org.jbgp.daemon.history;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jbgp.config.model.router.History;
import org.jbgp.daemon.control.view.HistoryView;
import org.jbgp.daemon.control.view.HistoryWatch;
import org.jbgp.daemon.control.view.PastChange;
import org.jbgp.daemon.control.view.PastEvent;
import org.jbgp.daemon.control.view.PastRoute;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.monitor.MonitoredSession;
import org.jbgp.daemon.monitor.SessionWitness;
import org.jbgp.daemon.rib.Shard;
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

    /**
     * What is recorded.
     *
     * @param logs by shard
     * @param recorders by table, then by shard; replaced as a whole
     * @param journal null without one
     * @param starts when routers began whose changes are in the journal, and this one
     */
    private record Recording(
            History options,
            List<ChangeLog> logs,
            Map<String, BestRecorder[]> recorders,
            Journal journal,
            List<Long> starts) {
        /** The first time after a moment when tables were empty; what was before is known from the journal alone. */
        private long startAfter(long millis) {
            return starts.stream()
                    .mapToLong(Long::longValue)
                    .filter(each -> each > millis)
                    .min()
                    .orElse(Long.MAX_VALUE);
        }
    }

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
            logs.add(new ChangeLog(i, now));
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

    private Recording asked() {
        Recording present = recording;
        if (present == null) {
            throw new Off();
        }
        return present;
    }

    @Override
    public Extent extent() {
        Recording present = asked();
        long bytes = 0;
        long changes = 0;
        long since = Long.MIN_VALUE;
        for (ChangeLog.Copy copy : copies(present)) {
            bytes += present.logs().get(copy.shard()).bytes();
            since = Math.max(since, copy.since());
            changes += copy.segments().stream().mapToInt(ChangeSegment::count).sum();
        }
        return new Extent(moments.at(since), changes, bytes, present.options().memory());
    }

    private List<ChangeLog.Copy> copies(Recording of) {
        return shards.ask(shard -> of.logs().get(shard.number()).copy(moments.now()))
                .join();
    }

    private static long known(List<ChangeLog.Copy> copies) {
        return copies.stream().mapToLong(ChangeLog.Copy::since).max().orElse(0);
    }

    /** What a shard knows of one prefix at one moment: its changes, and the best path in each table. */
    private record Moment(ChangeLog.Copy copy, Map<String, PastRoute> now) {}

    private Moment moment(Recording of, RouteQuery.Prefix prefix) {
        return shards.ask(shards.shardOf(prefix.hi(), prefix.lo(), prefix.length()), shard -> {
                    Map<String, PastRoute> now = new LinkedHashMap<>();
                    of.recorders().forEach((name, recorders) -> {
                        BestRecorder recorder = recorders[shard.number()];
                        if (recorder.family() == prefix.family()) {
                            int number = shard.index(prefix.family()).find(prefix.hi(), prefix.lo(), prefix.length());
                            now.put(name, recorder.present(number));
                        }
                    });
                    return new Moment(of.logs().get(shard.number()).copy(moments.now()), now);
                })
                .join();
    }

    private ChangeReader reader(Recording of, ChangeLog.Copy copy, boolean wide) {
        return new ChangeReader(
                copy, wide, origins, moments, new Asked(of, copy.shard()), convergences.get(copy.shard()));
    }

    @Override
    public List<Then> at(List<String> tables, RouteQuery.Prefix prefix, Instant when) {
        Recording present = asked();
        Moment moment = moment(present, prefix);
        ChangeReader reader = reader(present, moment.copy(), prefix.family().bits() > 32);
        Map<Integer, List<ChangeReader.Place>> all = reader.of(prefix);
        long wanted = moments.of(when);
        List<Then> answers = new ArrayList<>();
        for (String table : tables) {
            List<ChangeReader.Place> changes = all.getOrDefault(origins.table(table), List.of());
            int next = 0;
            while (next < changes.size() && changes.get(next).time() <= wanted) {
                next++;
            }
            long until = next < changes.size() ? changes.get(next).time() : Long.MAX_VALUE;
            if (wanted < moment.copy().since() || present.startAfter(wanted) < until) {
                answers.add(new Then(table, false, null, null, null));
                continue;
            }
            PastRoute route = next < changes.size()
                    ? reader.before(changes.get(next))
                    : moment.now().get(table);
            answers.add(new Then(
                    table,
                    true,
                    route,
                    next == 0 ? null : moments.at(changes.get(next - 1).time()),
                    next == changes.size() ? null : moments.at(changes.get(next).time())));
        }
        return answers;
    }

    @Override
    public Changes changes(Question question) {
        Recording present = asked();
        long since = moments.of(question.since());
        List<PastEvent> happened = events.since(since).stream()
                .filter(each -> each.concerns(question.protocol()))
                .toList();
        return question.prefix() == null
                ? ofAll(present, question, since, happened)
                : ofPrefix(present, question, since, happened);
    }

    private Changes ofPrefix(Recording present, Question question, long since, List<PastEvent> happened) {
        Moment moment = moment(present, question.prefix());
        ChangeReader reader =
                reader(present, moment.copy(), question.prefix().family().bits() > 32);
        List<PastChange> found = new ArrayList<>();
        // Also of tables that are no more.
        reader.of(question.prefix()).forEach((table, places) -> {
            PastRoute now = moment.now().get(origins.tableName(table));
            for (int i = 0; i < places.size(); i++) {
                if (places.get(i).time() >= since) {
                    PastRoute after = i + 1 < places.size() ? reader.before(places.get(i + 1)) : now;
                    found.add(reader.change(places.get(i), after));
                }
            }
        });
        found.removeIf(each -> !each.concerns(question.protocol()));
        found.sort(Comparator.comparing(PastChange::at));
        int left = Math.max(0, found.size() - question.most());
        List<PastChange> shown = List.copyOf(found.subList(left, found.size()));
        Set<String> protocols = protocols(shown);
        return new Changes(
                shown,
                happened.stream()
                        .filter(each -> each.protocol().isEmpty() || protocols.contains(each.protocol()))
                        .toList(),
                moments.at(moment.copy().since()),
                left);
    }

    /** Those that a prefix came from or went to, or whose doing it was. */
    private static Set<String> protocols(List<PastChange> changes) {
        Set<String> names = new HashSet<>();
        for (PastChange change : changes) {
            names.add(change.reason().protocol());
            for (PastRoute route : new PastRoute[] {change.before(), change.after()}) {
                if (route != null) {
                    names.add(route.origin().protocol());
                }
            }
        }
        return names;
    }

    private Changes ofAll(Recording present, Question question, long since, List<PastEvent> happened) {
        List<ChangeLog.Copy> copies = copies(present);
        BitSet whose = question.protocol() == null ? null : origins.of(question.protocol());
        long[] left = new long[1];
        List<ChangeReader> readers = new ArrayList<>();
        List<List<ChangeReader.Place>> found = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        for (ChangeLog.Copy copy : copies) {
            for (boolean wide : new boolean[] {false, true}) {
                ChangeReader reader = reader(present, copy, wide);
                List<ChangeReader.Place> places = reader.newest(since, whose, question.most(), left);
                readers.add(reader);
                found.add(places);
                places.forEach(place -> times.add(place.time()));
            }
        }
        times.sort(Comparator.reverseOrder());
        long from = times.size() > question.most() ? times.get(question.most() - 1) : Long.MIN_VALUE;
        List<PastChange> changes = new ArrayList<>();
        for (int i = 0; i < readers.size(); i++) {
            List<ChangeReader.Place> chosen = new ArrayList<>(found.get(i));
            int before = chosen.size();
            chosen.removeIf(place -> place.time() < from);
            left[0] += before - chosen.size();
            changes.addAll(readers.get(i).changes(chosen.reversed()));
        }
        changes.sort(Comparator.comparing(PastChange::at));
        return new Changes(changes, happened, moments.at(known(copies)), left[0]);
    }

    @Override
    public Difference difference(List<String> tables, Instant from, Instant to, int most) {
        Recording present = asked();
        List<ChangeLog.Copy> copies = copies(present);
        BitSet wanted = new BitSet();
        tables.forEach(table -> wanted.set(origins.table(table)));
        Map<Long, Long> moves = new HashMap<>();
        List<PastChange> routes = new ArrayList<>();
        for (ChangeLog.Copy copy : copies) {
            for (boolean wide : new boolean[] {false, true}) {
                reader(present, copy, wide)
                        .difference(
                                new ChangeReader.Span(
                                        moments.of(from), moments.of(to), present.startAfter(moments.of(from))),
                                wanted,
                                most,
                                moves,
                                routes);
            }
        }
        routes.sort(Comparator.comparing(PastChange::at));
        return new Difference(moments.at(known(copies)), ChangeReader.inWords(moves, origins), routes);
    }

    @Override
    public Flaps flaps(Instant since, int most) {
        Recording present = asked();
        List<ChangeLog.Copy> copies = copies(present);
        long[] totals = new long[2];
        List<Flap> worst = new ArrayList<>();
        for (ChangeLog.Copy copy : copies) {
            for (boolean wide : new boolean[] {false, true}) {
                worst.addAll(reader(present, copy, wide).flaps(moments.of(since), most, totals));
            }
        }
        worst.sort(Comparator.comparingLong(Flap::changes).reversed());
        return new Flaps(
                moments.at(known(copies)),
                totals[0],
                totals[1],
                List.copyOf(worst.subList(0, Math.min(most, worst.size()))));
    }

    /** Asks one shard what is recorded of prefixes now. */
    private final class Asked implements ChangeReader.Present {
        private final Recording of;
        private final int number;

        private Asked(Recording of, int number) {
            this.of = of;
            this.number = number;
        }

        /** Answers on the shard, change by change. */
        private interface Look {
            void at(int i, BestRecorder recorder, int prefix);
        }

        private void look(List<ChangeReader.Place> changes, Look look) {
            if (changes.isEmpty()) {
                return;
            }
            shards.ask(number, shard -> {
                        for (int i = 0; i < changes.size(); i++) {
                            look(shard, i, changes.get(i), look);
                        }
                        return null;
                    })
                    .join();
        }

        private void look(Shard shard, int i, ChangeReader.Place change, Look look) {
            ChangeSegment segment = change.segment();
            BestRecorder[] recorders = of.recorders().get(origins.tableName(segment.table(change.i())));
            if (recorders == null) {
                look.at(i, null, 0);
                return;
            }
            BestRecorder recorder = recorders[shard.number()];
            int prefix = shard.index(recorder.family())
                    .find(segment.hi(change.i()), segment.lo(change.i()), segment.length(change.i()));
            look.at(i, recorder, prefix);
        }

        @Override
        public List<PastRoute> of(List<ChangeReader.Place> changes) {
            PastRoute[] routes = new PastRoute[changes.size()];
            look(changes, (i, recorder, prefix) -> routes[i] = recorder == null ? null : recorder.present(prefix));
            return java.util.Arrays.asList(routes);
        }

        @Override
        public int[] moved(List<ChangeReader.Place> changes) {
            int[] moved = new int[changes.size()];
            look(
                    changes,
                    (i, recorder, prefix) -> moved[i] = recorder == null
                            ? 0
                            : recorder.moved(
                                    prefix,
                                    changes.get(i).segment(),
                                    changes.get(i).i()));
            return moved;
        }
    }
}
