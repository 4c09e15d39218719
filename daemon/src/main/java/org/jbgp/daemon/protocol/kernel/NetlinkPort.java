package org.jbgp.daemon.protocol.kernel;

import java.util.List;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelAddress;
import org.jbgp.kernel.KernelEventSink;
import org.jbgp.kernel.KernelFib;
import org.jbgp.kernel.KernelLink;
import org.jbgp.kernel.netlink.KernelException;

/** The kernel of this machine. */
public record NetlinkPort(KernelFib fib) implements KernelPort {
    @Override
    public List<KernelLink> links() throws KernelException {
        return fib.links();
    }

    @Override
    public List<KernelAddress> addresses() throws KernelException {
        return fib.addresses();
    }

    @Override
    public KernelTable table(Family family, int table, int protocol) {
        return new FibTable(fib, family, table, protocol);
    }

    @Override
    public boolean eventBuffer(Object asker, int bytes) {
        return fib.eventBuffer(asker, bytes);
    }

    @Override
    public void await(int timeoutMillis) throws KernelException {
        fib.await(timeoutMillis);
    }

    @Override
    public void wakeUp() {
        fib.wakeUp();
    }

    @Override
    public int deliverEvents(KernelEventSink sink, int limit) throws KernelException {
        return fib.deliverEvents(sink, limit);
    }

    @Override
    public void close() {
        fib.close();
    }
}
