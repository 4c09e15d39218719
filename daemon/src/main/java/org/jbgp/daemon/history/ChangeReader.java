package org.jbgp.daemon.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jbgp.daemon.control.view.HistoryView;
import org.jbgp.daemon.control.view.PastChange;
import org.jbgp.daemon.control.view.PastRoute;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.rib.change.Cause;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * Answers from the changes of one family in one shard, as they were at one moment, and from what was recorded last of
 * its prefixes. One thread, any.
 */
final class ChangeReader {
    /** What was recorded last of a prefix; asks the shard. */
    interface Present {
        /** The best paths of the prefixes of these changes in their tables; null for none. */
        List<PastRoute> of(List<Place> changes);

        /**
         * For each change, who is there now, times two, and 1 more if the attributes are other ones than before the
         * change.
         */
        int[] moved(List<Place> changes);
    }

    /** A change. */
    record Place(ChangeSegment segment, int i) {
        long time() {
            return segment.time(i);
        }
    }

    private static final int KNOWN_AT_ONCE = 4096;

    private final List<ChangeSegment> segments;
    private final boolean wide;
    private final Origins origins;
    private final Moments moments;
    private final Present present;
    private final Convergence.OfShard convergence;

    ChangeReader(
            ChangeLog.Copy copy,
            boolean wide,
            Origins origins,
            Moments moments,
            Present present,
            Convergence.OfShard convergence) {
        this.convergence = convergence;
        this.segments = copy.of(wide);
        this.wide = wide;
        this.origins = origins;
        this.moments = moments;
        this.present = present;
    }

    // ---- one prefix -------------------------------------------------------------------------------------------------

    /** The changes of a prefix by the number of the table, the oldest first. */
    Map<Integer, List<Place>> of(RouteQuery.Prefix prefix) {
        Map<Integer, List<Place>> found = new LinkedHashMap<>();
        for (ChangeSegment segment : segments) {
            for (int i = 0; i < segment.count(); i++) {
                int table = segment.table(i);
                if (segment.is(i, prefix.hi(), prefix.lo(), prefix.length(), table)) {
                    found.computeIfAbsent(table, number -> new ArrayList<>()).add(new Place(segment, i));
                }
            }
        }
        return found;
    }

    /** The route before a change, null if there was none. */
    PastRoute before(Place change) {
        byte[] set = change.segment().set(change.i());
        return set == null
                ? null
                : new PastRoute(origins.origin(change.segment().before(change.i())), set);
    }

    /** One change of a list of one prefix, the oldest first. */
    PastChange change(Place change, PastRoute after) {
        ChangeSegment segment = change.segment();
        int i = change.i();
        return new PastChange(
                moments.at(segment.time(i)),
                origins.tableName(segment.table(i)),
                prefix(segment, i),
                before(change),
                after,
                reason(segment.cause(i), origins),
                convergence.of(segment.time(i)));
    }

    private RouteQuery.Prefix prefix(ChangeSegment segment, int i) {
        AddressFamily family = wide ? AddressFamily.IPV6_UNICAST : AddressFamily.IPV4_UNICAST;
        return new RouteQuery.Prefix(family, segment.hi(i), segment.lo(i), segment.length(i));
    }

    /** A cause as it is recorded, in words. */
    static PastChange.Reason reason(int packed, Origins origins) {
        int protocol = packed & 0xFFFF;
        return new PastChange.Reason(
                PastChange.Reason.Kind.valueOf(Cause.numbered(packed >>> 16).name()),
                protocol == 0 ? "" : origins.origin(protocol).protocol());
    }

    // ---- many prefixes ----------------------------------------------------------------------------------------------

    /**
     * Places of changes, the newest first.
     *
     * @param whose only from, to or because of these origins, null for all
     * @param most no more than these
     * @param left takes the number of older ones there are
     */
    List<Place> newest(long since, BitSet whose, int most, long[] left) {
        List<Place> found = new ArrayList<>();
        for (int s = segments.size() - 1; s >= 0; s--) {
            ChangeSegment segment = segments.get(s);
            for (int i = segment.count() - 1; i >= 0; i--) {
                if (segment.time(i) < since) {
                    return found;
                }
                if (whose == null
                        || whose.get(segment.before(i))
                        || whose.get(segment.after(i))
                        || whose.get(segment.cause(i) & 0xFFFF)) {
                    if (found.size() < most) {
                        found.add(new Place(segment, i));
                    } else {
                        left[0]++;
                    }
                }
            }
        }
        return found;
    }

