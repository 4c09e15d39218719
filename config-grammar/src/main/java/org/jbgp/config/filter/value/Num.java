package org.jbgp.config.filter.value;

/**
 * Everything that fits 64 bits: int, bool (0, 1), pair (asn &lt;&lt; 16 | data), quad, enumerations: unsigned 32 bits;
 * mac: 48; ec and rd: 64 bits as on the wire.
 */
public record Num(FilterType type, long bits) implements Value {

    public static final Num TRUE = new Num(FilterType.BOOL, 1);
    public static final Num FALSE = new Num(FilterType.BOOL, 0);

    public static Num bool(boolean value) {
        return value ? TRUE : FALSE;
    }

    /** An int; only the lower 32 bits count. */
    public static Num integer(long value) {
        return new Num(FilterType.INT, value & 0xFFFF_FFFFL);
    }

    public static Num pair(long asn, long data) {
        return new Num(FilterType.PAIR, asn << 16 | data);
    }

    public boolean isTrue() {
        return bits != 0;
    }

    /** Written by hand, as {@link #hashCode}: linking what Java generates for a record takes each start 8 ms. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Num that && type == that.type && bits == that.bits;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(bits) + type.hashCode();
    }
}
