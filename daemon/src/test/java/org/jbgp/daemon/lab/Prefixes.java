package org.jbgp.daemon.lab;

import java.util.List;
import java.util.stream.IntStream;

/** Makes sets of prefixes to announce. */
public final class Prefixes {
    private Prefixes() {}

    /**
     * {@code count} (1 to 65,536) neighboring /24 of the form {@code FIRST.x.y.0/24}.
     *
     * @param first first octet, 1 to 223
     */
    public static List<String> ipv4(int first, int count) {
        return ipv4(first, 0, count);
    }

    /** {@code count} neighboring /24 from {@code FIRST.SECOND.0.0/24} on. */
    public static List<String> ipv4(int first, int second, int count) {
        return IntStream.range(0, count)
                .map(i -> (second << 8) + i)
                .mapToObj(i -> first + "." + (i >> 8) + "." + (i & 0xff) + ".0/24")
                .toList();
    }

    /**
     * {@code count} (1 to 65,535) neighboring /48 of the form {@code 2001:SECOND:x::/48}.
     *
     * @param second second group in hexadecimal, such as {@code db8}
     */
    public static List<String> ipv6(String second, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> "2001:" + second + ":" + Integer.toHexString(i) + "::/48")
                .toList();
    }
}
