package org.jbgp.daemon.router;

import java.time.InstantSource;
import java.util.function.Consumer;
import org.jbgp.daemon.rib.ResolutionDomain;
import org.jbgp.daemon.rib.RouteLimit;

/** What protocol instances of one router share. */
interface RouterContext {
    InstantSource clock();

    ShardPool shards();

    KernelThread kernel();

    /** The number of a way to resolve next hops; equal ways have equal numbers. */
    ResolutionDomain domain(ResolutionDomain.Mode mode, int table, int interfaceIndex);

    /** A limit says that the protocol must stop, or restart. Any thread. */
    void limitExceeded(LocalInstance instance, RouteLimit limit);

    /** Runs a task on the control thread. */
    void onControl(Runnable task);

    /** True while this router recovers from a restart ({@code -R}). Any thread. */
    boolean recovering();

    /** Tells the recovery of this router something, or asks it, on the control thread. */
    void recovery(Consumer<Recovery> event);
}
