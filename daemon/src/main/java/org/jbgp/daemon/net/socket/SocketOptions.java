package org.jbgp.daemon.net.socket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.RawUnixChannelOption;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jbgp.config.model.bgp.HopLimit;

/**
 * The Linux socket options BGP needs, by their numbers in {@code linux/in.h}, {@code linux/in6.h}, {@code linux/tcp.h},
 * {@code asm-generic/socket.h}. Every setter throws {@link ChannelException} if the kernel refuses.
 */
public final class SocketOptions {

    private static final int SOL_SOCKET = 1;
    private static final int IPPROTO_IP = 0;
    private static final int IPPROTO_TCP = 6;
    private static final int IPPROTO_IPV6 = 41;

    private static final int INTERFACE_NAME_SIZE = 16;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    /** struct tcp_md5sig: address storage 128, flags 1, prefix length 1, key length 2, ifindex 4, key 80. */
    private static final int MD5_SIZE = 216;

    private static final int MD5_FLAGS_AT = 128;
    private static final byte MD5_FLAG_PREFIX = 1;
    private static final int MD5_PREFIX_LENGTH_AT = 129;
    private static final int MD5_KEY_LENGTH_AT = 130;
    private static final int MD5_KEY_AT = 136;

    /** Internetwork control, as every router marks its routing protocols (RFC 4271 has none; BIRD and FRR use CS6). */
    private static final int CS6 = 0xC0;

    /** Bytes the kernel takes beyond what it has put on the wire. */
    private static final long UNSENT_LIMIT = 256 * 1024;

    private static final ChannelOption<Integer> IP_TOS = new IntegerUnixChannelOption("IP_TOS", IPPROTO_IP, 1);
    private static final ChannelOption<Integer> IP_TTL = new IntegerUnixChannelOption("IP_TTL", IPPROTO_IP, 2);
    private static final ChannelOption<Integer> IP_MINTTL = new IntegerUnixChannelOption("IP_MINTTL", IPPROTO_IP, 21);
    private static final ChannelOption<Integer> IPV6_UNICAST_HOPS =
            new IntegerUnixChannelOption("IPV6_UNICAST_HOPS", IPPROTO_IPV6, 16);
    private static final ChannelOption<Integer> IPV6_V6ONLY =
            new IntegerUnixChannelOption("IPV6_V6ONLY", IPPROTO_IPV6, 26);
    private static final ChannelOption<Integer> IPV6_TCLASS =
            new IntegerUnixChannelOption("IPV6_TCLASS", IPPROTO_IPV6, 67);
    private static final ChannelOption<Integer> IPV6_MINHOPCOUNT =
            new IntegerUnixChannelOption("IPV6_MINHOPCOUNT", IPPROTO_IPV6, 73);
    private static final ChannelOption<ByteBuffer> SO_BINDTODEVICE =
            new RawUnixChannelOption("SO_BINDTODEVICE", SOL_SOCKET, 25, INTERFACE_NAME_SIZE);
    private static final ChannelOption<ByteBuffer> TCP_MD5SIG =
            new RawUnixChannelOption("TCP_MD5SIG", IPPROTO_TCP, 14, MD5_SIZE);
    private static final ChannelOption<ByteBuffer> TCP_MD5SIG_EXT =
            new RawUnixChannelOption("TCP_MD5SIG_EXT", IPPROTO_TCP, 32, MD5_SIZE);

    /** {@code struct tcp_info} as far as {@code tcpi_bytes_acked} (linux/tcp.h). */
    private static final int TCP_INFO_SIZE = 128;

    private static final int BYTES_ACKED_AT = 120;
    private static final ChannelOption<ByteBuffer> TCP_INFO =
            new RawUnixChannelOption("TCP_INFO", IPPROTO_TCP, 11, TCP_INFO_SIZE);

    private static final int RETRANSMITS_AT = 2;

