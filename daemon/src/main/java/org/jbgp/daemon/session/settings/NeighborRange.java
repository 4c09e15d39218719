package org.jbgp.daemon.session.settings;

import java.net.InetAddress;
import java.util.function.Predicate;
import org.jbgp.config.model.bgp.BgpTransport;

/**
 * A prefix from which anybody may dial (BIRD: {@code neighbor range}). Immutable.
 *
 * @param name name of the protocol, used in log lines
 * @param network first address of the prefix
 * @param length its length in bits
 * @param place where they must dial
 * @param transport of all neighbors found so
 */
public record NeighborRange(String name, InetAddress network, int length, Place place, BgpTransport transport) {

    /**
     * Where neighbors of a range must dial.
     *
     * @param localAddress the address that must be dialled; null = any
     * @param listenAddress see {@link Endpoints}
     * @param listenPort see {@link Endpoints}
     * @param device what the listening socket is bound to
     * @param interfaces whether neighbors may come over the interface of this name, where it is known: for link-local
     *     addresses, and if the socket is bound
     */
    public record Place(
            InetAddress localAddress,
            InetAddress listenAddress,
            int listenPort,
            Device device,
            Predicate<String> interfaces) {}

    /**
     * What a listening socket is bound to, and which connections it takes.
     *
     * @param interfaceName connections over this interface only; empty = over any
     * @param vrf device of the VRF they come in; empty = the default one
     */
    public record Device(String interfaceName, String vrf) {
        // As in IpAddress: these run at every start.
        @Override
        public boolean equals(Object other) {
            return other instanceof Device that && interfaceName.equals(that.interfaceName) && vrf.equals(that.vrf);
        }

        @Override
        public int hashCode() {
            return 31 * interfaceName.hashCode() + vrf.hashCode();
        }

        /** The device for SO_BINDTODEVICE; empty = none. */
        public String bound() {
            return interfaceName.isEmpty() ? vrf : interfaceName;
        }
    }

    /** Short, and without the password, which must not get into a log by accident. */
    @Override
    public String toString() {
        return "NeighborRange[" + name + ", " + network.getHostAddress() + "/" + length + "]";
    }

    /** TCP MD5 key (RFC 2385) for all of them, 1..80 bytes in UTF-8; empty = none. */
    public String password() {
        return transport.key().password().orElse("");
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
