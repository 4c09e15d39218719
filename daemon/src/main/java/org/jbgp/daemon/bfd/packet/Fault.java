package org.jbgp.daemon.bfd.packet;

/** Why a packet was dropped, in BIRD's words. */
public enum Fault {
    NONE(""),
    // RFC 5881 §5, RFC 5082
    WRONG_TTL("wrong TTL"),
    // RFC 5880 §6.8.6, in its order
    TOO_SHORT("too short"),
    VERSION("version mismatch"),
    LENGTH("length mismatch"),
    DETECT_MULT("invalid detect mult"),
    FLAGS("invalid flags"),
    MY_DISCRIMINATOR("invalid my discriminator"),
    UNKNOWN_SESSION("unknown session id"),
    INIT_STATE("invalid init state"),
    REMOTE_ID("mismatched remote id"),
    OTHER_PORT("session of the other port"),
    NO_SESSION("no session with this neighbor"),
    // RFC 5880 §6.7
    AUTHENTICATION_LENGTH("wrong authentication length"),
    AUTHENTICATION_METHOD("authentication method mismatch"),
    NO_KEY("no suitable password found"),
    PASSWORD("wrong password"),
    SEQUENCE("wrong sequence number"),
    CODE("wrong authentication code");

    private final String words;

    Fault(String words) {
        this.words = words;
    }

    /** What is wrong. */
    public String words() {
        return words;
    }

    /** Whether the authentication section is what is wrong. */
    public boolean ofAuthentication() {
        return compareTo(AUTHENTICATION_LENGTH) >= 0;
    }
}
