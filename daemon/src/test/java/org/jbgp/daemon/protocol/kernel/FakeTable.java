package org.jbgp.daemon.protocol.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jbgp.daemon.protocol.Forwarding;
import org.jbgp.kernel.ErrorSink;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.KernelNextHop;
import org.jbgp.kernel.KernelRoute;
import org.jbgp.kernel.NextHopObject;
import org.jbgp.kernel.RouteExtras;
import org.jbgp.kernel.RouteMessage;
import org.jbgp.kernel.RouteRequests.Operation;
import org.jbgp.kernel.RouteSink;
import org.jbgp.kernel.netlink.Errno;

/** A kernel table in memory, keyed as the kernel's: prefix and metric. */
public final class FakeTable implements KernelTable {
    private final Map<Key, KernelRoute> routes = new LinkedHashMap<>();
    private final List<Change> pending = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private final Map<Integer, NextHopObject> objects = new LinkedHashMap<>();
    private int protocol = KernelRoute.PROTOCOL_BIRD;
    private int refuseWith;
    private int refuseObjectsWith;
    private int refuseGroupsWith;
    /** The objects that routes go by. */
    private final Map<Key, Integer> by = new HashMap<>();

    private boolean showsNextHops = true;
    private boolean objectsKeepChanging;
    private boolean incomplete;

    private record Key(KernelIp destination, int length, int metric) {}

    private record Change(Operation operation, long cookie, KernelRoute route, int object) {}

    /** From now on changes are made with this RTPROT_*. */
    public void protocol(int value) {
        protocol = value;
    }

    /** From now on refuses every change with this error; 0 refuses none. */
    public void refuseWith(int errno) {
        refuseWith = errno;
    }

    /** From now on a dump reports that it may have missed something, and misses everything. */
    public void incomplete(boolean value) {
        incomplete = value;
    }

    public void put(KernelRoute route) {
        routes.put(key(route), route);
    }

    public void remove(KernelRoute route) {
        routes.remove(key(route));
    }

    /** What was done since the last call. */
    public List<String> take() {
        List<String> taken = List.copyOf(log);
        log.clear();
        return taken;
    }

    /** What is there: prefix, protocol, type, first gateway, metric. */
    public List<String> contents() {
        return routes.values().stream().map(FakeTable::text).sorted().toList();
    }

    @Override
    public boolean dump(RouteSink sink) {
        log.add("dump");
        sink.begin();
        if (incomplete) {
            return false;
        }
        for (KernelRoute route : List.copyOf(routes.values())) {
            NextHopObject object = objects.get(by.getOrDefault(key(route), 0));
            sink.route(
                    object == null || object.members().isEmpty()
                            ? RouteMessage.of(route)
                            : RouteMessage.of(route, object.id()));
        }
        return true;
    }

    @Override
    public boolean change(
            Operation operation, long cookie, long hi, long lo, int length, Forwarding forwarding, int object) {
        if (pending.size() == 3) {
            return false; // small, so that every test meets a full batch
        }
        pending.add(new Change(
                operation,
                cookie,
                new KernelRoute(
                        new KernelRoute.Key(
                                new KernelIp(forwarding.family(), hi, lo),
                                length,
                                KernelRoute.TABLE_MAIN,
                                forwarding.metric()),
                        protocol,
                        forwarding.type(),
                        forwarding.scope(),
                        new RouteExtras(forwarding.preferredSource(), forwarding.realm(), forwarding.metrics(), ""),
                        forwarding.nextHops()),
                object));
        return true;
    }

    /** From now on {@link #addNextHop} answers this; 0 adds. */
    public void refuseObjectsWith(int errno) {
        refuseObjectsWith = errno;
    }

    /** An object somebody made, or the kernel took away if the way is null. */
    public void object(int id, int protocol, KernelNextHop nextHop) {
        if (nextHop == null) {
            objects.remove(id);
        } else {
            objects.put(id, new NextHopObject(id, protocol, Family.IPV4, nextHop));
        }
    }

    public void showsNextHops(boolean value) {
        showsNextHops = value;
    }

    /** Ids in hexadecimal. */
    public List<String> objects() {
        return objects.keySet().stream().sorted().map(Integer::toHexString).toList();
    }

    /** From now on nobody hears which objects there are. */
    public void objectsKeepChanging(boolean value) {
        objectsKeepChanging = value;
    }

    @Override
    public List<NextHopObject> nextHops() {
        return objectsKeepChanging ? null : List.copyOf(objects.values());
    }

    @Override
    public int addNextHop(int id, KernelNextHop nextHop) {
        int errno = refuseObjectsWith != 0 ? refuseObjectsWith : objects.containsKey(id) ? Errno.EEXIST : 0;
        log.add("object " + Integer.toHexString(id) + " via " + nextHop.gateway()
                + (errno == 0 ? "" : " error " + errno));
        if (errno == 0) {
            object(id, protocol, nextHop);
        }
        return errno;
    }

