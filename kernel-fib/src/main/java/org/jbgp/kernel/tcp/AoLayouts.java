package org.jbgp.kernel.tcp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;

/**
 * The structures of {@code linux/tcp.h} (Linux 6.7): {@code tcp_ao_add}, {@code tcp_ao_del}, {@code tcp_ao_info_opt},
 * {@code tcp_ao_getsockopt}. Bit fields begin at the lowest bit, as on every little-endian Linux.
 */
final class AoLayouts {
    /** TCP_AO_MAXKEYLEN. */
    static final int MOST_SECRET = 80;

    static final int ADD_BYTES = 288;
    static final int DELETE_BYTES = 144;
    static final int INFO_BYTES = 48;
    static final int KEYS_BYTES = 304;

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int ADDRESS4_AT = 4;
    private static final int ADDRESS6_AT = 8;
    private static final int ALGORITHM_AT = 128;
    private static final int ALGORITHM_BYTES = 64;

    private static final int SET_CURRENT = 1;
    private static final int SET_NEXT = 2;
    private static final int GET_ALL = 4;

    private AoLayouts() {}

    /**
     * Adds a key for one address.
     *
     * @param inUse it becomes the current one, and the one we ask for; not for listening sockets
     */
    static ByteBuffer add(KernelIp peer, TcpAoKey key, boolean inUse) {
        byte[] algorithm = key.algorithm().getBytes(StandardCharsets.US_ASCII);
        ByteBuffer struct = struct(ADD_BYTES);
        peer(struct, peer);
        struct.put(ALGORITHM_AT, algorithm)
                .putInt(196, inUse ? SET_CURRENT | SET_NEXT : 0)
                .put(202, (byte) peer.family().maxPrefixLength())
                .put(203, (byte) key.sendId())
                .put(204, (byte) key.receiveId())
                .put(207, (byte) key.secret().size());
        for (int i = 0; i < key.secret().size(); i++) {
            struct.put(208 + i, key.secret().get(i));
        }
        return struct;
    }

    /**
     * Removes a key of one address.
     *
     * @param current takes its place as the current one in the same moment; null: it is not the current one
     * @param next takes its place as the one we ask for; null: it is not that one
     */
    static ByteBuffer delete(KernelIp peer, TcpAoKey key, TcpAoKey current, TcpAoKey next) {
        ByteBuffer struct = struct(DELETE_BYTES);
        peer(struct, peer);
        struct.putInt(132, (current == null ? 0 : SET_CURRENT) | (next == null ? 0 : SET_NEXT))
                .put(138, (byte) peer.family().maxPrefixLength())
                .put(139, (byte) key.sendId())
                .put(140, (byte) key.receiveId())
                .put(141, (byte) (current == null ? 0 : current.sendId()))
                .put(142, (byte) (next == null ? 0 : next.receiveId()));
        return struct;
    }

    /** Asks the neighbor to sign with a key from now on. */
    static ByteBuffer request(TcpAoKey key) {
        return struct(INFO_BYTES).putInt(0, SET_NEXT).put(7, (byte) key.receiveId());
    }

    /** Room for the answer of TCP_AO_INFO. */
    static ByteBuffer state() {
        return struct(INFO_BYTES);
    }

    static TcpAoState state(ByteBuffer answer) {
        int flags = answer.getInt(0);
        return new TcpAoState(
                (flags & SET_CURRENT) == 0 ? -1 : answer.get(6) & 0xFF,
                (flags & SET_NEXT) == 0 ? -1 : answer.get(7) & 0xFF,
                answer.getLong(8),
                answer.getLong(16),
                answer.getLong(24),
                answer.getLong(32));
    }

    /** Asks for all keys of a socket, with room for so many. */
    static ByteBuffer keys(int room) {
        return struct(KEYS_BYTES * room).putInt(272, room).putShort(276, (short) GET_ALL);
    }

    /** How many keys the socket has, which may be more than there was room for. */
    static int count(ByteBuffer answer) {
        return answer.getInt(272);
    }

    static List<InstalledAoKey> keys(ByteBuffer answer) {
        List<InstalledAoKey> keys = new ArrayList<>();
        int count = Math.min(count(answer), answer.capacity() / KEYS_BYTES);
        for (int i = 0; i < count; i++) {
            int at = i * KEYS_BYTES;
            int flags = answer.getShort(at + 276);
            keys.add(new InstalledAoKey(
                    peer(answer, at),
                    answer.get(at + 280) & 0xFF,
                    new InstalledAoKey.Ids(answer.get(at + 278) & 0xFF, answer.get(at + 279) & 0xFF),
                    text(answer, at + ALGORITHM_AT),
                    (flags & SET_CURRENT) != 0,
                    (flags & SET_NEXT) != 0,
                    answer.getLong(at + 288),
                    answer.getLong(at + 296)));
        }
        return keys;
    }

    private static ByteBuffer struct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    /** {@code struct sockaddr_in} or {@code sockaddr_in6} without a port, which the kernel wants to be 0. */
    private static void peer(ByteBuffer struct, KernelIp peer) {
        if (peer.family() == Family.IPV4) {
            struct.putShort(0, (short) AF_INET);
            bigEndian(struct, ADDRESS4_AT, peer.lo(), 4);
        } else {
            struct.putShort(0, (short) AF_INET6);
            bigEndian(struct, ADDRESS6_AT, peer.hi(), 8);
            bigEndian(struct, ADDRESS6_AT + 8, peer.lo(), 8);
        }
    }

    private static void bigEndian(ByteBuffer struct, int at, long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            struct.put(at + i, (byte) (value >>> (8 * (bytes - 1 - i))));
        }
    }

    private static KernelIp peer(ByteBuffer struct, int at) {
        return struct.getShort(at) == AF_INET6
                ? new KernelIp(
                        Family.IPV6, bigEndian(struct, at + ADDRESS6_AT, 8), bigEndian(struct, at + ADDRESS6_AT + 8, 8))
                : new KernelIp(Family.IPV4, 0, bigEndian(struct, at + ADDRESS4_AT, 4));
    }

    private static long bigEndian(ByteBuffer struct, int at, int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | (struct.get(at + i) & 0xFF);
        }
        return value;
    }

    private static String text(ByteBuffer struct, int at) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < ALGORITHM_BYTES && struct.get(at + i) != 0; i++) {
            text.append((char) (struct.get(at + i) & 0x7F));
        }
        return text.toString();
    }
}
