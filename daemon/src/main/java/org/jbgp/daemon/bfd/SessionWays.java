package org.jbgp.daemon.bfd;

import java.util.Optional;
import org.jbgp.daemon.bfd.session.SessionAddress;
import org.jbgp.daemon.protocol.InterfaceAddress;
import org.jbgp.daemon.protocol.InterfaceTable;
import org.jbgp.daemon.protocol.NetworkInterface;
import org.jbgp.kernel.KernelIp;

/** Between which addresses a session is. Stateless; any thread. */
public final class SessionWays {
    private SessionWays() {}

    /** A session over more than one hop (RFC 5883). */
    public static SessionAddress multihop(KernelIp remote, KernelIp local) {
        return new SessionAddress(remote, local, 0, "");
    }

    /**
     * A session with a directly connected neighbor.
     *
     * @param local null: the address of the interface that has the neighbor in its network
     */
    public static SessionAddress direct(KernelIp remote, KernelIp local, NetworkInterface link) {
        return new SessionAddress(remote, local != null ? local : own(remote, link), link.index(), link.name());
    }

    private static KernelIp own(KernelIp remote, NetworkInterface link) {
        KernelIp any = null;
        for (InterfaceAddress each : link.addresses()) {
            KernelIp own = each.address();
            if (own.family() != remote.family() || isLinkLocal(own) != isLinkLocal(remote)) {
                continue;
            }
            if (each.reaches(remote)) {
                return own;
            }
            any = any == null ? own : any;
        }
        return any;
    }

    private static boolean isLinkLocal(KernelIp address) {
        return address.hi() >>> 54 == 0xfe80L >>> 6;
    }

    /** The interface of a neighbor that the file names with or without one. */
    static Optional<NetworkInterface> link(InterfaceTable interfaces, KernelIp remote, Optional<String> name) {
        NetworkInterface wanted = null;
        if (name.isPresent()) {
            wanted = interfaces.byName(name.get()).orElse(null);
            if (wanted == null) {
                return Optional.empty();
            }
        }
        return interfaces.neighbor(remote, wanted, isLinkLocal(remote));
    }
}
