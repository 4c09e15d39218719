package org.jbgp.daemon.bmp;

import org.jbgp.daemon.bmp.message.ObservedRib;
import org.jbgp.daemon.bmp.message.PeerHeader;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.PeerSort;

/** Somebody whose routes stations hear of: a neighbor's session, or a table of the router itself. Any thread. */
interface ReportedPeer {
    PeerHeader header();

    /** The stations that know of it. */
    Subscribers subscribers();

    /** For whom attributes are written: what a neighbor of that sort must not be sent is left out. */
    PeerSort sort(ObservedRib rib);

    /** True if the prefixes carry path identifiers (RFC 7911), as the OPENs in Peer Up say. */
    boolean addPath(ObservedRib rib, AddressFamily family);
}
