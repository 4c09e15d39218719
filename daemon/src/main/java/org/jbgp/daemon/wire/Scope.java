package org.jbgp.daemon.wire;

/**
 * How far an address or a route is valid, in rising order (BIRD: {@code lib/ip.h}, SCOPE_*). Attribute blobs hold
 * {@link #code()} in {@link AttributeBlob#SCOPE} if a filter set it, and filters compare it with the constant called
 * {@code SCOPE_} and the name.
 */
public enum Scope {
    HOST(0, "host"),
    LINK(1, "link"),
    SITE(2, "site"),
    ORGANIZATION(3, "org"),
    /** Everywhere: what a route has whose scope nobody set. */
    UNIVERSE(4, "univ"),
    UNDEFINED(5, "undef");

    private static final Scope[] BY_CODE = values();

    private final int code;
    private final String label;

    Scope(int code, String label) {
        this.code = code;
        this.label = label;
    }

    /** The number in attribute blobs and in filters, 0..5. */
    public int code() {
        return code;
    }

    /** BIRD's word in {@code show route all} and {@code show interfaces}. */
    public String label() {
        return label;
    }

    /** The scope of a route with these attributes. */
    public static Scope of(byte[] array, int offset, int length) {
        long code =
                AttributeBlob.u32(array, offset, length, AttributeBlob.ENGINE, AttributeBlob.SCOPE, UNIVERSE.code());
        return code < BY_CODE.length ? BY_CODE[(int) code] : UNDEFINED;
    }
}
