package org.jbgp.daemon.session.fsm;

import java.util.List;
import org.jbgp.daemon.session.OpenNegotiation;
import org.jbgp.daemon.session.settings.NeighborSettings;
import org.jbgp.daemon.wire.open.OpenMessage;

/**
 * The finite state machine of RFC 4271 §8 for one neighbor with both its connections, as a pure function: no socket, no
 * clock, no thread, no random numbers. Whoever drives it feeds it events one at a time, keeps the state it returns, and
 * carries out the actions in order before the next event.
 *
 * <p>Immutable, safe on every thread.
 */
public final class PeerFsm {

    private final NeighborSettings settings;
    private final OpenNegotiation negotiation;
    /** With an OPEN without capabilities, for neighbors that refuse them; null where this is not wanted. */
    private final OpenNegotiation bare;

    /** A machine for a neighbor with these settings. */
    public PeerFsm(NeighborSettings settings) {
        this.settings = settings;
        this.negotiation = new OpenNegotiation(settings);
        this.bare = mayGoWithout(settings) ? new OpenNegotiation(settings.withoutCapabilities()) : null;
    }

    /** Without capabilities there are no AS numbers of four bytes, and nothing that is required. */
    private static boolean mayGoWithout(NeighborSettings settings) {
        return settings.capabilities().enabled()
                && settings.capabilities().retryWithout()
                && settings.capabilities().required().isEmpty()
                && settings.remoteAs() <= 0xFFFF;
    }

    /**
     * One step.
     *
     * @param state where the neighbor is
     * @param event what happened
     * @param now milliseconds of any monotonic clock, always the same one
     */
    public Step step(PeerState state, PeerEvent event, long now) {
        PeerFsmStep step = new PeerFsmStep(settings, negotiation, bare, state, now);
        step.handle(event);
        return step.result();
    }

    /** The OPEN it sends in this state. */
    public OpenMessage localOpen(PeerState state) {
        return (state.bare() && bare != null ? bare : negotiation).localOpen();
    }

    /** The settings this machine works with. */
    public NeighborSettings settings() {
        return settings;
    }

    /**
     * The outcome of one step.
     *
     * @param state the new state
     * @param actions to be carried out in this order
     */
    public record Step(PeerState state, List<PeerAction> actions) {}
}