    /** Some changes with what came of them, in their order; {@code chosen} is in the order of time. */
    List<PastChange> changes(List<Place> chosen) {
        if (chosen.isEmpty()) {
            return List.of();
        }
        byte[][] after = new byte[chosen.size()][];
        ChangeIndex index = new ChangeIndex(segments);
        int[] awaiting = new int[chosen.size()];
        Arrays.fill(awaiting, -1);
        int begin = segments.indexOf(chosen.getFirst().segment());
        for (int at = 0, s = begin; at < chosen.size(); at++) {
            while (!segments.get(s).equals(chosen.get(at).segment())) {
                s++;
            }
            index.add(s, chosen.get(at).i());
        }
        int next = 0;
        for (int s = begin; s < segments.size(); s++) {
            ChangeSegment segment = segments.get(s);
            for (int i = 0; i < segment.count(); i++) {
                int number = index.number(s, i);
                if (number < 0) {
                    continue;
                }
                if (awaiting[number] >= 0) {
                    after[awaiting[number]] = segment.set(i);
                    awaiting[number] = -1;
                }
                if (next < chosen.size()
                        && chosen.get(next).i() == i
                        && chosen.get(next).segment().equals(segment)) {
                    awaiting[number] = next++;
                }
            }
        }
        List<Integer> last = new ArrayList<>();
        for (int number = 0; number < index.size(); number++) {
            if (awaiting[number] >= 0) {
                last.add(awaiting[number]);
            }
        }
        List<PastRoute> now = present.of(last.stream().map(chosen::get).toList());
        for (int i = 0; i < last.size(); i++) {
            after[last.get(i)] = now.get(i) == null ? null : now.get(i).attributes();
        }
        List<PastChange> changes = new ArrayList<>();
        for (int i = 0; i < chosen.size(); i++) {
            Place place = chosen.get(i);
            int to = place.segment().after(place.i());
            // It may have changed once more since the copy was made.
            byte[] set = after[i] == null ? new byte[0] : after[i];
            changes.add(change(place, to == 0 ? null : new PastRoute(origins.origin(to), set)));
        }
        return changes;
    }

    // ---- differences ------------------------------------------------------------------------------------------------

    /**
     * Two moments.
     *
     * @param unknown of prefixes whose first change is after this it is not known what they were at the first moment
     */
    record Span(long from, long to, long unknown) {}

    /** From, to and table of a move as one number. */
    private static long move(int table, int before, int after) {
        return (long) table << 32 | (long) before << 16 | after;
    }

    /**
     * What is different at a time from what was at another.
     *
     * @param tables those that count
     * @param moves takes how many of each sort
     * @param routes takes some of them
     */
    void difference(Span span, BitSet tables, int most, Map<Long, Long> moves, List<PastChange> routes) {
        ChangeIndex since = new ChangeIndex(segments);
        ChangeIndex later = new ChangeIndex(segments);
        for (int s = 0; s < segments.size(); s++) {
            ChangeSegment segment = segments.get(s);
            for (int i = 0; i < segment.count(); i++) {
                if (segment.time(i) > span.to()) {
                    later.add(s, i);
                } else if (segment.time(i) > span.from() && tables.get(segment.table(i))) {
                    since.add(s, i);
                }
            }
        }
        for (int number = 0; number < since.size(); number += KNOWN_AT_ONCE) {
            some(span, since, later, number, Math.min(since.size(), number + KNOWN_AT_ONCE), most, moves, routes);
        }
    }

    private void some(
            Span span,
            ChangeIndex since,
            ChangeIndex later,
            int begin,
            int end,
            int most,
            Map<Long, Long> moves,
            List<PastChange> routes) {
        List<Place> first = new ArrayList<>();
        for (int number = begin; number < end; number++) {
            first.add(new Place(segments.get(since.segmentOf(number)), since.indexOf(number)));
        }
        int[] now = present.moved(first);
        List<Place> shown = new ArrayList<>();
        List<Place> why = new ArrayList<>();
        List<Place> until = new ArrayList<>();
        for (int at = 0; at < first.size(); at++) {
            Place before = first.get(at);
            int after = later.number(since.segmentOf(begin + at), before.i());
            Place changedLater =
                    after < 0 ? null : new Place(segments.get(later.segmentOf(after)), later.indexOf(after));
            int moved = changedLater == null ? now[at] : moved(before, changedLater);
            int origin = before.segment().before(before.i());
            if (before.time() > span.unknown() || (moved >>> 1 == origin && (moved & 1) == 0)) {
                continue;
            }
            moves.merge(move(before.segment().table(before.i()), origin, moved >>> 1), 1L, Long::sum);
            if (routes.size() + shown.size() < most) {
                shown.add(before);
                why.add(new Place(segments.get(since.lastSegmentOf(begin + at)), since.lastIndexOf(begin + at)));
                until.add(changedLater);
            }
        }
        List<PastRoute> present = this.present.of(shown);
        for (int at = 0; at < shown.size(); at++) {
            PastRoute after = until.get(at) == null ? present.get(at) : before(until.get(at));
            PastChange last = change(why.get(at), after);
            routes.add(new PastChange(
                    last.at(),
                    last.table(),
                    last.prefix(),
                    before(shown.get(at)),
                    after,
                    last.reason(),
                    last.timing()));
        }
    }

