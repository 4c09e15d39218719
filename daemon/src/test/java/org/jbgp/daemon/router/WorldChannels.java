package org.jbgp.daemon.router;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import org.jbgp.daemon.advertise.rules.Drain;
import org.jbgp.daemon.advertise.rules.ExportSettings;
import org.jbgp.daemon.advertise.rules.NextHopFormat;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.ImportRules;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.ResolutionDomain;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.PeerSort;
import org.jbgp.daemon.wire.update.SessionEncoding;

/** The channels of {@link ShardedWorld}, by neighbor and family, and the settings of its export group. */
final class WorldChannels {
    /** Of the sessions that the router writes to. */
    static final SessionEncoding ENCODING =
            SessionEncoding.of(PeerSort.EXTERNAL, 65000, 65001, Set.of(AddressFamily.IPV4_UNICAST));
    /** Where all next hops are looked up. */
    static final ResolutionDomain DOMAIN = new ResolutionDomain(0, ResolutionDomain.Way.direct(1));

    private WorldChannels() {}

    /** What counts the routes that enter the table behind the pipe. */
    static Channel behind() {
        Channel any = channelOf(ShardedWorld.SOURCES, 1, 70, WorldRule.ALL, ImportRules.PLAIN);
        return new Channel(
                any.id(),
                any.source(),
                AddressFamily.IPV4_UNICAST,
                ShardedWorld.PIPED,
                any.policy(),
                DOMAIN,
                0,
                any.decision(),
                any.rules());
    }

    static int channel(int source, int family) {
        return 1 + source * 2 + family;
    }

    static Channel channelOf(int source, int family, int preference, WorldRule rule, ImportRules rules) {
        RouteSource from = new RouteSource(
                "n" + source,
                RouteSource.Kind.RTS_BGP,
                preference,
                address(10 + source),
                address(1),
                65010 + source,
                65000,
                10 + source,
                false,
                false);
        return new Channel(
                channel(source, family),
                from,
                family == 0 ? AddressFamily.IPV4_UNICAST : AddressFamily.IPV6_UNICAST,
                family,
                rule.policy(),
                DOMAIN,
                0,
                Channel.Decision.DEFAULT,
                rules);
    }

    static InetAddress address(int host) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) host});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    static ExportSettings settings() {
        return new ExportSettings(
                AddressFamily.IPV4_UNICAST,
                0,
                Policy.ALL,
                ENCODING,
                new ExportSettings.Relation(false, false, false, false, 0, 65000, 65000, null),
                new ExportSettings.NextHops(
                        Address.of(address(1)),
                        NextHopFormat.DEFAULT,
                        ExportSettings.RoutesOf.NONE,
                        ExportSettings.RoutesOf.NONE,
                        0,
                        java.util.Optional.empty()),
                new ExportSettings.AttributeRules(100, false, false, false, true, true, false, Drain.NONE),
                ExportSettings.Single.NONE);
    }
}
