package org.jbgp.daemon.wire.open;

/**
 * What a router is to its neighbor on an external session (RFC 9234 §3), and what that means for routes that carry
 * ONLY_TO_CUSTOMER (§5). Any thread.
 */
public enum PeerRole {
    /** The neighbor is our customer. */
    PROVIDER(0, "provider"),
    /** We are a route server, the neighbor is its client. */
    RS_SERVER(1, "rs_server"),
    /** The neighbor is a route server, we are its client. */
    RS_CLIENT(2, "rs_client"),
    /** The neighbor is our provider. */
    CUSTOMER(3, "customer"),
    /** Both exchange their own and their customers' routes. */
    PEER(4, "peer");

    private final int code;
    private final String label;

    PeerRole(int code, String label) {
        this.code = code;
        this.label = label;
    }

    /** The value of the capability, 0..4. */
    public int code() {
        return code;
    }

    /** BIRD's spelling. */
    public String label() {
        return label;
    }

    /** How messages name a received value, which may be none of these. */
    public static String label(int code) {
        for (PeerRole role : values()) {
            if (role.code == code) {
                return role.label;
            }
        }
        return "unknown role " + code;
    }

    /** True if a neighbor may say that it has the role {@code code} while we have this one (RFC 9234 §4.2, table 2). */
    public boolean fits(int code) {
        return switch (this) {
            case PROVIDER -> code == CUSTOMER.code;
            case RS_SERVER -> code == RS_CLIENT.code;
            case RS_CLIENT -> code == RS_SERVER.code;
            case CUSTOMER -> code == PROVIDER.code;
            case PEER -> code == PEER.code;
        };
    }

    /**
     * True if ONLY_TO_CUSTOMER with the value {@code otc} from the neighbor {@code as} shows a leak (RFC 9234 §5,
     * ingress 1 and 2).
     */
    public boolean isLeak(long otc, long as) {
        return switch (this) {
            case PROVIDER, RS_SERVER -> true;
            case PEER -> otc != as;
            case CUSTOMER, RS_CLIENT -> false;
        };
    }

    /** True if routes from the neighbor go to customers only, which we mark (RFC 9234 §5, ingress 3). */
    public boolean marksReceived() {
        return switch (this) {
            case CUSTOMER, PEER, RS_CLIENT -> true;
            case PROVIDER, RS_SERVER -> false;
        };
    }

    /** True if marked routes are not for this neighbor (RFC 9234 §5, egress 2). */
    public boolean withholdsMarked() {
        return marksReceived();
    }

    /** True if routes sent to the neighbor are marked (RFC 9234 §5, egress 1). */
    public boolean marksSent() {
        return switch (this) {
            case PROVIDER, PEER, RS_SERVER -> true;
            case CUSTOMER, RS_CLIENT -> false;
        };
    }
}
