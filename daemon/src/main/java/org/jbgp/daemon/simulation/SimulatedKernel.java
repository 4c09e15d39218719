package org.jbgp.daemon.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jbgp.daemon.protocol.kernel.KernelPort;
import org.jbgp.daemon.protocol.kernel.KernelTable;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelAddress;
import org.jbgp.kernel.KernelEventSink;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.KernelLink;
import org.jbgp.kernel.KernelNextHop;
import org.jbgp.kernel.KernelRoute;
import org.jbgp.kernel.NextHopObject;
import org.jbgp.kernel.RouteEncoder;
import org.jbgp.kernel.RouteMessage;
import org.jbgp.kernel.RouteType;

/**
 * The kernel of a simulated host: interfaces, addresses, routes and next hop objects, as Linux keeps them. It outlives
 * the router. One thread.
 */
public final class SimulatedKernel {
    private final Host host;
    private final Network network;
    private final Map<Integer, Map<Family, KernelRoutes>> tables = new TreeMap<>();
    private final Map<Integer, NextHopObject> objects = new TreeMap<>();
    /** By VRF: the index of its device, 0 for the default one. */
    private final Map<Integer, AddressSpace> spaces = new HashMap<>();

    /** What {@link #isAttached} has found since interfaces and addresses changed last: many routes share a gateway. */
    private final Map<KernelNextHop, Boolean> attached = new HashMap<>();

    private final ArrayDeque<Consumer<KernelEventSink>> events = new ArrayDeque<>();
    private final RouteEncoder encoder = new RouteEncoder();
    private Runnable listener;
    private BiConsumer<KernelIp, Integer> watcher = (destination, length) -> {};

    SimulatedKernel(Host host, Network network) {
        this.host = host;
        this.network = network;
    }

    /** Where packets to an address go. */
    public sealed interface Decision {
        /** To this host itself. */
        record Local(Port port) implements Decision {}

        /** Out, by one of these ways; a way without a gateway goes to the address itself. */
        record Out(List<KernelNextHop> ways, KernelRoute route) implements Decision {}

        /** Thrown away, by a route that says so. */
        record Dropped(KernelRoute route) implements Decision {}

        /** There is no route. */
        record NoRoute() implements Decision {}
    }

    /**
     * Where packets to an address go from here: longest match in the VRF's table, beside its connected networks. What
     * is not in it, is nowhere: as if each VRF had the unreachable default route that Linux recommends.
     *
     * @param vrf index of its device, 0 for the default one
     */
    public Decision lookup(int vrf, KernelIp address) {
        return lookup(vrf, address, 0);
    }

    /**
     * The same for a socket that is bound to an interface.
     *
     * @param ifindex of the interface, 0 for none
     */
    Decision lookup(int vrf, KernelIp address, int ifindex) {
        if (vrf != 0 && host.port(vrf).isEmpty()) {
            return new Decision.NoRoute();
        }
        AddressSpace space = space(vrf);
        Port local = space.owner(address);
        if (local != null) {
            return new Decision.Local(local);
        }
        KernelRoutes.Entry direct = space.connected(address.family()).longest(address, each -> isUsable(each, ifindex));
        KernelRoutes.Entry routed =
                routes(tableOf(vrf), address.family()).longest(address, each -> isUsable(each, ifindex));
        KernelRoutes.Entry best = direct == null
                ? routed
                : routed == null
                                || routed.route().prefixLength()
                                        <= direct.route().prefixLength()
                        ? direct
                        : routed;
        if (best == null) {
            return new Decision.NoRoute();
        }
        if (best.route().type() != RouteType.UNICAST) {
            return new Decision.Dropped(best.route());
        }
        List<KernelNextHop> ways = ways(best);
        return new Decision.Out(
                ways.size() == 1
                        ? ways
                        : ways.stream().filter(way -> isUsable(way, ifindex)).toList(),
                best.route());
    }

    /** The next hops of a route, also where an object has them. */
    List<KernelNextHop> ways(KernelRoutes.Entry entry) {
        if (entry.nextHopObject() == 0) {
            return entry.route().nextHops();
        }
        NextHopObject object = objects.get(entry.nextHopObject());
        if (object == null) {
            return List.of();
        }
        if (object.members().isEmpty()) {
            return List.of(object.nextHop());
        }
        // A resilience group goes by the first of its members that is there.
        for (NextHopObject.Member member : object.members()) {
            NextHopObject way = objects.get(member.id());
            if (way != null && way.nextHop() != null) {
                return List.of(way.nextHop());
            }
        }
        return List.of();
    }

    private boolean isUsable(KernelRoutes.Entry entry, int ifindex) {
        if (entry.route().type() != RouteType.UNICAST) {
            return true;
        }
        for (KernelNextHop way : ways(entry)) {
            if (isUsable(way, ifindex)) {
                return true;
            }
        }
        return false;
    }

