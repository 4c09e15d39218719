package org.jbgp.daemon.bfd;

import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.config.model.bfd.BfdSessionConfig;
import org.jbgp.daemon.bfd.packet.BfdState;
import org.jbgp.daemon.bfd.session.SessionAddress;

/**
 * A wish to have a neighbor watched. It stands until {@link #release}, whether or not a {@code protocol bfd} is there
 * to fulfill it. Control thread, where nothing else is said.
 */
public final class BfdRequest {
    /** Who wants to know. */
    public interface Listener {
        /**
         * The session was up and is down, and not by decision: the neighbor cannot be reached. On the thread that heard
         * of it, at once; must not block.
         *
         * @param independent the neighbor's BFD goes on when its routing protocols restart (C bit): it is the way that
         *     is lost
         */
        void down(boolean independent);

        /** {@link BfdRequest#state} is another one; on the control thread. */
        void changed();
    }

    /**
     * Who wishes it.
     *
     * @param name of the protocol
     * @param vrf device of the VRF it is in; empty: the default one
     */
    public record Asker(String name, String vrf) {
        /** The protocol of these options. */
        public static Asker of(ProtocolCommon common) {
            return new Asker(common.name(), common.vrfDevice());
        }
    }

    private final BfdRequests requests;
    private final Asker asker;
    private final SessionAddress address;
    private final Listener listener;
    private volatile BfdSessionConfig options;
    private volatile BfdState state;
    private volatile boolean failed;
    /** The session that fulfills it; null while none does. */
    private WatchedSession session;

    BfdRequest(BfdRequests requests, Asker asker, SessionAddress address, BfdSessionConfig options, Listener listener) {
        this.requests = requests;
        this.asker = asker;
        this.address = address;
        this.options = options;
        this.listener = listener;
    }

    /** Device of the VRF the session is to be in; empty: the default one. */
    String vrf() {
        return asker.vrf();
    }

    public SessionAddress address() {
        return address;
    }

    /** What the session shall be like, as far as it is said. */
    BfdSessionConfig options() {
        return options;
    }

    /** State of the session, null while there is none. Any thread. */
    public BfdState state() {
        return state;
    }

    /** The session was up, went down by itself, and has not come up since. Any thread. */
    public boolean failed() {
        return failed;
    }

    /** Wishes something else. */
    public void change(BfdSessionConfig next) {
        if (!options.equals(next)) {
            options = next;
            if (session != null) {
                session.optionsChanged();
            }
        }
    }

    /** The wish is none any more. */
    public void release() {
        requests.release(this);
    }

    WatchedSession session() {
        return session;
    }

    /** Any thread. */
    void down(boolean independent) {
        failed = true;
        listener.down(independent);
    }

    void fulfilledBy(WatchedSession next) {
        session = next;
        report(next == null ? null : next.state());
    }

    void report(BfdState next) {
        if (state != next) {
            state = next;
            if (next == BfdState.UP) {
                failed = false;
            }
            requests.later(listener::changed);
        }
    }
}
