package org.jbgp.daemon.rib;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jbgp.daemon.policy.LinkView;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.ImportRules;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.NextHopRequests;
import org.jbgp.daemon.rib.nexthop.ResolutionDomain;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.rib.store.Prefixes;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.Destination;
import org.junit.jupiter.api.Test;

/** What an import filter sees of the way a route leads: all on connected networks, nothing where tables are asked. */
class ArrivingNextHopTest {
    private static final int CHANNEL = 1;
    private static final int CONNECTED = 0x0A000001;
    private static final int ELSEWHERE = 0x0B000001;

    private final List<String> seen = new ArrayList<>();
    private final Shard shard = new Shard(0, () -> 0, LinkView.NONE, PolicyLog.SILENT, new OneLink());

    /** The router's interfaces: 10.0.0.1 is in reach by number 3. */
    private static final class OneLink implements NextHopRequests {
        @Override
        public ResolvedNextHop direct(Request request) {
            return request.address().lo() == CONNECTED
                    ? new ResolvedNextHop(
                            ResolvedNextHop.State.REACHABLE,
                            List.of(new ResolvedNextHop.Leg(request.address(), 3, "eth0", 1, false)),
                            0,
                            Destination.UNICAST)
                    : ResolvedNextHop.INVALID;
        }

        @Override
        public void lookUp(int shard, List<Request> requests) {}

        @Override
        public void touched(int table, Set<Address> addresses) {}
    }

    private void channel(ResolutionDomain.Way way) {
        InetAddress neighbor = Prefixes.address(AddressFamily.IPV4_UNICAST, 0, 0x0A090909L);
        shard.putChannel(new Channel(
                CHANNEL,
                new RouteSource("n", RouteSource.Kind.RTS_BGP, 100, neighbor, neighbor, 65001, 65000, 7, false, false),
                AddressFamily.IPV4_UNICAST,
                0,
                (route, log) -> {
                    seen.add(route.destination() + " by " + route.interfaceIndex() + " to "
                            + Long.toHexString(route.gatewayLo()) + ", metric " + route.igpMetric());
                    return true;
                },
                new ResolutionDomain(0, way),
                0,
                Channel.Decision.DEFAULT,
                ImportRules.PLAIN));
    }

    private List<String> announce(int nextHop) {
        AttributeBlobBuilder blob = new AttributeBlobBuilder();
        blob.setOrigin(0);
        blob.prependAs(65001, 1);
        blob.setNextHop4(nextHop);
        RouteBatch batch = new RouteBatch();
        batch.attributes(blob.array(), 0, blob.length());
        batch.announce(AddressFamily.IPV4_UNICAST, 0, 0, 0x14000000L, 8);
        shard.apply(batch, new int[] {CHANNEL, 0}, null);
        shard.flush();
        List<String> now = List.copyOf(seen);
        seen.clear();
        return now;
    }

    @Test
    void filtersSeeTheWayOfARouteThatArrives() {
        shard.addTable(0, "master4", AddressFamily.IPV4_UNICAST);
        channel(ResolutionDomain.Way.direct(3));
        assertThat(announce(CONNECTED)).containsExactly("UNICAST by 3 to a000001, metric -1");
        assertThat(announce(ELSEWHERE)).containsExactly("UNREACHABLE by 0 to 0, metric -1");
        channel(ResolutionDomain.Way.recursive(new ResolutionDomain.Tables(0, -1), false));
        assertThat(announce(CONNECTED)).containsExactly("NONE by 0 to 0, metric -1");
    }
}
