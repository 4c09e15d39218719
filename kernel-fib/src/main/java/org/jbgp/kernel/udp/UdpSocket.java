package org.jbgp.kernel.udp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.netlink.Errno;
import org.jbgp.kernel.netlink.KernelException;
import org.jbgp.kernel.netlink.Libc;

/**
 * A socket for UDP, or for raw ICMPv6, in the network namespace of the process. Owned by one thread. Receiving and
 * sending allocate nothing.
 *
 * <p>What the last datagram came with is kept in the socket until the next one: {@link #sourceHi}, {@link #hops} and so
 * on.
 */
public final class UdpSocket implements AutoCloseable {
    /** What {@link #hops} answers where the kernel did not say. */
    public static final int UNKNOWN = -1;

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOCK_NONBLOCK = 0x800;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUF = 8;
    private static final int SO_PRIORITY = 12;
    private static final int SO_BINDTODEVICE = 25;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SO_TIMESTAMPNS = 35;
    private static final int IPPROTO_IP = 0;
    private static final int IP_TOS = 1;
    private static final int IP_TTL = 2;
    private static final int IP_PKTINFO = 8;
    private static final int IP_MTU_DISCOVER = 10;
    private static final int IP_RECVTTL = 12;
    private static final int IPPROTO_UDP = 17;
    private static final int UDP_NO_CHECK6_RX = 102;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPPROTO_ICMPV6 = 58;
    private static final int ICMPV6_FILTER = 1;
    private static final int IPV6_MULTICAST_IF = 17;
    private static final int IPV6_MULTICAST_HOPS = 18;
    private static final int IPV6_MULTICAST_LOOP = 19;
    private static final int IPV6_ADD_MEMBERSHIP = 20;
    private static final int IPV6_UNICAST_HOPS = 16;
    private static final int IPV6_V6ONLY = 26;
    private static final int IPV6_RECVPKTINFO = 49;
    private static final int IPV6_PKTINFO = 50;
    private static final int IPV6_RECVHOPLIMIT = 51;
    private static final int IPV6_HOPLIMIT = 52;
    private static final int IPV6_TCLASS = 67;
    private static final int MSG_DONTWAIT = 0x40;

    /** RFC 4594: network control (CS6). */
    private static final int NETWORK_CONTROL = 0xC0;

    private static final int CONTROL_PRIORITY = 7;

    // struct sockaddr_in and sockaddr_in6
    private static final int PORT_OFFSET = 2;
    private static final int ADDRESS4_OFFSET = 4;
    private static final int ADDRESS6_OFFSET = 8;
    private static final int SCOPE_OFFSET = 24;
    private static final int NAME4_BYTES = 16;
    private static final int NAME6_BYTES = 28;

    // struct msghdr of 64-bit systems, then what it points to
    private static final int NAME_LENGTH_OFFSET = 8;
    private static final int VECTOR_OFFSET = 16;
    private static final int VECTOR_COUNT_OFFSET = 24;
    private static final int CONTROL_OFFSET = 32;
    private static final int CONTROL_LENGTH_OFFSET = 40;
    private static final int FLAGS_OFFSET = 48;
    private static final int IOVEC_AT = 64;
    private static final int NAME_AT = 96;
    private static final int CONTROL_AT = 128;
    private static final int CONTROL_BYTES = 256;
    private static final int SCRATCH_AT = CONTROL_AT + CONTROL_BYTES;
    private static final int WORK_BYTES = SCRATCH_AT + 32;
    private static final int CMSG_HEADER = 16;

    private final int fd;
    private final boolean ipv6;
    private final ByteBuffer work = ByteBuffer.allocateDirect(WORK_BYTES).order(ByteOrder.nativeOrder());
    private final long workAddress = Libc.addressOf(work);

    private long sourceHi;
    private long sourceLo;
    private int sourcePort;
    private int hops;
    private int link;
    private long stampNanos;
    private boolean open = true;

    private UdpSocket(int fd, boolean ipv6) {
        this.fd = fd;
        this.ipv6 = ipv6;
    }

