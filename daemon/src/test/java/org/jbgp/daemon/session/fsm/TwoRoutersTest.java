package org.jbgp.daemon.session.fsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jbgp.config.model.bgp.BgpCapability;
import org.jbgp.config.model.bgp.BgpChannelOptions;
import org.jbgp.daemon.session.Cease;
import org.jbgp.daemon.session.Obstacle;
import org.jbgp.daemon.session.settings.NeighborSettings;
import org.jbgp.daemon.session.settings.NeighborSettingsBuilder;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.Notification;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two of our machines with a wire between them, whatever the wire and their operators do: left alone, they come to one
 * session on one connection, and keep it. In every order of events up to a depth, and in random ones beyond.
 */
class TwoRoutersTest {
    /** Longer than all that can be waited for: the longest wait after errors, and the dial that follows it. */
    private static final long QUIET = TimeUnit.MINUTES.toMillis(15);
    /** Orders of events are tried out to this depth; a session is complete after twelve without a collision. */
    private static final int DEPTH = 30;

    /** More by hand: {@code -Dseeds=100000}. */
    private static final int SEEDS = Integer.getInteger("seeds", 1500);

    enum Kind {
        ALIKE,
        /** Both keep routes over a restart, so that a new connection says something about the old one (RFC 4724). */
        RESTARTABLE,
        /** Only one of them dials. */
        ONE_DIALS,
        /** The AS numbers decide collisions then (RFC 6286 §2.3). */
        EQUAL_IDS,
        /** Both dial in the moment they are started. */
        AT_ONCE;

        Pair pair() {
            return new Pair(settings(true), settings(false));
        }

        private NeighborSettings settings(boolean left) {
            return FsmFixture.settings(b -> {
                b.localAs(left ? FsmFixture.LOCAL_AS : FsmFixture.PEER_AS)
                        .remoteAs(left ? FsmFixture.PEER_AS : FsmFixture.LOCAL_AS)
                        .routerId(left || this == EQUAL_IDS ? FsmFixture.LOCAL_ID : FsmFixture.PEER_ID)
                        .passive(this == ONE_DIALS && !left);
                if (this == RESTARTABLE) {
                    b.offers(BgpCapability.FOUR_BYTE_AS, BgpCapability.ROUTE_REFRESH, BgpCapability.GRACEFUL_RESTART)
                            .family(
                                    AddressFamily.IPV4_UNICAST,
                                    NeighborSettingsBuilder.channel(
                                            false,
                                            BgpChannelOptions.AddPaths.OFF,
                                            BgpChannelOptions.ExtendedNextHop.OFF,
                                            true));
                }
                if (this == AT_ONCE) {
                    b.timers(b.build().timers().withDialing(0, 120));
                }
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void inEveryOrderASessionComesAbout(Kind kind) {
        Set<String> seen = new HashSet<>();
        Deque<List<Integer>> paths = new ArrayDeque<>();
        paths.add(List.of());
        int orders = 0;
        while (!paths.isEmpty()) {
            List<Integer> path = paths.removeFirst();
            List<String> words = new ArrayList<>();
            Pair pair = replayed(kind, path, words);
            if (!seen.add(pair.snapshot())) {
                continue;
            }
            orders++;
            int next = pair.choices().size();
            if (path.size() < DEPTH) {
                for (int choice = 0; choice < Math.max(1, next); choice++) {
                    List<Integer> longer = new ArrayList<>(path);
                    longer.add(choice);
                    paths.add(longer);
                }
            }
            assertSettles(pair, kind + ": " + words);
        }
        assertThat(orders).as("orders that differ").isGreaterThan(12);
    }

    /** A pair to which this happened; where nothing can happen, time passes. */
    private static Pair replayed(Kind kind, List<Integer> path, List<String> words) {
        Pair pair = kind.pair();
        pair.left().happens(new PeerEvent.Start());
        pair.right().happens(new PeerEvent.Start());
        for (int choice : path) {
            List<Pair.Choice> all = pair.choices();
            if (all.isEmpty()) {
                pair.advance();
                words.add("time passes");
            } else {
                words.add(all.get(choice).word());
                all.get(choice).happens().run();
            }
        }
        return pair;
    }

    @ParameterizedTest
    @EnumSource
    void afterAnyTroubleASessionComesAbout(Kind kind) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Pair pair = kind.pair();
            List<String> words = new ArrayList<>();
            int steps = random.nextInt(10, 200);
            for (int step = 0; step < steps; step++) {
                words.add(happens(pair, random));
            }
            pair.mend();
            for (Pair.Router router : List.of(pair.left(), pair.right())) {
                router.happens(new PeerEvent.Reachable());
                router.happens(new PeerEvent.Start());
            }
            assertSettles(pair, kind + ", seed " + seed + ": " + words);
        }
    }

    private static String happens(Pair pair, Random random) {
        List<Pair.Choice> next = pair.choices();
        int what = random.nextInt(100);
        if (what < 70 && !next.isEmpty()) {
            Pair.Choice choice = next.get(random.nextInt(next.size()));
            choice.happens().run();
            return choice.word();
        }
        if (what < 85) {
            // Also while something is under way: the wire is slow.
            pair.advance();
            return "time passes";
        }
        boolean left = random.nextBoolean();
        Pair.Router router = left ? pair.left() : pair.right();
        String name = left ? "left: " : "right: ";
        return switch (what) {
            case 85 -> {
                pair.cut();
                yield "cut";
            }
            case 86, 87 -> {
                pair.mend();
                yield "mend";
            }
            case 88 -> {
                pair.reset();
                yield "reset";
            }
            default -> {
                PeerEvent event = switch (what) {
                    case 89 -> new PeerEvent.Stop(Cease.administrativeShutdown(""));
                    case 90 -> new PeerEvent.Restart(Cease.administrativeReset(""));
                    case 91 -> new PeerEvent.Renew();
                    case 92 -> new PeerEvent.CutOff(Obstacle.of("Link down", "Link down", ""));
                    case 93 -> new PeerEvent.Reachable();
                    case 94 -> new PeerEvent.BfdDown(random.nextBoolean());
                    case 95 ->
                        new PeerEvent.ErrorFound(
                                random.nextBoolean() ? Side.OUTGOING : Side.INCOMING,
                                new Notification(Notification.Kind.MALFORMED_ATTRIBUTES));
                    case 96 -> new PeerEvent.DialAgain();
                    default -> new PeerEvent.Start();
                };
                router.happens(event);
                yield name + event;
            }
        };
    }

    static void assertSettles(Pair pair, String what) {
        pair.run(QUIET);
        assertThat(pair.left().session())
                .as(what)
                .isPresent()
                .isEqualTo(pair.right().session());
        assertThat(pair.left().connections()).as(what).isOne();
        assertThat(pair.right().connections()).as(what).isOne();
        int downs = pair.left().downs + pair.right().downs;
        pair.run(QUIET);
        assertThat(pair.left().downs + pair.right().downs)
                .as("it stays, after " + what)
                .isEqualTo(downs);
    }
}