    /** As {@link Present#moved}, where the state after is the one before another change. */
    private static int moved(Place before, Place after) {
        int origin = after.segment().before(after.i());
        byte[] then = before.segment().set(before.i());
        byte[] now = after.segment().set(after.i());
        return origin << 1 | (Arrays.equals(then, now) ? 0 : 1);
    }

    /** Moves by number as {@link #difference} counts them, in words; the most frequent first. */
    static List<HistoryView.Move> inWords(Map<Long, Long> moves, Origins origins) {
        Map<List<String>, Long> named = new LinkedHashMap<>();
        moves.forEach((move, count) -> {
            List<String> key = new ArrayList<>();
            key.add(origins.tableName((int) (move >>> 32)));
            key.add(protocol(origins, (int) (move >>> 16) & 0xFFFF));
            key.add(protocol(origins, (int) (move & 0xFFFF)));
            named.merge(key, count, Long::sum);
        });
        return named.entrySet().stream()
                .map(each -> new HistoryView.Move(
                        each.getKey().get(0),
                        each.getKey().get(1),
                        each.getKey().get(2),
                        each.getValue()))
                .sorted(Comparator.comparingLong(HistoryView.Move::prefixes).reversed())
                .toList();
    }

    private static String protocol(Origins origins, int number) {
        return number == 0 ? null : origins.origin(number).protocol();
    }

    // ---- flaps ------------------------------------------------------------------------------------------------------

    /**
     * The prefixes that changed most often since a time, the worst first.
     *
     * @param totals takes the number of changes, and of prefixes
     */
    List<HistoryView.Flap> flaps(long since, int most, long[] totals) {
        ChangeIndex index = new ChangeIndex(segments);
        Map<Integer, Set<String>> seen = new HashMap<>();
        for (int s = 0; s < segments.size(); s++) {
            ChangeSegment segment = segments.get(s);
            for (int i = 0; i < segment.count(); i++) {
                if (segment.time(i) >= since) {
                    index.add(s, i);
                    totals[0]++;
                }
            }
        }
        totals[1] += index.size();
        // Counts are small: the worst are found without sorting a million.
        int[] counts = new int[index.size()];
        for (int number = 0; number < counts.length; number++) {
            counts[number] = index.count(number);
        }
        int[] sorted = counts.clone();
        Arrays.sort(sorted);
        int least = sorted.length == 0 ? 0 : sorted[Math.max(0, sorted.length - most)];
        List<Integer> worst = new ArrayList<>();
        for (int number = 0; number < counts.length; number++) {
            if (counts[number] > least) {
                worst.add(number);
            }
        }
        for (int number = 0; number < counts.length && worst.size() < most; number++) {
            if (counts[number] == least) {
                worst.add(number);
            }
        }
        worst.forEach(number -> seen.put(number, new LinkedHashSet<>()));
        protocols(index, since, seen);
        return worst.stream()
                .sorted(Comparator.comparingInt((Integer number) -> counts[number])
                        .reversed())
                .map(number -> {
                    ChangeSegment segment = segments.get(index.lastSegmentOf(number));
                    int i = index.lastIndexOf(number);
                    return new HistoryView.Flap(
                            origins.tableName(segment.table(i)),
                            prefix(segment, i),
                            counts[number],
                            moments.at(segment.time(i)),
                            List.copyOf(seen.get(number)));
                })
                .toList();
    }

    private void protocols(ChangeIndex index, long since, Map<Integer, Set<String>> seen) {
        for (int s = 0; s < segments.size(); s++) {
            ChangeSegment segment = segments.get(s);
            for (int i = 0; i < segment.count(); i++) {
                Set<String> names = segment.time(i) < since ? null : seen.get(index.number(s, i));
                if (names != null) {
                    for (int origin : new int[] {segment.before(i), segment.after(i)}) {
                        if (origin != 0) {
                            names.add(origins.origin(origin).protocol());
                        }
                    }
                }
            }
        }
    }
}
