package org.jbgp.daemon.rib;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.ImportRules;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.NextHopRequests;
import org.jbgp.daemon.rib.nexthop.ResolutionDomain;
import org.jbgp.daemon.rib.store.Prefixes;
import org.jbgp.daemon.wire.AddressFamily;

/** Neighbors of a shard without a router around it: external ones whose routes go into table 0, of IPv4. */
public final class TestNeighbor {
    /** Where their next hops are looked up. */
    public static final ResolutionDomain DOMAIN = new ResolutionDomain(0, ResolutionDomain.Way.direct(1));

    /** Nobody answers questions about next hops. */
    public static final NextHopRequests UNANSWERED = new NextHopRequests() {
        @Override
        public void lookUp(int shard, List<Request> requests) {}

        @Override
        public void touched(int table, Set<Address> addresses) {}
    };

    private TestNeighbor() {}

    /** The channel of neighbor {@code n1} with number 1 and AS 65001, and so on. */
    public static Channel channel(int number, Policy policy, Channel.Decision decision, ImportRules rules) {
        InetAddress address = Prefixes.address(AddressFamily.IPV4_UNICAST, 0, 0x0A090900L + number);
        return new Channel(
                number,
                new RouteSource(
                        "n" + number,
                        RouteSource.Kind.RTS_BGP,
                        100,
                        address,
                        address,
                        65000 + number,
                        65000,
                        7,
                        false,
                        false),
                AddressFamily.IPV4_UNICAST,
                0,
                policy,
                DOMAIN,
                0,
                decision,
                rules);
    }
}
