package org.jbgp.kernel;

import org.jbgp.kernel.netlink.KernelException;
import org.jbgp.kernel.netlink.Netlink;
import org.jbgp.kernel.netlink.NetlinkSocket;

/**
 * Adds and removes next hop objects, one request and answer at a time, on the socket of the routes, so that the kernel
 * sees both in their order and the daemon does not hear of its own. Owned by one thread.
 */
final class NextHopObjectRequests {
    /** Far from the numbers of route batches, whose late answers may still wait on the socket. */
    private static final int FIRST_SEQUENCE = 0x4000_0000;

    private final SingleRequest request;

    NextHopObjectRequests(NetlinkSocket socket) {
        request = new SingleRequest(socket, FIRST_SEQUENCE);
    }

    /** Adds an object with a plain next hop; answers 0 or the error number. */
    int add(NextHopObject object) throws KernelException {
        MessageWriter message = request.begin(
                Rtnetlink.RTM_NEWNEXTHOP, Netlink.NLM_F_CREATE | Netlink.NLM_F_EXCL, Rtnetlink.NEXT_HOP_OBJECT_BYTES);
        message.putByte(Rtnetlink.NEXT_HOP_OBJECT_FAMILY_OFFSET, object.family().number());
        message.putByte(Rtnetlink.NEXT_HOP_OBJECT_PROTOCOL_OFFSET, object.protocol());
        message.putInt(Rtnetlink.NEXT_HOP_OBJECT_FLAGS_OFFSET, object.nextHop().flags() & KernelNextHop.ONLINK);
        message.attributeInt(Rtnetlink.NHA_ID, object.id());
        message.attributeInt(Rtnetlink.NHA_OIF, object.nextHop().ifindex());
        KernelIp gateway = object.nextHop().gateway();
        if (gateway != null) {
            message.attributeAddress(Rtnetlink.NHA_GATEWAY, object.family(), gateway.hi(), gateway.lo());
        }
        return request.answer();
    }

    /** Removes an object and its routes; answers 0 or the error number. */
    int remove(int id) throws KernelException {
        request.begin(Rtnetlink.RTM_DELNEXTHOP, 0, Rtnetlink.NEXT_HOP_OBJECT_BYTES)
                .attributeInt(Rtnetlink.NHA_ID, id);
        return request.answer();
    }
}
