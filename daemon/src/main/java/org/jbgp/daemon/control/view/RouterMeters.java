package org.jbgp.daemon.control.view;

import java.util.List;
import java.util.Map;

/** What metrics want to know beyond what commands show. Any thread; snapshots; must not wait for network or kernel. */
public interface RouterMeters {

    /** Every BGP neighbor, established or not. */
    List<Neighbor> neighbors();

    /** Entries waiting in each queue between the router's threads, by name of the queue. */
    Map<String, Integer> queueDepths();

    /** What was asked of the kernel so far. */
    Kernel kernel();

    /** Records for {@code mrtdump}, null without it. */
    Records mrtdump();

    /** The heap, and what it may hold. */
    Memory memory();

    /** How long changed best paths took to be everywhere, a histogram for each stage; empty if not measured. */
    List<Took> convergence();

    /**
     * How long something took.
     *
     * @param stage what was waited for
     * @param bounds upper bounds of all buckets but the last, in seconds
     * @param counts of each bucket, not summed up
     * @param sum of all, in seconds
     */
    record Took(String stage, List<Double> bounds, List<Long> counts, double sum) {}

    /**
     * Records for {@code mrtdump} since it was first configured.
     *
     * @param written in the file
     * @param lost left out, because the file could not be written, or not as fast as they came
     */
    record Records(long written, long lost) {}

    /**
     * The heap in bytes.
     *
     * @param used in use, what nobody needs any more included
     * @param warning above this the operator is warned
     * @param ceiling above this the neighbor that brings it is stopped
     * @param most what it can grow to
     * @param level 0 all is well, 1 warned, 2 at the ceiling
     */
    record Memory(long used, long warning, long ceiling, long most, int level) {}

    /**
     * One BGP neighbor.
     *
     * @param protocol name of its protocol instance
     * @param received messages in
     * @param sent messages out
     * @param queuedBytes bytes accepted for sending that the kernel has not taken yet
     * @param established how many sessions came up so far
     * @param work what was spent on it
     */
    record Neighbor(String protocol, Messages received, Messages sent, long queuedBytes, long established, Work work) {}

    /**
     * Time spent on a neighbor by the threads that carry routes, in nanoseconds since it was configured.
     *
     * @param decode its messages, from the socket to the shards
     * @param importing filters, attributes and tables for what it announces
     * @param exporting its share of what is done for all neighbors that are sent the same
     */
    record Work(long decode, long importing, long exporting) {}

    /** Messages of one direction since the neighbor was configured, by type, and their bytes. */
    record Messages(long opens, long updates, long notifications, long keepalives, long routeRefreshes, long bytes) {}

    /**
     * Route operations on the kernel since the start.
     *
     * @param added routes installed
     * @param replaced routes changed
     * @param removed routes deleted
     * @param failed operations the kernel refused
     */
    record Kernel(long added, long replaced, long removed, long failed, long refusedNow) {}
}
