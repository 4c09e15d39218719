package org.jbgp.daemon.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.model.StaticConfig;
import org.jbgp.config.model.StaticRoute;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.Destination;
import org.jbgp.daemon.wire.Scope;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.KernelNextHop;

/**
 * Announces the routes of the file. A unicast route is there while at least one of its next hops can be used: the
 * neighbor's address lies in a network of an interface that is up (with {@code check link}: and has a carrier), or the
 * named interface is up. A multipath route has those of its next hops that can be used. A recursive route carries its
 * gateway as NEXT_HOP without NEXTHOPS; the table resolves it (its channel's resolution domain).
 *
 * <p>Several routes to one prefix are distinguished by their path id, which counts them in the order of the file from
 * 0.
 *
 * <p>Driven by the kernel thread, as a listener of {@link DeviceProtocol}.
 */
public final class StaticProtocol implements InterfaceListener {
    /** Applies the {@code { … }} block of a route to its attributes. */
    @FunctionalInterface
    public interface AttributeSetter {
        /** Changes the blob of a route in place; does nothing for a route without block. */
        void apply(StaticRoute route, AddressFamily family, AttributeBlobBuilder blob);
    }

    private final AttributeSetter setter;
    private final RouteFeed feed;
    private final GatewayWatch watch;
    private final InvalidGateways invalid;
    private final AttributeBlobBuilder blob = new AttributeBlobBuilder();
    private StaticConfig config;
    private InterfaceTable interfaces = InterfaceTable.EMPTY;
    private Set<GatewayWatch.Gateway> answering = Set.of();
    private Set<GatewayWatch.Gateway> watched = Set.of();
    /** What is watched after the update under way. */
    private final Set<GatewayWatch.Gateway> toWatch = new HashSet<>();

    private final Map<Key, byte[]> announced = new LinkedHashMap<>();

    private record Key(IpPrefix prefix, int pathId) {}

    /**
     * With its settings, who evaluates the blocks of routes, the way to its table, who watches gateways, and where to
     * report.
     */
    public StaticProtocol(
            StaticConfig config, AttributeSetter setter, RouteFeed feed, GatewayWatch watch, ProtocolLog log) {
        this.watch = watch;
        this.invalid = new InvalidGateways(log);
        this.config = config;
        this.setter = setter;
        this.feed = feed;
    }

    /** Announces what can be used now. */
    public void start(InterfaceTable now) {
        interfaces = now.within(config.common().vrf());
        update();
    }

    /** Takes everything back. */
    public void stop() {
        for (Key key : announced.keySet()) {
            withdraw(key);
        }
        announced.clear();
        if (!watched.isEmpty()) {
            watched = Set.of();
            answering = Set.of();
            watch.watch(watched);
        }
        feed.flush();
    }

    /** Goes over to another list of routes; those that stay the same are not announced again. */
    public void reconfigure(StaticConfig changed) {
        config = changed;
        update();
    }

    /** These of the gateways that are watched answer now, and no others. */
    public void answering(Set<GatewayWatch.Gateway> gateways) {
        if (!answering.equals(gateways)) {
            answering = gateways;
            update();
        }
    }

    /** Announces routes once more, because the import filter, or what it asks, has changed. */
    public void announceAgain(RouteChoice which) {
        announced.forEach((key, attributes) -> {
            IpPrefix prefix = key.prefix;
            if (which.has(
                    family(prefix), prefix.hi(), prefix.lo(), prefix.length(), attributes, 0, attributes.length)) {
                announce(key, attributes);
            }
        });
        feed.flush();
    }

    @Override
    public void interfacesChanged(InterfaceChanges changes) {
        interfaces = changes.now().within(config.common().vrf());
        if (leadsSomewhere()) {
            update();
        } else {
            invalid.check(config.name(), config.routes(), interfaces);
        }
    }

    /** Routes that lead nowhere, and those that are looked up in a table, are there whatever the interfaces are. */
    private boolean leadsSomewhere() {
        for (StaticRoute route : config.routes()) {
            if (route.destination() instanceof StaticRoute.Via) {
                return true;
            }
        }
        return false;
    }

    private void update() {
        invalid.check(config.name(), config.routes(), interfaces);
        Map<IpPrefix, Integer> seen = new HashMap<>();
        Map<Key, byte[]> wanted = new LinkedHashMap<>();
        toWatch.clear();
        for (StaticRoute route : config.routes()) {
            int pathId = seen.merge(route.prefix(), 1, Integer::sum) - 1;
            if (describe(route)) {
                setter.apply(route, family(route.prefix()), blob);
                wanted.put(new Key(route.prefix(), pathId), blob.toBytes());
            }
        }
        if (!watched.equals(toWatch)) {
            watched = Set.copyOf(toWatch);
            watch.watch(watched);
        }
        announced.keySet().removeIf(key -> {
            if (wanted.containsKey(key)) {
                return false;
            }
            withdraw(key);
            return true;
        });
        for (Map.Entry<Key, byte[]> entry : wanted.entrySet()) {
            byte[] before = announced.put(entry.getKey(), entry.getValue());
            if (!Arrays.equals(before, entry.getValue())) {
                announce(entry.getKey(), entry.getValue());
            }
        }
        feed.flush();
    }

