package org.jbgp.daemon.session.fsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.jbgp.config.model.bgp.BgpErrorOptions;
import org.jbgp.config.model.bgp.BgpTimers;
import org.jbgp.daemon.session.LastError;
import org.jbgp.daemon.session.NeighborStatus;
import org.jbgp.daemon.session.SessionState;
import org.jbgp.daemon.wire.Notification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The wait after errors (BIRD {@code error wait time}, {@code error forget time}, {@code disable after error}). */
class PeerFsmBackOffTest {

    private static final BgpTimers TIMERS = BgpTimers.DEFAULT.withErrorWait(10, 35, 100);

    private final PeerFsm fsm = new PeerFsm(FsmFixture.settings(b -> b.timers(TIMERS)));

    private PeerState fail(PeerFsm machine, PeerState state, long now) {
        PeerState accepted = machine.step(state, new PeerEvent.Accepted(), now).state();
        return machine.step(
                        accepted,
                        new PeerEvent.ErrorFound(Side.INCOMING, new Notification(Notification.Kind.NOT_SYNCHRONIZED)),
                        now)
                .state();
    }

    private PeerState waitOver(PeerState state, long now) {
        return fsm.step(state, new PeerEvent.TimerExpired(Side.OUTGOING, PeerTimer.ERROR_WAIT), now)
                .state();
    }

    @Test
    void doublesUpToTheMaximumAndIsForgottenAfterAQuietTime() {
        PeerState state = fsm.step(PeerState.INITIAL, new PeerEvent.Start(), 0).state();
        long now = 0;
        for (int expected : new int[] {10, 20, 35, 35}) {
            state = fail(fsm, state, now);
            assertThat(state.phase()).isEqualTo(NeighborStatus.Phase.ERROR_WAIT);
            assertThat(state.errorWait()).isEqualTo(expected);
            now += 50_000;
            state = waitOver(state, now);
            assertThat(state.phase()).isEqualTo(NeighborStatus.Phase.RUNNING);
            assertThat(state.outgoing().state()).isEqualTo(SessionState.ACTIVE);
        }
        state = fail(fsm, state, now + 50_000); // 100 s after the last one
        assertThat(state.errorWait()).isEqualTo(10);
    }

    @Test
    void noWaitIfConfiguredToNone() {
        PeerFsm machine = new PeerFsm(FsmFixture.settings(b -> b.timers(TIMERS.withErrorWait(0, 0, 0))));
        PeerState state =
                machine.step(PeerState.INITIAL, new PeerEvent.Start(), 0).state();
        assertThat(fail(machine, state, 0).phase()).isEqualTo(NeighborStatus.Phase.RUNNING);
    }

    @Test
    void staysDownAfterAnErrorIfConfiguredSo() {
        PeerFsm machine = new PeerFsm(FsmFixture.settings(b -> b.errors(new BgpErrorOptions(true, 120, Set.of()))));
        PeerState state =
                machine.step(PeerState.INITIAL, new PeerEvent.Start(), 0).state();
        PeerState down = fail(machine, state, 0);
        assertThat(down.phase()).isEqualTo(NeighborStatus.Phase.DOWN);
        assertThat(down.lastError()).hasToString("BGP Error: Connection not synchronized");
        assertThat(machine.step(down, new PeerEvent.Start(), 0).state().phase())
                .isEqualTo(NeighborStatus.Phase.RUNNING);
    }

    /** Subcodes that are the end, subcode received. */
    @ParameterizedTest
    @CsvSource({
        "2,   2,  true",
        "2,   4,  false",
        "0,   2,  false",
        "0,   0,  true",
        "0,   9,  true", // hard reset has no name of its own, like all that came later
        "'',  2,  false",
    })
    void staysDownAfterACeaseIfConfiguredSo(String ends, int subcode, boolean end) {
        Set<Integer> subcodes = ends.isEmpty() ? Set.of() : Set.of(Integer.parseInt(ends));
        PeerFsm machine = new PeerFsm(FsmFixture.settings(b -> b.errors(new BgpErrorOptions(false, 120, subcodes))));
        PeerState state =
                machine.step(PeerState.INITIAL, new PeerEvent.Start(), 0).state();
        PeerState accepted = machine.step(state, new PeerEvent.Accepted(), 0).state();
        PeerFsm.Step step = machine.step(
                accepted,
                new PeerEvent.NotificationReceived(Side.INCOMING, new Notification(Notification.Kind.of(6, subcode))),
                0);
        assertThat(step.state().phase()).isEqualTo(end ? NeighborStatus.Phase.DOWN : NeighborStatus.Phase.RUNNING);
        assertThat(step.actions().contains(new PeerAction.Disabled("Cease notification")))
                .isEqualTo(end);
        // Our own Cease says nothing about the neighbor.
        assertThat(machine.step(
                                accepted,
                                new PeerEvent.ErrorFound(
                                        Side.INCOMING, new Notification(Notification.Kind.of(6, subcode))),
                                0)
                        .state()
                        .phase())
                .isEqualTo(NeighborStatus.Phase.RUNNING);
    }

