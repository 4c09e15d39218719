package org.jbgp.daemon.wire;

/**
 * What a route does with packets (BIRD: {@code nest/route.h}, RTD_*). Everywhere this value stands for it; attribute
 * blobs hold {@link #code()} in {@link AttributeBlob#DEST}, and filters compare it with the constant called {@code
 * RTD_} and the name.
 */
public enum Destination {
    /** Nobody has said yet. */
    NONE(0, ""),
    /** Sends them on, through a gateway or out of an interface. */
    UNICAST(1, "unicast"),
    /** Drops them silently. */
    BLACKHOLE(2, "blackhole"),
    /** Drops them and answers that the destination is unreachable. */
    UNREACHABLE(3, "unreachable"),
    /** Drops them and answers that it is prohibited. */
    PROHIBIT(4, "prohibited");

    private static final Destination[] BY_CODE = values();

    private final int code;
    private final String label;

    Destination(int code, String label) {
        this.code = code;
        this.label = label;
    }

    /** The number in attribute blobs and in filters, 0..4. */
    public int code() {
        return code;
    }

    /** BIRD's word in {@code show route}. */
    public String label() {
        return label;
    }

    /** The one of this code; {@link #NONE} for a number that is none. */
    public static Destination of(long code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[(int) code] : NONE;
    }

    /** The one an attribute set names; {@link #UNICAST} for one that names none. */
    public static Destination of(byte[] array, int offset, int length) {
        return of(AttributeBlob.u8(array, offset, length, AttributeBlob.ENGINE, AttributeBlob.DEST, UNICAST.code));
    }
}
