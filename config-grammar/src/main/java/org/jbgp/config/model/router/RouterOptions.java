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
 * @param routerId which router id is ours
 * @param listen where BGP sessions are accepted
 * @param hostname {@code hostname}; empty: the machine's
 * @param safeguards what keeps routes in place when much changes
 * @param reports what is reported, and how
 * @param timeFormats how times are shown
 * @param threads number of worker threads, {@code threads} or the sum of all thread groups of 3.x; 0: as many as cores
 * @param services what is served to others than neighbors
 */
public record RouterOptions(
        RouterId routerId,
        BgpListen listen,
        Optional<String> hostname,
        Safeguards safeguards,
        Reports reports,
        TimeFormats timeFormats,
        int threads,
        Services services) {

    /**
     * What keeps routes in place when much changes.
     *
     * @param gracefulRestartWait seconds a restart may wait for neighbors, 240 unless set
     * @param guard what an unconfirmed configuration must keep
     */
    public record Safeguards(int gracefulRestartWait, Guard guard) {}

    /** See {@link Safeguards#gracefulRestartWait}. */
    public int gracefulRestartWait() {
        return safeguards.gracefulRestartWait();
    }

    /** See {@link Safeguards#guard}. */
    public Guard guard() {
        return safeguards.guard();
    }

    /**
     * What is served to others than neighbors.
     *
     * @param http where metrics are served; empty: nowhere
     * @param controlSockets control sockets beside that of the command line, with different paths
     */
    public record Services(Optional<HttpListen> http, List<ControlSocket> controlSockets) {
        public Services {
            controlSockets = List.copyOf(controlSockets);
        }
    }

    /** See {@link Services#http}. */
    public Optional<HttpListen> http() {
        return services.http();
    }

    /**
     * Which router id is ours.
     *
     * @param configured an IPv4 address; empty: take it from the sources, or the lowest non-loopback IPv4 address of
     *     the machine
     * @param sources {@code router id from …}: interface patterns to take it from
     */
    public record RouterId(Optional<IpAddress> configured, List<InterfacePattern> sources) {}

    /**
     * Where BGP sessions are accepted.
     *
     * @param address 1.6 {@code listen bgp address}; empty: all addresses
     * @param port TCP port, 179 unless {@code listen bgp port} says otherwise
     */
    public record BgpListen(Optional<IpAddress> address, int port) {}

    /**
     * What is reported, and how.
     *
     * @param protocols default of every protocol's {@code debug}
     * @param commands {@code debug commands}: 0 nothing, 1 sessions, 2 every command
     * @param mrtdump where {@code mrtdump} of protocols goes
     * @param stalls how long threads may keep work waiting
     * @param history what is remembered of changes
     */
    public record Reports(Set<DebugFlag> protocols, int commands, Mrtdump mrtdump, Stalls stalls, History history) {}

    /**
     * How long threads may keep work waiting, in seconds.
     *
     * @param warning so long before it is logged; 0: never
     * @param timeout so long before the process ends; 0: for ever
     * @param latency report waits longer than the limit
     * @param latencyLimit see {@code latency}
     */
    public record Stalls(double warning, double timeout, boolean latency, double latencyLimit) {
        /** Nobody cares. */
        public static final Stalls NONE = new Stalls(0, 0, false, 0);
    }

    /**
     * Where {@code mrtdump} of protocols goes.
     *
     * @param file a pattern as of strftime; empty: nowhere
     * @param protocols default of every protocol's {@code mrtdump}
     * @param extended records say the time to the microsecond
     */
    public record Mrtdump(Optional<String> file, Set<DebugFlag> protocols, boolean extended) {}
}
