package org.jbgp.daemon.protocol;

import java.util.Set;
import org.jbgp.kernel.KernelIp;

/** Who knows whether gateways answer (BFD). The kernel thread. */
@FunctionalInterface
public interface GatewayWatch {
    /** Nobody: no gateway that is to be watched is known to answer. */
    GatewayWatch NONE = wanted -> {};

    /** A gateway on an interface. */
    record Gateway(KernelIp address, int linkIndex) {}

    /**
     * Watches these gateways from now on, and no others; what becomes known of them goes to {@link
     * StaticProtocol#answering}.
     */
    void watch(Set<Gateway> wanted);
}
