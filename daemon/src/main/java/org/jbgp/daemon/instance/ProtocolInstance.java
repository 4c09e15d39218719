package org.jbgp.daemon.instance;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouterCommands;
import org.jbgp.daemon.progress.Progress;
import org.jbgp.daemon.protocol.InterfaceChanges;

/** A protocol instance in the running router: what its life cycle and {@code show protocols} need. Control thread. */
public interface ProtocolInstance {
    /** The configuration in force. */
    ProtocolConfig config();

    /**
     * What would become of its routes under another configuration; changes nothing.
     *
     * @param would what that configuration would be made of; numbers in it are for this question only
     * @param next this protocol there, null if it would be gone
     * @param change what would become of it
     */
    default ProtocolTrial trial(Assembly would, ProtocolConfig next, ReloadPlan.Entry change) {
        return ProtocolTrial.NONE;
    }

    /** Starts it; no effect if it runs. */
    void start();

    /**
     * Stops it and takes its routes out.
     *
     * @param message sent to the neighbor (RFC 9003), may be null
     * @return completes when it is down and nothing of it is left in the tables
     */
    CompletableFuture<Void> stop(StopCause cause, String message);

    /**
     * Goes over to another configuration under way; called only where the plan says that this can be done.
     *
     * @param made what the next configuration is made of
     * @param change what becomes of this protocol
     * @param soft changed filters hold for new routes only: nothing is sent through them again
     */
    void reconfigure(Assembly made, ProtocolConfig next, ReloadPlan.Entry change, boolean soft);

    /** It has stopped by itself, for an error or a limit, and stays so until it is started again. */
    default void stoppedByItself() {}

    /** An interface or an address came, changed or went. */
    default void interfacesChanged(InterfaceChanges changes) {}

    /** Whether changed import filters can be applied to the routes of that channel without a new session. */
    boolean reimportable(String channel);

    /** Sends routes through the filters once more. */
    RouterCommands.Outcome reload(RouterCommands.Direction direction);

    /**
     * Authorizations have changed: adds to the plan what of this protocol asks them, or sends its routes again by
     * itself.
     */
    default void revalidate(RevalidationPlan plan) {}

    /** True if it is a neighbor, or a range of them, that is sent routes. */
    default boolean canBeDrained() {
        return false;
    }

    /** An operator ordered to drain this protocol or another one, or took the order back. */
    default void drainChanged() {}

    /** How it stands. */
    ProtocolStatus status(boolean enabled);

    /** What is exported to it. */
    Announcements announcements();

    /**
     * Routes that its neighbor sent in this session and that count as withdrawn because they have been here before
     * (loops) or leaked (RFC 9234). Any thread.
     */
    default long treatedAsWithdrawn() {
        return 0;
    }

    /** What takes long and is under way here. Any thread, a moment old. */
    default List<Progress> progress() {
        return List.of();
    }

    /** Adds its numbers for metrics. */
    void measure(Readings readings);

    /** Why an instance is stopped; decides the Cease subcode (RFC 4486). */
    enum StopCause {
        DISABLED,
        RESTARTED,
        RECONFIGURED,
        REMOVED,
        SHUTDOWN
    }
}
