package org.jbgp.daemon.instance;

import io.netty.buffer.ByteBufAllocator;
import java.time.InstantSource;
import java.util.function.Function;
import org.jbgp.config.model.Configuration;
import org.jbgp.daemon.net.BgpNetwork;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.kernel.KernelFib;

/**
 * What a router needs from the world.
 *
 * @param clock wall clock, for what operators see
 * @param hostname name of the machine, empty if not known
 * @param shards number of shards, at least 1
 * @param network BGP sessions
 * @param fib the kernel's routing tables
 * @param filtering filters, and where they report
 * @param allocator memory for messages
 * @param recover start as a graceful restart ({@code -R}): the kernel keeps what it has until neighbors have advertised
 *     all they have
 */
public record RouterPorts(
        InstantSource clock,
        String hostname,
        int shards,
        BgpNetwork network,
        KernelFib fib,
        Filtering filtering,
        ByteBufAllocator allocator,
        boolean recover) {
    /**
     * Filters, and where they report.
     *
     * @param filters makes the filters of a configuration ready to run
     * @param policyLog where running filters report
     */
    public record Filtering(Function<Configuration, ConfiguredFilters> filters, PolicyLog policyLog) {}

    /** See {@link Filtering#filters}. */
    public Function<Configuration, ConfiguredFilters> filters() {
        return filtering.filters();
    }

    /** See {@link Filtering#policyLog}. */
    public PolicyLog policyLog() {
        return filtering.policyLog();
    }
}
