package org.jbgp.kernel;

import static java.util.Objects.requireNonNull;

/**
 * An IPv4 or IPv6 address as a value, for dumps and messages; the bulk path passes the two longs bare.
 *
 * @param family which sort of address
 * @param hi upper 64 bits of an IPv6 address; 0 for IPv4
 * @param lo lower 64 bits of an IPv6 address; the unsigned 32-bit address for IPv4
 */
public record KernelIp(Family family, long hi, long lo) {
    /** Checks that an IPv4 address has no bits outside its 32. */
    public KernelIp {
        requireNonNull(family, "family");
        if (family == Family.IPV4 && (hi != 0 || lo >>> 32 != 0)) {
            throw new IllegalArgumentException("not an IPv4 address: hi " + hi + " lo " + lo);
        }
    }

    /** An IPv4 address from its 32 bits. */
    public static KernelIp ofIpv4(int bits) {
        return new KernelIp(Family.IPV4, 0, bits & 0xFFFF_FFFFL);
    }

    // What the compiler makes for a record is linked by method handles at its first use, which costs 20 ms of every
    // start.
    @Override
    public boolean equals(Object other) {
        return other instanceof KernelIp that && family == that.family && hi == that.hi && lo == that.lo;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Long.hashCode(hi) + Long.hashCode(lo)) + (family == Family.IPV4 ? 4 : 6);
    }

    /** Dotted quad, or RFC 5952 text. */
    @Override
    public String toString() {
        return format(family, hi, lo);
    }

    /** The text of an address: dotted quad, or RFC 5952 (lower case, longest run of zeros shortened). */
    public static String format(Family family, long hi, long lo) {
        if (family == Family.IPV4) {
            return (lo >>> 24 & 0xFF) + "." + (lo >>> 16 & 0xFF) + "." + (lo >>> 8 & 0xFF) + "." + (lo & 0xFF);
        }
        int bestStart = -1;
        int bestLength = 1; // RFC 5952 §4.2.2: a single zero group is not shortened
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && group(hi, lo, end) == 0) {
                end++;
            }
            if (end - i > bestLength) {
                bestStart = i;
                bestLength = end - i;
            }
            i = Math.max(i, end - 1);
        }
        if (bestStart == 0 && (bestLength == 6 || (bestLength == 5 && group(hi, lo, 5) == 0xFFFF))) {
            // RFC 5952 §5, as inet_ntop(3) does it.
            return (bestLength == 6 ? "::" : "::ffff:") + format(Family.IPV4, 0, lo & 0xFFFF_FFFFL);
        }
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < 8; i++) {
            if (i == bestStart) {
                text.append("::");
                i += bestLength - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(group(hi, lo, i)));
        }
        return text.toString();
    }

    private static int group(long hi, long lo, int index) {
        long half = index < 4 ? hi : lo;
        return (int) (half >>> (48 - 16 * (index & 3))) & 0xFFFF;
    }
}
