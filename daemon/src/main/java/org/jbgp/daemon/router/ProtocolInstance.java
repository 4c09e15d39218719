package org.jbgp.daemon.router;

import java.util.concurrent.CompletableFuture;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouterCommands;

/** A protocol instance in the running router: what its life cycle and {@code show protocols} need. Control thread. */
interface ProtocolInstance {
    /** The configuration in force. */
    ProtocolConfig config();

    /** Starts it; no effect if it runs. */
    void start();

    /**
     * Stops it and takes its routes out.
     *
     * @param message told to the neighbour (RFC 9003), may be null
     * @return completes when it is down and nothing of it is left in the tables
     */
    CompletableFuture<Void> stop(StopCause cause, String message);

    /**
     * Goes over to another configuration without losing what need not be lost.
     *
     * @param plan how
     * @return false if that is impossible and the instance must be stopped and made anew
     */
    boolean reconfigure(Assembly plan, ProtocolConfig next, boolean soft);

    /** Sends routes through the filters once more. */
    RouterCommands.Outcome reload(RouterCommands.Direction direction);

    /** How it stands. */
    ProtocolStatus status(boolean enabled);

    /** What it was told of the tables it exports. */
    Announcements announcements();

    /** Adds its numbers for metrics. */
    void measure(RouterGauges.Readings readings);

    /** Why an instance is stopped; decides the Cease subcode (RFC 4486). */
    enum StopCause {
        DISABLED,
        RESTARTED,
        RECONFIGURED,
        REMOVED,
        SHUTDOWN
    }
}
