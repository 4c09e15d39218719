package org.jbgp.daemon.bfd.session;

import java.util.Objects;
import org.jbgp.kernel.KernelIp;

/**
 * Between whom a session is.
 *
 * @param remote the neighbor
 * @param local our address; null: the system chooses
 * @param linkIndex the interface; 0: more than one hop (RFC 5883)
 * @param linkName its name; empty if there is none
 */
public record SessionAddress(KernelIp remote, KernelIp local, int linkIndex, String linkName) {
    public SessionAddress {
        Objects.requireNonNull(remote);
        Objects.requireNonNull(linkName);
    }

    /** Whether routers are between (RFC 5883). */
    public boolean multihop() {
        return linkIndex == 0;
    }
}
