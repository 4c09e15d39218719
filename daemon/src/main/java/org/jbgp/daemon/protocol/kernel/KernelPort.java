package org.jbgp.daemon.protocol.kernel;

import java.util.List;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelAddress;
import org.jbgp.kernel.KernelEventSink;
import org.jbgp.kernel.KernelLink;
import org.jbgp.kernel.netlink.KernelException;

/**
 * A kernel as one router uses it: {@link NetlinkPort} is the real one. One thread uses it; only {@link #wakeUp} may be
 * called by any.
 */
public interface KernelPort extends AutoCloseable {
    /** All links. */
    List<KernelLink> links() throws KernelException;

    /** All addresses of both families. */
    List<KernelAddress> addresses() throws KernelException;

    /**
     * A table of a family.
     *
     * @param table RT_TABLE_*
     * @param protocol RTPROT_* that its routes and next hop objects carry
     */
    KernelTable table(Family family, int table, int protocol);

    /** See {@link org.jbgp.kernel.KernelFib#eventBuffer}. */
    boolean eventBuffer(Object asker, int bytes);

    /** Waits for a change or for {@link #wakeUp}, at most so many milliseconds. */
    void await(int timeoutMillis) throws KernelException;

    /** Ends a running or the next {@link #await}. Any thread. */
    void wakeUp();

    /**
     * Delivers the changes that wait, without waiting for more.
     *
     * @return how many there were; fewer than the limit means none is left
     */
    int deliverEvents(KernelEventSink sink, int limit) throws KernelException;

    @Override
    void close();
}
