package org.jbgp.daemon.protocol.kernel;

import org.jbgp.daemon.protocol.Forwarding;
import org.jbgp.kernel.ErrorSink;
import org.jbgp.kernel.RouteRequests.Operation;
import org.jbgp.kernel.RouteSink;
import org.jbgp.kernel.netlink.KernelException;

/** One kernel table of one family, as {@link KernelProtocol} uses it; {@link FibTable} is the real one. One thread. */
public interface KernelTable extends NextHopStore {
    /**
     * Reports all its routes.
     *
     * @return false if some may have been missed because it kept changing
     */
    boolean dump(RouteSink sink) throws KernelException;

    /**
     * Adds a change to those that {@link #flush} makes.
     *
     * @param cookie comes back if the kernel refuses it
     * @param forwarding what the route shall do; for {@link Operation#DELETE} its metric counts
     * @param nextHopObject id of the object with the next hop that {@code forwarding} names; 0 for none
     * @return false if there is no room: flush first
     */
    boolean change(
            Operation operation, long cookie, long hi, long lo, int length, Forwarding forwarding, int nextHopObject);

    /** Makes the changes in their order; answers when the kernel has made or refused each. */
    void flush(ErrorSink errors) throws KernelException;
}
