package org.jbgp.daemon.nexthop;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jbgp.config.model.Vrf;
import org.jbgp.config.model.bgp.BgpTransport;
import org.jbgp.daemon.instance.Conversions;
import org.jbgp.daemon.protocol.InterfaceAddress;
import org.jbgp.daemon.protocol.InterfaceTable;
import org.jbgp.daemon.protocol.NetworkInterface;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.rib.store.Prefixes;
import org.jbgp.daemon.session.LastError;
import org.jbgp.daemon.session.Obstacle;
import org.jbgp.daemon.session.settings.NeighborSettings;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.Destination;
import org.jbgp.kernel.KernelIp;

/** Questions about what is directly connected. Stateless. */
public final class Neighborhood {
    private static final String NEIGHBOR_LOST = "Neighbor lost";
    private static final String LINK_DOWN = "Link down";

    private Neighborhood() {}

    /**
     * Resolves an address in the connected networks of one interface, or of all if the index is 0.
     *
     * @param onlink the interface reaches it whatever its networks are
     */
    public static ResolvedNextHop connected(
            InterfaceTable interfaces, Address address, int interfaceIndex, boolean onlink) {
        NetworkInterface wanted =
                interfaceIndex == 0 ? null : interfaces.byIndex(interfaceIndex).orElse(null);
        if (address.length() == 16 && address.toAddress().isLinkLocalAddress() && wanted != null) {
            return wanted.up() ? through(address, wanted, false) : ResolvedNextHop.INVALID;
        }
        KernelIp gateway = Conversions.kernelAddress(address);
        if (isOwn(interfaces, gateway)) {
            return ResolvedNextHop.OWN;
        }
        return interfaces
                .neighbor(gateway, onlink ? wanted : null, onlink)
                .map(link -> through(address, link, onlink))
                .orElse(ResolvedNextHop.INVALID);
    }

    private static ResolvedNextHop through(Address address, NetworkInterface link, boolean onlink) {
        return new ResolvedNextHop(
                ResolvedNextHop.State.REACHABLE,
                List.of(new ResolvedNextHop.Leg(address, link.index(), link.name(), 1, onlink)),
                0,
                Destination.UNICAST);
    }

    /** The interface of a directly connected session, 0 if there is none. */
    public static int interfaceOf(InterfaceTable interfaces, InetAddress local, InetAddress remote) {
        KernelIp far = Conversions.kernelAddress(Address.of(remote));
        Optional<NetworkInterface> link = interfaces.neighbor(far, null, false);
        if (link.isPresent() && !remote.isLinkLocalAddress()) {
            return link.get().index();
        }
        KernelIp near = Conversions.kernelAddress(Address.of(local));
        for (NetworkInterface each : interfaces.all()) {
            for (InterfaceAddress address : each.addresses()) {
                if (address.address().equals(near)) {
                    return each.index();
                }
            }
        }
        return 0;
    }

    /**
     * What keeps a neighbor out of reach. A neighbor at one of this host's own addresses is in reach: two routers of
     * one machine may talk over loopback.
     */
    public static Obstacle obstacle(InterfaceTable all, NeighborSettings settings) {
        BgpTransport transport = settings.transport();
        Obstacle noVrf = missingVrf(all, settings);
        if (noVrf.exists()) {
            return noVrf;
        }
        InterfaceTable interfaces = all.within(settings.common().vrf());
        if (transport.hops().multihop() > 0) {
            return Obstacle.NONE;
        }
        KernelIp address = Conversions.kernelAddress(Address.of(settings.remoteAddress()));
        NetworkInterface wanted = null;
        String name = settings.interfaceName();
        if (!name.isEmpty()) {
            wanted = interfaces.byName(name).orElse(null);
            if (wanted == null) {
                return all.byName(name).isPresent()
                        ? Obstacle.of(
                                NEIGHBOR_LOST,
                                "Interface " + name + " is not in VRF "
                                        + settings.common()
                                                .vrf()
                                                .map(Vrf::toString)
                                                .orElse(""),
                                "'vrf' names another one than the interface is in")
                        : Obstacle.of(
                                NEIGHBOR_LOST, "No interface " + name, "it is spelled otherwise, or not there yet");
            }
        }
        boolean anyAddress =
                transport.reach().onlink() || settings.remoteAddress().isLinkLocalAddress();
        Optional<NetworkInterface> link = interfaces.neighbor(address, wanted, anyAddress);
        if (link.isPresent()) {
            return transport.reach().checkLink() && !link.get().link().carrier()
                    ? Obstacle.of(LINK_DOWN, LINK_DOWN + " on " + link.get().name(), "")
                    : Obstacle.NONE;
        }
        return isOwn(interfaces, address)
                ? Obstacle.NONE
                : unconnected(
                        Address.of(settings.remoteAddress()),
                        wanted,
                        wanted == null ? interfaces.downed(address).orElse(null) : wanted.up() ? null : wanted);
    }