    /** Puts the route's destination into the blob; false if it cannot be used now. */
    private boolean describe(StaticRoute route) {
        blob.clear();
        switch (route.destination()) {
            case StaticRoute.Via via -> {
                List<KernelNextHop> nextHops = usable(via);
                if (nextHops.isEmpty()) {
                    return false;
                }
                NextHopBlob.write(blob, Destination.UNICAST, nextHops);
            }
            case StaticRoute.Recursive recursive ->
                NextHopBlob.writeAddress(
                        blob, AttributeBlob.WELL_KNOWN, AttributeBlob.NEXT_HOP, address(recursive.gateway()));
            case StaticRoute.Blackhole blackhole -> NextHopBlob.write(blob, Destination.BLACKHOLE, List.of());
            case StaticRoute.Unreachable unreachable -> NextHopBlob.write(blob, Destination.UNREACHABLE, List.of());
            case StaticRoute.Prohibit prohibit -> NextHopBlob.write(blob, Destination.PROHIBIT, List.of());
        }
        return true;
    }

    private List<KernelNextHop> usable(StaticRoute.Via via) {
        List<KernelNextHop> nextHops = new ArrayList<>(via.nextHops().size());
        for (StaticRoute.NextHop hop : via.nextHops()) {
            interfaceOf(interfaces, hop)
                    .filter(found -> !config.checkLink() || found.upWithLink())
                    .filter(found -> answers(hop, found))
                    .ifPresent(found -> nextHops.add(new KernelNextHop(
                            hop.gateway().map(StaticProtocol::address).orElse(null),
                            found.index(),
                            hop.weight(),
                            hop.onlink() ? KernelNextHop.ONLINK : 0)));
        }
        nextHops.sort(Forwarding.NEXT_HOP_ORDER);
        return nextHops;
    }

    /** BIRD: without a session that is up, the way is none. */
    private boolean answers(StaticRoute.NextHop hop, NetworkInterface link) {
        if (!hop.bfd() || hop.gateway().isEmpty()) {
            return true;
        }
        GatewayWatch.Gateway gateway =
                new GatewayWatch.Gateway(address(hop.gateway().get()), link.index());
        toWatch.add(gateway);
        return answering.contains(gateway);
    }

    /** The interface a next hop leads over now; empty if there is none that is up. */
    public static Optional<NetworkInterface> interfaceOf(InterfaceTable interfaces, StaticRoute.NextHop hop) {
        NetworkInterface named = hop.interfaceName().flatMap(interfaces::byName).orElse(null);
        if (hop.interfaceName().isPresent() && named == null) {
            return Optional.empty();
        }
        if (hop.gateway().isEmpty()) {
            return Optional.ofNullable(named).filter(NetworkInterface::up);
        }
        KernelIp gateway = address(hop.gateway().get());
        // 127.0.0.0/8 stands on a network of the loopback interface, but nobody else is reached there.
        Scope scope = AddressScope.of(gateway);
        return scope == Scope.HOST || scope == Scope.UNDEFINED
                ? Optional.empty()
                : interfaces.neighbor(gateway, named, hop.onlink());
    }

    /**
     * Why nothing can be sent to a gateway whatever interfaces there are, or because it is this host itself; else
     * empty.
     */
    public static String unfit(InterfaceTable interfaces, org.jbgp.config.base.IpAddress gateway) {
        KernelIp wanted = address(gateway);
        return switch (AddressScope.of(wanted)) {
            case UNDEFINED -> gateway.isUnspecified() ? "no address" : "not the address of a single host";
            case HOST -> "an address of this host";
            case LINK, SITE, ORGANIZATION, UNIVERSE ->
                interfaces.all().stream()
                                .flatMap(each -> each.addresses().stream())
                                .anyMatch(own -> own.address().equals(wanted))
                        ? "an address of this host"
                        : "";
        };
    }

    private void announce(Key key, byte[] attributes) {
        IpPrefix prefix = key.prefix;
        feed.announce(
                family(prefix),
                key.pathId,
                prefix.hi(),
                prefix.lo(),
                prefix.length(),
                attributes,
                0,
                attributes.length);
    }

    private void withdraw(Key key) {
        IpPrefix prefix = key.prefix;
        feed.withdraw(family(prefix), key.pathId, prefix.hi(), prefix.lo(), prefix.length());
    }

    private static AddressFamily family(IpPrefix prefix) {
        return prefix.family() == IpFamily.IPV4 ? AddressFamily.IPV4_UNICAST : AddressFamily.IPV6_UNICAST;
    }

    private static KernelIp address(org.jbgp.config.base.IpAddress address) {
        Family family = address.family() == IpFamily.IPV4 ? Family.IPV4 : Family.IPV6;
        return new KernelIp(family, address.hi(), address.lo());
    }
}
