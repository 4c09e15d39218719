package org.jbgp.daemon.bgp;

import java.net.InetAddress;
import java.util.Optional;
import org.jbgp.config.model.Vrf;
import org.jbgp.daemon.advertise.rules.NextHopFormat;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * What a channel gives as next hop where this router announces itself. The order is BIRD's: the address configured,
 * that of the session if the neighbor can read it, else one of the session's interface. Stateless.
 */
final class OwnNextHop {
    private static final int IPV6 = 16;
    private static final Address UNSPECIFIED = Address.copyOf(new byte[IPV6], 0, IPV6);

    private OwnNextHop() {}

    /**
     * The next hop: 4, 16 or 32 bytes, or {@link Address#NONE}.
     *
     * @param source the session's addresses
     * @param extended IPv4 routes with IPv6 next hops are negotiated (RFC 8950)
     * @param link index of the interface of a directly connected neighbor, else 0
     * @param vrf the VRF the session is in
     */
    static Address of(
            ChannelPlan channel,
            RouteSource source,
            boolean extended,
            int link,
            Optional<Vrf> vrf,
            BgpSpeaker.BgpHost host) {
        Address main = main(channel, source, extended, link, vrf, host);
        if (main.length() != IPV6 || link == 0 || isMapped(main)) {
            return main;
        }
        // RFC 2545 §3: on a shared link the link-local address goes along.
        InetAddress local = source.localAddress();
        Address linkLocal = local.isLinkLocalAddress() ? Address.of(local) : host.linkLocal(link);
        if (main.toAddress().isLinkLocalAddress()) {
            return Address.pair(UNSPECIFIED, linkLocal.length() == 0 ? main : linkLocal);
        }
        return linkLocal.length() == 0 ? main : Address.pair(main, linkLocal);
    }

    private static Address main(
            ChannelPlan channel,
            RouteSource source,
            boolean extended,
            int link,
            Optional<Vrf> vrf,
            BgpSpeaker.BgpHost host) {
        if (channel.nextHop().length() > 0) {
            return channel.nextHop();
        }
        Address local = Address.of(source.localAddress());
        boolean wide = channel.family() == AddressFamily.IPV6_UNICAST;
        if (wide == (local.length() == IPV6)) {
            return local;
        }
        if (!wide && extended) {
            return local;
        }
        if (wide && mapsIpv4(channel)) {
            return Address.copyOf(NextHopFormat.mapped(local.toArray(), 0), 0, IPV6);
        }
        int index = link != 0 ? link : host.interfaceOf(vrf, source.localAddress(), source.peerAddress());
        return index == 0 ? Address.NONE : host.addressOf(index, channel.family());
    }

    private static boolean isMapped(Address address) {
        return address.toAddress().getAddress().length == 4;
    }

    /** How this channel writes next hops. */
    static NextHopFormat format(ChannelPlan channel) {
        NextHopFormat.LinkLocal linkLocal = switch (channel.options().nextHops().linkLocalFormat()) {
            case NATIVE -> NextHopFormat.LinkLocal.NATIVE;
            case SINGLE -> NextHopFormat.LinkLocal.SINGLE;
            case DOUBLE -> NextHopFormat.LinkLocal.DOUBLE;
        };
        return new NextHopFormat(linkLocal, mapsIpv4(channel));
    }

    /** RFC 4798 §2 asks for no capability. */
    static boolean mapsIpv4(ChannelPlan channel) {
        return channel.family() == AddressFamily.IPV6_UNICAST
                && channel.options().nextHops().extended().enabled();
    }
}