    private boolean isUsable(KernelNextHop way, int ifindex) {
        return (ifindex == 0 || ifindex == way.ifindex())
                && host.port(way.ifindex()).isPresent();
    }

    private AddressSpace space(int vrf) {
        return spaces.computeIfAbsent(vrf, any -> new AddressSpace());
    }

    /** The table of a VRF: the main one for 0. */
    private int tableOf(int vrf) {
        return host.port(vrf).map(Port::vrfTable).orElse(KernelRoute.TABLE_MAIN);
    }

    /** The numbers of the tables that have or had routes. */
    public Set<Integer> tables() {
        return Collections.unmodifiableSet(tables.keySet());
    }

    /** The routes of a table, each with the next hops it has at present. */
    public List<KernelRoute> routesOf(int table, Family family) {
        return routes(table, family).all().stream()
                .map(entry -> entry.nextHopObject() == 0
                        ? entry.route()
                        : new KernelRoute(
                                entry.route().key(),
                                entry.route().protocol(),
                                entry.route().type(),
                                entry.route().scope(),
                                entry.route().extras(),
                                ways(entry)))
                .toList();
    }

    /** Who hears of each change of a route in any table: its prefix and the prefix's length. */
    public void watch(BiConsumer<KernelIp, Integer> who) {
        watcher = who;
    }

    KernelRoutes routes(int table, Family family) {
        return tables.computeIfAbsent(table, number -> {
                    Map<Family, KernelRoutes> families = new EnumMap<>(Family.class);
                    for (Family each : Family.values()) {
                        families.put(each, new KernelRoutes(each));
                    }
                    return families;
                })
                .get(family);
    }

    RouteEncoder encoder() {
        return encoder;
    }

    Map<Integer, NextHopObject> objects() {
        return objects;
    }

    /** A route was changed. */
    void changed(KernelIp destination, int length) {
        watcher.accept(destination, length);
        network.routesChanged();
    }

    /** Whether a gateway can be reached by an interface without another gateway, which Linux asks for. */
    boolean isAttached(KernelNextHop way) {
        Boolean known = attached.get(way);
        if (known == null) {
            known = look(way);
            attached.put(way, known);
        }
        return known;
    }

    private boolean look(KernelNextHop way) {
        Port port = host.port(way.ifindex()).orElse(null);
        KernelIp gateway = way.gateway();
        if (port == null || !port.isUp()) {
            return false;
        }
        if (gateway == null || way.onlink() || Ip.isLinkLocal(gateway)) {
            return true;
        }
        AddressSpace space = space(port.vrf());
        KernelRoutes.Entry entry = space.connected(gateway.family())
                .longest(gateway, each -> ways(each).stream().anyMatch(hop -> hop.ifindex() == way.ifindex()));
        return entry != null && space.owner(gateway) == null;
    }

    // --- what happens to the host ---

    /** Somebody other than the router adds a route. */
    public void inject(KernelRoute route) {
        boolean replaced = has(route.key());
        routes(route.key().table(), route.family()).put(new KernelRoutes.Entry(route, 0));
        report(sink -> sink.routeChanged(RouteMessage.of(route), replaced));
        changed(route.destination(), route.prefixLength());
    }

    /** Whether there is a route with that key. */
    public boolean has(KernelRoute.Key key) {
        return routes(key.table(), key.destination().family()).get(key.destination(), key.prefixLength(), key.metric())
                != null;
    }

    /** Somebody other than the router removes a route; nothing if it is not there. */
    public void eject(KernelRoute.Key key) {
        KernelRoutes routes = routes(key.table(), key.destination().family());
        KernelRoutes.Entry entry = routes.get(key.destination(), key.prefixLength(), key.metric());
        if (entry != null) {
            routes.remove(key.destination(), key.prefixLength(), key.metric());
            report(sink -> sink.routeRemoved(RouteMessage.of(entry.route())));
            changed(key.destination(), key.prefixLength());
        }
    }

    void linkChanged(Port port) {
        attached.clear();
        KernelLink link = port.link();
        if (!link.carrier()) {
            endObjects(port.index());
        }
        report(sink -> sink.linkChanged(link));
        network.changed();
    }

    /** An interface is no more. */
    void linkRemoved(Port port) {
        attached.clear();
        KernelLink link = port.link();
        losesRoutes(port);
        report(sink -> sink.linkRemoved(link));
        network.changed();
    }

    /** Linux takes the routes of an interface that is down; of those of IPv6 alone it says so. */
    void losesRoutes(Port port) {
        endObjects(port.index());
        removeRoutes(entry -> entry.nextHopObject() == 0
                && !entry.route().nextHops().isEmpty()
                && entry.route().nextHops().stream().allMatch(hop -> hop.ifindex() == port.index()));
    }

