package org.jbgp.daemon.bmp;

import java.util.Objects;
import org.jbgp.daemon.bmp.message.ObservedRib;
import org.jbgp.daemon.wire.AddressFamily;

/** Routes of one kind on their way to stations. Immutable; compared by identity, once a route. */
final class RouteStream {
    private final ReportedPeer peer;
    private final ObservedRib rib;
    private final AddressFamily family;
    private final StationLink only;

    /**
     * @param peer whose they are
     * @param rib which of its routes
     * @param only the one station meant, null for all that know of the peer
     */
    RouteStream(ReportedPeer peer, ObservedRib rib, AddressFamily family, StationLink only) {
        this.peer = peer;
        this.rib = rib;
        this.family = family;
        this.only = only;
    }

    ReportedPeer peer() {
        return peer;
    }

    ObservedRib rib() {
        return rib;
    }

    AddressFamily family() {
        return family;
    }

    /** The one station meant, null for all that know of the peer. */
    StationLink only() {
        return only;
    }

    boolean wanted() {
        return peer.subscribers().want(rib);
    }

    /** True if both may stand in one buffer. */
    boolean goesWith(RouteStream other) {
        return peer.equals(other.peer) && rib == other.rib && Objects.equals(only, other.only);
    }
}
