package org.jbgp.daemon.session.fsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jbgp.daemon.session.Obstacle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two machines joined by a wire, and BFD beside them (RFC 5882): each side hears once that the other one cannot be
 * reached, and that it can again, and the wire is cut once and mended, at any moment. Whatever the order, a session
 * comes about in the end, and stays.
 */
class TwoWatchedRoutersTest {
    /** Deeper by hand: {@code -Ddepth=14}. */
    private static final int DEPTH = Integer.getInteger("depth", 9);

    /** Long enough for a session from the start. */
    private static final long START = TimeUnit.MINUTES.toMillis(2);

    /** What a router makes of BFD. */
    enum Watch {
        /** The session ends with BFD's. */
        PLAIN,
        /** As if the connection were lost: routes may stay. */
        GRACEFUL,
        /** There is no session of BGP without one of BFD, which is not there at first. */
        STRICT;

        private void begins(Pair.Router router) {
            if (this == STRICT) {
                router.happens(waits());
            }
            router.happens(new PeerEvent.Start());
        }

        private void goesDown(Pair.Router router) {
            router.happens(new PeerEvent.BfdDown(this == GRACEFUL));
            if (this == STRICT) {
                router.happens(waits());
            }
        }

        private void comesUp(Pair.Router router) {
            if (this == STRICT) {
                router.happens(new PeerEvent.Reachable());
            }
        }

        private static PeerEvent waits() {
            return new PeerEvent.CutOff(Obstacle.of("BFD session down", "BFD session down", ""));
        }
    }

    /** BFD as one router sees it. */
    private enum Seen {
        AT_FIRST,
        UP,
        DOWN,
        UP_AGAIN
    }

    /** The two, BFD at both, and the wire. */
    private static final class Scene {
        private final Watch watch;
        private final Pair pair;
        private final Seen[] seen = {Seen.AT_FIRST, Seen.AT_FIRST};
        private int cuts;
        private boolean cut;

        /** @param established begins with a session, which BFD watches already */
        Scene(TwoRoutersTest.Kind kind, Watch watch, boolean established) {
            this.watch = watch;
            pair = kind.pair();
            watch.begins(pair.left());
            watch.begins(pair.right());
            if (established) {
                comesUp(0);
                comesUp(1);
                pair.run(START);
                assertThat(pair.left().session()).isPresent();
            }
        }

        List<Pair.Choice> choices() {
            List<Pair.Choice> all = new ArrayList<>(pair.choices());
            if (all.isEmpty()) {
                all.add(new Pair.Choice("time passes", pair::advance));
            }
            for (int side = 0; side < 2; side++) {
                addBfd(all, side);
            }
            if (cut) {
                all.add(new Pair.Choice("the wire is mended", this::mend));
            } else if (cuts == 0) {
                all.add(new Pair.Choice("the wire is cut", this::cut));
            }
            return all;
        }

        private void addBfd(List<Pair.Choice> all, int side) {
            String name = side == 0 ? "left" : "right";
            switch (seen[side]) {
                case AT_FIRST, DOWN -> all.add(new Pair.Choice("BFD comes up at the " + name, () -> comesUp(side)));
                case UP -> all.add(new Pair.Choice("BFD goes down at the " + name, () -> goesDown(side)));
                case UP_AGAIN -> {}
            }
        }

        private Pair.Router router(int side) {
            return side == 0 ? pair.left() : pair.right();
        }

        private void comesUp(int side) {
            seen[side] = seen[side] == Seen.AT_FIRST ? Seen.UP : Seen.UP_AGAIN;
            watch.comesUp(router(side));
        }

        private void goesDown(int side) {
            seen[side] = Seen.DOWN;
            watch.goesDown(router(side));
        }

        private void cut() {
            cuts++;
            cut = true;
            pair.cut();
        }

        private void mend() {
            cut = false;
            pair.mend();
        }

        /** All is well again. */
        void recovers() {
            if (cut) {
                mend();
            }
            for (int side = 0; side < 2; side++) {
                if (seen[side] == Seen.AT_FIRST || seen[side] == Seen.DOWN) {
                    comesUp(side);
                }
            }
        }

        String snapshot() {
            return pair.snapshot() + " " + seen[0] + " " + seen[1] + " " + cuts;
        }
    }

    static Stream<Arguments> inEveryOrderASessionComesAbout() {
        return Stream.of(TwoRoutersTest.Kind.ALIKE, TwoRoutersTest.Kind.RESTARTABLE, TwoRoutersTest.Kind.ONE_DIALS)
                .flatMap(kind -> Stream.of(Watch.values())
                        .flatMap(watch -> Stream.of(false, true).map(there -> Arguments.of(kind, watch, there))));
    }

    @ParameterizedTest
    @MethodSource
    void inEveryOrderASessionComesAbout(TwoRoutersTest.Kind kind, Watch watch, boolean established) {
        Set<String> seen = new HashSet<>();
        Deque<List<Integer>> paths = new ArrayDeque<>();
        paths.add(List.of());
        while (!paths.isEmpty()) {
            List<Integer> path = paths.removeFirst();
            List<String> words = new ArrayList<>();
            Scene scene = replayed(new Scene(kind, watch, established), path, words);
            if (!seen.add(scene.snapshot())) {
                continue;
            }
            int next = scene.choices().size();
            for (int choice = 0; choice < next && path.size() < DEPTH; choice++) {
                List<Integer> longer = new ArrayList<>(path);
                longer.add(choice);
                paths.add(longer);
            }
            scene.recovers();
            TwoRoutersTest.assertSettles(
                    scene.pair, kind + ", " + watch + ", session at first " + established + ": " + words);
        }
        assertThat(seen).as("states that differ").hasSizeGreaterThan(300);
    }

    private static Scene replayed(Scene scene, List<Integer> path, List<String> words) {
        for (int choice : path) {
            Pair.Choice chosen = scene.choices().get(choice);
            words.add(chosen.word());
            chosen.happens().run();
        }
        return scene;
    }
}
