package org.jbgp.config.model.router;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jbgp.config.base.DebugFlag;
import org.jbgp.config.base.InterfacePattern;
import org.jbgp.config.base.IpAddress;

/**
 * What holds for the router as a whole.
 *
 * @param routerId the router id as an IPv4 address; empty: take it from {@code routerIdSources}, or the lowest
 *     non-loopback IPv4 address of the machine
 * @param routerIdSources {@code router id from …}: interface patterns to take the router id from
 * @param bgpListenAddress 1.6 {@code listen bgp address}; empty: all addresses
 * @param bgpListenPort TCP port of incoming BGP sessions, 179 unless {@code listen bgp port} says otherwise
 * @param hostname {@code hostname}; empty: the machine's
 * @param gracefulRestartWait seconds a restart may wait for neighbors, 240 unless set
 * @param debugProtocols default of every protocol's {@code debug}
 * @param debugCommands {@code debug commands}: 0 nothing, 1 sessions, 2 every command
 * @param mrtdump file of {@code mrtdump}, if any
 * @param mrtdumpProtocols default of every protocol's {@code mrtdump}
 * @param timeFormats how times are shown
 * @param watchdogWarning seconds a stall may last before it is logged; 0 is off
 * @param threads {@code threads} of 3.x; 0 leaves the choice to jbgpd
 * @param http where metrics are served; empty: nowhere
 */
public record RouterOptions(
        Optional<IpAddress> routerId,
        List<InterfacePattern> routerIdSources,
        Optional<IpAddress> bgpListenAddress,
        int bgpListenPort,
        Optional<String> hostname,
        int gracefulRestartWait,
        Set<DebugFlag> debugProtocols,
        int debugCommands,
        Optional<String> mrtdump,
        Set<DebugFlag> mrtdumpProtocols,
        TimeFormats timeFormats,
        double watchdogWarning,
        int threads,
        Optional<HttpListen> http) {}
