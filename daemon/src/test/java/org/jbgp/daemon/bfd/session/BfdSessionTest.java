package org.jbgp.daemon.bfd.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.jbgp.daemon.bfd.packet.AuthenticationKey;
import org.jbgp.daemon.bfd.packet.AuthenticationType;
import org.jbgp.daemon.bfd.packet.BfdState;
import org.jbgp.daemon.bfd.packet.ControlPacket;
import org.jbgp.daemon.bfd.packet.Diagnostic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 5880 §6.8 under virtual time. */
class BfdSessionTest {
    private static final SessionSettings FAST = Wire.settings(50_000, 3);
    private static final SessionSettings SLOW = Wire.settings(300_000, 3);

    private static Wire up(SessionSettings left, SessionSettings right) {
        Wire wire = new Wire(left, right);
        wire.pass(10_000);
        assertThat(wire.left.session.state()).isEqualTo(BfdState.UP);
        assertThat(wire.right.session.state()).isEqualTo(BfdState.UP);
        return wire;
    }

    /** A packet of the right end to the left one. */
    private static byte[] packet(BfdState state, int yours, boolean poll, long minTx, long minRx, int multiplier) {
        ControlPacket packet = new ControlPacket(ByteBuffer.allocateDirect(256));
        packet.write(state, 0, multiplier, 0x22222222, yours, (int) minTx, (int) minRx);
        packet.mark(poll, false);
        byte[] bytes = new byte[24];
        packet.buffer().get(0, bytes);
        return bytes;
    }

    /** §6.8.6, the whole table: own state and diagnostic after a packet of the neighbor's state. */
    @ParameterizedTest(name = "{0} + {1} = {2}")
    @CsvSource({
        "DOWN, ADMIN_DOWN, DOWN, 0",
        "DOWN, DOWN,       INIT, 0",
        "DOWN, INIT,       UP,   0",
        "DOWN, UP,         DOWN, 0",
        "INIT, ADMIN_DOWN, DOWN, 3",
        "INIT, DOWN,       INIT, 0",
        "INIT, INIT,       UP,   0",
        "INIT, UP,         UP,   0",
        "UP,   ADMIN_DOWN, DOWN, 3",
        "UP,   DOWN,       DOWN, 3",
        "UP,   INIT,       UP,   0",
        "UP,   UP,         UP,   0",
        "ADMIN_DOWN, UP,   ADMIN_DOWN, 7",
        "ADMIN_DOWN, DOWN, ADMIN_DOWN, 7",
    })
    void states(BfdState own, BfdState heard, BfdState then, int diagnostic) {
        Wire wire = new Wire(FAST, FAST);
        switch (own) {
            case DOWN -> {}
            case INIT -> wire.give(wire.left, packet(BfdState.DOWN, 0, false, 50_000, 50_000, 3));
            case UP -> wire.give(wire.left, packet(BfdState.INIT, 0x11111111, false, 50_000, 50_000, 3));
            case ADMIN_DOWN -> wire.left.session.end(0);
        }
        assertThat(wire.left.session.state()).isEqualTo(own);
        wire.give(wire.left, packet(heard, 0x11111111, false, 50_000, 50_000, 3));
        assertThat(wire.left.session.state()).isEqualTo(then);
        assertThat(wire.left.session.diagnostic()).isEqualTo(diagnostic);
    }

    @Test
    void aSessionComesUpAndStays() {
        Wire wire = up(FAST, FAST);
        wire.pass(600_000);
        assertThat(wire.left.states).isIn(List.of("Init", "Up"), List.of("Up"));
        // §6.8.7: 75 to 90 % of 50 ms.
        assertThat(Wire.gaps(wire.left, 20_000 * Wire.MILLI)).allMatch(gap -> gap >= 37 && gap <= 45);
    }

    /** §4.1: the C bit is what was said last, and stays known after a loss (RFC 5882 §4.3). */
    @Test
    void theNeighborKnowsWhetherItOutlivesRoutingProtocols() {
        Wire wire = up(FAST, FAST);
        assertThat(wire.left.session.remote().independent()).isFalse();
        wire.right.session.independent(true);
        wire.pass(1_000);
        assertThat(wire.left.session.remote().independent()).isTrue();
        wire.cutToLeft = true;
        wire.pass(1_000);
        assertThat(wire.left.session.state()).isEqualTo(BfdState.DOWN);
        assertThat(wire.left.session.remote().independent()).isTrue();
    }

