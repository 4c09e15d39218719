package org.jbgp.config.filter.value;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The Link Bandwidth extended community (RFC 10005): type 0x00 or, for the own AS only, 0x40, subtype 0x04, two
 * bytes of an AS number, and an IEEE float of bytes per second. Filters and {@code show route all} count in Mbit/s, as
 * route maps of FRR do. Stateless.
 */
public final class LinkBandwidth {
    /** Type and subtype of the one that stays within the AS. */
    public static final int NON_TRANSITIVE = 0x4004;

    /** Type and subtype of the one that other AS hear too. */
    public static final int TRANSITIVE = 0x0004;

    /** What filters call the one that stays within the AS. */
    public static final String WORD = "lbw";

    /** What filters call the other one. */
    public static final String TRANSITIVE_WORD = "lbw_transitive";

    private static final double BYTES_OF_MEGABIT = 125_000;

    /** Stands for an AS number of four bytes where there is room for two (RFC 6793 §9). */
    private static final long AS_TRANS = 23456;

    private static final int MOST_DIGITS = 9;

    /** Bytes of an IPv6 extended community. */
    private static final int WIDE = 20;

    private static final int WIDE_SUBTYPE = 6;
    private static final int NON_TRANSITIVE_BIT = 0x40;

    private LinkBandwidth() {}

    /** Whether the 64 bits of an extended community are one, whatever its value is. */
    public static boolean is(long community) {
        int type = (int) (community >>> 48);
        return type == NON_TRANSITIVE || type == TRANSITIVE;
    }

    /** Bytes per second; less than 0 if it is no such community, or its value is no bandwidth. */
    public static float bytesPerSecond(long community) {
        float value = Float.intBitsToFloat((int) community);
        return is(community) && value >= 0 && Float.isFinite(value) ? value : -1;
    }

    /**
     * The community.
     *
     * @param type {@link #NON_TRANSITIVE} or {@link #TRANSITIVE}
     * @param asn 32 bits
     * @param value the float's bits
     */
    public static long community(int type, long asn, long value) {
        return (long) type << 48 | (asn > 0xFFFF ? AS_TRANS : asn) << 32 | value;
    }

    /** The float's bits for so many Mbit/s. */
    public static long bits(long megabits) {
        return Float.floatToIntBits((float) (megabits * BYTES_OF_MEGABIT)) & 0xFFFF_FFFFL;
    }

    /**
     * Of a list's bandwidths the lowest (RFC 10005), in Mbit/s: rounded, but above 0 not to 0; 0 if it has none.
     */
    public static long megabits(byte[] list) {
        float lowest = lowest(list, 0, list.length);
        double megabits = Math.max(0, lowest) / BYTES_OF_MEGABIT;
        return lowest > 0 ? Math.clamp(Math.round(megabits), 1, 0xFFFF_FFFFL) : 0;
    }

    /** Of a list's bandwidths the lowest (RFC 10005), in bytes per second; less than 0 if it has none. */
    public static float lowest(byte[] list, int offset, int length) {
        float lowest = -1;
        for (int at = offset; at < offset + length; at += 8) {
            float value = bytesPerSecond(CommunityLists.extendedAt(list, at));
            if (value >= 0 && (lowest < 0 || value < lowest)) {
                lowest = value;
            }
        }
        return lowest;
    }

    /**
     * The same of a list of IPv6 extended communities (RFC 5701), where FRR's {@code extended-link-bandwidth} puts a
     * bandwidth as 64 bits (draft-li-idr-link-bandwidth-ext).
     */
    public static float lowestWide(byte[] list, int offset, int length) {
        float lowest = -1;
        for (int at = offset; at + WIDE <= offset + length; at += WIDE) {
            if ((list[at] & ~NON_TRANSITIVE_BIT) == 2 && list[at + 1] == WIDE_SUBTYPE) {
                long value = CommunityLists.extendedAt(list, at + 4);
                if (value >= 0 && (lowest < 0 || value < lowest)) {
                    lowest = value;
                }
            }
        }
        return lowest;
    }

    /**
     * Appends a community as filters write it, with as few digits as give its value; false if it is none, or has no
     * value.
     */
    public static boolean append(StringBuilder text, long community) {
        float value = bytesPerSecond(community);
        if (value < 0) {
            return false;
        }
        text.append('(')
                .append(community >>> 48 == TRANSITIVE ? TRANSITIVE_WORD : WORD)
                .append(", ")
                .append(community >>> 32 & 0xFFFF)
                .append(", ")
                .append(megabits(value))
                .append(')');
        return true;
    }

    private static String megabits(float value) {
        double megabits = value / BYTES_OF_MEGABIT;
        BigDecimal exact = new BigDecimal(megabits);
        BigDecimal shortest = exact;
        for (int digits = 1; digits <= MOST_DIGITS; digits++) {
            shortest = exact.round(new MathContext(digits));
            if ((float) (shortest.doubleValue() * BYTES_OF_MEGABIT) == value) {
                break;
            }
        }
        return shortest.signum() == 0 ? "0" : shortest.stripTrailingZeros().toPlainString();
    }
}
