package org.jbgp.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jbgp.kernel.netlink.Errno;
import org.jbgp.kernel.netlink.KernelException;
import org.jbgp.kernel.netlink.Netlink;
import org.jbgp.kernel.netlink.NetlinkSocket;

/** Requests to rtnetlink that are answered one by one. Owned by one thread. */
final class SingleRequest {
    private final NetlinkSocket socket;
    private final MessageWriter request = new MessageWriter(128);
    private final ByteBuffer answer = ByteBuffer.allocateDirect(8 * 1024).order(ByteOrder.nativeOrder());
    private int sequence;

    /** @param firstSequence answers are known by numbers from here on */
    SingleRequest(NetlinkSocket socket, int firstSequence) {
        this.socket = socket;
        this.sequence = firstSequence;
    }

    /** Begins a request with a zeroed family header; attributes may be added to what this returns. */
    MessageWriter begin(int type, int flags, int bodyBytes) {
        sequence++;
        request.clear();
        request.beginMessage(type, Netlink.NLM_F_REQUEST | Netlink.NLM_F_ACK | flags, sequence, bodyBytes);
        return request;
    }

    /** Sends it; 0 or the error number. */
    int answer() throws KernelException {
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
