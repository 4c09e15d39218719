package org.jbgp.daemon.bmp;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * What the file says of a station, as long as one connection lasts.
 *
 * @param name the protocol's
 * @param remote where it listens
 * @param local our end, null for the system's choice
 * @param vrf device of the VRF it is reached in, empty for the default one
 * @param system what the router says of itself
 * @param ribs bits of the {@code ObservedRib}s it hears of
 * @param mirroring it is sent malformed messages
 * @param statisticsSeconds between two statistics reports, 0 for none
 */
record StationSettings(
        String name,
        InetSocketAddress remote,
        InetAddress local,
        String vrf,
        SystemNames system,
        int ribs,
        boolean mirroring,
        int statisticsSeconds) {
    /**
     * What the router says of itself (MIB-II, RFC 7854 §4.4).
     *
     * @param description sysDescr
     * @param name sysName
     */
    record SystemNames(String description, String name) {}
}
