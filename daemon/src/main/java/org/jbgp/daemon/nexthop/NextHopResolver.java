package org.jbgp.daemon.nexthop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.jbgp.daemon.instance.Conversions;
import org.jbgp.daemon.instance.EarlyWarning;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.protocol.InterfaceChanges;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.Lookup;
import org.jbgp.daemon.rib.nexthop.NextHopRequests;
import org.jbgp.daemon.rib.nexthop.ResolutionDomain;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop.Leg;
import org.jbgp.daemon.shards.ShardPool;

/**
 * Looks BGP next hops up, in the connected networks or in a table, and again whenever an interface or a covering route
 * changes (RFC 4271 §9.1.2.1). All state belongs to the control thread; shards only queue.
 */
public final class NextHopResolver implements NextHopRequests {
    private final Executor control;
    private ShardPool shards;
    private EarlyWarning early = EarlyWarning.NONE;
    private BiFunction<Address, ResolutionDomain, ResolvedNextHop> connected;
    private final Map<Request, ResolvedNextHop> known = new LinkedHashMap<>();
    /**
     * Addresses whose covering routes changed since the last query, by table. One query answers any number of changes.
     */
    private final Map<Integer, Set<Address>> touched = new HashMap<>();

    private final Map<Integer, Map<Address, Set<Request>>> byTable = new HashMap<>();
    /** Queries made to the shards, and the numbers of those they have not answered: answers may overtake each other. */
    private long asked;

    private final TreeSet<Long> open = new TreeSet<>();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

    /** What is to be done when that query was answered, and all before it. */
    private record Waiting(long query, Runnable task) {}

    /**
     * @param connected resolves an address in the connected networks of one interface, or of all if the index is 0
     */
    public NextHopResolver(Executor control, BiFunction<Address, ResolutionDomain, ResolvedNextHop> connected) {
        this.control = control;
        this.connected = connected;
    }

    public void start(ShardPool pool) {
        this.shards = pool;
    }

    /** Who hears of answers before the tables do. Before the start. */
    public void warn(EarlyWarning listener) {
        early = listener;
    }

    @Override
    public void lookUp(int shard, List<Request> requests) {
        control.execute(() -> lookUp(requests));
    }

    @Override
    public void touched(int table, Set<Address> addresses) {
        synchronized (touched) {
            boolean asked = !touched.isEmpty();
            touched.computeIfAbsent(table, key -> new HashSet<>()).addAll(addresses);
            if (asked) {
                return;
            }
        }
        control.execute(this::queryTouched);
    }

    private void queryTouched() {
        Map<Integer, Set<Address>> queried;
        synchronized (touched) {
            queried = Map.copyOf(touched);
            touched.clear();
        }
        queried.forEach(this::query);
    }

    /** The interfaces or their addresses changed. Control thread. */
    public void interfacesChanged(InterfaceChanges changes) {
        List<Answer> answers = new ArrayList<>();
        for (Map.Entry<Request, ResolvedNextHop> entry : known.entrySet()) {
            Request request = entry.getKey();
            if (request.domain().mode() != ResolutionDomain.Mode.RECURSIVE
                    && concerns(changes, request, entry.getValue())) {
                ResolvedNextHop resolution = direct(request);
                if (!resolution.equals(entry.getValue())) {
                    entry.setValue(resolution);
                    answers.add(new Answer(request.domain(), request.address(), resolution));
                }
            }
        }
        publish(answers);
        byTable.forEach((table, addresses) -> {
            Set<Address> again = new LinkedHashSet<>();
            addresses.forEach((address, requests) -> {
                // A next hop may have become, or ceased to be, one of our own addresses.
                if (changes.mayOwn(Conversions.kernelAddress(address))
                        || requests.stream().anyMatch(request -> leadsOver(changes, known.get(request)))) {
                    again.add(address);
                }
            });
            if (!again.isEmpty()) {
                query(table, again);
            }
        });
    }

    /** Whether what is directly connected may be so otherwise than before. */
    private static boolean concerns(InterfaceChanges changes, Request request, ResolvedNextHop known) {
        ResolutionDomain.Way way = request.domain().way();
        return changes.mayConcern(Conversions.kernelAddress(gateway(request)))
                || (way.fallback().length() > 0 && changes.mayConcern(Conversions.kernelAddress(way.fallback())))
                || changes.touch(way.interfaceIndex())
                || leadsOver(changes, known);
    }

    /** Whether a way that is known leads over one of them; what leads nowhere may come to do so. */
    private static boolean leadsOver(InterfaceChanges changes, ResolvedNextHop known) {
        if (known == null || !known.reachable()) {
            return true;
        }
        for (Leg leg : known.legs()) {
            if (changes.touch(leg.interfaceIndex())) {
                return true;
            }
        }
        return false;
    }

    private void lookUp(List<Request> requests) {
        List<Answer> answers = new ArrayList<>();
        Map<Integer, Set<Address>> toAsk = new HashMap<>();
        for (Request request : requests) {
            ResolvedNextHop resolution = known.get(request);
            if (resolution == null && request.domain().mode() != ResolutionDomain.Mode.RECURSIVE) {
                resolution = direct(request);
                known.put(request, resolution);
            }
            Address address = lookupAddress(request.address());
            int number = request.domain().table(address);
            if (resolution == null && number < 0) {
                resolution = ResolvedNextHop.UNREACHABLE;
                known.put(request, resolution);
            }
            if (resolution == null) {
                known.put(request, ResolvedNextHop.PENDING);
                byTable.computeIfAbsent(number, table -> new HashMap<>())
                        .computeIfAbsent(address, key -> new LinkedHashSet<>())
                        .add(request);
                toAsk.computeIfAbsent(number, table -> new LinkedHashSet<>()).add(address);
            } else if (!resolution.pending()) {
                answers.add(new Answer(request.domain(), request.address(), resolution));
            }
        }
        publish(answers);
        toAsk.forEach((table, addresses) -> {
            Set<Address> tracked = Set.copyOf(byTable.get(table).keySet());
            shards.each(shard -> shard.track(table, tracked));
            query(table, addresses);
        });
    }

