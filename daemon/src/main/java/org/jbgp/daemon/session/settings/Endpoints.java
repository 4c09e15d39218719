package org.jbgp.daemon.session.settings;

import java.net.InetAddress;

/**
 * Where the two ends of a session are.
 *
 * @param localAddress source address of our packets; null = chosen by the kernel
 * @param listenAddress address of the listener this neighbor may dial; null = wildcard ({@code strict bind}: {@code
 *     localAddress})
 * @param listenPort port of that listener, 1..65535; 0 = an ephemeral one (tests)
 * @param remoteAddress the neighbor's address
 * @param remotePort the port we dial, 1..65535
 * @param interfaceName interface the neighbor is bound to; empty = any. Needed for link-local addresses
 */
public record Endpoints(
        InetAddress localAddress,
        InetAddress listenAddress,
        int listenPort,
        InetAddress remoteAddress,
        int remotePort,
        String interfaceName) {}