    @Test
    void restartEndsTheWait() {
        PeerState state = fsm.step(PeerState.INITIAL, new PeerEvent.Start(), 0).state();
        PeerFsm.Step step = fsm.step(fail(fsm, state, 0), new PeerEvent.Restart(null), 0);
        assertThat(step.actions()).contains(new PeerAction.StopErrorWait());
        assertThat(step.state().phase()).isEqualTo(NeighborStatus.Phase.RUNNING);
    }

    @Test
    void establishedForgetsTheErrorText() {
        PeerState state = fsm.step(PeerState.INITIAL, new PeerEvent.Start(), 0).state();
        state = waitOver(fail(fsm, state, 0), 10_000);
        assertThat(state.lastError()).isNotEqualTo(LastError.NONE);
        state = fsm.step(state, new PeerEvent.Accepted(), 0).state();
        state = fsm.step(state, new PeerEvent.OpenReceived(Side.INCOMING, FsmFixture.goodOpen()), 0)
                .state();
        state = fsm.step(state, new PeerEvent.KeepaliveReceived(Side.INCOMING), 0)
                .state();
        assertThat(state.lastError()).isEqualTo(LastError.NONE);
    }

    @Test
    void withoutConnectDelayTheFirstDialIsImmediateAndAFailedOneWaitsASecond() {
        PeerFsm machine = new PeerFsm(FsmFixture.settings(b -> b.timers(TIMERS.withDialing(0, 5))));
        PeerFsm.Step first = machine.step(PeerState.INITIAL, new PeerEvent.Start(), 0);
        assertThat(FsmFixture.describe(first.actions())).isEqualTo(">Connect dial connect-retry=5");
        PeerFsm.Step second =
                machine.step(first.state(), new PeerEvent.Disconnected(Side.OUTGOING, "Connection refused"), 0);
        assertThat(FsmFixture.describe(second.actions())).isEqualTo(">Idle close >Active connect-delay=1");
        assertThat(second.state().lastError()).hasToString("Socket: Connection refused");
    }

    /** Who does not know us ends every connection, by closing it or with a Cease; each time we wait longer. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aNeighborThatDoesNotWantUsIsDialledLessAndLess(boolean cease) {
        PeerFsm machine = new PeerFsm(FsmFixture.settings(
                b -> b.timers(BgpTimers.DEFAULT.withDialing(5, 120).withErrorWait(60, 300, 300))));
        PeerState state =
                machine.step(PeerState.INITIAL, new PeerEvent.Start(), 0).state();
        PeerEvent end = cease
                ? new PeerEvent.NotificationReceived(
                        Side.OUTGOING, new Notification(Notification.Kind.CONNECTION_REJECTED))
                : new PeerEvent.Disconnected(Side.OUTGOING, "");
        for (int expected : new int[] {5, 10, 20, 40, 60, 60}) {
            state = dial(machine, state);
            PeerFsm.Step step = machine.step(state, end, 0);
            assertThat(FsmFixture.describe(step.actions())).endsWith(">Active connect-delay=" + expected);
            state = step.state();
            assertThat(state.phase()).isEqualTo(NeighborStatus.Phase.RUNNING);
        }
        // A port nobody listens at is no refusal, and one session is enough to begin anew.
        state = machine.step(state, new PeerEvent.Accepted(), 0).state();
        state = machine.step(state, new PeerEvent.OpenReceived(Side.INCOMING, FsmFixture.goodOpen()), 0)
                .state();
        state = machine.step(state, new PeerEvent.KeepaliveReceived(Side.INCOMING), 0)
                .state();
        PeerFsm.Step step = machine.step(state, new PeerEvent.Disconnected(Side.INCOMING, ""), 0);
        assertThat(FsmFixture.describe(step.actions())).endsWith(">Active connect-delay=5");
    }

    private static PeerState dial(PeerFsm machine, PeerState waiting) {
        PeerState dialling = machine.step(
                        waiting, new PeerEvent.TimerExpired(Side.OUTGOING, PeerTimer.CONNECT_DELAY), 0)
                .state();
        return machine.step(dialling, new PeerEvent.Connected(), 0).state();
    }

    @Test
    void passiveNeighborNeverDials() {
        PeerFsm machine = new PeerFsm(FsmFixture.settings(b -> b.passive(true)));
        PeerState state =
                machine.step(PeerState.INITIAL, new PeerEvent.Start(), 0).state();
        assertThat(state.outgoing().state()).isEqualTo(SessionState.IDLE);
        assertThat(state.phase()).isEqualTo(NeighborStatus.Phase.RUNNING);
    }
}