    private void query(int table, Set<Address> addresses) {
        List<Address> queried = List.copyOf(addresses);
        long query = ++asked;
        open.add(query);
        var _ = shards.ask(shard -> queried.stream()
                        .map(address -> shard.lookUp(table, address))
                        .toList())
                .whenCompleteAsync((answers, failure) -> answered(query, table, queried, answers), control);
    }

    /** @param answers null if a shard has failed */
    private void answered(long query, int table, List<Address> queried, List<List<Lookup>> answers) {
        if (answers != null) {
            combine(table, queried, answers);
        }
        open.remove(query);
        while (!waiting.isEmpty() && (open.isEmpty() || waiting.getFirst().query < open.first())) {
            waiting.removeFirst().task.run();
        }
    }

    /**
     * Runs a task when the shards were given the answers to all that they have asked so far; at once if they wait for
     * none. Control thread.
     */
    public void whenAnswered(Runnable task) {
        if (open.isEmpty()) {
            task.run();
        } else {
            waiting.add(new Waiting(asked, task));
        }
    }

    private void combine(int table, List<Address> asked, List<List<Lookup>> found) {
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            Lookup longest = Lookup.NOTHING;
            for (List<Lookup> ofShard : found) {
                Lookup candidate = ofShard.get(i);
                if (candidate.length() > longest.length()) {
                    longest = candidate;
                }
            }
            for (Request request : byTable.get(table).getOrDefault(asked.get(i), Set.of())) {
                ResolvedNextHop resolution = through(request, longest);
                if (!resolution.equals(known.put(request, resolution))) {
                    answers.add(new Answer(request.domain(), request.address(), resolution));
                }
            }
        }
        publish(answers);
    }

    /**
     * Where packets go if the route that resolves a next hop is one of a connected network, or the next hop is direct.
     */
    private static Address gateway(Request request) {
        return request.domain().way().linkLocal() ? linkAddress(request.address()) : lookupAddress(request.address());
    }

    /** RFC 4271 §5.1.3 and §9.1.2.1: the route that resolves must not itself need a lookup. */
    private ResolvedNextHop through(Request request, Lookup route) {
        if (route.length() < 0 || route.recursive()) {
            return ResolvedNextHop.UNREACHABLE;
        }
        if (!route.resolution().reachable()) {
            return ResolvedNextHop.BARRED;
        }
        Address address = gateway(request);
        boolean ours = isOurs(request);
        List<Leg> legs = new ArrayList<>();
        for (Leg leg : route.resolution().legs()) {
            if (ours && leg.gateway().length() == 0) {
                // Packets would go to this router itself; the kernel refuses that.
                return ResolvedNextHop.ITSELF;
            }
            legs.add(
                    leg.gateway().length() > 0
                            ? leg
                            : new Leg(address, leg.interfaceIndex(), leg.interfaceName(), leg.weight(), leg.onlink()));
        }
        long metric = route.igpMetric() >= 0
                ? route.igpMetric()
                : route.source().kind() == RouteSource.Kind.RTS_DEVICE ? 0 : ResolvedNextHop.UNKNOWN_METRIC;
        return new ResolvedNextHop(
                ResolvedNextHop.State.REACHABLE,
                List.copyOf(legs),
                metric,
                route.resolution().destination());
    }

    private boolean isOurs(Request request) {
        return connected
                        .apply(lookupAddress(request.address()), request.domain())
                        .state()
                == ResolvedNextHop.State.OWN;
    }

    @Override
    public ResolvedNextHop direct(Request request) {
        ResolutionDomain domain = request.domain();
        Address fallback = domain.way().fallback();
        ResolvedNextHop resolution = connected.apply(gateway(request), domain);
        if (resolution.state() == ResolvedNextHop.State.INVALID && fallback.length() > 0) {
            resolution = connected.apply(fallback, domain);
        }
        return resolution.reachable() ? resolution.at(domain.way().cost()) : resolution;
    }

    /** Of a global and a link-local next hop (RFC 2545 §3) the global one counts, unless it is not given. */
    public static Address lookupAddress(Address nextHop) {
        if (nextHop.length() != 32) {
            return nextHop;
        }
        byte[] both = nextHop.toArray();
        Address global = Address.copyOf(both, 0, 16);
        return (global.hi() == 0 && global.lo() == 0) || global.toAddress().isLinkLocalAddress()
                ? Address.copyOf(both, 16, 16)
                : global;
    }

    /** Of a global and a link-local next hop the link-local one, if it is given. */
    public static Address linkAddress(Address nextHop) {
        if (nextHop.length() != 32) {
            return nextHop;
        }
        Address second = Address.copyOf(nextHop.toArray(), 16, 16);
        return second.hi() == 0 && second.lo() == 0 ? lookupAddress(nextHop) : second;
    }

    private void publish(List<Answer> answers) {
        if (!answers.isEmpty()) {
            early.nextHopsChanged(answers);
            shards.each(shard -> shard.resolved(answers));
        }
    }
}
