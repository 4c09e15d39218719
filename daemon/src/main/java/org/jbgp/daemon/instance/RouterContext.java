package org.jbgp.daemon.instance;

import java.time.InstantSource;
import java.util.function.Consumer;
import org.jbgp.daemon.policy.validity.ChangedAuthorizations;
import org.jbgp.daemon.rib.channel.RouteLimit;
import org.jbgp.daemon.rib.nexthop.ResolutionDomain;
import org.jbgp.daemon.shards.ShardPool;

/** What protocol instances of one router share. */
public interface RouterContext {
    InstantSource clock();

    ShardPool shards();

    /** The number of a way to resolve next hops; equal ways have equal numbers. */
    ResolutionDomain domain(ResolutionDomain.Way way);

    /** A limit says that the protocol must stop, or restart. Any thread. */
    void limitExceeded(ProtocolInstance instance, RouteLimit limit);

    /** Authorizations of a table have changed; the caller does not touch what it gives any more. Any thread. */
    void revalidate(ChangedAuthorizations changed);

    /**
     * The kernel refuses routes of a protocol from now on, or has what it shall have of such. Any thread.
     *
     * @param refused how many it refuses that it did not before
     * @param noMore how many it does not refuse any more: it took them, or they are not wanted any more
     */
    default void kernelChanged(String protocol, int refused, int noMore) {}

    /** Runs a task on the control thread. */
    void onControl(Runnable task);

    /** True while this router recovers from a restart ({@code -R}). Any thread. */
    boolean recovering();

    /** Reports something to the recovery of this router, or asks it, on the control thread. */
    void recovery(Consumer<Recovery> event);
}
