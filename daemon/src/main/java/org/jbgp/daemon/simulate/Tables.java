package org.jbgp.daemon.simulate;

import org.jbgp.daemon.wire.AddressFamily;

/** Which tables a simulation looks at. */
final class Tables {
    private Tables() {}

    /** Whether routes of a family go into kernels. */
    static boolean isUnicast(AddressFamily family) {
        return family == AddressFamily.IPV4_UNICAST || family == AddressFamily.IPV6_UNICAST;
    }
}
