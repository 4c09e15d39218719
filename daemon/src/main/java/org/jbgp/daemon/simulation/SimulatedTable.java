package org.jbgp.daemon.simulation;

import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.protocol.Forwarding;
import org.jbgp.daemon.protocol.kernel.KernelTable;
import org.jbgp.kernel.ErrorSink;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.KernelNextHop;
import org.jbgp.kernel.KernelRoute;
import org.jbgp.kernel.NextHopObject;
import org.jbgp.kernel.RouteRequests;
import org.jbgp.kernel.RouteRequests.Operation;
import org.jbgp.kernel.RouteSink;
import org.jbgp.kernel.netlink.Errno;

/** One table of a {@link SimulatedKernel}. Changes are made at once; what is refused is reported at the flush. */
final class SimulatedTable implements KernelTable {
    private final SimulatedKernel kernel;
    private final KernelRoutes routes;
    private final Family family;
    private final int table;
    private final int protocol;
    private final List<Refusal> refusals = new ArrayList<>();

    private int gathered;

    private record Refusal(long cookie, int errno) {}

    SimulatedTable(SimulatedKernel kernel, Family family, int table, int protocol) {
        this.kernel = kernel;
        this.routes = kernel.routes(table, family);
        this.family = family;
        this.table = table;
        this.protocol = protocol;
    }

    @Override
    public boolean dump(RouteSink sink) {
        sink.begin();
        for (KernelRoutes.Entry entry : routes.all()) {
            NextHopObject object = kernel.objects().get(entry.nextHopObject());
            sink.route(kernel.encoder()
                    .encode(entry.route(), object == null || object.members().isEmpty() ? 0 : object.id()));
        }
        return true;
    }

    @Override
    public boolean change(
            Operation operation, long cookie, long hi, long lo, int length, Forwarding forwarding, int nextHopObject) {
        if (gathered == RouteRequests.MAX_ROUTES) {
            return false; // who writes keeps count of so many
        }
        gathered++;
        KernelIp destination = new KernelIp(family, hi, lo);
        int refused = operation == Operation.DELETE
                ? delete(destination, length, forwarding.metric())
                : put(operation, destination, length, forwarding, nextHopObject);
        if (refused != 0) {
            refusals.add(new Refusal(cookie, refused));
        } else {
            kernel.changed(destination, length);
        }
        return true;
    }

    private int delete(KernelIp destination, int length, int metric) {
        KernelRoutes.Entry there = routes.get(destination, length, metric);
        if (there == null || there.route().protocol() != protocol) {
            return Errno.ESRCH;
        }
        routes.remove(destination, length, metric);
        return 0;
    }

    private int put(Operation operation, KernelIp destination, int length, Forwarding forwarding, int object) {
        if (operation == Operation.ADD && routes.get(destination, length, forwarding.metric()) != null) {
            return Errno.EEXIST;
        }
        if (object != 0 && !kernel.objects().containsKey(object)) {
            return Errno.EINVAL;
        }
        if (object == 0 && !forwarding.nextHops().stream().allMatch(kernel::isAttached)) {
            return Errno.ENETUNREACH;
        }
        KernelRoute route = new KernelRoute(
                new KernelRoute.Key(destination, length, table, forwarding.metric()),
                protocol,
                forwarding.type(),
                forwarding.scope(),
                forwarding.extras(),
                forwarding.nextHops());
        routes.put(new KernelRoutes.Entry(route, object));
        return 0;
    }

    @Override
    public void flush(ErrorSink errors) {
        List<Refusal> reported = List.copyOf(refusals);
        refusals.clear();
        gathered = 0;
        reported.forEach(refusal -> errors.refused(refusal.cookie, refusal.errno, Errno.text(refusal.errno)));
    }

    @Override
    public List<NextHopObject> nextHops() {
        return kernel.objects().values().stream()
                .filter(object -> object.family() == null || object.family() == family)
                .toList();
    }

    @Override
    public int addNextHop(int id, KernelNextHop nextHop) {
        if (kernel.objects().containsKey(id)) {
            return Errno.EEXIST;
        }
        return replaceNextHop(id, nextHop);
    }

    @Override
    public int replaceNextHop(int id, KernelNextHop nextHop) {
        if (!kernel.isAttached(nextHop)) {
            return Errno.ENETUNREACH;
        }
        if (kernel.objects().put(id, new NextHopObject(id, protocol, family, nextHop)) != null) {
            kernel.moved(id);
        }
        return 0;
    }

    @Override
    public int putGroup(int id, List<Integer> members, boolean replace) {
        if (!replace && kernel.objects().containsKey(id)) {
            return Errno.EEXIST;
        }
        if (!kernel.objects().keySet().containsAll(members)) {
            return Errno.EINVAL;
        }
        List<NextHopObject.Member> weighted = new ArrayList<>();
        for (int member : members) {
            weighted.add(new NextHopObject.Member(member, weighted.isEmpty() ? 256 : 1));
        }
        if (kernel.objects().put(id, NextHopObject.group(id, protocol, weighted)) != null) {
            kernel.moved(id);
        }
        return 0;
    }

    @Override
    public int removeNextHop(int id) {
        return kernel.end(id) ? 0 : Errno.ENOENT;
    }

    @Override
    public boolean showsNextHops() {
        return true;
    }
}
