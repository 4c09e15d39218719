package org.jbgp.daemon.protocol;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.DirectConfig;
import org.jbgp.config.model.Vrf;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.BogusPrefixes;
import org.jbgp.daemon.wire.Destination;
import org.jbgp.kernel.KernelNextHop;

/**
 * Announces the networks of the machine's own interfaces, one route per interface and network (path id = interface
 * index).
 *
 * <p>Counts: addresses that are not secondary and valid beyond their link, on interfaces that are up (with {@code check
 * link}: and have a carrier) and fit the {@code interface} list. Only families that have a channel are fed.
 *
 * <p>Driven by the kernel thread, as a listener of {@link DeviceProtocol}.
 */
public final class DirectProtocol implements InterfaceListener {
    private final DirectConfig config;
    private final RouteFeed feed;
    private final AttributeBlobBuilder blob = new AttributeBlobBuilder();
    /** By the interface's index. */
    private final Map<Integer, Announced> announced = new HashMap<>();
    /** Those of the protocol's VRF as last looked at. */
    private InterfaceTable seen = InterfaceTable.EMPTY;

    private record Route(AddressFamily family, int ifindex, long hi, long lo, int length) {}

    /** The routes of an interface as it was when they were announced. */
    private record Announced(NetworkInterface link, Set<Route> routes) {}

    /** With its settings and the way to its tables. */
    public DirectProtocol(DirectConfig config, RouteFeed feed) {
        this.config = config;
        this.feed = feed;
    }

    /** Announces what the interfaces have now. */
    public void start(InterfaceTable interfaces) {
        interfacesChanged(InterfaceChanges.between(InterfaceTable.EMPTY, interfaces));
    }

    /** Takes everything back. */
    public void stop() {
        interfacesChanged(InterfaceChanges.between(seen, InterfaceTable.EMPTY));
    }

    /** Announces routes once more, because an import filter, or what it asks, has changed. */
    public void announceAgain(RouteChoice which) {
        for (Announced each : announced.values()) {
            for (Route route : each.routes) {
                describe(route);
                if (which.has(route.family, route.hi, route.lo, route.length, blob.array(), 0, blob.length())) {
                    announce(route);
                }
            }
        }
        feed.flush();
    }

    @Override
    public void interfacesChanged(InterfaceChanges changes) {
        Optional<Vrf> vrf = config.common().vrf();
        InterfaceTable ours = changes.now().within(vrf);
        // Which interfaces are in a VRF may change with one of them, its device.
        List<InterfaceChanges.Change> each = vrf.isEmpty()
                ? changes.each()
                : InterfaceChanges.between(seen, ours).each();
        seen = ours;
        for (InterfaceChanges.Change change : each) {
            if (change.now() == null) {
                Announced former = announced.remove(change.index());
                if (former != null) {
                    former.routes.forEach(this::withdraw);
                }
            }
        }
        for (InterfaceChanges.Change change : each) {
            if (change.now() != null) {
                Announced former = announced.get(change.index());
                changed(former == null ? Set.of() : former.routes, change.now());
            }
        }
        feed.flush();
    }

    private void changed(Set<Route> former, NetworkInterface link) {
        Set<Route> wanted = routes(link);
        announced.put(link.index(), new Announced(link, wanted));
        for (Route route : former) {
            if (!wanted.contains(route)) {
                withdraw(route);
            }
        }
        for (Route route : wanted) {
            if (!former.contains(route)) {
                announce(route);
            }
        }
    }

    private Set<Route> routes(NetworkInterface link) {
        if (config.checkLink() ? !link.upWithLink() : !link.up()) {
            return Set.of();
        }
        Set<Route> routes = new HashSet<>();
        for (InterfaceAddress address : link.addresses()) {
            if (counts(link, address)) {
                routes.add(new Route(
                        address.family(),
                        link.index(),
                        address.prefixHi(),
                        address.prefixLo(),
                        address.prefixLength()));
            }
        }
        return routes;
    }

    private boolean counts(NetworkInterface where, InterfaceAddress address) {
        return fed(address.family())
                && !address.kernel().secondary()
                && !BogusPrefixes.refused(
                        address.family(),
                        address.address().hi(),
                        address.address().lo())
                && InterfaceMatcher.matches(config.interfaces(), where, address);
    }

    private boolean fed(AddressFamily family) {
        IpFamily wanted = family == AddressFamily.IPV4_UNICAST ? IpFamily.IPV4 : IpFamily.IPV6;
        for (ChannelConfig channel : config.channels()) {
            if (channel.family() == wanted) {
                return true;
            }
        }
        return false;
    }

    private void describe(Route route) {
        blob.clear();
        NextHopBlob.write(blob, Destination.UNICAST, List.of(new KernelNextHop(null, route.ifindex, 1, 0)));
    }

    private void withdraw(Route route) {
        feed.withdraw(route.family, route.ifindex, route.hi, route.lo, route.length);
    }

    private void announce(Route route) {
        describe(route);
        feed.announce(route.family, route.ifindex, route.hi, route.lo, route.length, blob.array(), 0, blob.length());
    }
}
