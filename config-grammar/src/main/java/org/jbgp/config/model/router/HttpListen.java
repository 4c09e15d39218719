package org.jbgp.config.model.router;

import org.jbgp.config.base.IpAddress;

/**
 * Where the HTTP listener with metrics listens.
 *
 * @param address local address, 127.0.0.1 unless set
 * @param port TCP port, 9179 unless set
 */
public record HttpListen(IpAddress address, int port) {
    /** Loopback, and the port of BGP with a 9 before it. */
    public static final HttpListen DEFAULT = new HttpListen(IpAddress.ipv4(0x7f000001), 9179);
}
