package org.jbgp.daemon.control;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jbgp.daemon.control.view.HistoryView;
import org.jbgp.daemon.control.view.HistoryWatch;
import org.jbgp.daemon.control.view.PastChange;
import org.jbgp.daemon.control.view.PastEvent;
import org.jbgp.daemon.control.view.PastRoute;
import org.jbgp.daemon.control.view.RejectedRoute;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.rib.store.Prefixes;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlobBuilder;

/** A history of a few moments, for tests of how it is shown. */
class SampleHistory implements HistoryView {
    private static final Instant AT = Instant.parse("2026-11-30T14:03:05.123Z");
    private static final Instant BEGIN = AT.minusSeconds(3600);
    private static final RouteQuery.Prefix PREFIX =
            new RouteQuery.Prefix(AddressFamily.IPV4_UNICAST, 0, 0xC6336400L, 24);

    private final boolean endsWhenWatched;
    private boolean watched;

    SampleHistory() {
        this(false);
    }

    /** @param endsWhenWatched it is turned off as soon as somebody watches it, whose command ends by that */
    SampleHistory(boolean endsWhenWatched) {
        this.endsWhenWatched = endsWhenWatched;
    }

    private static PastRoute route(String protocol, int number, long... path) {
        AttributeBlobBuilder blob = new AttributeBlobBuilder();
        blob.setOrigin(0);
        for (int i = path.length - 1; i >= 0; i--) {
            blob.prependAs(path[i], 1);
        }
        blob.setNextHop4(0x0A000000 + number);
        blob.setLocalPref(100);
        byte[] set = new byte[blob.length()];
        System.arraycopy(blob.array(), 0, set, 0, set.length);
        InetAddress from = Prefixes.address(AddressFamily.IPV4_UNICAST, 0, 0x0A000000L + number);
        return new PastRoute(new PastRoute.Origin(protocol, "BGP", from), set);
    }

    @Override
    public Instant now() {
        return AT.plusSeconds(3600);
    }

    /** Routes that a filter rejected. */
    static List<RejectedRoute> rejected() {
        RejectedRoute.Channel up1 = new RejectedRoute.Channel(
                "up1", "master4", Prefixes.address(AddressFamily.IPV4_UNICAST, 0, 0x0A000001L));
        RouteQuery.Prefix small = new RouteQuery.Prefix(AddressFamily.IPV4_UNICAST, 0, 0xCB007100L, 26);
        return List.of(
                new RejectedRoute(
                        AT.plusSeconds(1),
                        up1,
                        small,
                        "customers",
                        false,
                        List.of("bird.conf:4:3 if net.len (26) > 24 is true", "bird.conf:4:24 reject"),
                        customer().attributes()),
                new RejectedRoute(
                        AT,
                        up1,
                        PREFIX,
                        "customers",
                        true,
                        List.of("bird.conf:6:3 accept"),
                        customer().attributes()));
    }

    private static PastRoute customer() {
        return route("up1", 1, 65001, 65010);
    }

    private static PastRoute leaked() {
        return route("up2", 2, 65002, 65001, 65010);
    }

    private static PastChange change(Instant at, PastRoute before, PastRoute after, PastChange.Reason.Kind why) {
        return new PastChange(
                at,
                "master4",
                PREFIX,
                before,
                after,
                new PastChange.Reason(why, "up1"),
                why == PastChange.Reason.Kind.UPDATE
                        ? new PastChange.Timing(Duration.ofNanos(410_000), Duration.ofMillis(2), Duration.ofMillis(3))
                        : null);
    }

    /** The changes there were, the oldest first. */
    List<PastChange> all() {
        return List.of(
                change(AT, customer(), leaked(), PastChange.Reason.Kind.ENDED),
                change(AT.plusSeconds(40), leaked(), customer(), PastChange.Reason.Kind.UPDATE));
    }

    @Override
    public boolean on() {
        return !(endsWhenWatched && watched);
    }

    @Override
    public Extent extent() {
        return new Extent(BEGIN, 2, 4096, 32 << 20);
    }

    @Override
    public List<Then> at(List<String> tables, RouteQuery.Prefix prefix, Instant when) {
        return tables.stream()
                .map(table -> when.isBefore(BEGIN)
                        ? new Then(table, false, null, null, null)
                        : when.isBefore(AT)
                                ? new Then(table, true, customer(), null, AT)
                                : when.isBefore(AT.plusSeconds(40))
                                        ? new Then(table, true, leaked(), AT, AT.plusSeconds(40))
                                        : new Then(table, true, customer(), AT.plusSeconds(40), null))
                .toList();
    }

    @Override
    public Changes changes(Question question) {
        List<PastEvent> events = Stream.of(
                        new PastEvent(BEGIN, PastEvent.Kind.BEGIN, "", "history begins"),
                        new PastEvent(AT.minusMillis(3), PastEvent.Kind.SESSION_DOWN, "up1", "Hold timer expired"),
                        new PastEvent(AT.plusSeconds(39), PastEvent.Kind.SESSION_UP, "up1", "session with 10.0.0.1"))
                .filter(each -> !each.at().isBefore(question.since()))
                .toList();
        List<PastChange> changes = all().stream()
                .filter(each -> !each.at().isBefore(question.since()))
                .toList();
        int left = Math.max(0, changes.size() - question.most());
        return new Changes(changes.subList(left, changes.size()), events, BEGIN, left);
    }

    @Override
    public Difference difference(List<String> tables, Instant from, Instant to, int most) {
        return new Difference(BEGIN, List.of(new Move("master4", "up1", "up2", 1)), List.of(all().getFirst()));
    }

    @Override
    public void watch(HistoryWatch watch) {
        watched = true;
        watch.offer(all().getFirst(), 100, 1);
        watch.offer(new PastEvent(AT, PastEvent.Kind.SESSION_DOWN, "up1", "Hold timer expired"), 100, 1);
        for (int i = 0; i < 20_000; i++) {
            watch.offer(all().getLast(), 100, 1);
        }
    }

    @Override
    public void unwatch(HistoryWatch watch) {
        watched = false;
    }

    @Override
    public Flaps flaps(Instant since, int most) {
        return new Flaps(
                BEGIN, 2, 1, List.of(new Flap("master4", PREFIX, 2, AT.plusSeconds(40), List.of("up1", "up2"))));
    }
}
