package org.jbgp.daemon.session.fsm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jbgp.daemon.session.SessionState;
import org.jbgp.daemon.session.settings.NeighborSettings;
import org.jbgp.daemon.wire.Notification;
import org.jbgp.daemon.wire.open.OpenMessage;

/**
 * Two machines joined by a wire, under virtual time. What is under way on the wire, and what a timer brings, happens
 * when the test says so: {@link #choices} are the things that can happen next, and time goes on only by {@link
 * #advance}. The wire keeps the order within a connection, as TCP does; it can lose everything, and break connections.
 */
final class Pair {

    /** What goes over a connection besides messages. */
    private enum Signal {
        /** The connection stands: to the one that dialed. */
        CONNECTED,
        KEEPALIVE,
        CLOSED,
        RESET
    }

    /** Something that can happen next, and a word for it. */
    record Choice(String word, Runnable happens) {}

    /** One end of a connection, with what is on its way to it. */
    private static final class End {
        final Router owner;
        final int connection;
        final Side side;
        final Deque<Object> arriving = new ArrayDeque<>();
        End other;
        /** Whether its router knows of it: not before an incoming one is accepted, nor after it is closed. */
        boolean known;

        End(Router owner, int connection, Side side, boolean known) {
            this.owner = owner;
            this.connection = connection;
            this.side = side;
            this.known = known;
        }
    }

    private record Alarm(Side side, PeerTimer timer, long milliseconds, long at) {}

    /** One of the two. */
    final class Router {
        private final String name;
        private final PeerFsm fsm;
        private final List<Alarm> alarms = new ArrayList<>();
        private PeerState state = PeerState.INITIAL;
        private End outgoing;
        private End incoming;
        /** Accepted by the system, and not yet taken or rejected. */
        private End candidate;

        private Router peer;
        int ups;
        int downs;

        Router(String name, NeighborSettings settings) {
            this.name = name;
            fsm = new PeerFsm(settings);
        }

        void happens(PeerEvent event) {
            PeerFsm.Step step = fsm.step(state, event, now);
            state = step.state();
            step.actions().forEach(this::carryOut);
        }

        PeerState state() {
            return state;
        }

        /** The number of the connection the session is on, if there is one. */
        Optional<Integer> session() {
            for (Side side : Side.values()) {
                if (state.connection(side).state() == SessionState.ESTABLISHED) {
                    return Optional.of(end(side).connection);
                }
            }
            return Optional.empty();
        }

        /** Connections it has, also such as are not established. */
        int connections() {
            return (outgoing == null ? 0 : 1) + (incoming == null ? 0 : 1);
        }

        private End end(Side side) {
            return side == Side.OUTGOING ? outgoing : incoming;
        }

        private void carryOut(PeerAction action) {
            switch (action) {
                case PeerAction.Dial() -> dial();
                case PeerAction.Adopt() -> {
                    incoming = candidate;
                    candidate = null;
                }
                case PeerAction.Reject(Notification notification) -> {
                    close(candidate, notification);
                    candidate = null;
                }
                case PeerAction.Close(Side side, Notification notification) -> {
                    End end = end(side);
                    if (end != null) {
                        close(end, notification);
                        forget(end);
                    }
                }
                case PeerAction.SendOpen(Side side, OpenMessage open) -> send(end(side), open);
                case PeerAction.SendKeepalive(Side side) -> send(end(side), Signal.KEEPALIVE);
                case PeerAction.StartTimer(Side side, PeerTimer timer, long milliseconds) ->
                    start(side, timer, milliseconds);
                case PeerAction.StopTimers(Side side) ->
                    alarms.removeIf(alarm -> alarm.side == side && alarm.timer != PeerTimer.ERROR_WAIT);
                case PeerAction.StopErrorWait() -> alarms.removeIf(alarm -> alarm.timer == PeerTimer.ERROR_WAIT);
                case PeerAction.Up(Side side, var negotiated, var open) -> ups++;
                case PeerAction.Down(Side side, var reason) -> downs++;
                case PeerAction.Disabled(String after) -> {}
                case PeerAction.CapabilitiesRefused() -> {}
                case PeerAction.Moved(Side side, var from, var to, String reason) -> {}
            }
        }

        private void dial() {
            connections++;
            outgoing = new End(this, connections, Side.OUTGOING, true);
            End there = new End(peer, connections, Side.INCOMING, false);
            outgoing.other = there;
            there.other = outgoing;
            if (!cut) {
                waiting.add(there);
                outgoing.arriving.add(Signal.CONNECTED);
            }
        }

        private void close(End end, Notification notification) {
            if (notification != null) {
                send(end, notification);
            }
            send(end, Signal.CLOSED);
            end.known = false;
        }

        private void forget(End end) {
            if (end.side == Side.OUTGOING) {
                outgoing = null;
            } else {
                incoming = null;
            }
        }

        private void start(Side side, PeerTimer timer, long milliseconds) {
            alarms.removeIf(alarm -> alarm.side == side && alarm.timer == timer);
            alarms.add(new Alarm(side, timer, milliseconds, now + milliseconds));
        }

        private void send(End from, Object what) {
            if (!cut) {
                from.other.arriving.add(what);
                // The connection takes data (RFC 9687): whoever drives the machine restarts this timer.
                alarms.stream()
                        .filter(alarm -> alarm.side == from.side && alarm.timer == PeerTimer.SEND_HOLD)
                        .findAny()
                        .ifPresent(alarm -> start(alarm.side, alarm.timer, alarm.milliseconds));
            }
        }

