package org.jbgp.daemon.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jbgp.config.model.router.History;
import org.jbgp.daemon.control.view.HistoryView;
import org.jbgp.daemon.control.view.HistoryWatch;
import org.jbgp.daemon.control.view.PastChange;
import org.jbgp.daemon.control.view.PastEvent;
import org.jbgp.daemon.control.view.PastRoute;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.rib.change.Cause;
import org.jbgp.daemon.wire.AttributeBlob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is answered about the past is what was there. */
class HistoryStoreTest {
    /** One is found by the name of the other, also in a journal. */
    @Test
    void eachCauseIsAReason() {
        assertThat(Stream.of(Cause.values()).map(Cause::name))
                .containsExactlyInAnyOrderElementsOf(Stream.of(PastChange.Reason.Kind.values())
                        .map(PastChange.Reason.Kind::name)
                        .toList());
    }

    private static final long ROOM = 8 << 20;

    private static long localPref(PastRoute route) {
        return AttributeBlob.u32(
                route.attributes(), 0, route.attributes().length, AttributeBlob.BGP, AttributeBlob.LOCAL_PREF, 0);
    }

    /** The best path as text; what tests compare. */
    private static String text(PastRoute route) {
        return route == null ? "-" : route.origin().protocol() + " " + localPref(route);
    }

    private static String change(PastChange change) {
        return text(change.before()) + " > " + text(change.after()) + " (" + change.reason() + ")";
    }

    private static HistoryView.Question about(RouteQuery.Prefix prefix, String protocol) {
        return new HistoryView.Question(prefix, protocol, Instant.EPOCH, 100_000);
    }

    private static String at(HistoryLab lab, int number, long millis) {
        HistoryView.Then then = lab.store
                .at(List.of(HistoryLab.TABLE), HistoryLab.prefix(number), lab.at(millis))
                .getFirst();
        return then.known() ? text(then.route()) : "?";
    }

    @Test
    void tellsWhatAPrefixWasAndWhy() {
        try (HistoryLab lab = new HistoryLab(2)) {
            lab.record(ROOM);
            lab.set(1000);
            lab.announce(1, 1, 100, 0);
            lab.set(2000);
            lab.announce(2, 1, 200, 0);
            lab.set(3000);
            lab.announce(2, 1, 300, 0);
            lab.set(4000);
            lab.withdraw(2, 1);
            lab.set(5000);
            lab.end(1);
            lab.set(6000);

            HistoryView.Changes found = lab.store.changes(about(HistoryLab.prefix(1), null));
            assertThat(found.changes())
                    .extracting(HistoryStoreTest::change)
                    .containsExactly(
                            // Its next hop had to be looked up first, which is no change of it.
                            "- > up1 100 (update from up1)",
                            "up1 100 > up2 200 (update from up2)",
                            "up2 200 > up2 300 (update from up2)",
                            "up2 300 > up1 100 (update from up2)",
                            "up1 100 > - (end of up1)");
            assertThat(found.changes())
                    .extracting(each -> lab.of(each.at()))
                    .containsExactly(1000L, 2000L, 3000L, 4000L, 5000L);
            assertThat(List.of(
                            at(lab, 1, 999),
                            at(lab, 1, 1000),
                            at(lab, 1, 2500),
                            at(lab, 1, 3999),
                            at(lab, 1, 4000),
                            at(lab, 1, 5000),
                            at(lab, 1, -1)))
                    .containsExactly("-", "up1 100", "up2 200", "up2 300", "up1 100", "-", "?");
            assertThat(lab.store.changes(about(null, "up2")).changes())
                    .extracting(HistoryStoreTest::change)
                    .containsExactly(
                            "up1 100 > up2 200 (update from up2)",
                            "up2 200 > up2 300 (update from up2)",
                            "up2 300 > up1 100 (update from up2)");
            assertThat(found.events()).extracting(PastEvent::kind).containsExactly(PastEvent.Kind.BEGIN);
        }
    }

    /** A reload may turn history off while a question is under way. */
    @Test
    void questionsEndOrderlyWhenItIsTurnedOff() {
        try (HistoryLab lab = new HistoryLab(2)) {
            lab.record(ROOM);
            lab.announce(1, 1, 100, 0);
            lab.store.configure(new History(false, ROOM, 24 * 3600, 0, Optional.empty()), Map.of(HistoryLab.TABLE, 0));
            assertThat(lab.store.on()).isFalse();
            List<Runnable> questions = List.of(
                    lab.store::extent,
                    () -> lab.store.at(List.of(HistoryLab.TABLE), HistoryLab.prefix(1), HistoryLab.BEGIN),
                    () -> lab.store.changes(about(HistoryLab.prefix(1), null)),
                    () -> lab.store.changes(about(null, null)),
                    () -> lab.store.difference(List.of(HistoryLab.TABLE), HistoryLab.BEGIN, HistoryLab.BEGIN, 10),
                    () -> lab.store.flaps(HistoryLab.BEGIN, 10));
            for (Runnable question : questions) {
                assertThatThrownBy(question::run).isInstanceOf(HistoryView.Off.class);
            }
        }
    }

