package org.jbgp.daemon.router;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jbgp.config.base.DebugFlag;
import org.jbgp.daemon.control.view.RouterCommands.Direction;
import org.jbgp.daemon.control.view.RouterCommands.Outcome;
import org.jbgp.daemon.instance.Instances;
import org.jbgp.daemon.reload.ConfigurationQueue;
import org.jbgp.daemon.reload.Configurations;
import org.jbgp.daemon.shards.TaskThread;

/**
 * What operators order protocols to do, by their names. Any thread; carried out on the control thread.
 */
public final class ProtocolOrders {
    private final Executor control;
    private final Instances instances;
    private final Configurations configurations;
    private final ConfigurationQueue queue;

    ProtocolOrders(Executor control, Instances instances, Configurations configurations, ConfigurationQueue queue) {
        this.control = control;
        this.instances = instances;
        this.configurations = configurations;
        this.queue = queue;
    }

    /** Enables a protocol; {@code message}, which may be null, is shown with it. */
    public CompletableFuture<Outcome> enable(String name, String message) {
        return TaskThread.supply(() -> instances.enable(name, message), control);
    }

    /** Disables a protocol; {@code message} goes to a BGP neighbor (RFC 9003). */
    public CompletableFuture<Outcome> disable(String name, String message) {
        return TaskThread.supply(() -> instances.disable(name, message), control);
    }

    /** Stops and starts a protocol. */
    public CompletableFuture<Outcome> restart(String name, String message) {
        return TaskThread.supply(() -> instances.restart(name, message), control);
    }

    /** Has a neighbor be drained, or no longer. */
    public CompletableFuture<Outcome> drain(String name, boolean begins) {
        return TaskThread.supply(() -> instances.drain(name, begins), control);
    }

    /** Has a protocol report something else than the file says, until the file is read again. */
    public CompletableFuture<Outcome> debug(String name, Set<DebugFlag> flags) {
        return betweenConfigurations(() -> configurations.debug(name, flags));
    }

    /** Has a protocol write something else into the MRT file than the file says, until that is read again. */
    public CompletableFuture<Outcome> mrtdump(String name, Set<DebugFlag> flags) {
        return betweenConfigurations(() -> configurations.mrtdump(name, flags));
    }

    /** Sends a protocol's routes through its filters again. */
    public CompletableFuture<Outcome> reload(String name, Direction direction) {
        return TaskThread.supply(() -> instances.reload(name, direction), control);
    }

    private CompletableFuture<Outcome> betweenConfigurations(Supplier<Outcome> order) {
        CompletableFuture<Outcome> done = new CompletableFuture<>();
        control.execute(() -> queue.between(() -> done.complete(order.get())));
        return done;
    }
}
