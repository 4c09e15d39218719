package org.jbgp.daemon.instance;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.daemon.advertise.rules.ExportCounters;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouterCommands;
import org.jbgp.daemon.progress.Progress;
import org.jbgp.daemon.rib.ChannelCounters;

/** What one sort of protocol does; the calls come from the control thread and may hand the work to another one. */
public interface LocalEngine {
    /** {@code Static}, {@code Kernel}, … as BIRD prints it. */
    String type();

    void start(Assembly assembly);

    /** Stops; the future completes when its routes are out of the tables. */
    CompletableFuture<Void> stop(ProtocolInstance.StopCause cause);

    /**
     * Goes over to another configuration, also while stopped; filters are put in place, {@link #reload} follows if it
     * must.
     */
    void reconfigure(Assembly assembly, ProtocolConfig next);

    /**
     * Works out what it would be given under another configuration.
     *
     * @param next null if it would be gone
     */
    default ProtocolTrial.Exports trial(Assembly would, ProtocolConfig next) {
        return ProtocolTrial.NONE.exports();
    }

    /** What cannot be known of its routes under another configuration, null if it would be gone; as sentences. */
    default List<String> doubts(ProtocolConfig now, ProtocolConfig next) {
        return List.of();
    }

    /** Sends routes through the filters again; false if that cannot be done. */
    boolean reload(RouterCommands.Direction direction);

    /** Whether something besides the filters of its channel asks authorizations that have changed. */
    default boolean asks(RevalidationPlan plan) {
        return false;
    }

    /**
     * Authorizations have changed that its filters ask.
     *
     * @param imports true if the import filter asks them
     * @param exports true if the export filter asks them
     */
    default void revalidate(RevalidationPlan plan, boolean imports, boolean exports) {
        if (imports) {
            reload(RouterCommands.Direction.IN);
        }
    }

    /** What takes long and is under way. Any thread, a moment old. */
    default List<Progress> progress() {
        return List.of();
    }

    /** Routes announced to the protocol. */
    long exported();

    /** What it put into a table past the shards, null for nothing. */
    default ChannelCounters importCounters() {
        return null;
    }

    /** What happened to routes on their way to the protocol, each part written by one shard. */
    default List<ExportCounters> exportCounters() {
        return List.of();
    }

    /** What is exported to it. */
    default Announcements announcements() {
        return Announcements.NONE;
    }

    /** True while it takes part in this router's recovery: it keeps what it has. */
    default boolean waits() {
        return false;
    }

    /** Adds its numbers for metrics. */
    default void measure(Readings readings) {}

    /** What only this sort shows. */
    default ProtocolStatus.Details details() {
        return new ProtocolStatus.NoDetails();
    }
}