    private static Obstacle missingVrf(InterfaceTable all, NeighborSettings settings) {
        String device = settings.common().vrfDevice();
        if (device.isEmpty()) {
            return Obstacle.NONE;
        }
        Optional<NetworkInterface> found = all.byName(device);
        return found.isEmpty()
                ? Obstacle.of(NEIGHBOR_LOST, "No VRF " + device, "it is spelled otherwise, or not there yet")
                : found.get().link().vrf()
                        ? Obstacle.NONE
                        : Obstacle.of(NEIGHBOR_LOST, device + " is no VRF", "'vrf' wants the name of a VRF device");
    }

    /** The device of the neighbor's VRF, null if it is in none that has one, or if there is none. */
    public static NetworkInterface vrf(InterfaceTable interfaces, NeighborSettings settings) {
        return interfaces.byName(settings.common().vrfDevice()).orElse(null);
    }

    /** The interface that a neighbor is directly connected by, null if it is by none. */
    public static NetworkInterface link(InterfaceTable all, NeighborSettings settings) {
        BgpTransport transport = settings.transport();
        InterfaceTable interfaces = all.within(settings.common().vrf());
        if (transport.hops().multihop() > 0) {
            return null;
        }
        KernelIp address = Conversions.kernelAddress(Address.of(settings.remoteAddress()));
        String name = settings.interfaceName();
        NetworkInterface wanted =
                name.isEmpty() ? null : interfaces.byName(name).orElse(null);
        boolean anyAddress =
                transport.reach().onlink() || settings.remoteAddress().isLinkLocalAddress();
        return interfaces.neighbor(address, wanted, anyAddress).orElse(null);
    }

    /** Whether an interface of this name was deleted and made again since. */
    public static boolean madeAgain(NetworkInterface before, NetworkInterface now) {
        return before.name().equals(now.name()) && before.index() != now.index();
    }

    /** The obstacle that ends a session over an interface that was deleted and made again between two looks. */
    public static Obstacle replaced(NetworkInterface link) {
        return Obstacle.of(NEIGHBOR_LOST, "Interface " + link.name() + " was deleted and made again", "");
    }

    private static Obstacle unconnected(Address neighbor, NetworkInterface wanted, NetworkInterface downed) {
        if (downed != null) {
            return Obstacle.of(NEIGHBOR_LOST, "Interface " + downed.name() + " is down", "");
        }
        String where = wanted == null ? "" : " of " + wanted.name();
        return Obstacle.of(
                NEIGHBOR_LOST,
                "Neighbor is on no connected network" + where,
                "no address of an interface that is up has " + neighbor
                        + " in its network; give such an address, or 'multihop' if routers are between");
    }

    /**
     * What to suspect of a neighbor that only listens, at an address that is on no interface; {@link LastError#NONE} if
     * it is not so.
     */
    public static LastError missingSource(InterfaceTable interfaces, NeighborSettings settings) {
        InetAddress source = settings.localAddress();
        if (!settings.transport().passive()
                || source == null
                || settings.transport().binding().free()
                || isOwn(interfaces.within(settings.common().vrf()), Conversions.kernelAddress(Address.of(source)))) {
            return LastError.NONE;
        }
        String text = "The source address " + Address.of(source) + " is on no interface of this host";
        return new LastError(LastError.Category.MISCELLANEOUS, text, text + "; nobody can connect to it");
    }

    private static boolean isOwn(InterfaceTable interfaces, KernelIp address) {
        return interfaces.all().stream()
                .flatMap(each -> each.addresses().stream())
                .anyMatch(own -> own.address().equals(address));
    }

    /** Link-local address of an interface, {@link Address#NONE} if it has none. */
    public static Address linkLocal(InterfaceTable interfaces, int index) {
        return first(interfaces, index, AddressFamily.IPV6_UNICAST, true);
    }

    /**
     * First address of a family an interface has that is neither link-local nor secondary, {@link Address#NONE} if
     * there is none.
     */
    public static Address addressOf(InterfaceTable interfaces, int index, AddressFamily family) {
        return first(interfaces, index, family, false);
    }

    private static Address first(InterfaceTable interfaces, int index, AddressFamily family, boolean linkLocal) {
        return interfaces
                .byIndex(index)
                .flatMap(link -> link.addresses().stream()
                        .filter(own -> own.family().bits() == family.bits())
                        .filter(own -> !own.kernel().secondary())
                        .map(own -> Prefixes.address(
                                family, own.address().hi(), own.address().lo()))
                        .filter(address -> address.isLinkLocalAddress() == (linkLocal && family.bits() == 128))
                        .findFirst())
                .map(Address::of)
                .orElse(Address.NONE);
    }
}
