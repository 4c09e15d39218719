package org.jbgp.daemon.session.fsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jbgp.config.model.bgp.BgpCapability;
import org.jbgp.config.model.bgp.BgpChannelOptions;
import org.jbgp.daemon.session.Cease;
import org.jbgp.daemon.session.DownReason;
import org.jbgp.daemon.session.LastError;
import org.jbgp.daemon.session.SessionState;
import org.jbgp.daemon.session.settings.NeighborSettingsBuilder;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.open.Capability;
import org.jbgp.daemon.wire.open.OpenMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two connections at once (RFC 4271 §6.8, RFC 6286 §2.3). */
class PeerFsmCollisionTest {

    private final PeerFsm fsm = new PeerFsm(FsmFixture.settings());

    /** The other connection is in OpenConfirm when the OPEN arrives on {@code side}; who survives. */
    @ParameterizedTest(name = "neighbor {0}, OPEN on the {1} connection: {2} stays")
    @CsvSource({
        "higher id, OUTGOING, INCOMING",
        "higher id, INCOMING, INCOMING",
        "lower id,  OUTGOING, OUTGOING",
        "lower id,  INCOMING, OUTGOING",
        "same id higher AS, OUTGOING, INCOMING",
        "same id higher AS, INCOMING, INCOMING",
        "same id lower AS, OUTGOING, OUTGOING",
        "same id lower AS, INCOMING, OUTGOING",
        // identifiers compare as unsigned numbers
        "highest bit id, OUTGOING, INCOMING",
        "highest bit id, INCOMING, INCOMING",
    })
    void dominantRouterKeepsTheConnectionItDialled(String neighbor, Side side, Side survivor) {
        long peerAs = neighbor.equals("same id lower AS") ? 64000 : FsmFixture.PEER_AS;
        int peerId = switch (neighbor) {
            case "higher id" -> FsmFixture.LOCAL_ID + 1;
            case "lower id" -> FsmFixture.LOCAL_ID - 1;
            case "highest bit id" -> 0xC000_0001;
            default -> FsmFixture.LOCAL_ID;
        };
        PeerFsm machine = new PeerFsm(FsmFixture.settings(b -> b.remoteAs(peerAs)));
        OpenMessage open = FsmFixture.open(peerAs, 90, peerId);
        PeerState state = FsmFixture.in(machine, Side.OUTGOING, SessionState.OPEN_SENT);
        state = machine.step(state, new PeerEvent.Accepted(), 0).state();
        state = machine.step(state, new PeerEvent.OpenReceived(side.other(), open), 0)
                .state();
        assertThat(state.connection(side.other()).state()).isEqualTo(SessionState.OPEN_CONFIRM);
        assertThat(state.connection(side).state()).isEqualTo(SessionState.OPEN_SENT);

        PeerFsm.Step step = machine.step(state, new PeerEvent.OpenReceived(side, open), 0);
        assertThat(step.state().connection(survivor).state()).isEqualTo(SessionState.OPEN_CONFIRM);
        assertThat(step.state().connection(survivor.other()).state()).isEqualTo(SessionState.IDLE);
        assertThat(step.actions())
                .contains(new PeerAction.Close(survivor.other(), Cease.connectionCollision()))
                .noneMatch(action ->
                        action instanceof PeerAction.StartTimer timer && timer.timer() == PeerTimer.ERROR_WAIT);
        assertThat(step.state().lastError()).isEqualTo(LastError.NONE);
    }

    @Test
    void openOnTheIncomingConnectionEndsTheDialThatIsUnderWay() {
        PeerState state = FsmFixture.in(fsm, Side.OUTGOING, SessionState.CONNECT);
        state = fsm.step(state, new PeerEvent.Accepted(), 0).state();
        PeerFsm.Step step = fsm.step(state, new PeerEvent.OpenReceived(Side.INCOMING, FsmFixture.goodOpen()), 0);
        assertThat(step.actions()).contains(new PeerAction.Close(Side.OUTGOING, null));
        assertThat(step.state().outgoing().state()).isEqualTo(SessionState.IDLE);
        assertThat(step.state().incoming().state()).isEqualTo(SessionState.OPEN_CONFIRM);
    }

    @ParameterizedTest
    @CsvSource({"OUTGOING", "INCOMING"})
    void establishedSessionWinsAgainstAnyOpen(Side established) {
        PeerState state = FsmFixture.in(fsm, established, SessionState.ESTABLISHED);
        state = established == Side.OUTGOING
                ? fsm.step(state, new PeerEvent.Accepted(), 0).state()
                : state;
        if (established == Side.INCOMING) {
            assertThat(state.outgoing().state()).as("no dial beside a session").isEqualTo(SessionState.IDLE);
            return;
        }
        PeerFsm.Step step = fsm.step(state, new PeerEvent.OpenReceived(Side.INCOMING, FsmFixture.goodOpen()), 0);
        assertThat(step.actions()).contains(new PeerAction.Close(Side.INCOMING, Cease.connectionCollision()));
        assertThat(step.state().connection(established).state()).isEqualTo(SessionState.ESTABLISHED);
    }

