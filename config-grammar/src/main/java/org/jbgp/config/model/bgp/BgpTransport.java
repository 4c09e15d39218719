package org.jbgp.config.model.bgp;

import java.util.Optional;

/**
 * How the TCP connection of a BGP session is made.
 *
 * @param multihop 0: the neighbor is on a directly connected network; otherwise the TTL of what we send, 1 to 255
 *     ({@code multihop;} alone is 64)
 * @param ttlSecurity RFC 5082: send with TTL 255, accept only what has come at most {@code multihop} (or one) hops
 * @param passive never dial
 * @param strictBind listen on the local address (and interface) only
 * @param freeBind allow binding to an address the machine does not have
 * @param onlink the neighbor is on the interface even if no address says so
 * @param password TCP MD5 key (RFC 2385), 1 to 80 bytes; empty: no authentication
 * @param setKey install the key in the kernel ourselves (always done on Linux)
 * @param checkLink treat an interface without link as one that is down
 * @param bfd watch the neighbor with BFD, which the engine does not have yet
 * @param txSizeWarning bytes in the send queue that are worth a warning; 0: never
 */
public record BgpTransport(
        int multihop,
        boolean ttlSecurity,
        boolean passive,
        boolean strictBind,
        boolean freeBind,
        boolean onlink,
        Optional<String> password,
        boolean setKey,
        boolean checkLink,
        boolean bfd,
        long txSizeWarning) {

    /** The same, but never dialling. */
    public BgpTransport passively(boolean strict) {
        return new BgpTransport(
                multihop, ttlSecurity, true, strict, freeBind, onlink, password, setKey, checkLink, bfd, txSizeWarning);
    }

    /** Without the key, which must not get into a log by accident. */
    @Override
    public String toString() {
        return "BgpTransport[multihop=" + multihop + ", ttlSecurity=" + ttlSecurity + ", passive=" + passive
                + ", password=" + (password.isPresent() ? "<hidden>" : "none") + "]";
    }
}
