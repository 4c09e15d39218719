package org.jbgp.daemon.net.connection;

import java.util.function.Function;
import org.jbgp.daemon.session.fsm.PeerTimer;
import org.jbgp.daemon.session.fsm.Side;

/**
 * Decides whether a hold time or send hold time is really over. A neighbor is not silent while we do not read its
 * socket or have not yet read what arrived; whether a connection takes data causes no event and has to be polled. The
 * neighbor's event loop owns it.
 */
public final class HoldTimers {
    /** While back-pressure stops reading, KEEPALIVEs stay unread: check again after so many milliseconds. */
    private static final long HOLD_RECHECK = 10_000;
    /** Milliseconds for one turn of the loop, which reads what arrived while it was busy. */
    private static final long HOLD_GRACE = 20;

    private final NeighborTimers timers;
    private final Ticker ticker;
    private final Function<Side, BgpConnection> connections;
    private boolean graceGiven;
    /** Milliseconds that a connection may take no data. */
    private long sendHold;

    /** @param connections the connection of a side, null if there is none */
    public HoldTimers(NeighborTimers timers, Ticker ticker, Function<Side, BgpConnection> connections) {
        this.timers = timers;
        this.ticker = ticker;
        this.connections = connections;
    }

    public void start(Side side, PeerTimer timer, long milliseconds) {
        if (timer == PeerTimer.SEND_HOLD) {
            // That a connection takes no data causes no event: check four times within the allowed time.
            sendHold = milliseconds;
            timers.start(side, timer, Math.max(1, milliseconds / 4));
        } else {
            timers.start(side, timer, milliseconds);
        }
    }

    /** The neighbor has sent something. */
    public void heard() {
        graceGiven = false;
    }

    /** True if the time is really over; else the timer was started again. */
    public boolean isOver(Side side, PeerTimer timer) {
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
