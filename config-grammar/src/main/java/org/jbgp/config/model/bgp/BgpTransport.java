package org.jbgp.config.model.bgp;

import java.util.List;
import java.util.Optional;
import org.jbgp.config.model.bfd.BgpBfd;

/**
 * How the TCP connection of a BGP session is made.
 *
 * @param hops how far away the neighbor may be
 * @param passive never dial
 * @param binding what the sockets are bound to
 * @param reach when a directly connected neighbor counts as within reach
 * @param key how segments are authenticated
 * @param disableRx nothing is read once the session stands, and the hold timer does not run; for tests
 * @param txSizeWarning bytes in the send queue that are worth a warning; 0: never
 */
public record BgpTransport(
        HopLimit hops, boolean passive, Binding binding, Reach reach, Key key, boolean disableRx, long txSizeWarning) {

    /** BIRD 2's defaults for a directly connected neighbor. */
    public static final BgpTransport DEFAULT = new BgpTransport(
            HopLimit.DIRECT,
            false,
            new Binding(false, false),
            new Reach(false, true, Optional.empty()),
            Key.NONE,
            false,
            0);

    /**
     * What the sockets are bound to.
     *
     * @param strict listen on the local address (and interface) only
     * @param free they may be bound to an address the machine does not have (IP_FREEBIND)
     */
    public record Binding(boolean strict, boolean free) {}

    /**
     * When a directly connected neighbor counts as within reach.
     *
     * @param onlink it is on the interface even if no address says so
     * @param checkLink an interface without link is as good as one that is down
     * @param bfd how the neighbor is watched with BFD; empty: not at all
     */
    public record Reach(boolean onlink, boolean checkLink, Optional<BgpBfd> bfd) {}

    /**
     * How segments are authenticated: TCP MD5 (RFC 2385), TCP-AO (RFC 5925), or not at all.
     *
     * @param password of TCP MD5, 1 to 80 bytes in UTF-8; empty: none
     * @param installed put it into the kernel ourselves (always done on Linux)
     * @param ao keys of TCP-AO in the order of the file, not all of them deprecated; empty: none
     */
    public record Key(Optional<String> password, boolean installed, List<AoKey> ao) {
        /** Segments are not authenticated. */
        public static final Key NONE = new Key(Optional.empty(), true, List.of());

        public Key {
            ao = List.copyOf(ao);
        }

        /** Without the password, which must not get into a log by accident. */
        @Override
        public String toString() {
            return "Key[password=" + (password.isPresent() ? "<hidden>" : "none") + ", ao=" + ao + "]";
        }
    }

    /** The same for a neighbor that a range has. */
    public BgpTransport dynamically(boolean passive, boolean strict) {
        return new BgpTransport(hops, passive, new Binding(strict, binding.free), reach, key, disableRx, txSizeWarning);
    }
}
