package org.jbgp.daemon.net;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jbgp.daemon.net.connection.Ticker;
import org.jbgp.daemon.session.LastError;
import org.jbgp.daemon.session.NeighborStatus;
import org.jbgp.daemon.session.fsm.PeerAction;
import org.jbgp.daemon.session.fsm.PeerEvent;
import org.jbgp.daemon.session.fsm.PeerFsm;
import org.jbgp.daemon.session.fsm.PeerState;
import org.jbgp.daemon.session.settings.NeighborSettings;
import org.jbgp.daemon.wire.open.OpenMessage;

/**
 * A neighbor's state and the {@link PeerFsm} that moves it: takes events one after the other and hands out what the
 * machine wants done. The neighbor's event loop owns it; {@link #state} may be read anywhere.
 */
final class NeighborMachine {
    private final SessionLog log;
    private final Ticker ticker;
    private final Consumer<NeighborStatus.Phase> phases;
    private final Consumer<PeerAction> actions;
    private final ArrayDeque<PeerEvent> events = new ArrayDeque<>(4);
    private PeerFsm fsm;
    private boolean stepping;
    private volatile PeerState state = PeerState.INITIAL;

    /**
     * @param log gets every new error
     * @param phases gets every change of the phase, before the actions of the same step
     * @param actions carries out what the machine wants done
     */
    NeighborMachine(
            NeighborSettings settings,
            SessionLog log,
            Ticker ticker,
            Consumer<NeighborStatus.Phase> phases,
            Consumer<PeerAction> actions) {
        this.log = log;
        this.ticker = ticker;
        this.phases = phases;
        this.actions = actions;
        this.fsm = new PeerFsm(settings);
    }

    /** Goes on under changed settings. */
    void settings(NeighborSettings next) {
        fsm = new PeerFsm(next);
    }

    /** The OPEN it sends at present. */
    OpenMessage localOpen() {
        return fsm.localOpen(state);
    }

    /** Any thread. */
    PeerState state() {
        return state;
    }

    /** False while it is stopped. Any thread. */
    boolean runs() {
        return state.phase() != NeighborStatus.Phase.DOWN;
    }

    /** Feeds one event; one that comes up while another is worked on waits its turn. */
    void post(PeerEvent event) {
        events.add(event);
        if (stepping) {
            return;
        }
        stepping = true;
        try {
            PeerEvent next;
            while ((next = events.poll()) != null) {
                step(next);
            }
        } finally {
            stepping = false;
        }
    }

    private void step(PeerEvent event) {
        PeerFsm.Step step = fsm.step(state, event, ticker.milliseconds());
        logError(state.lastError(), step.state().lastError());
        NeighborStatus.Phase before = state.phase();
        state = step.state();
        if (state.phase() != before) {
            phases.accept(state.phase());
        }
        for (PeerAction action : step.actions()) {
            actions.accept(action);
        }
    }

    private void logError(LastError before, LastError after) {
        if (!after.equals(before) && after.category() != LastError.Category.NONE) {
            log.error(after);
        }
    }
}
