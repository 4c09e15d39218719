package org.jbgp.daemon.bgp;

import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.open.PeerRole;

/** What our role makes of routes a neighbor advertises (RFC 9234 §5, ingress). On the neighbor's event loop. */
final class OnlyToCustomer {
    private static final long ABSENT = -1;

    private final PeerRole role;
    private final long peerAs;
    private final UpdateFaults faults;

    /** @param role ours on the session, null for none */
    OnlyToCustomer(PeerRole role, long peerAs, UpdateFaults faults) {
        this.role = role;
        this.peerAs = peerAs;
        this.faults = faults;
    }

    /** True if the roles forbid routes with these attributes from this neighbor; then it is logged. */
    boolean refuses(byte[] array, int offset, int length) {
        if (role == null) {
            return false;
        }
        long as = value(array, offset, length);
        if (as == ABSENT || !role.isLeak(as, peerAs)) {
            return false;
        }
        faults.leaked("ONLY_TO_CUSTOMER is " + as + ", and we are its " + role.label());
        return true;
    }

    /** True if the routes with these attributes must be marked. */
    boolean marks(byte[] array, int offset, int length) {
        return role != null && role.marksReceived() && value(array, offset, length) == ABSENT;
    }

    /** Marks routes as those that may be advertised to customers only. */
    void mark(AttributeBlobBuilder attributes) {
        attributes.setU32(AttributeBlob.OPTIONAL_TRANSITIVE, AttributeBlob.ONLY_TO_CUSTOMER, peerAs);
    }

    private static long value(byte[] array, int offset, int length) {
        return AttributeBlob.u32(array, offset, length, AttributeBlob.BGP, AttributeBlob.ONLY_TO_CUSTOMER, ABSENT);
    }
}