        private void accept(End end) {
            waiting.remove(end);
            end.known = true;
            candidate = end;
            happens(new PeerEvent.Accepted());
        }

        private void receive(End end) {
            Object what = end.arriving.removeFirst();
            happens(
                    switch (what) {
                        case OpenMessage open -> new PeerEvent.OpenReceived(end.side, open);
                        case Notification notification -> new PeerEvent.NotificationReceived(end.side, notification);
                        case Signal.CONNECTED -> new PeerEvent.Connected();
                        case Signal.KEEPALIVE -> new PeerEvent.KeepaliveReceived(end.side);
                        case Signal.CLOSED -> new PeerEvent.Disconnected(end.side, "");
                        default -> new PeerEvent.Disconnected(end.side, "Connection reset by peer");
                    });
        }

        private void expire(Alarm alarm) {
            alarms.remove(alarm);
            happens(new PeerEvent.TimerExpired(alarm.side, alarm.timer));
        }

        private void choices(List<Choice> into) {
            for (End end : new End[] {outgoing, incoming}) {
                if (end != null && end.known && !end.arriving.isEmpty()) {
                    into.add(new Choice(name + " hears " + word(end.arriving.getFirst()), () -> receive(end)));
                }
            }
            for (Alarm alarm : alarms) {
                if (alarm.at <= now) {
                    into.add(new Choice(name + "'s " + alarm.timer + " ends", () -> expire(alarm)));
                }
            }
        }

        private String snapshot() {
            StringBuilder text = new StringBuilder(state.phase().name());
            for (Side side : Side.values()) {
                text.append(' ').append(state.connection(side).state());
                End end = end(side);
                if (end != null) {
                    text.append(end.other.known ? "=" : "-");
                    end.arriving.forEach(what -> text.append(word(what)).append(','));
                    end.other.arriving.forEach(what -> text.append('/').append(word(what)));
                }
            }
            alarms.stream()
                    .sorted(Comparator.comparing(Alarm::side).thenComparing(Alarm::timer))
                    .forEach(alarm -> text.append(' ').append(alarm.timer).append(alarm.at - now));
            return text.toString();
        }
    }

    private final Router left;
    private final Router right;
    /** Dialed, and not yet accepted. */
    private final List<End> waiting = new ArrayList<>();

    private int connections;
    private long now;
    private boolean cut;

    Pair(NeighborSettings left, NeighborSettings right) {
        this.left = new Router("left", left);
        this.right = new Router("right", right);
        this.left.peer = this.right;
        this.right.peer = this.left;
    }

    Router left() {
        return left;
    }

    Router right() {
        return right;
    }

    /** Milliseconds since the beginning. */
    long now() {
        return now;
    }

    /** All that can happen next, in an order that depends on nothing else. */
    List<Choice> choices() {
        List<Choice> all = new ArrayList<>();
        for (End end : waiting) {
            all.add(new Choice(end.owner.name + " accepts", () -> end.owner.accept(end)));
        }
        left.choices(all);
        right.choices(all);
        return all;
    }

    /** To the moment at which the next timer ends; false if none runs. */
    boolean advance() {
        Optional<Alarm> next = nextAlarm();
        next.ifPresent(alarm -> now = Math.max(now, alarm.at));
        return next.isPresent();
    }

    private Optional<Alarm> nextAlarm() {
        List<Alarm> all = new ArrayList<>(left.alarms);
        all.addAll(right.alarms);
        return all.stream().min(Comparator.comparingLong(Alarm::at));
    }

    /** Everything under way is lost, and nothing comes through until {@link #mend}; nobody hears of it. */
    void cut() {
        cut = true;
        waiting.clear();
        for (End end : new End[] {left.outgoing, left.incoming, right.outgoing, right.incoming}) {
            if (end != null) {
                end.arriving.clear();
            }
        }
    }

    /** What is sent arrives again; what was lost makes the connections of before useless. */
    void mend() {
        if (cut) {
            cut = false;
            reset();
        }
    }

    /** Both ends of all connections hear that these are broken. */
    void reset() {
        waiting.clear();
        for (End end : new End[] {left.outgoing, left.incoming, right.outgoing, right.incoming}) {
            if (end != null) {
                end.arriving.clear();
                end.arriving.add(Signal.RESET);
            }
        }
    }

    /** Everything that happens by itself within so many milliseconds, the oldest first. */
    void run(long milliseconds) {
        long until = now + milliseconds;
        while (true) {
            List<Choice> next = choices();
            if (!next.isEmpty()) {
                next.getFirst().happens().run();
            } else {
                Optional<Alarm> alarm = nextAlarm();
                if (alarm.isEmpty() || alarm.get().at > until) {
                    now = until;
                    return;
                }
                now = alarm.get().at;
            }
        }
    }

    /** Equal for two pairs that will behave alike. */
    String snapshot() {
        StringBuilder text = new StringBuilder(cut ? "cut " : "");
        waiting.forEach(end -> text.append(end.owner.name).append(" may accept, "));
        return text.append(left.snapshot())
                .append(" | ")
                .append(right.snapshot())
                .toString();
    }

    private static String word(Object what) {
        return switch (what) {
            case OpenMessage open -> "OPEN";
            case Notification notification -> "NOTIFICATION " + notification.code() + "/" + notification.subcode();
            default -> what.toString();
        };
    }
}