    /** Linux ends next hop objects with the carrier of their interface, and groups with their last member. */
    private void endObjects(int ifindex) {
        List.copyOf(objects.values()).stream()
                .filter(object -> object.nextHop() != null && object.nextHop().ifindex() == ifindex)
                .forEach(object -> end(object.id()));
    }

    /** An object leads elsewhere, and with it the routes that go by it. */
    void moved(int id) {
        tables.forEach((table, families) -> families.values()
                .forEach(routes -> routes.all().stream()
                        .filter(entry -> goesBy(entry, id))
                        .forEach(entry -> changed(
                                entry.route().destination(), entry.route().prefixLength()))));
    }

    private boolean goesBy(KernelRoutes.Entry entry, int id) {
        NextHopObject object = objects.get(entry.nextHopObject());
        return object != null && (object.id() == id || object.members().stream().anyMatch(member -> member.id() == id));
    }

    /** The machine loses its power: what was in memory is gone. */
    void forget() {
        objects.clear();
        removeRoutes(entry -> true);
    }

    private void removeRoutes(Predicate<KernelRoutes.Entry> which) {
        tables.forEach((table, families) -> families.values()
                .forEach(routes -> routes.all().stream().filter(which).forEach(entry -> {
                    KernelRoute route = entry.route();
                    routes.remove(route.destination(), route.prefixLength(), route.metric());
                    if (route.family() == Family.IPV6) {
                        report(sink -> sink.routeRemoved(RouteMessage.of(route)));
                    }
                    changed(route.destination(), route.prefixLength());
                })));
    }

    /** Ends an object, and all that goes by it; false if there is none. */
    boolean end(int id) {
        if (objects.remove(id) == null) {
            return false;
        }
        report(sink -> sink.nextHopObjectChanged(id));
        removeRoutes(entry -> entry.nextHopObject() == id);
        for (NextHopObject group : List.copyOf(objects.values())) {
            List<NextHopObject.Member> rest = new ArrayList<>(group.members());
            if (rest.removeIf(member -> member.id() == id)) {
                objects.put(group.id(), NextHopObject.group(group.id(), group.protocol(), rest));
                if (rest.isEmpty()) {
                    end(group.id());
                }
            }
        }
        return true;
    }

    void addressAdded(Port port, KernelAddress address) {
        attached.clear();
        space(port.vrf()).add(port, address);
        report(sink -> sink.addressChanged(address));
        network.changed();
    }

    /** An interface leaves its VRF, and what it has of an address there: Linux says so of IPv6 alone. */
    void leaves(Port port, KernelAddress address) {
        attached.clear();
        space(port.vrf()).remove(port, address);
        if (address.family() == Family.IPV6) {
            report(sink -> sink.addressRemoved(address));
        }
    }

    /** The other way round. */
    void joins(Port port, KernelAddress address) {
        space(port.vrf()).add(port, address);
        if (address.family() == Family.IPV6) {
            report(sink -> sink.addressChanged(address));
        }
    }

    /** The interface that has an address in a VRF, null if none has. */
    public Port owner(int vrf, KernelIp address) {
        return space(vrf).owner(address);
    }

    /** Whether an address is this host's, in any VRF. */
    public boolean isOwn(KernelIp address) {
        return spaces.values().stream().anyMatch(space -> space.owner(address) != null);
    }

    private void report(Consumer<KernelEventSink> event) {
        if (listener != null) {
            events.add(event);
            listener.run();
        }
    }

    // --- the router's side ---

    /** Who is woken when there are events; null for nobody. */
    void listen(Runnable wakes) {
        events.clear();
        listener = wakes;
    }

    /** For one life of a router. */
    KernelPort open() {
        return new Open();
    }

    private final class Open implements KernelPort {
        @Override
        public List<KernelLink> links() {
            return host.ports().stream().map(Port::link).toList();
        }

        @Override
        public List<KernelAddress> addresses() {
            return host.ports().stream()
                    .flatMap(port -> port.addresses().stream())
                    .toList();
        }

        @Override
        public KernelTable table(Family family, int table, int protocol) {
            return new SimulatedTable(SimulatedKernel.this, family, table, protocol);
        }

        @Override
        public boolean eventBuffer(Object asker, int bytes) {
            return true;
        }

        @Override
        public void await(int timeoutMillis) {
            // virtual time waits by itself
        }

        @Override
        public void wakeUp() {
            // the loop is woken by its own means
        }

        @Override
        public int deliverEvents(KernelEventSink sink, int limit) {
            int delivered = 0;
            Consumer<KernelEventSink> event;
            while (delivered < limit && (event = events.poll()) != null) {
                event.accept(sink);
                delivered++;
            }
            return delivered;
        }

        @Override
        public void close() {
            listen(null);
        }
    }
}