    /** A whole table that the kernel refuses, part by part, is one event and drives no others out. */
    @Test
    void whatTheKernelRefusesIsToldTogether() {
        try (HistoryLab lab = new HistoryLab(1)) {
            lab.record(ROOM);
            lab.set(100);
            for (int part = 0; part < 3000; part++) {
                lab.store.kernelChanged("k4", 100, 0);
            }
            lab.store.kernelChanged("k6", 1, 0);
            lab.set(5000);
            lab.store.kernelChanged("k6", 0, 1);
            lab.store.kernelChanged("k6", 2, 0);
            lab.store.event(PastEvent.Kind.RELOAD, "", "nothing");
            lab.store.kernelChanged("k6", 0, 2);
            assertThat(lab.store.changes(about(null, null)).events())
                    .extracting(each -> lab.of(each.at()) + " " + each.protocol() + " " + each.text())
                    .containsExactly(
                            "0  history begins",
                            "100 k4 300000 routes are refused",
                            "100 k6 1 route is refused",
                            "5000 k6 2 routes are refused, 1 no more",
                            "5000  nothing",
                            "5000 k6 2 routes are refused no more");
        }
    }

    /** A hundred clients that never read take no more than a few do, and none of them holds anything up. */
    @Test
    void manyWatchesHaveLessRoomEach() throws InterruptedException {
        try (HistoryLab lab = new HistoryLab(1)) {
            lab.record(ROOM);
            List<HistoryWatch> watches = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                watches.add(new HistoryWatch(null, null));
                lab.store.watch(watches.get(i));
            }
            for (int i = 0; i < 2000; i++) {
                lab.store.event(PastEvent.Kind.RELOAD, "", "r" + i);
            }
            for (HistoryWatch watch : watches) {
                int waiting = 0;
                while (watch.next(Duration.ZERO) instanceof PastEvent) {
                    waiting++;
                }
                assertThat(waiting).isBetween(100, 500);
                lab.store.unwatch(watch);
            }
        }
    }

    @Test
    void changesOfATableThatIsNoMoreAreStillTold() {
        try (HistoryLab lab = new HistoryLab(2)) {
            lab.record(ROOM);
            lab.announce(1, 1, 100, 0);
            lab.store.tableGoes(HistoryLab.TABLE);
            assertThat(lab.store.changes(about(HistoryLab.prefix(1), null)).changes())
                    .extracting(each -> text(each.before()) + " > " + text(each.after()))
                    .containsExactly("- > up1 100", "up1 100 > -");
        }
    }

    /** Random routes of two neighbors, against a model that remembers everything. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void isWhatAModelSays(int shards) {
        Random random = new Random(7L + shards);
        try (HistoryLab lab = new HistoryLab(shards)) {
            lab.record(ROOM);
            Map<Integer, Map<Integer, Long>> paths = new HashMap<>();
            Map<Integer, NavigableMap<Long, String>> model = new HashMap<>();
            for (int number = 0; number < 12; number++) {
                paths.put(number, new HashMap<>());
                model.put(number, new TreeMap<>(Map.of(Long.MIN_VALUE, "-")));
            }
            for (int step = 1; step <= 600; step++) {
                lab.set(lab.now() + random.nextInt(1, 50));
                int number = random.nextInt(12);
                int channel = random.nextInt(1, 3);
                Map<Integer, Long> of = paths.get(number);
                if (random.nextInt(3) == 0) {
                    of.remove(channel);
                    lab.withdraw(channel, number);
                } else {
                    // Never equal, so that no tie-break matters.
                    long localPref = 2L * random.nextInt(50) + channel % 2;
                    of.put(channel, localPref);
                    lab.announce(channel, number, localPref, 0);
                }
                String best = of.entrySet().stream()
                        .max(Map.Entry.comparingByValue())
                        .map(each -> "up" + each.getKey() + " " + each.getValue())
                        .orElse("-");
                model.get(number).put(lab.now(), best);
            }
            long end = lab.now();
            for (int look = 0; look < 300; look++) {
                int number = random.nextInt(12);
                long when = random.nextLong(end + 10);
                assertThat(at(lab, number, when))
                        .isEqualTo(model.get(number).floorEntry(when).getValue());
            }
            List<PastChange> all = lab.store.changes(about(null, null)).changes();
            for (int number = 0; number < 12; number++) {
                RouteQuery.Prefix prefix = HistoryLab.prefix(number);
                List<PastChange> of = all.stream()
                        .filter(each -> each.prefix().equals(prefix))
                        .toList();
                assertThat(of)
                        .extracting(HistoryStoreTest::change)
                        .isEqualTo(lab.store.changes(about(prefix, null)).changes().stream()
                                .map(HistoryStoreTest::change)
                                .toList());
                String last = "-";
                for (PastChange change : of) {
                    assertThat(text(change.before())).isEqualTo(last);
                    last = text(change.after());
                    assertThat(last)
                            .isEqualTo(model.get(number)
                                    .floorEntry(lab.of(change.at()))
                                    .getValue());
                }
                assertThat(last).isEqualTo(model.get(number).lastEntry().getValue());
            }
            for (int look = 0; look < 20; look++) {
                long from = random.nextLong(end);
                long to = random.nextInt(4) == 0 ? end + 1000 : random.nextLong(from, end + 1);
                difference(lab, model, from, to);
            }
            flaps(lab, all);
        }
    }

    private static void difference(HistoryLab lab, Map<Integer, NavigableMap<Long, String>> model, long from, long to) {
        List<String> expected = new ArrayList<>();
        model.forEach((number, states) -> {
            String before = states.floorEntry(from).getValue();
            String after = states.floorEntry(to).getValue();
            if (!before.equals(after)) {
                expected.add(HistoryLab.prefix(number) + ": " + before + " > " + after);
            }
        });
        HistoryView.Difference found = lab.store.difference(List.of(HistoryLab.TABLE), lab.at(from), lab.at(to), 1000);
        assertThat(found.routes())
                .extracting(each -> each.prefix() + ": " + text(each.before()) + " > " + text(each.after()))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(found.moves().stream().mapToLong(HistoryView.Move::prefixes).sum())
                .isEqualTo(expected.size());
    }

    private static void flaps(HistoryLab lab, List<PastChange> all) {
        HistoryView.Flaps flaps = lab.store.flaps(Instant.EPOCH, 3);
        assertThat(flaps.changes()).isEqualTo(all.size());
        assertThat(flaps.worst()).hasSize(3);
        for (HistoryView.Flap flap : flaps.worst()) {
            assertThat(all.stream().filter(each -> each.prefix().equals(flap.prefix())))
                    .hasSize((int) flap.changes());
        }
    }

    /** Whatever comes, the memory stays within its bound, and what is known is still true. */
    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "1, 200", "2, 200"})
    void memoryIsBounded(int shards, int communities) {
        try (HistoryLab lab = new HistoryLab(shards)) {
            lab.record(shards * (256L << 10));
            for (int step = 0; step < 8_000 / (1 + communities / 20); step++) {
                lab.set(step + 1L);
                // Each set is another one.
                lab.announce(1, step % 50, step + 1L, communities);
            }
            HistoryView.Extent extent = lab.store.extent();
            assertThat(extent.bytes()).isLessThanOrEqualTo(shards * (256L << 10));
            assertThat(extent.changes()).isGreaterThan(10);
            assertThat(extent.since()).isAfter(HistoryLab.BEGIN);
            HistoryView.Changes found = lab.store.changes(about(HistoryLab.prefix(1), null));
            long known = lab.of(found.known());
            assertThat(at(lab, 1, known - 1)).isEqualTo("?");
            List<PastChange> changes = found.changes();
            assertThat(changes).isNotEmpty();
            for (PastChange change : changes) {
                long millis = lab.of(change.at());
                assertThat(localPref(change.after())).isEqualTo(millis);
                if (millis > known) {
                    assertThat(at(lab, 1, millis)).isEqualTo("up1 " + millis);
                    assertThat(at(lab, 1, millis - 1)).isEqualTo("up1 " + localPref(change.before()));
                }
            }
        }
    }

    @Test
    void holdsNoAttributesOfRoutesThatAreGone() {
        try (HistoryLab lab = new HistoryLab(2)) {
            List<Long> empty = lab.sets();
            lab.record(ROOM);
            for (int number = 0; number < 50; number++) {
                lab.announce(1, number, number + 1L, 3);
                lab.announce(2, number, 1000L + number, 3);
            }
            lab.end(2);
            lab.end(1);
            assertThat(lab.sets()).isEqualTo(empty);
            assertThat(lab.shards
                            .ask(shard -> (long)
                                    shard.index(HistoryLab.prefix(1).family()).size())
                            .join())
                    .containsOnly(0L);
        }
    }

    @Test
    void isTurnedOnAndOffWhileRoutesAreThere() {
        try (HistoryLab lab = new HistoryLab(2)) {
            for (int number = 0; number < 20; number++) {
                lab.announce(1, number, 100, 0);
            }
            lab.set(1000);
            lab.record(ROOM);
            lab.set(2000);
            lab.announce(2, 1, 200, 0);
            // Before history began nothing is known, after it what was there already is.
            assertThat(List.of(at(lab, 1, 500), at(lab, 1, 1500), at(lab, 1, 2500), at(lab, 2, 1500)))
                    .containsExactly("?", "up1 100", "up2 200", "up1 100");
            lab.store.configure(History.OFF, Map.of(HistoryLab.TABLE, 0, "master6", 1));
            assertThat(lab.store.on()).isFalse();
            lab.end(1);
            lab.end(2);
            assertThat(lab.sets()).containsOnly(0L);
            lab.set(3000);
            lab.record(ROOM);
            assertThat(lab.store.changes(about(null, null)).changes()).isEmpty();
            lab.announce(1, 1, 100, 0);
            assertThat(List.of(at(lab, 1, 2500), at(lab, 1, 3000))).containsExactly("?", "up1 100");
        }
    }

    @Test
    void watchersHearWhatTheyAskedFor() throws InterruptedException {
        try (HistoryLab lab = new HistoryLab(2)) {
            lab.record(ROOM);
            HistoryWatch all = new HistoryWatch(null, null);
            HistoryWatch one = new HistoryWatch(HistoryLab.prefix(2), null);
            HistoryWatch two = new HistoryWatch(null, "up2");
            List.of(all, one, two).forEach(lab.store::watch);
            lab.announce(1, 1, 100, 0);
            lab.announce(1, 2, 100, 0);
            lab.announce(2, 2, 200, 0);
            lab.store.event(PastEvent.Kind.SESSION_DOWN, "up1", "over");
            List.of(all, one, two).forEach(lab.store::unwatch);
            lab.announce(2, 3, 200, 0);
            assertThat(heard(all)).hasSize(4).contains("up1 100 > up2 200 (update from up2)", "over");
            assertThat(heard(one)).hasSize(3).contains("up1 100 > up2 200 (update from up2)", "over");
            assertThat(heard(two)).containsExactly("up1 100 > up2 200 (update from up2)");
        }
    }

    private static List<String> heard(HistoryWatch watch) throws InterruptedException {
        List<String> heard = new ArrayList<>();
        Record next = watch.next(Duration.ZERO);
        while (next != null) {
            heard.add(next instanceof PastChange change ? change(change) : ((PastEvent) next).text());
            next = watch.next(Duration.ZERO);
        }
        return heard;
    }

    /** Whoever does not read learns how much it missed, where it missed it. */
    @Test
    void aSlowReaderHearsOfTheGap() throws InterruptedException {
        HistoryWatch watch = new HistoryWatch(null, null);
        PastEvent event = new PastEvent(HistoryLab.BEGIN, PastEvent.Kind.RELOAD, "", "x");
        for (int i = 0; i < 10; i++) {
            watch.offer(event, 1 << 20, 1);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(watch.next(Duration.ZERO)).isEqualTo(event);
        }
        watch.offer(event, 1, 1);
        assertThat(watch.next(Duration.ZERO)).isEqualTo(new HistoryWatch.Lost(8));
        assertThat(watch.next(Duration.ZERO)).isNull();
        watch.offer(event, 1, 1);
        assertThat(watch.next(Duration.ZERO)).isEqualTo(event);
    }

    @Test
    void aTableThatGoesTakesItsRoutesAlong() {
        try (HistoryLab lab = new HistoryLab(1)) {
            lab.record(ROOM);
            lab.set(1000);
            lab.announce(1, 1, 100, 0);
            lab.set(2000);
            lab.store.tableGoes(HistoryLab.TABLE);
            lab.end(1);
            lab.shards.each(shard -> shard.removeTable(0));
            lab.shards.each(shard ->
                    shard.addTable(0, HistoryLab.TABLE, HistoryLab.prefix(1).family()));
            lab.set(3000);
            lab.record(ROOM);
            lab.set(4000);
            lab.announce(1, 1, 300, 0);
            assertThat(List.of(at(lab, 1, 1500), at(lab, 1, 2500), at(lab, 1, 3500), at(lab, 1, 4500)))
                    .containsExactly("up1 100", "-", "-", "up1 300");
        }
    }
}
