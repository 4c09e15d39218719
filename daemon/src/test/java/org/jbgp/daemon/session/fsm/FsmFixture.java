package org.jbgp.daemon.session.fsm;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jbgp.daemon.session.DownReason;
import org.jbgp.daemon.session.Negotiated;
import org.jbgp.daemon.session.SessionState;
import org.jbgp.daemon.session.settings.NeighborSettings;
import org.jbgp.daemon.session.settings.NeighborSettingsBuilder;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.Notification;
import org.jbgp.daemon.wire.open.Capability;
import org.jbgp.daemon.wire.open.OpenMessage;

/** Settings, messages and well-worn paths through the machine. */
public final class FsmFixture {

    public static final long LOCAL_AS = 65001;
    public static final long PEER_AS = 65002;
    public static final int LOCAL_ID = 0x0A00_0001;
    /** Higher than ours: the neighbor dominates collisions. */
    public static final int PEER_ID = 0x0A00_0002;

    private FsmFixture() {}

    public static NeighborSettings settings(Consumer<NeighborSettingsBuilder> change) {
        NeighborSettingsBuilder builder = new NeighborSettingsBuilder("peer")
                .remoteAddress(address("192.0.2.2"))
                .localAs(LOCAL_AS)
                .remoteAs(PEER_AS)
                .routerId(LOCAL_ID)
                .families(AddressFamily.IPV4_UNICAST);
        change.accept(builder);
        return builder.build();
    }

    public static NeighborSettings settings() {
        return settings(builder -> {});
    }

    static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    public static OpenMessage open(long as, int holdTime, int id, Capability... more) {
        List<Capability> capabilities = new ArrayList<>();
        capabilities.add(new Capability.MultiProtocol(AddressFamily.IPV4_UNICAST));
        capabilities.add(new Capability.FourByteAs(as));
        capabilities.addAll(List.of(more));
        return OpenMessage.of(as, holdTime, id, capabilities);
    }

    public static OpenMessage goodOpen() {
        return open(PEER_AS, 90, PEER_ID);
    }

    /** The neighbor with one connection in this state and the other one idle. */
    static PeerState in(PeerFsm fsm, Side side, SessionState wanted) {
        PeerState state = fsm.step(PeerState.INITIAL, new PeerEvent.Start(), 0).state();
        if (side == Side.INCOMING) {
            return switch (wanted) {
                case IDLE, CONNECT, ACTIVE -> state;
                case OPEN_SENT, OPEN_CONFIRM, ESTABLISHED ->
                    advance(fsm, fsm.step(state, new PeerEvent.Accepted(), 0).state(), side, wanted);
            };
        }
        return switch (wanted) {
            case IDLE -> PeerState.INITIAL;
            case ACTIVE -> state;
            case CONNECT -> delayOver(fsm, state);
            case OPEN_SENT, OPEN_CONFIRM, ESTABLISHED ->
                advance(
                        fsm,
                        fsm.step(delayOver(fsm, state), new PeerEvent.Connected(), 0)
                                .state(),
                        side,
                        wanted);
        };
    }

    private static PeerState delayOver(PeerFsm fsm, PeerState state) {
        return fsm.step(state, new PeerEvent.TimerExpired(Side.OUTGOING, PeerTimer.CONNECT_DELAY), 0)
                .state();
    }

    private static PeerState advance(PeerFsm fsm, PeerState state, Side side, SessionState wanted) {
        PeerState now = state;
        if (wanted.compareTo(SessionState.OPEN_CONFIRM) >= 0) {
            now = fsm.step(now, new PeerEvent.OpenReceived(side, goodOpen()), 0).state();
        }
        if (wanted == SessionState.ESTABLISHED) {
            now = fsm.step(now, new PeerEvent.KeepaliveReceived(side), 0).state();
        }
        return now;
    }

    /** Actions in a few words, for tables. */
    static String describe(List<PeerAction> actions) {
        List<String> words = new ArrayList<>();
        for (PeerAction action : actions) {
            switch (action) {
                case PeerAction.Dial() -> words.add("dial");
                case PeerAction.Adopt() -> words.add("adopt");
                case PeerAction.Reject(Notification n) -> words.add("reject " + code(n));
                case PeerAction.Close(Side side, Notification n) ->
                    words.add("close" + (n == null ? "" : " " + code(n)));
                case PeerAction.SendOpen(Side side, OpenMessage open) -> words.add("open");
                case PeerAction.SendKeepalive(Side side) -> words.add("keepalive");
                case PeerAction.StartTimer(Side side, PeerTimer timer, long ms) ->
                    words.add(timer.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + "=" + ms / 1000);
                case PeerAction.StopTimers(Side side) -> {}
                case PeerAction.StopErrorWait() -> words.add("stop-error-wait");
                case PeerAction.Up(Side side, Negotiated negotiated, OpenMessage peerOpen) -> words.add("up");
                case PeerAction.Down(Side side, DownReason reason) -> words.add("down");
                case PeerAction.Disabled(String after) -> words.add("disabled");
                case PeerAction.CapabilitiesRefused() -> words.add("without-capabilities");
                case PeerAction.Moved(Side side, SessionState from, SessionState to, String reason) ->
                    words.add(">" + to.label());
            }
        }
        return String.join(" ", words);
    }

    private static String code(Notification notification) {
        return notification.code() + "/" + notification.subcode();
    }
}
