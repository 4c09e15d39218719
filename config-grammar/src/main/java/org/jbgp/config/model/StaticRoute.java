package org.jbgp.config.model;

import java.util.List;
import java.util.Optional;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.filter.tree.Filter;

/**
 * One route of a static protocol.
 *
 * @param prefix where to
 * @param destination by which way
 * @param attributes code that sets the route's attributes when it is imported
 */
public record StaticRoute(IpPrefix prefix, Destination destination, Optional<Filter> attributes) {

    /** By which way. */
    public sealed interface Destination {}

    /** Through neighbors or interfaces; more than one is ECMP. */
    public record Via(List<NextHop> nextHops) implements Destination {}

    /** Through whatever route leads to that address. */
    public record Recursive(IpAddress gateway) implements Destination {}

    /** Drop silently. */
    public record Blackhole() implements Destination {}

    /** Answer with ICMP unreachable. */
    public record Unreachable() implements Destination {}

    /** Answer with ICMP administratively prohibited. */
    public record Prohibit() implements Destination {}

    /**
     * One way.
     *
     * @param gateway the neighbor; empty: the network is directly on the interface
     * @param interfaceName interface to leave by; empty: found by the gateway's address
     * @param weight share of the traffic, 1 to 256
     * @param onlink the gateway is reachable on the interface even if no address says so
     * @param bfd take the way only while a BFD session with the gateway is up
     */
    public record NextHop(
            Optional<IpAddress> gateway, Optional<String> interfaceName, int weight, boolean onlink, boolean bfd) {}
}
