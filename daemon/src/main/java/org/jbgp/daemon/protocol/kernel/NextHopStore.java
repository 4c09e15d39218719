package org.jbgp.daemon.protocol.kernel;

import java.util.List;
import org.jbgp.kernel.KernelNextHop;
import org.jbgp.kernel.NextHopObject;
import org.jbgp.kernel.netlink.KernelException;

/** The kernel's next hop objects of one family, as {@link SharedNextHops} uses them. One thread. */
interface NextHopStore {
    /**
     * All of them, whoever made them.
     *
     * @return null if they kept changing
     */
    List<NextHopObject> nextHops() throws KernelException;

    /** Adds one in our name; answers 0 or the error number. */
    int addNextHop(int id, KernelNextHop nextHop) throws KernelException;

    /** Has one lead elsewhere; answers 0 or the error number. */
    int replaceNextHop(int id, KernelNextHop nextHop) throws KernelException;

    /**
     * Makes a group in our name that goes by its first member while that is there, then by the next; answers 0 or the
     * error number.
     *
     * @param replace whether it takes the place of one that was made so
     */
    int putGroup(int id, List<Integer> members, boolean replace) throws KernelException;

    /** Removes one, and all routes that go by it; answers 0 or the error number. */
    int removeNextHop(int id) throws KernelException;

    /** Whether routes come with their object's gateway and interface, without which a scan cannot compare them. */
    boolean showsNextHops();
}
