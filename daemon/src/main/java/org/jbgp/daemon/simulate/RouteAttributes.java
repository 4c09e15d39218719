package org.jbgp.daemon.simulate;

import org.jbgp.daemon.control.view.RouteEntry;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.wire.AttributeBlob;

/** Attributes of routes as text. */
final class RouteAttributes {
    private RouteAttributes() {}

    /** The next hop that a neighbor gave; empty if there is none. */
    static String nextHop(RouteEntry route) {
        byte[] blob = route.attributes();
        int at = AttributeBlob.find(blob, AttributeBlob.BGP, AttributeBlob.NEXT_HOP);
        if (at == AttributeBlob.ABSENT) {
            return "";
        }
        int length = Math.min(AttributeBlob.valueLength(blob, at), 16);
        return Address.copyOf(blob, AttributeBlob.value(at), length).toString();
    }
}
