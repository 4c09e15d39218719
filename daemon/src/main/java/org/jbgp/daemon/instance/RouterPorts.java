package org.jbgp.daemon.instance;

import io.netty.buffer.ByteBufAllocator;
import java.time.InstantSource;
import java.util.function.Function;
import org.jbgp.config.model.Configuration;
import org.jbgp.daemon.net.BgpNetwork;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.progress.LongWork;
import org.jbgp.daemon.protocol.kernel.KernelPort;
import org.jbgp.daemon.shards.RouterThreads;

/**
 * What a router needs from the world.
 *
 * @param work what it runs on
 * @param hostname name of the machine, empty if not known
 * @param network BGP sessions
 * @param fib the kernel
 * @param filtering filters, and where they report
 * @param allocator memory for messages
 * @param recover start as a graceful restart ({@code -R}): the kernel keeps what it has until neighbors have advertised
 *     all they have
 */
public record RouterPorts(
        Work work,
        String hostname,
        BgpNetwork network,
        KernelPort fib,
        Filtering filtering,
        ByteBufAllocator allocator,
        boolean recover) {
    /**
     * What a router runs on.
     *
     * @param clock wall clock, for what operators see
     * @param threads its threads, and the clock they wait by
     * @param shards number of shards, at least 1
     * @param longWork where what takes long is listed
     */
    public record Work(InstantSource clock, RouterThreads threads, int shards, LongWork longWork) {}

    /** See {@link Work#longWork}. */
    public LongWork longWork() {
        return work.longWork();
    }

    /** See {@link Work#clock}. */
    public InstantSource clock() {
        return work.clock();
    }

    /** See {@link Work#threads}. */
    public RouterThreads threads() {
        return work.threads();
    }

    /** See {@link Work#shards}. */
    public int shards() {
        return work.shards();
    }

    /**
     * Filters, and where they report.
     *
     * @param filters makes the filters of a configuration ready to run that is put in force
     * @param trial the same of one that is not
     * @param policyLog where running filters report
     */
    public record Filtering(
            Function<Configuration, ConfiguredFilters> filters,
            Function<Configuration, ConfiguredFilters> trial,
            PolicyLog policyLog) {}

    /** See {@link Filtering#filters}. */
    public Function<Configuration, ConfiguredFilters> filters() {
        return filtering.filters();
    }

    /** See {@link Filtering#policyLog}. */
    public PolicyLog policyLog() {
        return filtering.policyLog();
    }
}
