package org.jbgp.daemon.protocol.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private boolean showsNextHops = true;
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

    /** From now on a dump tells that it may have missed something, and misses everything. */
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
            sink.route(RouteMessage.of(route));
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

    @Override
    public List<NextHopObject> nextHops() {
        return List.copyOf(objects.values());
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
    public int removeNextHop(int id) {
        log.add("no object " + Integer.toHexString(id));
        return objects.remove(id) == null ? Errno.ENOENT : 0;
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
        switch (change.operation) {
            case ADD -> {
                if (there != null) {
                    return Errno.EEXIST;
                }
                routes.put(key, change.route);
            }
            case REPLACE -> routes.put(key, change.route);
            case DELETE -> {
                if (there == null || there.protocol() != protocol) {
                    return Errno.ESRCH;
                }
                routes.remove(key);
            }
        }
        return 0;
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
