package org.jbgp.daemon.simulate;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jbgp.daemon.control.layout.ReplyText;
import org.jbgp.daemon.control.view.RouteEntry;
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
        byte[] bytes = Arrays.copyOfRange(blob, AttributeBlob.value(at), AttributeBlob.value(at) + length);
        try {
            return ReplyText.address(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // only for lengths other than 4 and 16
        }
    }
}
