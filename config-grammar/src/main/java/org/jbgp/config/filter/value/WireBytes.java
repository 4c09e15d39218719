package org.jbgp.config.filter.value;

import java.util.Arrays;

/**
 * Values that are bytes as on the wire: bgppath (segments with 4-byte ASNs), clist (4 bytes each), eclist (8), lclist
 * (12) and bytestring. The array is never changed after construction.
 */
public final class WireBytes implements Value {

    private static final byte[] NONE = {};

    /** What an absent AS path reads as: empty, but not defined. */
    public static final WireBytes NO_PATH = new WireBytes(FilterType.PATH, NONE, false);

    public static final WireBytes NO_CLIST = new WireBytes(FilterType.CLIST, NONE, false);
    public static final WireBytes NO_ECLIST = new WireBytes(FilterType.ECLIST, NONE, false);
    public static final WireBytes NO_LCLIST = new WireBytes(FilterType.LCLIST, NONE, false);

    private final FilterType type;
    private final byte[] bytes;
    private final boolean defined;

    private WireBytes(FilterType type, byte[] bytes, boolean defined) {
        this.type = type;
        this.bytes = bytes;
        this.defined = defined;
    }

    /** Takes ownership of the array. */
    public static WireBytes of(FilterType type, byte[] bytes) {
        return new WireBytes(type, bytes, true);
    }

    /** Copies a part of an array. */
    public static WireBytes copyOf(FilterType type, byte[] array, int offset, int length) {
        return new WireBytes(type, Arrays.copyOfRange(array, offset, offset + length), true);
    }

    /** An empty value of that type, as {@code +empty+} makes it. Like BIRD's it counts as undefined. */
    public static WireBytes empty(FilterType type) {
        return switch (type) {
            case PATH -> NO_PATH;
            case CLIST -> NO_CLIST;
            case ECLIST -> NO_ECLIST;
            case LCLIST -> NO_LCLIST;
            default -> new WireBytes(type, NONE, true);
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
        return other instanceof WireBytes that && that.type == type && Arrays.equals(that.bytes, bytes);
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
