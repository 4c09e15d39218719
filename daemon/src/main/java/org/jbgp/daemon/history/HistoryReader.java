package org.jbgp.daemon.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jbgp.daemon.control.view.HistoryView;
import org.jbgp.daemon.control.view.PastChange;
import org.jbgp.daemon.control.view.PastEvent;
import org.jbgp.daemon.control.view.PastRoute;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.shards.ShardPool;

/** Answers from what is recorded in all shards; waits shortly for them. Any thread but the shards'. */
final class HistoryReader {
    private final Recording recording;
    private final ShardPool shards;
    private final Moments moments;
    private final Origins origins;
    private final PastEvents events;
    private final List<Convergence.OfShard> convergences;

    /** @param convergences by shard */
    HistoryReader(
            Recording recording,
            ShardPool shards,
            Moments moments,
            Origins origins,
            PastEvents events,
            List<Convergence.OfShard> convergences) {
        this.recording = recording;
        this.shards = shards;
        this.moments = moments;
        this.origins = origins;
        this.events = events;
        this.convergences = convergences;
    }

    /** See {@link HistoryView#extent}. */
    HistoryView.Extent extent() {
        long bytes = 0;
        long changes = 0;
        long since = Long.MIN_VALUE;
        for (ChangeLog.Copy copy : copies()) {
            bytes += recording.logs().get(copy.shard()).bytes();
            since = Math.max(since, copy.since());
            changes += copy.segments().stream().mapToInt(ChangeSegment::count).sum();
        }
        return new HistoryView.Extent(
                moments.at(since), changes, bytes, recording.options().memory());
    }

    private List<ChangeLog.Copy> copies() {
        return shards.ask(shard -> recording.logs().get(shard.number()).copy(moments.now()))
                .join();
    }

    private static long known(List<ChangeLog.Copy> copies) {
        return copies.stream().mapToLong(ChangeLog.Copy::since).max().orElse(0);
    }

    /** What a shard knows of one prefix at one moment: its changes, and the best path in each table. */
    private record Moment(ChangeLog.Copy copy, Map<String, PastRoute> now) {}

    private Moment moment(RouteQuery.Prefix prefix) {
        return shards.ask(shards.shardOf(prefix.hi(), prefix.lo(), prefix.length()), shard -> {
                    Map<String, PastRoute> now = new LinkedHashMap<>();
                    recording.recorders().forEach((name, recorders) -> {
                        BestRecorder recorder = recorders[shard.number()];
                        if (recorder.family() == prefix.family()) {
                            int number = shard.index(prefix.family()).find(prefix.hi(), prefix.lo(), prefix.length());
                            now.put(name, recorder.present(number));
                        }
                    });
                    return new Moment(recording.logs().get(shard.number()).copy(moments.now()), now);
                })
                .join();
    }

    private ChangeReader reader(ChangeLog.Copy copy, boolean wide) {
        return new ChangeReader(copy, wide, origins, moments, new Asked(copy.shard()), convergences.get(copy.shard()));
    }

    /** The readers of both families of all shards. */
    private List<ChangeReader> readers(List<ChangeLog.Copy> copies) {
        return copies.stream()
                .flatMap(copy -> Stream.of(reader(copy, false), reader(copy, true)))
                .toList();
    }

    /** See {@link HistoryView#at}. */
    List<HistoryView.Then> at(List<String> tables, RouteQuery.Prefix prefix, Instant when) {
        Moment moment = moment(prefix);
        ChangeReader reader = reader(moment.copy(), prefix.family().bits() > 32);
        Map<Integer, List<ChangeReader.Place>> all = reader.of(prefix);
        long wanted = moments.of(when);
        List<HistoryView.Then> answers = new ArrayList<>();
        for (String table : tables) {
            List<ChangeReader.Place> changes = all.getOrDefault(origins.table(table), List.of());
            int next = 0;
            while (next < changes.size() && changes.get(next).time() <= wanted) {
                next++;
            }
            long until = next < changes.size() ? changes.get(next).time() : Long.MAX_VALUE;
            if (wanted < moment.copy().since() || recording.startAfter(wanted) < until) {
                answers.add(new HistoryView.Then(table, false, null, null, null));
                continue;
            }
            PastRoute route = next < changes.size()
                    ? reader.before(changes.get(next))
                    : moment.now().get(table);
            answers.add(new HistoryView.Then(
                    table,
                    true,
                    route,
                    next == 0 ? null : moments.at(changes.get(next - 1).time()),
                    next == changes.size() ? null : moments.at(changes.get(next).time())));
        }
        return answers;
    }

    /** See {@link HistoryView#changes}. */
    HistoryView.Changes changes(HistoryView.Question question) {
        long since = moments.of(question.since());
        List<PastEvent> happened = events.since(since).stream()
                .filter(each -> each.concerns(question.protocol()))
                .toList();
        return question.prefix() == null ? ofAll(question, since, happened) : ofPrefix(question, since, happened);
    }

    private HistoryView.Changes ofPrefix(HistoryView.Question question, long since, List<PastEvent> happened) {
        Moment moment = moment(question.prefix());
        ChangeReader reader = reader(moment.copy(), question.prefix().family().bits() > 32);
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
        return new HistoryView.Changes(
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

    private HistoryView.Changes ofAll(HistoryView.Question question, long since, List<PastEvent> happened) {
        List<ChangeLog.Copy> copies = copies();
        BitSet whose = question.protocol() == null ? null : origins.of(question.protocol());
        long[] left = new long[1];
        List<ChangeReader> readers = readers(copies);
        List<List<ChangeReader.Place>> found = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        for (ChangeReader reader : readers) {
            List<ChangeReader.Place> places = reader.newest(since, whose, question.most(), left);
            found.add(places);
            places.forEach(place -> times.add(place.time()));
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
        return new HistoryView.Changes(changes, happened, moments.at(known(copies)), left[0]);
    }

    /** See {@link HistoryView#difference}. */
    HistoryView.Difference difference(List<String> tables, Instant from, Instant to, int most) {
        List<ChangeLog.Copy> copies = copies();
        BitSet wanted = new BitSet();
        tables.forEach(table -> wanted.set(origins.table(table)));
        Map<Long, Long> moves = new HashMap<>();
        List<PastChange> routes = new ArrayList<>();
        ChangeReader.Span span =
                new ChangeReader.Span(moments.of(from), moments.of(to), recording.startAfter(moments.of(from)));
        readers(copies).forEach(reader -> reader.difference(span, wanted, most, moves, routes));
        routes.sort(Comparator.comparing(PastChange::at));
        return new HistoryView.Difference(moments.at(known(copies)), ChangeReader.inWords(moves, origins), routes);
    }

    /** See {@link HistoryView#flaps}. */
    HistoryView.Flaps flaps(Instant since, int most) {
        List<ChangeLog.Copy> copies = copies();
        long[] totals = new long[2];
        List<HistoryView.Flap> worst = new ArrayList<>();
        readers(copies).forEach(reader -> worst.addAll(reader.flaps(moments.of(since), most, totals)));
        worst.sort(Comparator.comparingLong(HistoryView.Flap::changes).reversed());
        return new HistoryView.Flaps(
                moments.at(known(copies)),
                totals[0],
                totals[1],
                List.copyOf(worst.subList(0, Math.min(most, worst.size()))));
    }

    /** Asks one shard what is recorded of prefixes now. */
    private final class Asked implements ChangeReader.Present {
        private final int number;

        private Asked(int number) {
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
            BestRecorder[] recorders = recording.recorders().get(origins.tableName(segment.table(change.i())));
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
            return Arrays.asList(routes);
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