    /** Opens a socket for one family only; it never blocks. */
    public static UdpSocket open(Family family) throws KernelException {
        boolean ipv6 = family == Family.IPV6;
        int fd = Libc.socket(ipv6 ? AF_INET6 : AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        if (fd < 0) {
            throw new KernelException("open UDP socket", -fd);
        }
        UdpSocket socket = new UdpSocket(fd, ipv6);
        try {
            socket.basics();
        } catch (KernelException e) {
            socket.close();
            throw e;
        }
        return socket;
    }

    /**
     * Opens a raw socket for messages of ICMPv6 (RFC 3542 §3); the kernel writes and checks their checksums. Needs
     * CAP_NET_RAW. It never blocks; ports say nothing.
     *
     * @param types the types of message it receives, 0 to 255
     */
    public static UdpSocket openIcmp6(int... types) throws KernelException {
        int fd = Libc.socket(AF_INET6, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_ICMPV6);
        if (fd < 0) {
            throw new KernelException("open raw ICMPv6 socket", -fd);
        }
        UdpSocket socket = new UdpSocket(fd, true);
        try {
            socket.receiveOnly(types);
        } catch (KernelException e) {
            socket.close();
            throw e;
        }
        return socket;
    }

    /** A bit that is set keeps a type of message out. */
    private void receiveOnly(int[] types) throws KernelException {
        for (int word = 0; word < 8; word++) {
            int kept = 0;
            for (int type : types) {
                kept |= type / 32 == word ? 1 << type % 32 : 0;
            }
            work.putInt(SCRATCH_AT + 4 * word, ~kept);
        }
        check("ICMPV6_FILTER", Libc.setsockopt(fd, IPPROTO_ICMPV6, ICMPV6_FILTER, workAddress + SCRATCH_AT, 32));
    }

    /**
     * Sends to multicast groups by this interface, with this hop limit, and not to this host; receives what is sent to
     * one group there.
     */
    public void multicast(int linkIndex, int hops, KernelIp group) throws KernelException {
        set("IPV6_MULTICAST_IF", IPPROTO_IPV6, IPV6_MULTICAST_IF, linkIndex);
        set("IPV6_MULTICAST_HOPS", IPPROTO_IPV6, IPV6_MULTICAST_HOPS, hops);
        set("IPV6_MULTICAST_LOOP", IPPROTO_IPV6, IPV6_MULTICAST_LOOP, 0);
        bigEndianLong(SCRATCH_AT, group.hi());
        bigEndianLong(SCRATCH_AT + 8, group.lo());
        work.putInt(SCRATCH_AT + 16, linkIndex);
        check("join " + group, Libc.setsockopt(fd, IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, workAddress + SCRATCH_AT, 20));
    }

    private void basics() throws KernelException {
        if (ipv6) {
            set("IPV6_V6ONLY", IPPROTO_IPV6, IPV6_V6ONLY, 1);
            trySet(IPPROTO_IPV6, IPV6_TCLASS, NETWORK_CONTROL);
        } else {
            trySet(IPPROTO_IP, IP_TOS, NETWORK_CONTROL);
            trySet(IPPROTO_IP, IP_MTU_DISCOVER, 0);
        }
        trySet(SOL_SOCKET, SO_PRIORITY, CONTROL_PRIORITY);
    }

    /** Has the kernel report hop limit, interface and time of each datagram. */
    public void reportArrival() throws KernelException {
        if (ipv6) {
            set("IPV6_RECVHOPLIMIT", IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1);
            set("IPV6_RECVPKTINFO", IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
        } else {
            set("IP_RECVTTL", IPPROTO_IP, IP_RECVTTL, 1);
            set("IP_PKTINFO", IPPROTO_IP, IP_PKTINFO, 1);
        }
        set("SO_TIMESTAMPNS", SOL_SOCKET, SO_TIMESTAMPNS, 1);
    }

    /** Sends with this TTL or hop limit, 1 to 255. */
    public void timeToLive(int ttl) throws KernelException {
        if (ipv6) {
            set("IPV6_UNICAST_HOPS", IPPROTO_IPV6, IPV6_UNICAST_HOPS, ttl);
        } else {
            set("IP_TTL", IPPROTO_IP, IP_TTL, ttl);
        }
    }

    /** Takes datagrams over IPv6 that have no checksum (RFC 6935). */
    public void takeWithoutChecksum() throws KernelException {
        if (ipv6) {
            set("UDP_NO_CHECK6_RX", IPPROTO_UDP, UDP_NO_CHECK6_RX, 1);
        }
    }

    /** Asks for a receive buffer of so many bytes, past the system's limit where the process may. */
    public void receiveBuffer(int bytes) {
        if (!trySet(SOL_SOCKET, SO_RCVBUFFORCE, bytes)) {
            trySet(SOL_SOCKET, SO_RCVBUF, bytes);
        }
    }

    /** Sends and receives by this interface only. */
    public void bindTo(String device) throws KernelException {
        byte[] name = device.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        if (name.length > 15) {
            throw new KernelException("bind to " + device, Errno.EINVAL);
        }
        for (int i = 0; i < name.length; i++) {
            work.put(SCRATCH_AT + i, name[i]);
        }
        work.put(SCRATCH_AT + name.length, (byte) 0);
        check(
                "bind to " + device,
                Libc.setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, workAddress + SCRATCH_AT, name.length + 1));
    }

    /**
     * Binds to an address.
     *
     * @param local null: any address
     * @param linkIndex the interface of a link-local address, else 0
     */
    public void bind(KernelIp local, int linkIndex, int port) throws KernelException {
        int length = name(local == null ? 0 : local.hi(), local == null ? 0 : local.lo(), linkIndex, port);
        int result = Libc.bind(fd, workAddress + NAME_AT, length);
        if (result < 0) {
            throw new KernelException("bind to " + (local == null ? "" : local + " ") + "port " + port, -result);
        }
    }

    private int name(long hi, long lo, int linkIndex, int port) {
        work.putShort(NAME_AT, (short) (ipv6 ? AF_INET6 : AF_INET));
        bigEndianShort(NAME_AT + PORT_OFFSET, port);
        if (ipv6) {
            work.putInt(NAME_AT + 4, 0);
            bigEndianLong(NAME_AT + ADDRESS6_OFFSET, hi);
            bigEndianLong(NAME_AT + ADDRESS6_OFFSET + 8, lo);
            boolean linkLocal = hi >>> 54 == 0xfe80L >>> 6;
            work.putInt(NAME_AT + SCOPE_OFFSET, linkLocal ? linkIndex : 0);
            return NAME6_BYTES;
        }
        bigEndianShort(NAME_AT + ADDRESS4_OFFSET, (int) (lo >>> 16));
        bigEndianShort(NAME_AT + ADDRESS4_OFFSET + 2, (int) lo);
        work.putLong(NAME_AT + 8, 0);
        return NAME4_BYTES;
    }

    /**
     * Sends the first bytes of a direct buffer.
     *
     * @return 0, or the error number
     */
    public int send(ByteBuffer buffer, int length, KernelIp to, int linkIndex, int port) {
        int nameLength = name(to.hi(), to.lo(), linkIndex, port);
        long sent = Libc.sendto(fd, Libc.addressOf(buffer), length, MSG_DONTWAIT, workAddress + NAME_AT, nameLength);
        return sent < 0 ? (int) -sent : 0;
    }

    /**
     * Receives one datagram into a direct buffer from its byte 0; what is longer than the buffer is cut.
     *
     * @return its length, or minus the error number; {@code -}{@link Errno#EAGAIN} if none waits
     */
    public int receive(ByteBuffer buffer) {
        work.putLong(0, workAddress + NAME_AT)
                .putLong(NAME_LENGTH_OFFSET, ipv6 ? NAME6_BYTES : NAME4_BYTES)
                .putLong(VECTOR_OFFSET, workAddress + IOVEC_AT)
                .putLong(VECTOR_COUNT_OFFSET, 1)
                .putLong(CONTROL_OFFSET, workAddress + CONTROL_AT)
                .putLong(CONTROL_LENGTH_OFFSET, CONTROL_BYTES)
                .putLong(FLAGS_OFFSET, 0)
                .putLong(IOVEC_AT, Libc.addressOf(buffer))
                .putLong(IOVEC_AT + 8, buffer.capacity());
        long received = Libc.recvmsg(fd, workAddress, MSG_DONTWAIT);
        if (received < 0) {
            return (int) received;
        }
        if (ipv6) {
            sourceHi = readBigEndian(NAME_AT + ADDRESS6_OFFSET, 8);
            sourceLo = readBigEndian(NAME_AT + ADDRESS6_OFFSET + 8, 8);
        } else {
            sourceHi = 0;
            sourceLo = readBigEndian(NAME_AT + ADDRESS4_OFFSET, 4);
        }
        sourcePort = (int) readBigEndian(NAME_AT + PORT_OFFSET, 2);
        readControl((int) Math.min(CONTROL_BYTES, work.getLong(CONTROL_LENGTH_OFFSET)));
        return (int) received;
    }

    private void readControl(int length) {
        hops = UNKNOWN;
        link = 0;
        stampNanos = 0;
        int at = CONTROL_AT;
        int end = CONTROL_AT + length;
        while (at + CMSG_HEADER <= end) {
            int size = (int) work.getLong(at);
            if (size < CMSG_HEADER || at + size > end) {
                return;
            }
            int level = work.getInt(at + 8);
            int type = work.getInt(at + 12);
            int data = at + CMSG_HEADER;
            if (level == SOL_SOCKET && type == SO_TIMESTAMPNS) {
                stampNanos = work.getLong(data) * 1_000_000_000L + work.getLong(data + 8);
            } else if ((level == IPPROTO_IP && type == IP_TTL) || (level == IPPROTO_IPV6 && type == IPV6_HOPLIMIT)) {
                hops = work.getInt(data);
            } else if (level == IPPROTO_IP && type == IP_PKTINFO) {
                link = work.getInt(data);
            } else if (level == IPPROTO_IPV6 && type == IPV6_PKTINFO) {
                link = work.getInt(data + 16);
            }
            at += (size + 7) & ~7;
        }
    }

    private void bigEndianShort(int at, int value) {
        work.put(at, (byte) (value >>> 8)).put(at + 1, (byte) value);
    }

    private void bigEndianLong(int at, long value) {
        work.putLong(at, ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? value : Long.reverseBytes(value));
    }

    private long readBigEndian(int at, int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | (work.get(at + i) & 0xFF);
        }
        return value;
    }

