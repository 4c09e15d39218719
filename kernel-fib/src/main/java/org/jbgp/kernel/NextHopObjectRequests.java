package org.jbgp.kernel;

import org.jbgp.kernel.netlink.KernelException;
import org.jbgp.kernel.netlink.Netlink;
import org.jbgp.kernel.netlink.NetlinkSocket;

/**
 * Adds, changes and removes next hop objects, one request and answer at a time, on the socket of the routes, so that
 * the kernel sees both in their order and the daemon does not hear of its own. Owned by one thread.
 */
final class NextHopObjectRequests {
    /** Far from the numbers of route batches, whose late answers may still wait on the socket. */
    private static final int FIRST_SEQUENCE = 0x4000_0000;

    /**
     * A member of weight 1 has none of so many beside one of weight 256: shares are rounded. More than one, because the
     * kernel notes in a bucket when it was used last, and processors would wait for each other.
     */
    private static final int BUCKETS = 64;

    private final SingleRequest request;

    NextHopObjectRequests(NetlinkSocket socket) {
        request = new SingleRequest(socket, FIRST_SEQUENCE);
    }

    /** Adds an object with a plain next hop; answers 0 or the error number. */
    int add(NextHopObject object) throws KernelException {
        return put(object, Netlink.NLM_F_CREATE | Netlink.NLM_F_EXCL);
    }

    /** Gives an object another plain next hop; answers 0 or the error number. */
    int replace(NextHopObject object) throws KernelException {
        return put(object, Netlink.NLM_F_REPLACE);
    }

    private int put(NextHopObject object, int flags) throws KernelException {
        MessageWriter message = request.begin(Rtnetlink.RTM_NEWNEXTHOP, flags, Rtnetlink.NEXT_HOP_OBJECT_BYTES);
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

    /**
     * Adds a group, or gives it other members.
     *
     * <p>It is a resilient one (Linux 5.13) whose few buckets all belong to the first member, because the others are
     * too light for one of them. When the first member ends, the kernel gives the buckets to the next at once, and all
     * routes go there.
     *
     * @param replace whether the id is one of a group made here before
     * @return 0 or the error number
     */
    int putGroup(NextHopObject group, boolean replace) throws KernelException {
        MessageWriter message = request.begin(
                Rtnetlink.RTM_NEWNEXTHOP,
                Netlink.NLM_F_CREATE | (replace ? Netlink.NLM_F_REPLACE : Netlink.NLM_F_EXCL),
                Rtnetlink.NEXT_HOP_OBJECT_BYTES);
        message.putByte(Rtnetlink.NEXT_HOP_OBJECT_PROTOCOL_OFFSET, group.protocol());
        message.attributeInt(Rtnetlink.NHA_ID, group.id());
        message.attributeGroup(Rtnetlink.NHA_GROUP, group.members());
        message.attributeShort(Rtnetlink.NHA_GROUP_TYPE, Rtnetlink.NEXTHOP_GRP_TYPE_RES);
        int nested = message.beginNested(Netlink.NLA_F_NESTED | Rtnetlink.NHA_RES_GROUP);
        message.attributeShort(Rtnetlink.NHA_RES_GROUP_BUCKETS, BUCKETS);
        message.attributeInt(Rtnetlink.NHA_RES_GROUP_IDLE_TIMER, 0);
        message.endNested(nested);
        return request.answer();
    }

    /** Removes an object and its routes; answers 0 or the error number. */
    int remove(int id) throws KernelException {
        request.begin(Rtnetlink.RTM_DELNEXTHOP, 0, Rtnetlink.NEXT_HOP_OBJECT_BYTES)
                .attributeInt(Rtnetlink.NHA_ID, id);
        return request.answer();
    }
}
