package org.jbgp.daemon.router;

import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlobBuilder;

/** An attribute set; MED 0 is none. */
record WorldAttributes(int source, AddressFamily family, int hops, long localPref, int med) {
    WorldAttributes withLocalPref(long changed) {
        return new WorldAttributes(source, family, hops, changed, med);
    }

    byte[] bytes() {
        AttributeBlobBuilder blob = new AttributeBlobBuilder();
        blob.setOrigin(0);
        blob.prependAs(65010 + source, hops);
        if (family == AddressFamily.IPV4_UNICAST) {
            blob.setNextHop4(0x0A00000A + source);
        } else {
            blob.setNextHop6(0x20010DB8L << 32, source + 1);
        }
        blob.setLocalPref(localPref);
        if (med > 0) {
            blob.setMed(med);
        }
        return blob.toBytes();
    }
}