    private static final int PKTOPTIONS_SIZE = 128;
    private static final int CMSG_HEADER = 16;
    private static final int IP_TTL_MESSAGE = 2;
    private static final int IPV6_HOPLIMIT = 52;
    private static final ChannelOption<Integer> IP_RECVTTL = new IntegerUnixChannelOption("IP_RECVTTL", IPPROTO_IP, 12);
    private static final ChannelOption<Integer> IPV6_RECVHOPLIMIT =
            new IntegerUnixChannelOption("IPV6_RECVHOPLIMIT", IPPROTO_IPV6, 51);
    private static final ChannelOption<ByteBuffer> IP_PKTOPTIONS =
            new RawUnixChannelOption("IP_PKTOPTIONS", IPPROTO_IP, 9, PKTOPTIONS_SIZE);
    private static final ChannelOption<ByteBuffer> IPV6_2292PKTOPTIONS =
            new RawUnixChannelOption("IPV6_2292PKTOPTIONS", IPPROTO_IPV6, 6, PKTOPTIONS_SIZE);

    private SocketOptions() {}

    /** What a listening socket needs before it is bound. */
    public static void listener(Channel channel, boolean ipv6) {
        if (ipv6) {
            // 0.0.0.0 and :: are two listeners, so that an IPv4 socket has IPv4 options.
            set(channel, IPV6_V6ONLY, 1);
        }
        // The SYN-ACK comes from here, and a neighbor with GTSM drops it unless it leaves with 255 (RFC 5082 §3).
        ttl(channel, ipv6, 255);
        trafficClass(channel, ipv6);
    }

    /** What a connection needs: before connect when dialling, at once when accepted. */
    public static void connection(Channel channel, boolean ipv6, HopLimit hops) {
        set(channel, ChannelOption.TCP_NODELAY, true);
        // Bounds what a KEEPALIVE waits behind in the kernel, and the kernel's memory for a slow neighbor.
        set(channel, EpollChannelOption.TCP_NOTSENT_LOWAT, UNSENT_LIMIT);
        ttl(channel, ipv6, hops.sendTtl());
        if (hops.minimumReceiveTtl() > 0) {
            set(channel, ipv6 ? IPV6_MINHOPCOUNT : IP_MINTTL, hops.minimumReceiveTtl());
        }
        trafficClass(channel, ipv6);
    }

    /** Bytes the other side has acknowledged since the connection began; 0 if that is not known. */
    public static long acknowledged(Channel channel) {
        try {
            ByteBuffer info = channel.config().getOption(TCP_INFO);
            return info == null ? 0 : info.order(ByteOrder.nativeOrder()).getLong(BYTES_ACKED_AT);
        } catch (ChannelException e) {
            return 0; // It is closing.
        }
    }

    /** How often the oldest unacknowledged bytes were sent again in vain; 0 if all is well or that is not known. */
    public static int retransmits(Channel channel) {
        try {
            ByteBuffer info = channel.config().getOption(TCP_INFO);
            return info == null ? 0 : info.get(RETRANSMITS_AT) & 0xFF;
        } catch (ChannelException e) {
            return 0; // It is closing.
        }
    }

    /**
     * The TTL or hop limit with which the segment arrived that completed an accepted connection. Segments that arrive
     * between the handshake and accept(2) pass without a look at the listener's minimum, which is none.
     *
     * @return -1 if that is not known
     */
    public static int receivedHops(Channel channel, boolean ipv6) {
        try {
            set(channel, ipv6 ? IPV6_RECVHOPLIMIT : IP_RECVTTL, 1);
            ByteBuffer control = channel.config().getOption(ipv6 ? IPV6_2292PKTOPTIONS : IP_PKTOPTIONS);
            set(channel, ipv6 ? IPV6_RECVHOPLIMIT : IP_RECVTTL, 0);
            return control == null ? -1 : hops(control.order(ByteOrder.nativeOrder()), ipv6);
        } catch (ChannelException e) {
            return -1; // It is closing.
        }
    }

