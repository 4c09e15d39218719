package org.jbgp.daemon.session.settings;

import java.net.InetAddress;

/**
 * A prefix from which anybody may dial (BIRD: {@code neighbor range}). Immutable.
 *
 * @param name name of the protocol, used in log lines
 * @param network first address of the prefix
 * @param length its length in bits
 * @param localAddress the address that must be dialled; null = any
 * @param listenAddress see {@link NeighborSettings}
 * @param listenPort see {@link NeighborSettings}
 * @param interfaceName interface that link-local neighbors must come over; empty = any
 * @param freeBind see {@link SocketSettings}
 * @param password TCP MD5 key (RFC 2385) for all of them, 1..80 bytes in UTF-8; empty = none
 */
public record NeighborRange(
        String name,
        InetAddress network,
        int length,
        InetAddress localAddress,
        InetAddress listenAddress,
        int listenPort,
        String interfaceName,
        boolean freeBind,
        String password) {

    /** Short, and without the password, which must not get into a log by accident. */
    @Override
    public String toString() {
        return "NeighborRange[" + name + ", " + network.getHostAddress() + "/" + length + "]";
    }

    /** True if the address lies in the prefix. */
    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        byte[] prefix = network.getAddress();
        if (bytes.length != prefix.length) {
            return false;
        }
        for (int bit = 0; bit < length; bit += 8) {
            int mask = length - bit >= 8 ? 0xFF : 0xFF00 >> (length - bit) & 0xFF;
            if (((bytes[bit / 8] ^ prefix[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