    @Test
    void secondIncomingConnectionIsRejected() {
        PeerState state = FsmFixture.in(fsm, Side.INCOMING, SessionState.OPEN_SENT);
        PeerFsm.Step step = fsm.step(state, new PeerEvent.Accepted(), 0);
        assertThat(step.actions()).containsExactly(new PeerAction.Reject(Cease.connectionRejected()));
        assertThat(step.state()).isEqualTo(state);
    }

    @Test
    void errorOnASecondConnectionLeavesTheSessionAndTheBackOffAlone() {
        PeerState state = FsmFixture.in(fsm, Side.OUTGOING, SessionState.ESTABLISHED);
        state = fsm.step(state, new PeerEvent.Accepted(), 0).state();
        PeerFsm.Step step = fsm.step(state, new PeerEvent.KeepaliveReceived(Side.INCOMING), 0);
        assertThat(FsmFixture.describe(step.actions())).isEqualTo(">Idle close 5/1");
        assertThat(step.state().outgoing().state()).isEqualTo(SessionState.ESTABLISHED);
        assertThat(step.state().errorWait()).isZero();
        assertThat(step.state().lastError()).isEqualTo(LastError.NONE);
    }

    @Test
    void errorBeforeEstablishedEndsBothConnections() {
        PeerState state = FsmFixture.in(fsm, Side.OUTGOING, SessionState.OPEN_SENT);
        state = fsm.step(state, new PeerEvent.Accepted(), 0).state();
        PeerFsm.Step step = fsm.step(
                state, new PeerEvent.OpenReceived(Side.INCOMING, FsmFixture.open(65099, 90, FsmFixture.PEER_ID)), 0);
        assertThat(FsmFixture.describe(step.actions())).isEqualTo(">Idle close 2/2 >Idle close 6/0 error-wait=60");
    }

    /** RFC 4724 §4.2: the new connection replaces the session, without a NOTIFICATION. */
    @ParameterizedTest
    @CsvSource({"OUTGOING", "INCOMING"})
    void connectionFromARestartableNeighborMeansThatItHasRestarted(Side side) {
        PeerFsm machine = restartable();
        PeerFsm.Step step = machine.step(establishedAt(machine, side, 1000), new PeerEvent.Accepted(), 6000);
        assertThat(step.actions())
                .contains(new PeerAction.Close(side, null), new PeerAction.Adopt())
                .anyMatch(action -> action instanceof PeerAction.Down down
                        && down.reason().cause() == DownReason.Cause.NEIGHBOR_RESTARTED);
        assertThat(step.state().incoming().state()).isEqualTo(SessionState.OPEN_SENT);
    }

    /** It was dialed before the other one was established, and accepted late. */
    @ParameterizedTest
    @CsvSource({"OUTGOING", "INCOMING"})
    void connectionAcceptedLateLeavesTheFreshSessionAlone(Side side) {
        PeerFsm machine = restartable();
        PeerFsm.Step step = machine.step(establishedAt(machine, side, 1000), new PeerEvent.Accepted(), 5999);
        assertThat(step.state().connection(side).state()).isEqualTo(SessionState.ESTABLISHED);
        assertThat(step.actions())
                .noneMatch(action -> action instanceof PeerAction.Down
                        || (action instanceof PeerAction.Close close && close.side() == side));
    }

    /** RFC 4724 §4: a neighbor that keeps routes over a restart hears nothing when the session is made anew. */
    @ParameterizedTest
    @CsvSource({"OUTGOING", "INCOMING"})
    void newSessionWithARestartableNeighborIsBegunWithoutAWord(Side side) {
        PeerFsm machine = restartable();
        PeerFsm.Step step = machine.step(establishedAt(machine, side, 1000), new PeerEvent.Renew(), 1500);
        assertThat(step.actions())
                .contains(new PeerAction.Close(side, null))
                .anyMatch(action ->
                        action instanceof PeerAction.Down down && down.reason().cause() == DownReason.Cause.RENEWED);
        assertThat(step.state().outgoing().state()).isEqualTo(SessionState.ACTIVE);
    }

    private static PeerFsm restartable() {
        return new PeerFsm(FsmFixture.settings(b -> b.offers(
                        BgpCapability.FOUR_BYTE_AS,
                        BgpCapability.ROUTE_REFRESH,
                        BgpCapability.ENHANCED_ROUTE_REFRESH,
                        BgpCapability.GRACEFUL_RESTART)
                .family(
                        AddressFamily.IPV4_UNICAST,
                        NeighborSettingsBuilder.channel(
                                false, BgpChannelOptions.AddPaths.OFF, BgpChannelOptions.ExtendedNextHop.OFF, true))));
    }

    private static PeerState establishedAt(PeerFsm machine, Side side, long moment) {
        OpenMessage open = FsmFixture.open(
                FsmFixture.PEER_AS,
                90,
                FsmFixture.PEER_ID,
                new Capability.GracefulRestart(
                        false,
                        false,
                        90,
                        List.of(new Capability.RestartFamily(
                                AddressFamily.IPV4_UNICAST.afi(), AddressFamily.IPV4_UNICAST.safi(), true))));
        PeerState state = FsmFixture.in(machine, side, SessionState.OPEN_SENT);
        state = machine.step(state, new PeerEvent.OpenReceived(side, open), moment)
                .state();
        return machine.step(state, new PeerEvent.KeepaliveReceived(side), moment)
                .state();
    }
}