    /**
     * {@code struct cmsghdr}: length of 8 bytes, level, type, then the value; the next one begins at a multiple of 8.
     */
    private static int hops(ByteBuffer control, boolean ipv6) {
        int level = ipv6 ? IPPROTO_IPV6 : IPPROTO_IP;
        int type = ipv6 ? IPV6_HOPLIMIT : IP_TTL_MESSAGE;
        int at = 0;
        while (at + CMSG_HEADER + 4 <= PKTOPTIONS_SIZE) {
            long length = control.getLong(at);
            if (length < CMSG_HEADER || length > PKTOPTIONS_SIZE - at) {
                return -1;
            }
            if (control.getInt(at + 8) == level && control.getInt(at + 12) == type) {
                return control.getInt(at + CMSG_HEADER);
            }
            at += (int) (length + 7 & ~7);
        }
        return -1;
    }

    /**
     * Lets bind(address, 0) leave the port to connect(), so that 28,000 source ports are not shared by all neighbors.
     */
    public static void bindAddressOnly(Channel channel) {
        set(channel, EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
    }

    /**
     * Lets bind() take an address that the machine does not have, or not yet; IPv6 sockets know the option by its IPv4
     * name too.
     */
    public static void freeBind(Channel channel) {
        set(channel, EpollChannelOption.IP_FREEBIND, true);
    }

    /** Ties a socket to an interface; needs no privilege since Linux 5.7. */
    public static void bindToDevice(Channel channel, String interfaceName) {
        byte[] name = interfaceName.getBytes(StandardCharsets.UTF_8);
        if (name.length >= INTERFACE_NAME_SIZE) {
            throw new ChannelException("interface name too long: " + interfaceName);
        }
        set(
                channel,
                SO_BINDTODEVICE,
                ByteBuffer.allocateDirect(INTERFACE_NAME_SIZE).put(0, name));
    }

    /**
     * Sets, changes or (empty password) removes the MD5 key for a neighbor (RFC 2385); works on listening and on
     * connected sockets. Removing a key that is not there is no error.
     */
    public static void md5(Channel channel, InetAddress neighbor, String password) {
        md5(channel, TCP_MD5SIG, struct(neighbor, password), password);
    }

    /**
     * The same for all neighbors of a prefix, on a listening socket; the longest prefix counts. Linux 4.13 or later.
     */
    public static void md5(Channel channel, InetAddress network, int length, String password) {
        ByteBuffer struct =
                struct(network, password).put(MD5_FLAGS_AT, MD5_FLAG_PREFIX).put(MD5_PREFIX_LENGTH_AT, (byte) length);
        md5(channel, TCP_MD5SIG_EXT, struct, password);
    }

    private static ByteBuffer struct(InetAddress neighbor, String password) {
        byte[] key = password.getBytes(StandardCharsets.UTF_8);
        ByteBuffer struct = ByteBuffer.allocateDirect(MD5_SIZE).order(ByteOrder.nativeOrder());
        if (neighbor instanceof Inet6Address) {
            struct.putShort(0, (short) AF_INET6).put(8, neighbor.getAddress());
        } else {
            struct.putShort(0, (short) AF_INET).put(4, neighbor.getAddress());
        }
        return struct.putShort(MD5_KEY_LENGTH_AT, (short) key.length).put(MD5_KEY_AT, key);
    }

    private static void md5(Channel channel, ChannelOption<ByteBuffer> option, ByteBuffer struct, String password) {
        try {
            set(channel, option, struct);
        } catch (ChannelException e) {
            if (!password.isEmpty()) {
                throw e;
            }
        }
    }

    private static void ttl(Channel channel, boolean ipv6, int value) {
        set(channel, ipv6 ? IPV6_UNICAST_HOPS : IP_TTL, value);
    }

    private static void trafficClass(Channel channel, boolean ipv6) {
        set(channel, ipv6 ? IPV6_TCLASS : IP_TOS, CS6);
    }

    private static <T> void set(Channel channel, ChannelOption<T> option, T value) {
        try {
            if (!channel.config().setOption(option, value)) {
                throw new ChannelException("socket option " + option + " is not supported");
            }
        } catch (ChannelException e) {
            throw new ChannelException("socket option " + option + ": " + SocketErrors.text(e), e);
        }
    }
}
