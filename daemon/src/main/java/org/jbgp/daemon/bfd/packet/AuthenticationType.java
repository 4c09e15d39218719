package org.jbgp.daemon.bfd.packet;

/** How packets are signed (RFC 5880 §4.2 to §4.4), numbered as on the wire. */
public enum AuthenticationType {
    NONE(0, "None", "", 0, false),
    SIMPLE(1, "Simple", "", 16, false),
    KEYED_MD5(2, "Keyed MD5", "MD5", 16, false),
    METICULOUS_KEYED_MD5(3, "Meticulous keyed MD5", "MD5", 16, true),
    KEYED_SHA1(4, "Keyed SHA1", "SHA-1", 20, false),
    METICULOUS_KEYED_SHA1(5, "Meticulous keyed SHA1", "SHA-1", 20, true);

    private final int code;
    private final String label;
    private final String algorithm;
    private final int keyBytes;
    private final boolean meticulous;

    AuthenticationType(int code, String label, String algorithm, int keyBytes, boolean meticulous) {
        this.code = code;
        this.label = label;
        this.algorithm = algorithm;
        this.keyBytes = keyBytes;
        this.meticulous = meticulous;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The type of this number, which must be one. */
    public static AuthenticationType of(int code) {
        for (AuthenticationType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new IllegalArgumentException("no authentication type " + code);
    }

    /** As BIRD shows it. */
    public String label() {
        return label;
    }

    /** Java's name of the hash; empty: there is none. */
    String algorithm() {
        return algorithm;
    }

    /** Of a longer key only so much counts. */
    int keyBytes() {
        return keyBytes;
    }

    /** Every packet has a sequence number of its own. */
    boolean meticulous() {
        return meticulous;
    }

    /** Whether packets carry sequence numbers. */
    public boolean hashed() {
        return !algorithm.isEmpty();
    }
}
