package org.jbgp.daemon.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jbgp.kernel.Errno;
import org.jbgp.kernel.ErrorSink;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.IpAddress;
import org.jbgp.kernel.KernelRoute;
import org.jbgp.kernel.RouteBatch.Operation;
import org.jbgp.kernel.RouteMessage;
import org.jbgp.kernel.RouteSink;

/** A kernel table in memory, keyed as the kernel's: prefix and metric. */
final class FakeTable implements KernelTable {
    private final Map<Key, KernelRoute> routes = new LinkedHashMap<>();
    private final List<Change> pending = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private int refuseWith;
    private boolean incomplete;

    private record Key(IpAddress destination, int length, int metric) {}

    private record Change(Operation operation, long cookie, KernelRoute route) {}

    /** From now on refuses every change with this error; 0 refuses none. */
    void refuseWith(int errno) {
        refuseWith = errno;
    }

    /** From now on a dump tells that it may have missed something, and misses everything. */
    void incomplete(boolean value) {
        incomplete = value;
    }

    void put(KernelRoute route) {
        routes.put(key(route), route);
    }

    void remove(KernelRoute route) {
        routes.remove(key(route));
    }

    /** What was done since the last call. */
    List<String> take() {
        List<String> taken = List.copyOf(log);
        log.clear();
        return taken;
    }

    /** What is there: prefix, protocol, type, first gateway, metric. */
    List<String> contents() {
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
    public boolean change(Operation operation, long cookie, long hi, long lo, int length, Forwarding forwarding) {
        if (pending.size() == 3) {
            return false; // small, so that every test meets a full batch
        }
        pending.add(new Change(
                operation,
                cookie,
                new KernelRoute(
                        new IpAddress(forwarding.family(), hi, lo),
                        length,
                        KernelRoute.TABLE_MAIN,
                        KernelRoute.PROTOCOL_BIRD,
                        forwarding.type(),
                        forwarding.scope(),
                        forwarding.metric(),
                        forwarding.preferredSource(),
                        forwarding.realm(),
                        forwarding.metrics(),
                        forwarding.ways())));
        return true;
    }

    @Override
    public void flush(ErrorSink errors) {
        for (Change change : pending) {
            log.add(change.operation + " " + text(change.route));
            int errno = refuseWith != 0 ? refuseWith : perform(change);
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
                if (there == null || there.protocol() != KernelRoute.PROTOCOL_BIRD) {
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
