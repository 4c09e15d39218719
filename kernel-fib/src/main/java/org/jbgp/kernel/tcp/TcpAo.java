package org.jbgp.kernel.tcp;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.netlink.Errno;
import org.jbgp.kernel.netlink.KernelException;
import org.jbgp.kernel.netlink.Libc;

/**
 * Keys of TCP-AO (RFC 5925) on a TCP socket, by its file descriptor; Linux 6.7 or later, built with
 * {@code CONFIG_TCP_AO}. The caller sees to it that the descriptor stays open meanwhile. Any thread.
 */
public final class TcpAo {
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_AO_ADD_KEY = 38;
    private static final int TCP_AO_DEL_KEY = 39;
    private static final int TCP_AO_INFO = 40;
    private static final int TCP_AO_GET_KEYS = 41;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int AF_INET = 2;

    private TcpAo() {}

    /**
     * Adds a key for an address.
     *
     * @param inUse it becomes the current one, and the one we ask for: for a socket that is about to connect
     * @throws KernelException with {@link Errno#ENOPROTOOPT} if the kernel has no TCP-AO, {@link Errno#ENOENT} if it
     *     has not the algorithm, {@link Errno#EEXIST} if there is a key of one of these ids, {@link Errno#EKEYREJECTED}
     *     if there is an MD5 key for the address
     */
    public static void add(int fd, KernelIp peer, TcpAoKey key, boolean inUse) throws KernelException {
        set(fd, TCP_AO_ADD_KEY, "TCP_AO_ADD_KEY " + key, AoLayouts.add(peer, key, inUse));
    }

    /**
     * Removes a key of an address.
     *
     * @param current takes its place as the current one in the same moment; null: it is not the current one
     * @param next takes its place as the one we ask for; null: it is not that one
     * @throws KernelException with {@link Errno#EBUSY} if it is in use and nothing takes its place, {@link
     * Errno#ENOENT}
     *     if there is none
     */
    public static void delete(int fd, KernelIp peer, TcpAoKey key, TcpAoKey current, TcpAoKey next)
            throws KernelException {
        set(fd, TCP_AO_DEL_KEY, "TCP_AO_DEL_KEY " + key, AoLayouts.delete(peer, key, current, next));
    }

    /** Asks the neighbor of a connection to sign with a key that the socket has (RFC 5925 §3.1 rnext_key). */
    public static void request(int fd, TcpAoKey key) throws KernelException {
        set(fd, TCP_AO_INFO, "TCP_AO_INFO " + key, AoLayouts.request(key));
    }

    /**
     * Which keys a connection uses.
     *
     * @throws KernelException with {@link Errno#ENOENT} if the socket has no keys
     */
    public static TcpAoState state(int fd) throws KernelException {
        ByteBuffer answer = AoLayouts.state();
        get(fd, TCP_AO_INFO, "TCP_AO_INFO", answer, AoLayouts.INFO_BYTES);
        return AoLayouts.state(answer);
    }

    /**
     * The keys a socket has; none if it was never given one.
     *
     * @throws KernelException for any other reason
     */
    public static List<InstalledAoKey> keys(int fd) throws KernelException {
        int room = 1;
        while (true) {
            ByteBuffer answer = AoLayouts.keys(room);
            try {
                // The length is that of one structure, however many there is room for.
                get(fd, TCP_AO_GET_KEYS, "TCP_AO_GET_KEYS", answer, AoLayouts.KEYS_BYTES);
            } catch (KernelException e) {
                if (e.errno() == Errno.ENOENT) {
                    return List.of();
                }
                throw e;
            }
            int count = AoLayouts.count(answer);
            if (count <= room) {
                return AoLayouts.keys(answer);
            }
            room = count;
        }
    }

    /**
     * Whether the running kernel has TCP-AO with an algorithm: tries it on a socket of its own.
     *
     * @param algorithm the kernel's name
     * @return 0, or why not: {@link Errno#ENOPROTOOPT} if it has no TCP-AO at all, {@link Errno#ENOENT} if it has not
     *     the algorithm
     */
    public static int probe(String algorithm) {
        int fd = Libc.socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_TCP);
        if (fd < 0) {
            return -fd;
        }
        try {
            // RFC 5737: an address of nobody.
            add(
                    fd,
                    new KernelIp(Family.IPV4, 0, 0xC000_0201L),
                    new TcpAoKey(1, 1, algorithm, List.of((byte) 1)),
                    false);
            return 0;
        } catch (KernelException e) {
            return e.errno();
        } finally {
            Libc.close(fd);
        }
    }

    private static void set(int fd, int option, String what, ByteBuffer struct) throws KernelException {
        try {
            check(what, Libc.setsockopt(fd, IPPROTO_TCP, option, Libc.addressOf(struct), struct.capacity()));
        } finally {
            Reference.reachabilityFence(struct);
        }
    }

    private static void get(int fd, int option, String what, ByteBuffer answer, int length) throws KernelException {
        ByteBuffer size =
                ByteBuffer.allocateDirect(4).order(ByteOrder.nativeOrder()).putInt(0, length);
        try {
            check(what, Libc.getsockopt(fd, IPPROTO_TCP, option, Libc.addressOf(answer), Libc.addressOf(size)));
        } finally {
            Reference.reachabilityFence(answer);
            Reference.reachabilityFence(size);
        }
    }

    private static void check(String what, int result) throws KernelException {
        if (result < 0) {
            throw new KernelException(what, -result);
        }
    }
}
