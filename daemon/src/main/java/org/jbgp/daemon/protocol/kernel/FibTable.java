package org.jbgp.daemon.protocol.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jbgp.daemon.protocol.Forwarding;
import org.jbgp.kernel.ErrorSink;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelFib;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.KernelNextHop;
import org.jbgp.kernel.NextHopObject;
import org.jbgp.kernel.RouteRequests;
import org.jbgp.kernel.RouteRequests.Operation;
import org.jbgp.kernel.RouteSink;
import org.jbgp.kernel.netlink.KernelException;

/** A table of the real kernel. Owned by the kernel thread; a change allocates nothing. */
public final class FibTable implements KernelTable {
    private final KernelFib fib;
    private final RouteRequests batch;
    private final Family family;
    private final int table;
    private final int protocol;

    /**
     * A table of a family.
     *
     * @param table RT_TABLE_*
     * @param protocol RTPROT_* that its routes and next hop objects carry
     */
    public FibTable(KernelFib fib, Family family, int table, int protocol) {
        this.fib = fib;
        this.batch = fib.newBatch(protocol);
        this.family = family;
        this.table = table;
        this.protocol = protocol;
    }

    @Override
    public boolean dump(RouteSink sink) throws KernelException {
        return fib.routes(family, table, sink);
    }

    @Override
    public boolean change(
            Operation operation, long cookie, long hi, long lo, int length, Forwarding forwarding, int nextHopObject) {
        if (batch.isFull()) {
            return false;
        }
        batch.begin(operation, cookie, family, hi, lo, length, table).metric(forwarding.metric());
        if (operation != Operation.DELETE) {
            describe(forwarding, nextHopObject);
        }
        return batch.end();
    }

    private void describe(Forwarding forwarding, int nextHopObject) {
        batch.type(forwarding.type()).scope(forwarding.scope()).realm(forwarding.realm());
        KernelIp source = forwarding.preferredSource();
        if (source != null) {
            batch.preferredSource(source.hi(), source.lo());
        }
        if (!forwarding.metrics().isEmpty()) {
            for (Map.Entry<Integer, Integer> metric : forwarding.metrics().entrySet()) {
                batch.rtax(metric.getKey(), metric.getValue());
            }
        }
        if (!forwarding.congestionControl().isEmpty()) {
            batch.congestionControl(forwarding.congestionControl());
        }
        if (nextHopObject != 0) {
            batch.nextHopObject(nextHopObject);
            return;
        }
        List<KernelNextHop> nextHops = forwarding.nextHops();
        for (int i = 0; i < nextHops.size(); i++) {
            KernelNextHop nextHop = nextHops.get(i);
            KernelIp gateway = nextHop.gateway();
            batch.nextHop(
                    gateway == null ? null : gateway.family(),
                    gateway == null ? 0 : gateway.hi(),
                    gateway == null ? 0 : gateway.lo(),
                    nextHop.ifindex(),
                    nextHop.weight(),
                    nextHop.onlink());
        }
    }

    @Override
    public List<NextHopObject> nextHops() throws KernelException {
        return fib.nextHopObjects(family);
    }

    @Override
    public int addNextHop(int id, KernelNextHop nextHop) throws KernelException {
        return fib.addNextHopObject(new NextHopObject(id, protocol, family, nextHop));
    }

    @Override
    public int replaceNextHop(int id, KernelNextHop nextHop) throws KernelException {
        return fib.replaceNextHopObject(new NextHopObject(id, protocol, family, nextHop));
    }

    @Override
    public int putGroup(int id, List<Integer> members, boolean replace) throws KernelException {
        List<NextHopObject.Member> weighted = new ArrayList<>(members.size());
        for (int member : members) {
            weighted.add(new NextHopObject.Member(member, weighted.isEmpty() ? 256 : 1));
        }
        return fib.putNextHopGroup(NextHopObject.group(id, protocol, weighted), replace);
    }

    @Override
    public int removeNextHop(int id) throws KernelException {
        return fib.removeNextHopObject(id);
    }

    @Override
    public boolean showsNextHops() {
        return KernelFib.showsNextHopsOfObjects();
    }

    @Override
    public void flush(ErrorSink errors) throws KernelException {
        batch.flush(errors);
    }
}
