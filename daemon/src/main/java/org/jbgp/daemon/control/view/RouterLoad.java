package org.jbgp.daemon.control.view;

import java.time.Duration;
import java.util.List;

/**
 * What the router has to do.
 *
 * @param neighbors of BGP, in the order of the configuration
 * @param queues between the router's threads
 * @param kernel what was asked of it since the start
 * @param heap of the Java process
 */
public record RouterLoad(List<Neighbor> neighbors, Queues queues, Kernel kernel, Heap heap) {
    public RouterLoad {
        neighbors = List.copyOf(neighbors);
    }

    /**
     * One neighbor, since it was configured.
     *
     * @param protocol its name
     * @param updates messages with routes
     * @param queuedBytes bytes for it that the kernel has not taken yet
     * @param work of the threads that carry routes
     */
    public record Neighbor(String protocol, Updates updates, long queuedBytes, Work work) {}

    /** UPDATE messages of both directions. */
    public record Updates(long received, long sent) implements Inline {
        @Override
        public boolean prefixed() {
            return true;
        }
    }

    /**
     * Time spent on a neighbor.
     *
     * @param decode its messages, from the socket to the shards
     * @param importing filters, attributes and tables for what it announces
     * @param exporting its share of what is done for all neighbors that are sent the same
     */
    public record Work(Duration decode, Duration importing, Duration exporting) implements Inline {
        @Override
        public boolean prefixed() {
            return true;
        }
    }

    /**
     * Tasks that wait.
     *
     * @param shards how many shards there are
     * @param shardTasks that wait for them
     * @param kernelTasks that wait for the kernel's thread
     */
    public record Queues(int shards, int shardTasks, int kernelTasks) implements Inline {}

    /**
     * Route operations on the kernel.
     *
     * @param added routes installed
     * @param replaced routes changed
     * @param removed routes deleted
     * @param refused routes that it refuses at present
     */
    public record Kernel(long added, long replaced, long removed, long refused) {}

    /** Bytes in use, what nobody needs any more included, and the most it can grow to. */
    public record Heap(long used, long most) {}
}
