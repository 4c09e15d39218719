package org.jbgp.daemon.advertise.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jbgp.config.model.Vrf;
import org.jbgp.daemon.policy.LinkView;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.ImportRules;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.NextHopRequests;
import org.jbgp.daemon.rib.nexthop.ResolutionDomain;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.Destination;
import org.jbgp.daemon.wire.PeerSort;
import org.jbgp.daemon.wire.update.SessionEncoding;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Next hops mean something in their VRF only: BIRD's {@code bgp_use_next_hop} and {@code bgp_use_gateway}. */
class VrfNextHopsTest {
    private static final Address OWN = address("10.0.0.1");
    private static final Address RECEIVED = address("10.0.0.2");
    private static final int TABLE = 1;
    private static final int RED_LINK = 3;

    private final List<NextHopRequests.Request> asked = new ArrayList<>();
    private final LinkView links = new LinkView() {
        @Override
        public String nameOf(int index) {
            return "";
        }

        @Override
        public int indexOf(String name) {
            return 0;
        }

        @Override
        public int neighborInterface(int addressLength, long hi, long lo, int interfaceIndex, boolean onlink) {
            return 0;
        }

        @Override
        public boolean isWithin(int index, Vrf vrf) {
            return vrf.equals(Vrf.of("red")) == (index == RED_LINK);
        }
    };
    private final Shard shard = new Shard(0, () -> 0, links, PolicyLog.SILENT, new NextHopRequests() {
        @Override
        public void lookUp(int number, List<Request> requests) {
            asked.addAll(requests);
        }

        @Override
        public void touched(int table, Set<Address> addresses) {}
    });

    private static Address address(String text) {
        return Address.of(InetAddress.ofLiteral(text));
    }

    private static Optional<Vrf> vrf(String name) {
        return switch (name) {
            case "-" -> Optional.empty();
            case "default" -> Optional.of(Vrf.DEFAULT);
            default -> Optional.of(Vrf.of(name));
        };
    }

    private static ExportSettings internalNeighborIn(Optional<Vrf> vrf) {
        return new ExportSettings(
                AddressFamily.IPV4_UNICAST,
                TABLE,
                Policy.ALL,
                SessionEncoding.of(PeerSort.INTERNAL, 65000, 65000, Set.of(AddressFamily.IPV4_UNICAST)),
                new ExportSettings.Relation(true, true, false, false, 0, 65000, 65000, null),
                new ExportSettings.NextHops(
                        OWN, NextHopFormat.DEFAULT, ExportSettings.RoutesOf.NONE, ExportSettings.RoutesOf.NONE, 0, vrf),
                new ExportSettings.AttributeRules(100, false, false, false, true, true, false, Drain.NONE),
                ExportSettings.Single.NONE);
    }

    private Channel from(Optional<Vrf> vrf, RouteSource.Kind kind) {
        RouteSource source = new RouteSource(
                "n",
                kind,
                100,
                InetAddress.ofLiteral("10.0.0.2"),
                InetAddress.ofLiteral("10.0.0.1"),
                65010,
                65000,
                10,
                false,
                false);
        return new Channel(
                1,
                source,
                AddressFamily.IPV4_UNICAST,
                TABLE,
                Policy.ALL,
                new ResolutionDomain(0, ResolutionDomain.Way.direct(1).within(vrf)),
                0,
                Channel.Decision.DEFAULT,
                ImportRules.PLAIN);
    }

    private int route() {
        AttributeBlobBuilder blob = new AttributeBlobBuilder();
        blob.setOrigin(0);
        blob.setNextHop4(0x0A000002);
        return shard.attributes().intern(blob.array(), 0, blob.length());
    }

    @ParameterizedTest
    @CsvSource({
        "-,       -,       10.0.0.2",
        "red,     red,     10.0.0.2",
        "default, default, 10.0.0.2",
        "red,     blue,    10.0.0.1",
        "default, red,     10.0.0.1",
        "red,     default, 10.0.0.1",
        // One that is in no VRF may be anywhere.
        "-,       red,     10.0.0.2",
        "red,     -,       10.0.0.2"
    })
    void receivedNextHops(String source, String neighbor, String expected) {
        ExportTransform transform = new ExportTransform(internalNeighborIn(vrf(neighbor)), shard);
        Channel from = from(vrf(source), RouteSource.Kind.RTS_BGP);

        assertThat(transform.nextHop(route(), from, RECEIVED)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({"-, 3, true", "red, 3, true", "blue, 3, false", "red, 4, false", "blue, 4, true"})
    void gateways(String neighbor, int link, boolean goesOut) {
        ExportTransform transform = new ExportTransform(internalNeighborIn(vrf(neighbor)), shard);
        Channel from = from(vrf("default"), RouteSource.Kind.RTS_BGP);
        int handle = route();
        shard.resolution(from, handle);
        asked.clear();
        shard.resolved(List.of(new NextHopRequests.Answer(
                from.domain(),
                RECEIVED,
                new ResolvedNextHop(
                        ResolvedNextHop.State.REACHABLE,
                        List.of(new ResolvedNextHop.Leg(RECEIVED, link, "x", 1, false)),
                        0,
                        Destination.UNICAST))));

        // Without a VRF the received next hop goes out, which is no gateway.
        assertThat(transform.gateway(handle, from) != null).isEqualTo(goesOut && !neighbor.equals("-"));
    }
}
