package org.jbgp.config.filter.value;

import java.util.Arrays;

/**
 * Values that are bytes as on the wire: bgppath (segments with 4-byte ASNs), clist (4 bytes each), eclist (8), lclist
 * (12) and bytestring. The array is never changed after construction.
 */
public final class Bytes implements Value {

    private static final byte[] NONE = {};

    /** What an absent AS path reads as: empty, but not defined. */
    public static final Bytes NO_PATH = new Bytes(FilterType.PATH, NONE, false);

    public static final Bytes NO_CLIST = new Bytes(FilterType.CLIST, NONE, false);
    public static final Bytes NO_ECLIST = new Bytes(FilterType.ECLIST, NONE, false);
    public static final Bytes NO_LCLIST = new Bytes(FilterType.LCLIST, NONE, false);

    private final FilterType type;
    private final byte[] bytes;
    private final boolean defined;

    private Bytes(FilterType type, byte[] bytes, boolean defined) {
        this.type = type;
        this.bytes = bytes;
        this.defined = defined;
    }

    /** Takes ownership of the array. */
    public static Bytes of(FilterType type, byte[] bytes) {
        return new Bytes(type, bytes, true);
    }

    /** Copies a part of an array. */
    public static Bytes copyOf(FilterType type, byte[] array, int offset, int length) {
        return new Bytes(type, Arrays.copyOfRange(array, offset, offset + length), true);
    }

    /** An empty value of that type, as {@code +empty+} makes it. Like BIRD's it counts as undefined. */
    public static Bytes empty(FilterType type) {
        return switch (type) {
            case PATH -> NO_PATH;
            case CLIST -> NO_CLIST;
            case ECLIST -> NO_ECLIST;
            case LCLIST -> NO_LCLIST;
            default -> new Bytes(type, NONE, true);
        };
    }

    @Override
    public FilterType type() {
        return type;
    }

    @Override
    public boolean isDefined() {
        return defined;
    }

    /** The bytes themselves; not to be changed. */
    public byte[] array() {
        return bytes;
    }

    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && that.type == type && Arrays.equals(that.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return ValueFormat.format(this);
    }
}
