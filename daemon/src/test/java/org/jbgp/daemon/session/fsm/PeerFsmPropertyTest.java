package org.jbgp.daemon.session.fsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jbgp.config.model.bgp.BgpErrorOptions;
import org.jbgp.daemon.session.Cease;
import org.jbgp.daemon.session.LastError;
import org.jbgp.daemon.session.NeighborStatus;
import org.jbgp.daemon.session.Obstacle;
import org.jbgp.daemon.session.SessionState;
import org.jbgp.daemon.wire.Notification;

/** Whatever happens in whatever order, the machine keeps its promises. */
class PeerFsmPropertyTest {

    @Provide
    Arbitrary<List<PeerEvent>> events() {
        Arbitrary<Side> sides = Arbitraries.of(Side.class);
        Arbitrary<PeerEvent> timers = sides.flatMap(side ->
                Arbitraries.of(PeerTimer.class).map(timer -> (PeerEvent) new PeerEvent.TimerExpired(side, timer)));
        Arbitrary<PeerEvent> messages = sides.flatMap(side -> Arbitraries.of(
                new PeerEvent.OpenReceived(side, FsmFixture.goodOpen()),
                new PeerEvent.OpenReceived(side, FsmFixture.open(65099, 90, FsmFixture.PEER_ID)),
                new PeerEvent.OpenMalformed(side, new Notification(Notification.Kind.INVALID_OPEN)),
                new PeerEvent.KeepaliveReceived(side),
                new PeerEvent.UpdateReceived(side),
                new PeerEvent.RefreshReceived(side),
                new PeerEvent.NotificationReceived(side, new Notification(Notification.Kind.ADMINISTRATIVE_SHUTDOWN)),
                new PeerEvent.NotificationReceived(side, new Notification(Notification.Kind.HOLD_TIMER_EXPIRED)),
                new PeerEvent.ErrorFound(side, new Notification(Notification.Kind.MALFORMED_ATTRIBUTES)),
                new PeerEvent.Disconnected(side, "")));
        // What makes sessions is frequent, so that the deep states are reached.
        Arbitrary<PeerEvent> path = Arbitraries.of(
                new PeerEvent.Start(),
                new PeerEvent.Connected(),
                new PeerEvent.Accepted(),
                new PeerEvent.TimerExpired(Side.OUTGOING, PeerTimer.CONNECT_DELAY),
                new PeerEvent.OpenReceived(Side.OUTGOING, FsmFixture.goodOpen()),
                new PeerEvent.OpenReceived(Side.INCOMING, FsmFixture.goodOpen()),
                new PeerEvent.KeepaliveReceived(Side.OUTGOING),
                new PeerEvent.KeepaliveReceived(Side.INCOMING),
                new PeerEvent.DialAgain(),
                new PeerEvent.Suspected(new LastError(LastError.Category.MISCELLANEOUS, "Wrong password")),
                new PeerEvent.CutOff(Obstacle.of("Link down", "Link down", "")),
                new PeerEvent.BfdDown(false),
                new PeerEvent.BfdDown(true),
                new PeerEvent.Reachable(),
                new PeerEvent.Restart(Cease.administrativeReset("")),
                new PeerEvent.Renew(),
                new PeerEvent.Stop(Cease.administrativeShutdown("")));
        return Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(6, path),
                        net.jqwik.api.Tuple.of(2, messages),
                        net.jqwik.api.Tuple.of(1, timers))
                .list()
                .ofMaxSize(80);
    }

    @Property(tries = 2000)
    void promisesHold(@ForAll("events") List<PeerEvent> events, @ForAll boolean passive, @ForAll boolean givesUp) {
        BgpErrorOptions errors = new BgpErrorOptions(givesUp, 120, givesUp ? Set.of(2) : Set.of());
        PeerFsm fsm = new PeerFsm(FsmFixture.settings(b -> b.passive(passive).errors(errors)));
        PeerState state = PeerState.INITIAL;
        World world = new World();
        long now = 0;
        for (PeerEvent event : events) {
            if (!world.possible(event)) {
                continue;
            }
            world.happened(event);
            now += 1_000;
            PeerFsm.Step step = fsm.step(state, event, now);
            assertThat(fsm.step(state, event, now)).as("a function").isEqualTo(step);
            state = step.state();
            step.actions().forEach(world::carryOut);
            world.check(state, passive);
        }
    }

    /** What the sockets, timers and the router would see. */
    private static final class World {
        private final Set<Side> sockets = EnumSet.noneOf(Side.class);
        private final Map<Side, Set<PeerTimer>> timers = new EnumMap<>(Side.class);
        private final Map<Side, SessionState> reported = new EnumMap<>(Side.class);
        private Side up;
        private boolean candidate;

        World() {
            for (Side side : Side.values()) {
                timers.put(side, EnumSet.noneOf(PeerTimer.class));
                reported.put(side, SessionState.IDLE);
            }
        }

        /** Sockets that are not there do not speak, timers that do not run do not expire. */
        boolean possible(PeerEvent event) {
            return switch (event) {
                case PeerEvent.TimerExpired(Side side, PeerTimer timer) ->
                    timers.get(side).contains(timer);
                case PeerEvent.Connected() ->
                    sockets.contains(Side.OUTGOING) && reported.get(Side.OUTGOING) == SessionState.CONNECT;
                case PeerEvent.Disconnected(Side side, String error, String hint) -> sockets.contains(side);
                case PeerEvent.OpenReceived(Side side, var open) -> speaks(side);
                case PeerEvent.OpenMalformed(Side side, var notification) -> speaks(side);
                case PeerEvent.KeepaliveReceived(Side side) -> speaks(side);
                case PeerEvent.UpdateReceived(Side side) -> speaks(side);
                case PeerEvent.RefreshReceived(Side side) -> speaks(side);
                case PeerEvent.NotificationReceived(Side side, var notification) -> speaks(side);
                case PeerEvent.ErrorFound(Side side, var notification) -> speaks(side);
                case PeerEvent.Start() -> true;
                case PeerEvent.CutOff(var reason) -> true;
                case PeerEvent.BfdDown(boolean graceful) -> true;
                case PeerEvent.Reachable() -> true;
                case PeerEvent.DialAgain() -> true;
                case PeerEvent.Suspected(var error) -> true;
                case PeerEvent.Stop(var cease) -> true;
                case PeerEvent.Restart(var cease) -> true;
                case PeerEvent.Renew() -> true;
                case PeerEvent.LimitExceeded(var cease, boolean restart, var text) -> true;
                case PeerEvent.Accepted() -> true;
            };
        }

        private boolean speaks(Side side) {
            return sockets.contains(side) && reported.get(side).compareTo(SessionState.OPEN_SENT) >= 0;
        }

        void happened(PeerEvent event) {
            if (event instanceof PeerEvent.TimerExpired(Side side, PeerTimer timer)) {
                timers.get(side).remove(timer);
            }
            if (event instanceof PeerEvent.Accepted) {
                candidate = true;
            }
        }

        void carryOut(PeerAction action) {
            switch (action) {
                case PeerAction.Dial() ->
                    assertThat(sockets.add(Side.OUTGOING)).as("one dial").isTrue();
                case PeerAction.Adopt() -> {
                    assertThat(candidate).isTrue();
                    candidate = false;
                    assertThat(sockets.add(Side.INCOMING)).as("one incoming").isTrue();
                }
                case PeerAction.Reject(var notification) -> {
                    assertThat(candidate).isTrue();
                    candidate = false;
                }
                case PeerAction.Close(Side side, var notification) -> sockets.remove(side);
                case PeerAction.SendOpen(Side side, var open) ->
                    assertThat(sockets).contains(side);
                case PeerAction.SendKeepalive(Side side) -> assertThat(sockets).contains(side);
                case PeerAction.StartTimer(Side side, PeerTimer timer, long ms) -> {
                    assertThat(ms).isPositive();
                    timers.get(side).add(timer);
                }
                case PeerAction.StopTimers(Side side) ->
                    timers.get(side).removeIf(timer -> timer != PeerTimer.ERROR_WAIT);
                case PeerAction.StopErrorWait() -> timers.get(Side.OUTGOING).remove(PeerTimer.ERROR_WAIT);
                case PeerAction.Up(Side side, var negotiated, var open) -> {
                    assertThat(up).as("up once").isNull();
                    assertThat(reported.get(side)).isEqualTo(SessionState.ESTABLISHED);
                    up = side;
                }
                case PeerAction.Down(Side side, var reason) -> {
                    assertThat(up).as("down what is up").isEqualTo(side);
                    up = null;
                }
                case PeerAction.Disabled(String after) -> assertThat(after).isNotEmpty();
                case PeerAction.CapabilitiesRefused() -> assertThat(up).isNull();
                case PeerAction.Moved(Side side, SessionState from, SessionState to, String reason) -> {
                    assertThat(reported.put(side, to)).isEqualTo(from);
                    assertThat(reason).isNotEmpty();
                }
            }
        }

        void check(PeerState state, boolean passive) {
            assertThat(candidate)
                    .as("every accepted connection is taken or rejected")
                    .isFalse();
            for (Side side : Side.values()) {
                SessionState now = state.connection(side).state();
                assertThat(reported.get(side)).isEqualTo(now);
                assertThat(sockets.contains(side))
                        .as("a socket exactly where the state needs one")
                        .isEqualTo(now != SessionState.IDLE && now != SessionState.ACTIVE);
                assertThat(state.connection(side).negotiated() != null)
                        .isEqualTo(now.compareTo(SessionState.OPEN_CONFIRM) >= 0);
                Set<PeerTimer> expected = switch (now) {
                    case IDLE -> Set.of();
                    case ACTIVE -> Set.of(PeerTimer.CONNECT_DELAY);
                    case CONNECT -> Set.of(PeerTimer.CONNECT_RETRY);
                    case OPEN_SENT -> Set.of(PeerTimer.HOLD);
                    case OPEN_CONFIRM, ESTABLISHED -> Set.of(PeerTimer.HOLD, PeerTimer.KEEPALIVE, PeerTimer.SEND_HOLD);
                };
                Set<PeerTimer> running = EnumSet.copyOf(timers.get(side));
                running.remove(PeerTimer.ERROR_WAIT);
                assertThat(running).containsExactlyInAnyOrderElementsOf(expected);
            }
            assertThat(timers.get(Side.OUTGOING).contains(PeerTimer.ERROR_WAIT))
                    .isEqualTo(state.phase() == NeighborStatus.Phase.ERROR_WAIT);
            boolean idle = state.state() == SessionState.IDLE;
            switch (state.phase()) {
                case DOWN, CUT_OFF, ERROR_WAIT -> assertThat(idle).isTrue();
                case RUNNING ->
                    assertThat(idle).as("never asleep while running").isEqualTo(idle && passive);
                case STOPPING ->
                    assertThat(state.phase()).as("not the machine's").isNull();
            }
            assertThat(up != null).isEqualTo(state.state() == SessionState.ESTABLISHED);
            if (up != null) {
                assertThat(state.connection(up.other()).state())
                        .as("beside a session at most a connection that may still lose")
                        .isIn(SessionState.IDLE, SessionState.OPEN_SENT);
            }
        }
    }
}