    /** §6.8.4: each side has a detection time of its own, made of what both said. */
    @Test
    void timersAreNegotiatedOnBothSides() {
        Wire wire = up(Wire.settings(50_000, 3), Wire.settings(300_000, 5));
        assertThat(wire.left.session.interval()).isEqualTo(300 * Wire.MILLI);
        assertThat(wire.right.session.interval()).isEqualTo(300 * Wire.MILLI);
        assertThat(wire.left.session.detectionTime()).isEqualTo(5 * 300 * Wire.MILLI);
        assertThat(wire.right.session.detectionTime()).isEqualTo(3 * 300 * Wire.MILLI);
        wire.pass(60_000);
        assertThat(Wire.gaps(wire.right, 10_000 * Wire.MILLI)).allMatch(gap -> gap >= 225 && gap <= 270);
    }

    @Test
    void silenceIsNoticed() {
        Wire wire = up(FAST, FAST);
        long cut = wire.now;
        wire.cutToLeft = true;
        wire.pass(1_000);
        assertThat(wire.left.session.state()).isEqualTo(BfdState.DOWN);
        assertThat(wire.left.session.diagnostic()).isEqualTo(Diagnostic.TIME_EXPIRED);
        assertThat(wire.left.changedAt.getLast() - cut).isBetween(100 * Wire.MILLI, 152 * Wire.MILLI);
        // The other way still works: the neighbor hears at once.
        assertThat(wire.right.session.state()).isEqualTo(BfdState.DOWN);
        assertThat(wire.right.session.diagnostic()).isEqualTo(Diagnostic.NEIGHBOR_DOWN);
        assertThat(wire.right.changedAt.getLast() - cut).isLessThan(155 * Wire.MILLI);
    }

    @Test
    void itRecoversAfterMinutes() {
        Wire wire = up(FAST, SLOW);
        wire.cutToLeft = true;
        wire.cutToRight = true;
        wire.pass(300_000);
        assertThat(wire.left.session.state()).isEqualTo(BfdState.DOWN);
        assertThat(wire.left.session.remote().discriminator()).isZero();
        assertThat(Wire.gaps(wire.left, wire.now - 100_000 * Wire.MILLI))
                .as("§6.8.3: not more than one a second while it is down")
                .allMatch(gap -> gap >= 750 && gap <= 900);
        wire.cutToLeft = false;
        wire.cutToRight = false;
        wire.pass(3_000);
        assertThat(wire.left.session.state()).isEqualTo(BfdState.UP);
        assertThat(wire.right.session.state()).isEqualTo(BfdState.UP);
        wire.pass(600_000);
        assertThat(wire.left.session.state()).isEqualTo(BfdState.UP);
    }

    /** What the process did not read in time has arrived all the same. */
    @Test
    void whatLiesUnreadKeepsASessionUp() {
        Wire wire = up(FAST, FAST);
        long last = wire.now;
        long later = last + 5_000 * Wire.MILLI;
        wire.left.session.run(later, last);
        assertThat(wire.left.session.state()).isEqualTo(BfdState.UP);
        wire.left.session.run(later, later);
        assertThat(wire.left.session.state()).isEqualTo(BfdState.DOWN);
    }

    /** §6.8.3: a longer interval holds when the poll is answered, a shorter detection likewise; no session is lost. */
    @Test
    void intervalsChangeUnderTheLivingSession() {
        Wire wire = up(FAST, FAST);
        int answers = wire.right.answers;
        wire.left.session.change(SLOW, wire.now);
        assertThat(wire.left.session.minTx()).as("not yet").isEqualTo(50_000);
        assertThat(wire.left.session.minRx()).as("at once").isEqualTo(300_000);
        wire.pass(1_000);
        assertThat(wire.left.session.minTx()).isEqualTo(300_000);
        assertThat(wire.right.answers).isGreaterThan(answers);
        assertThat(wire.left.lastHadPoll).isFalse();
        assertThat(wire.right.session.detectionTime()).isEqualTo(900 * Wire.MILLI);
        wire.left.session.change(FAST, wire.now);
        assertThat(wire.left.session.minTx()).as("at once").isEqualTo(50_000);
        assertThat(wire.left.session.minRx()).as("not yet").isEqualTo(300_000);
        wire.pass(1_000);
        assertThat(wire.left.session.minRx()).isEqualTo(50_000);
        wire.pass(60_000);
        assertThat(wire.left.states).containsOnlyOnce("Up").doesNotContain("Down");
        assertThat(wire.right.states).containsOnlyOnce("Up").doesNotContain("Down");
    }

