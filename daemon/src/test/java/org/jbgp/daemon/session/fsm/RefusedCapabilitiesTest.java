package org.jbgp.daemon.session.fsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jbgp.daemon.session.NeighborStatus;
import org.jbgp.daemon.session.SessionState;
import org.jbgp.daemon.wire.Notification;
import org.jbgp.daemon.wire.open.CapabilityType;
import org.jbgp.daemon.wire.open.OpenMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code capabilities auto}, BIRD 1.6's default for IPv4: neighbors that refuse capabilities get an OPEN without. */
class RefusedCapabilitiesTest {
    private static final Notification REFUSAL = new Notification(Notification.Kind.UNSUPPORTED_PARAMETER);

    private final PeerFsm fsm = new PeerFsm(FsmFixture.settings(b -> b.retryWithoutCapabilities(true)));

    private static PeerState dialed(PeerFsm machine, PeerState from) {
        PeerState state = machine.step(from, new PeerEvent.TimerExpired(Side.OUTGOING, PeerTimer.CONNECT_DELAY), 0)
                .state();
        return machine.step(state, new PeerEvent.Connected(), 0).state();
    }

    private static PeerFsm.Step refused(PeerFsm machine, PeerState from, Notification refusal) {
        return machine.step(from, new PeerEvent.NotificationReceived(Side.OUTGOING, refusal), 0);
    }

    @ParameterizedTest
    @EnumSource(
            value = Notification.Kind.class,
            names = {"UNSUPPORTED_PARAMETER", "CAPABILITY_MISSING"})
    void isDialedAgainWithoutThemAndWithoutAWait(Notification.Kind kind) {
        PeerState sent = FsmFixture.in(fsm, Side.OUTGOING, SessionState.OPEN_SENT);
        assertThat(fsm.localOpen(sent).capabilities()).isNotEmpty();
        PeerFsm.Step step = refused(fsm, sent, new Notification(kind));
        assertThat(FsmFixture.describe(step.actions()))
                .isEqualTo("without-capabilities >Idle close >Active connect-delay=5");
        assertThat(step.state().phase()).isEqualTo(NeighborStatus.Phase.RUNNING);
        assertThat(step.state().lastError().text()).isEqualTo(new Notification(kind).description());
        PeerState again = dialed(fsm, step.state());
        assertThat(fsm.localOpen(again).capabilities()).isEmpty();
        OpenMessage old = OpenMessage.of(FsmFixture.PEER_AS, 90, FsmFixture.PEER_ID, List.of());
        PeerFsm.Step opened = fsm.step(again, new PeerEvent.OpenReceived(Side.OUTGOING, old), 0);
        assertThat(opened.state().outgoing().negotiated().uses(CapabilityType.FOUR_BYTE_AS))
                .isFalse();
        PeerState up = fsm.step(opened.state(), new PeerEvent.KeepaliveReceived(Side.OUTGOING), 0)
                .state();
        assertThat(up.state()).isEqualTo(SessionState.ESTABLISHED);
        assertThat(up.bare()).isTrue();
        PeerState down = fsm.step(up, new PeerEvent.Disconnected(Side.OUTGOING, "", ""), 0)
                .state();
        assertThat(down.bare()).as("the next session begins as usual").isFalse();
    }

    /** Of what the neighbor offers nothing is used: we did not offer it. */
    @Test
    void offersOfTheNeighborDoNotCountThen() {
        PeerState again = dialed(
                fsm,
                refused(fsm, FsmFixture.in(fsm, Side.OUTGOING, SessionState.OPEN_SENT), REFUSAL)
                        .state());
        PeerState opened = fsm.step(again, new PeerEvent.OpenReceived(Side.OUTGOING, FsmFixture.goodOpen()), 0)
                .state();
        assertThat(opened.outgoing().negotiated().uses(CapabilityType.FOUR_BYTE_AS))
                .isFalse();
    }

    @Test
    void aSecondRefusalIsAnError() {
        PeerState again = dialed(
                fsm,
                refused(fsm, FsmFixture.in(fsm, Side.OUTGOING, SessionState.OPEN_SENT), REFUSAL)
                        .state());
        PeerState failed = refused(fsm, again, REFUSAL).state();
        assertThat(failed.phase()).isEqualTo(NeighborStatus.Phase.ERROR_WAIT);
        assertThat(failed.bare()).isFalse();
    }

    @Test
    void isAnErrorUnlessWanted() {
        for (PeerFsm machine : List.of(
                new PeerFsm(FsmFixture.settings()),
                new PeerFsm(FsmFixture.settings(
                        b -> b.retryWithoutCapabilities(true).remoteAs(70_000))))) {
            PeerState failed = refused(machine, FsmFixture.in(machine, Side.OUTGOING, SessionState.OPEN_SENT), REFUSAL)
                    .state();
            assertThat(failed.phase()).isEqualTo(NeighborStatus.Phase.ERROR_WAIT);
            assertThat(failed.bare()).isFalse();
        }
    }
}
