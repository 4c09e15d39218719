package org.jbgp.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jbgp.kernel.netlink.Errno;
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

    private final NetlinkSocket socket;
    private final MessageWriter request = new MessageWriter(128);
    private final ByteBuffer answer = ByteBuffer.allocateDirect(8 * 1024).order(ByteOrder.nativeOrder());
    private int sequence = FIRST_SEQUENCE;

    NextHopObjectRequests(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Adds an object with a plain next hop; answers 0 or the error number. */
    int add(NextHopObject object) throws KernelException {
        begin(Rtnetlink.RTM_NEWNEXTHOP, Netlink.NLM_F_CREATE | Netlink.NLM_F_EXCL);
        request.putByte(Rtnetlink.NEXT_HOP_OBJECT_FAMILY_OFFSET, object.family().number());
        request.putByte(Rtnetlink.NEXT_HOP_OBJECT_PROTOCOL_OFFSET, object.protocol());
        request.putInt(Rtnetlink.NEXT_HOP_OBJECT_FLAGS_OFFSET, object.nextHop().flags() & KernelNextHop.ONLINK);
        request.attributeInt(Rtnetlink.NHA_ID, object.id());
        request.attributeInt(Rtnetlink.NHA_OIF, object.nextHop().ifindex());
        KernelIp gateway = object.nextHop().gateway();
        if (gateway != null) {
            request.attributeAddress(Rtnetlink.NHA_GATEWAY, object.family(), gateway.hi(), gateway.lo());
        }
        return answer();
    }

    /** Removes an object and its routes; answers 0 or the error number. */
    int remove(int id) throws KernelException {
        begin(Rtnetlink.RTM_DELNEXTHOP, 0);
        request.attributeInt(Rtnetlink.NHA_ID, id);
        return answer();
    }

    private void begin(int type, int flags) {
        sequence++;
        request.clear();
        request.beginMessage(
                type, Netlink.NLM_F_REQUEST | Netlink.NLM_F_ACK | flags, sequence, Rtnetlink.NEXT_HOP_OBJECT_BYTES);
    }

    private int answer() throws KernelException {
        request.endMessage();
        socket.send(request.buffer(), request.length());
        while (true) {
            int received = socket.receive(answer);
            int at = 0;
            while (received - at >= Netlink.HEADER_BYTES) {
                int length = answer.getInt(at + Netlink.LENGTH_OFFSET);
                if (length < Netlink.HEADER_BYTES || length > received - at) {
                    throw new KernelException("malformed rtnetlink answer", Errno.EINVAL);
                }
                if (answer.getInt(at + Netlink.SEQUENCE_OFFSET) == sequence
                        && (answer.getShort(at + Netlink.TYPE_OFFSET) & 0xFFFF) == Netlink.NLMSG_ERROR) {
                    return -answer.getInt(at + Netlink.ERROR_CODE_OFFSET);
                }
                at += Netlink.align(length);
            }
        }
    }
}