    @Test
    void aPollLostIsAskedAgain() {
        Wire wire = up(Wire.settings(50_000, 30), FAST);
        wire.cutToRight = true;
        wire.left.session.change(SLOW, wire.now);
        wire.pass(500);
        assertThat(wire.left.session.minTx()).isEqualTo(50_000);
        assertThat(wire.left.lastHadPoll).isTrue();
        wire.cutToRight = false;
        wire.pass(200);
        assertThat(wire.left.session.minTx()).isEqualTo(300_000);
    }

    /** §6.6: a neighbor in demand mode hears nothing but polls while both ends are up. */
    @Test
    void demand() {
        Wire wire = up(FAST, FAST);
        wire.cutToLeft = true;
        wire.cutToRight = true;
        byte[] demanding = packet(BfdState.UP, 0x11111111, false, 50_000, 50_000, 255);
        demanding[1] |= 0x02;
        wire.give(wire.left, demanding);
        int sent = wire.left.sentAt.size();
        wire.pass(1_000);
        assertThat(wire.left.sentAt).hasSize(sent);
        wire.left.session.change(SLOW, wire.now);
        wire.pass(100);
        assertThat(wire.left.lastHadPoll).isTrue();
        int polls = wire.left.sentAt.size();
        assertThat(polls).isGreaterThan(sent);
        byte[] answer = packet(BfdState.UP, 0x11111111, false, 50_000, 50_000, 255);
        answer[1] |= 0x12;
        // One poll for each interval, one after the other.
        wire.give(wire.left, answer);
        wire.give(wire.left, answer);
        wire.pass(1_000);
        assertThat(wire.left.sentAt.size() - polls).isLessThanOrEqualTo(1);
        byte[] poll = packet(BfdState.UP, 0x11111111, true, 50_000, 50_000, 255);
        poll[1] |= 0x02;
        wire.give(wire.left, poll);
        assertThat(wire.left.answers).isPositive();
    }

    @Test
    void aPassiveEndWaits() {
        Wire silent = new Wire(Wire.passive(FAST), Wire.passive(FAST));
        silent.pass(60_000);
        assertThat(silent.left.sentAt).isEmpty();
        Wire wire = up(Wire.passive(FAST), FAST);
        assertThat(wire.left.sentAt).isNotEmpty();
    }

    /** §6.8.1: a neighbor that can take none gets none, but answers. */
    @Test
    void aNeighborThatWantsNothing() {
        Wire wire = new Wire(FAST, FAST);
        wire.give(wire.left, packet(BfdState.INIT, 0x11111111, false, 50_000, 0, 3));
        int sent = wire.left.sentAt.size();
        wire.cutToLeft = true;
        wire.pass(100);
        assertThat(wire.left.sentAt).hasSize(sent);
        wire.give(wire.left, packet(BfdState.UP, 0x11111111, true, 50_000, 0, 3));
        assertThat(wire.left.answers).isEqualTo(1);
    }

    /** §6.8.16: the neighbor hears of a decided end, and takes it for no failure. */
    @Test
    void anEndIsSaid() {
        Wire wire = up(FAST, FAST);
        wire.left.session.end(wire.now);
        wire.pass(200);
        assertThat(wire.right.session.state()).isEqualTo(BfdState.DOWN);
        assertThat(wire.right.session.remote().state()).isEqualTo(BfdState.ADMIN_DOWN);
        assertThat(wire.left.session.finished(wire.now)).isTrue();
        Wire unknown = new Wire(FAST, FAST);
        unknown.left.session.end(0);
        assertThat(unknown.left.session.finished(0)).as("nobody to inform").isTrue();
    }

    /** §6.8.1: after a restart the neighbor begins anywhere; it is believed after twice the detection time. */
    @Test
    void sequenceNumbersAreForgottenInTime() {
        SessionSettings keyed = new SessionSettings(
                50_000,
                50_000,
                1_000_000,
                3,
                false,
                AuthenticationType.METICULOUS_KEYED_SHA1,
                List.of(AuthenticationKey.always(1, new byte[] {1, 2, 3})));
        Wire wire = up(keyed, keyed);
        wire.right.session = wire.session(wire.right, keyed);
        wire.pass(200);
        assertThat(wire.left.session.state()).isEqualTo(BfdState.DOWN);
        assertThat(wire.left.session.authenticator().heardKnown()).isTrue();
        wire.pass(5_000);
        assertThat(wire.left.session.state()).isEqualTo(BfdState.UP);
    }

    @Test
    void jitterWithMultiplierOne() {
        Wire wire = up(Wire.settings(50_000, 1), Wire.settings(50_000, 1));
        wire.pass(60_000);
        assertThat(wire.left.session.state()).isEqualTo(BfdState.UP);
        assertThat(wire.left.states).doesNotContain("Down");
    }
}