    /** Upper 64 bits of the address the last datagram came from; 0 for IPv4. */
    public long sourceHi() {
        return sourceHi;
    }

    /** Lower 64 bits of that address, or the unsigned IPv4 address. */
    public long sourceLo() {
        return sourceLo;
    }

    /** The port it came from. */
    public int sourcePort() {
        return sourcePort;
    }

    /** Its TTL or hop limit, or {@link #UNKNOWN}. */
    public int hops() {
        return hops;
    }

    /** Index of the interface it came by, 0 if unknown. */
    public int link() {
        return link;
    }

    /** When the kernel took it from the device: nanoseconds since 1970 by the system's clock, 0 if unknown. */
    public long stampNanos() {
        return stampNanos;
    }

    public boolean ipv6() {
        return ipv6;
    }

    int fd() {
        return fd;
    }

    private boolean trySet(int level, int option, int value) {
        work.putInt(SCRATCH_AT, value);
        return Libc.setsockopt(fd, level, option, workAddress + SCRATCH_AT, 4) >= 0;
    }

    private void set(String name, int level, int option, int value) throws KernelException {
        work.putInt(SCRATCH_AT, value);
        check(name, Libc.setsockopt(fd, level, option, workAddress + SCRATCH_AT, 4));
    }

    private static void check(String operation, int result) throws KernelException {
        if (result < 0) {
            throw new KernelException(operation, -result);
        }
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            Libc.close(fd);
        }
    }
}
