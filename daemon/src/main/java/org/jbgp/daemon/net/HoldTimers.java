package org.jbgp.daemon.net;

import java.util.function.Function;
import org.jbgp.daemon.session.fsm.PeerTimer;
import org.jbgp.daemon.session.fsm.Side;

/**
 * What has to be looked at before a hold time or send hold time is really over: a socket that we do not read, or bytes
 * that lie unread, are no silence, and a connection that takes no data is not an event. The neighbor's event loop owns
 * it.
 */
final class HoldTimers {
    /** While back-pressure keeps us from reading, KEEPALIVEs lie unread: look again this much later. */
    private static final long HOLD_RECHECK = 10_000;
    /** One turn of the loop, in which bytes that arrived while it was busy are read. */
    private static final long HOLD_GRACE = 20;

    private final NeighborTimers timers;
    private final Ticker ticker;
    private final Function<Side, BgpConnection> connections;
    private boolean graceGiven;
    /** Milliseconds that a connection may take no data. */
    private long sendHold;

    /** @param connections the connection of a side, null if there is none */
    HoldTimers(NeighborTimers timers, Ticker ticker, Function<Side, BgpConnection> connections) {
        this.timers = timers;
        this.ticker = ticker;
        this.connections = connections;
    }

    void start(Side side, PeerTimer timer, long milliseconds) {
        if (timer == PeerTimer.SEND_HOLD) {
            // A connection that takes no data is not an event: look four times as often as it may last.
            sendHold = milliseconds;
            timers.start(side, timer, Math.max(1, milliseconds / 4));
        } else {
            timers.start(side, timer, milliseconds);
        }
    }

    /** The neighbor has sent something. */
    void heard() {
        graceGiven = false;
    }

    /** True if a timer that ran out means what it says; else it was started again. */
    boolean isOver(Side side, PeerTimer timer) {
        BgpConnection connection = connections.apply(side);
        if (timer == PeerTimer.HOLD && connection != null) {
            if (connection.isReadingPaused()) {
                timers.start(side, timer, HOLD_RECHECK);
                return false;
            }
            if (!graceGiven) {
                graceGiven = true;
                timers.start(side, timer, HOLD_GRACE);
                return false;
            }
        }
        if (timer == PeerTimer.SEND_HOLD
                && connection != null
                && connection.sendQueue().stalledFor(ticker.milliseconds()) < sendHold) {
            timers.start(side, timer, Math.max(1, sendHold / 4));
            return false;
        }
        return true;
    }
}
