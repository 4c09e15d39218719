package org.jbgp.kernel.netlink;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A NETLINK_ROUTE socket in the network namespace of the opening thread.
 *
 * <p>Owned by one thread. Buffers must be direct.
 */
public final class NetlinkSocket implements AutoCloseable {
    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_SNDBUF = 7;
    private static final int SO_RCVBUF = 8;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_ATTACH_FILTER = 26;
    private static final int SO_SNDBUFFORCE = 32;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int MSG_TRUNC = 0x20;
    private static final int MSG_DONTWAIT = 0x40;

    private static final int SCRATCH_BYTES = 128;
    private static final int SCRATCH_LENGTH_OFFSET = 120;

    /** An answer of the kernel is complete before {@code send} returns, so a wait this long means it was lost. */
    private static final int ANSWER_TIMEOUT_SECONDS = 5;

    private final int fd;
    private final int port;
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES).order(ByteOrder.nativeOrder());
    private final long scratchAddress = Libc.addressOf(scratch);
    private boolean open = true;

    private NetlinkSocket(int fd, int groups) throws KernelException {
        this.fd = fd;
        scratch.putShort(0, (short) Netlink.AF_NETLINK)
                .putShort(2, (short) 0)
                .putInt(Netlink.SOCKADDR_PORT_OFFSET, 0)
                .putInt(Netlink.SOCKADDR_GROUPS_OFFSET, groups);
        check("bind netlink socket", Libc.bind(fd, scratchAddress, Netlink.SOCKADDR_BYTES));
        scratch.putInt(SCRATCH_LENGTH_OFFSET, Netlink.SOCKADDR_BYTES);
        check("getsockname", Libc.getsockname(fd, scratchAddress, scratchAddress + SCRATCH_LENGTH_OFFSET));
        this.port = scratch.getInt(Netlink.SOCKADDR_PORT_OFFSET);
        // Refused options are no fault: short errors (Linux 4.3), the kernel's words (4.12), filtered dumps (4.20).
        trySetInt(Netlink.SOL_NETLINK, Netlink.NETLINK_CAP_ACK, 1);
        trySetInt(Netlink.SOL_NETLINK, Netlink.NETLINK_EXT_ACK, 1);
        trySetInt(Netlink.SOL_NETLINK, Netlink.NETLINK_GET_STRICT_CHK, 1);
        scratch.putLong(0, ANSWER_TIMEOUT_SECONDS).putLong(8, 0);
        check("SO_RCVTIMEO", Libc.setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, scratchAddress, 16));
    }

    /**
     * Opens a socket.
     *
     * @param groups bit mask of multicast groups to receive, 0 for none
     */
    public static NetlinkSocket open(int groups) throws KernelException {
        int fd = check(
                "open netlink socket", Libc.socket(Netlink.AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, Netlink.NETLINK_ROUTE));
        try {
            return new NetlinkSocket(fd, groups);
        } catch (KernelException e) {
            Libc.close(fd);
            throw e;
        }
    }

    public int fd() {
        return fd;
    }

    /**
     * The port id the kernel gave this socket; its notifications carry the id of the socket that asked for the change.
     */
    public int port() {
        return port;
    }

    /**
     * Asks for a receive buffer, past the system's limit where the process may.
     *
     * @return the bytes the kernel grants, which include its own overhead
     */
    public int receiveBuffer(int bytes) {
        return resize(SO_RCVBUFFORCE, SO_RCVBUF, bytes);
    }

    /** Asks for a send buffer; the longest message the kernel takes is a little shorter than what is granted. */
    public int sendBuffer(int bytes) {
        return resize(SO_SNDBUFFORCE, SO_SNDBUF, bytes);
    }

    private int resize(int force, int plain, int bytes) {
        // The kernel doubles what it is asked for.
        if (!trySetInt(SOL_SOCKET, force, bytes / 2)) {
            trySetInt(SOL_SOCKET, plain, bytes / 2);
        }
        scratch.putInt(SCRATCH_LENGTH_OFFSET, 4);
        int result = Libc.getsockopt(fd, SOL_SOCKET, plain, scratchAddress, scratchAddress + SCRATCH_LENGTH_OFFSET);
        return result < 0 ? 0 : scratch.getInt(0);
    }

    /**
     * Drops, in the kernel, every notification caused by another socket of this process, so that a bulk change does not
     * come back as a flood of its own echo. A classic BPF program of four instructions: load nlmsg_pid, compare, drop
     * or keep.
     */
    public void ignoreEchoOf(int ownPort) throws KernelException {
        ByteBuffer program = ByteBuffer.allocateDirect(32).order(ByteOrder.nativeOrder());
        // BPF loads words big-endian; the header is in host order.
        int wanted = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? Integer.reverseBytes(ownPort) : ownPort;
        instruction(program, 0, 0x20, 0, 0, Netlink.PORT_OFFSET); // ld [12]
        instruction(program, 1, 0x15, 0, 1, wanted); // jeq #own, next, keep
        instruction(program, 2, 0x06, 0, 0, 0); // ret #0
        instruction(program, 3, 0x06, 0, 0, -1); // ret #all
        scratch.putShort(0, (short) 4).putLong(8, Libc.addressOf(program));
        try {
            check("SO_ATTACH_FILTER", Libc.setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, scratchAddress, 16));
        } finally {
            Reference.reachabilityFence(program);
        }
    }

    private static void instruction(ByteBuffer program, int index, int code, int ifTrue, int ifFalse, int value) {
        int at = index * 8;
        program.putShort(at, (short) code)
                .put(at + 2, (byte) ifTrue)
                .put(at + 3, (byte) ifFalse)
                .putInt(at + 4, value);
    }

    /** Sends bytes 0 to {@code length} of a direct buffer to the kernel, which acts on them before this returns. */
    public void send(ByteBuffer buffer, int length) throws KernelException {
        long address = Libc.addressOf(buffer);
        long sent;
        do {
            sent = Libc.send(fd, address, length, 0);
        } while (sent == -Errno.EINTR);
        check("send to rtnetlink", sent);
    }

    /**
     * Receives one datagram from the kernel into a direct buffer from its byte 0.
     *
     * @return its length in bytes
     * @throws KernelException with {@link Errno#ENOBUFS} if messages were lost or are longer than the buffer,
     *     {@link Errno#EAGAIN} if nothing came within 5 s
     */
    public int receive(ByteBuffer buffer) throws KernelException {
        return (int) check("receive from rtnetlink", receive(buffer, 0));
    }

    /** As {@link #receive}, but answers 0 at once if nothing waits, and minus the error number on an error. */
    public int receiveNow(ByteBuffer buffer) {
        long received = receive(buffer, MSG_DONTWAIT);
        return received == -Errno.EAGAIN ? 0 : (int) received;
    }

    private long receive(ByteBuffer buffer, int flags) {
        long address = Libc.addressOf(buffer);
        while (true) {
            scratch.putInt(SCRATCH_LENGTH_OFFSET, Netlink.SOCKADDR_BYTES);
            long received = Libc.recvfrom(
                    fd,
                    address,
                    buffer.capacity(),
                    flags | MSG_TRUNC,
                    scratchAddress,
                    scratchAddress + SCRATCH_LENGTH_OFFSET);
            if (received == -Errno.EINTR) {
                continue;
            }
            // Another process may send to this port; only the kernel is port 0.
            if (received > 0 && scratch.getInt(Netlink.SOCKADDR_PORT_OFFSET) != 0) {
                continue;
            }
            return received > buffer.capacity() ? -Errno.ENOBUFS : received;
        }
    }

    private boolean trySetInt(int level, int option, int value) {
        scratch.putInt(0, value);
        return Libc.setsockopt(fd, level, option, scratchAddress, 4) >= 0;
    }

    private static int check(String operation, int result) throws KernelException {
        if (result < 0) {
            throw new KernelException(operation, -result);
        }
        return result;
    }

    private static long check(String operation, long result) throws KernelException {
        if (result < 0) {
            throw new KernelException(operation, (int) -result);
        }
        return result;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            Libc.close(fd);
        }
    }
}