    @Override
    public int replaceNextHop(int id, KernelNextHop nextHop) {
        log.add("object " + Integer.toHexString(id) + " now via " + nextHop.gateway());
        object(id, protocol, nextHop);
        return 0;
    }

    /** From now on {@link #putGroup} answers this; 0 makes groups. */
    public void refuseGroupsWith(int errno) {
        refuseGroupsWith = errno;
    }

    @Override
    public int putGroup(int id, List<Integer> members, boolean replace) {
        int errno = refuseGroupsWith != 0 ? refuseGroupsWith : !replace && objects.containsKey(id) ? Errno.EEXIST : 0;
        String ids = members.stream().map(Integer::toHexString).collect(Collectors.joining("/"));
        log.add("group " + Integer.toHexString(id) + " of " + ids + (errno == 0 ? "" : " error " + errno));
        if (errno == 0) {
            List<NextHopObject.Member> weighted = new ArrayList<>();
            for (int member : members) {
                weighted.add(new NextHopObject.Member(member, weighted.isEmpty() ? 256 : 1));
            }
            objects.put(id, NextHopObject.group(id, protocol, weighted));
        }
        return errno;
    }

    @Override
    public int removeNextHop(int id) {
        log.add("no object " + Integer.toHexString(id));
        return end(id) ? 0 : Errno.ENOENT;
    }

    /** The kernel ends an object: groups lose it, and end with their last one, as routes do. */
    public boolean end(int id) {
        boolean there = objects.remove(id) != null;
        routes.keySet().removeIf(key -> by.getOrDefault(key, 0) == id);
        by.values().removeIf(object -> object == id);
        for (NextHopObject group : List.copyOf(objects.values())) {
            List<NextHopObject.Member> rest = new ArrayList<>(group.members());
            if (rest.removeIf(member -> member.id() == id)) {
                objects.put(group.id(), NextHopObject.group(group.id(), group.protocol(), rest));
                if (rest.isEmpty()) {
                    end(group.id());
                }
            }
        }
        return there;
    }

    /** An interface goes down, and the objects by it with it. */
    public void linkDown(int ifindex) {
        for (NextHopObject object : List.copyOf(objects.values())) {
            if (object.nextHop() != null && object.nextHop().ifindex() == ifindex) {
                end(object.id());
            }
        }
    }

    @Override
    public boolean showsNextHops() {
        return showsNextHops;
    }

    @Override
    public void flush(ErrorSink errors) {
        for (Change change : pending) {
            String by = change.object == 0 ? "" : " by " + Integer.toHexString(change.object);
            log.add(change.operation + " " + text(change.route) + by);
            boolean objectGone = change.object != 0 && !objects.containsKey(change.object);
            int errno = refuseWith != 0 ? refuseWith : objectGone ? Errno.EINVAL : perform(change);
            if (errno != 0) {
                errors.refused(change.cookie, errno, Errno.text(errno));
            }
        }
        pending.clear();
    }

    private int perform(Change change) {
        Key key = key(change.route);
        KernelRoute there = routes.get(key);
        if (change.operation != Operation.ADD || there == null) {
            by.remove(key);
        }
        switch (change.operation) {
            case ADD -> {
                if (there != null) {
                    return Errno.EEXIST;
                }
                put(key, change);
            }
            case REPLACE -> put(key, change);
            case DELETE -> {
                if (there == null || there.protocol() != protocol) {
                    return Errno.ESRCH;
                }
                routes.remove(key);
            }
        }
        return 0;
    }

    private void put(Key key, Change change) {
        routes.put(key, change.route);
        if (change.object != 0) {
            by.put(key, change.object);
        }
    }

    /** Where packets to a prefix go, which the route or its object says; empty if nowhere. */
    public String wayOf(KernelIp destination, int length) {
        return routes.entrySet().stream()
                .filter(entry -> entry.getKey().destination.equals(destination) && entry.getKey().length == length)
                .map(entry -> by.containsKey(entry.getKey())
                        ? hop(by.get(entry.getKey()))
                        : entry.getValue().nextHops().getFirst())
                .map(hop -> hop.gateway().toString())
                .findFirst()
                .orElse("");
    }

    private KernelNextHop hop(int id) {
        NextHopObject object = objects.get(id);
        return object.members().isEmpty()
                ? object.nextHop()
                : hop(object.members().getFirst().id());
    }

    private static Key key(KernelRoute route) {
        int metric = route.family() == Family.IPV6 && route.metric() == 0 ? 1024 : route.metric();
        return new Key(route.destination(), route.prefixLength(), metric);
    }

    private static String text(KernelRoute route) {
        String via = route.nextHops().isEmpty()
                ? ""
                : " via " + route.nextHops().getFirst().gateway();
        return route.prefix() + " proto " + route.protocol() + " " + route.type() + via
                + (route.metric() == 0 ? "" : " metric " + route.metric());
    }
}
