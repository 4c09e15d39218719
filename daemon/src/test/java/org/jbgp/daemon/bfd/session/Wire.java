package org.jbgp.daemon.bfd.session;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jbgp.daemon.bfd.packet.AuthenticationType;
import org.jbgp.daemon.bfd.packet.BfdState;
import org.jbgp.daemon.bfd.packet.ControlPacket;
import org.jbgp.daemon.bfd.packet.Fault;
import org.jbgp.kernel.KernelIp;

/** Two sessions with a cable between them, in virtual time: nanoseconds from 0. */
final class Wire {
    static final long MILLI = 1_000_000;

    /** Delay of the cable. */
    private static final long DELAY = MILLI;

    private record Flight(long arrives, boolean toLeft, ByteBuffer packet) {}

    /** One end. */
    final class End implements BfdSession.Port {
        final boolean left;
        final List<String> states = new ArrayList<>();
        final List<Long> sentAt = new ArrayList<>();
        final List<Long> changedAt = new ArrayList<>();
        boolean lastHadPoll;
        int answers;
        BfdSession session;

        End(boolean left) {
            this.left = left;
        }

        @Override
        public void send(BfdSession from, boolean answer) {
            ControlPacket packet = new ControlPacket(ByteBuffer.allocateDirect(256));
            if (!from.write(packet, answer, 0)) {
                return;
            }
            if (answer) {
                answers++;
            } else {
                sentAt.add(now);
            }
            lastHadPoll = packet.poll();
            byte[] bytes = new byte[packet.length()];
            packet.buffer().get(0, bytes);
            if (left ? !cutToRight : !cutToLeft) {
                flights.add(new Flight(now + DELAY, !left, ByteBuffer.wrap(bytes)));
            }
        }

        @Override
        public void changed(BfdSession changed, BfdState before) {
            states.add(changed.state().label());
            changedAt.add(now);
        }
    }

    long now;
    boolean cutToLeft;
    boolean cutToRight;
    final End left = new End(true);
    final End right = new End(false);
    private final List<Flight> flights = new ArrayList<>();
    private final Random random = new Random(5880);

    Wire(SessionSettings leftSettings, SessionSettings rightSettings) {
        left.session = session(left, leftSettings);
        right.session = session(right, rightSettings);
    }

    static SessionSettings settings(long interval, int multiplier) {
        return new SessionSettings(
                interval, interval, 1_000_000, multiplier, false, AuthenticationType.NONE, List.of());
    }

    static SessionSettings passive(SessionSettings from) {
        return new SessionSettings(
                from.minRx(), from.minTx(), from.idleTx(), from.multiplier(), true, from.authentication(), from.keys());
    }

    BfdSession session(End end, SessionSettings settings) {
        return new BfdSession(
                1,
                new SessionAddress(KernelIp.ofIpv4(1), null, 1, "eth0"),
                settings,
                end.left ? 0x11111111 : 0x22222222,
                end,
                random,
                now);
    }

    /** Lets so many milliseconds pass. */
    void pass(long millis) {
        long until = now + millis * MILLI;
        while (true) {
            long next = Math.min(deadline(left.session), deadline(right.session));
            for (Flight flight : flights) {
                next = Math.min(next, flight.arrives());
            }
            if (next > until) {
                now = until;
                return;
            }
            now = Math.max(now, next);
            deliver();
            left.session.run(now, now);
            right.session.run(now, now);
        }
    }

    private long deadline(BfdSession session) {
        return session.finished(now) ? BfdSession.NEVER : session.deadline();
    }

    private void deliver() {
        List<Flight> due =
                flights.stream().filter(flight -> flight.arrives() <= now).toList();
        flights.removeAll(due);
        for (Flight flight : due) {
            give(flight.toLeft() ? left : right, flight.packet().array());
        }
    }

    Fault give(End end, byte[] bytes) {
        ControlPacket packet = new ControlPacket(ByteBuffer.allocateDirect(256));
        packet.buffer().put(0, bytes);
        Fault fault = packet.check(bytes.length);
        return fault == Fault.NONE ? end.session.receive(packet, now, 0) : fault;
    }

    /** Lengths of the pauses between packets an end sent by itself since a moment, ms. */
    static List<Long> gaps(End end, long since) {
        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < end.sentAt.size(); i++) {
            if (end.sentAt.get(i - 1) >= since) {
                gaps.add((end.sentAt.get(i) - end.sentAt.get(i - 1)) / MILLI);
            }
        }
        return gaps;
    }
}
