package org.jbgp.config.base;

import java.util.Optional;

/** Addresses as text. */
final class IpText {
    private IpText() {}

    static Optional<IpAddress> parse(String text) {
        if (text.indexOf(':') < 0) {
            long value = quad(text, 0, text.length());
            return value < 0 ? Optional.empty() : Optional.of(new IpAddress(IpFamily.IPV4, 0, value));
        }
        return ipv6(text);
    }

    private static long quad(String text, int from, int to) {
        long value = 0;
        int parts = 0;
        int at = from;
        while (at < to) {
            int start = at;
            int part = 0;
            while (at < to && text.charAt(at) >= '0' && text.charAt(at) <= '9' && part < 1000) {
                part = part * 10 + text.charAt(at) - '0';
                at++;
            }
            if (at == start || part > 255 || ++parts > 4) {
                return -1;
            }
            value = value << 8 | part;
            if (at < to && (text.charAt(at) != '.' || ++at == to)) {
                return -1;
            }
        }
        return parts == 4 ? value : -1;
    }

    private static Optional<IpAddress> ipv6(String text) {
        int[] words = new int[8];
        int count = 0;
        int gap = -1;
        int at = 0;
        int length = text.length();
        if (text.startsWith("::")) {
            gap = 0;
            at = 2;
        }
        while (at < length) {
            int end = at;
            while (end < length && text.charAt(end) != ':') {
                end++;
            }
            if (end == at || count == 8) {
                return Optional.empty();
            }
            if (end == length && text.indexOf('.', at) >= 0) {
                long tail = quad(text, at, end);
                if (tail < 0 || count > 6) {
                    return Optional.empty();
                }
                words[count++] = (int) (tail >>> 16);
                words[count++] = (int) (tail & 0xffff);
                break;
            }
            int word = hex(text, at, end);
            if (word < 0) {
                return Optional.empty();
            }
            words[count++] = word;
            at = end;
            if (at < length) {
                at++;
                if (at < length && text.charAt(at) == ':') {
                    if (gap >= 0) {
                        return Optional.empty();
                    }
                    gap = count;
                    at++;
                } else if (at == length) {
                    return Optional.empty();
                }
            }
        }
        if (gap < 0 ? count != 8 : count > 7) {
            return Optional.empty();
        }
        long hi = 0;
        long lo = 0;
        for (int i = 0; i < 8; i++) {
            int word;
            if (gap < 0 || i < gap) {
                word = words[i];
            } else {
                int fromEnd = 8 - i;
                word = fromEnd <= count - gap ? words[count - fromEnd] : 0;
            }
            if (i < 4) {
                hi = hi << 16 | word;
            } else {
                lo = lo << 16 | word;
            }
        }
        return Optional.of(IpAddress.ipv6(hi, lo));
    }

    private static int hex(String text, int from, int to) {
        if (to - from > 4) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    static String format(IpAddress address) {
        if (address.family() == IpFamily.IPV4) {
            return quad(address.lo());
        }
        int[] words = new int[8];
        for (int i = 0; i < 8; i++) {
            words[i] = (int) ((i < 4 ? address.hi() : address.lo()) >>> (48 - 16 * (i & 3)) & 0xffff);
        }
        int bestStart = -1;
        int bestLength = 1;
        for (int i = 0; i < 8; i++) {
            int run = 0;
            while (i + run < 8 && words[i + run] == 0) {
                run++;
            }
            if (run > bestLength) {
                bestStart = i;
                bestLength = run;
            }
        }
        if (bestStart == 0 && (bestLength == 6 || (bestLength == 5 && words[5] == 0xffff))) {
            // Written as BIRD and inet_ntop(3) do it.
            return (bestLength == 6 ? "::" : "::ffff:") + quad(address.lo() & 0xffffffffL);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == bestStart) {
                text.append("::");
                i += bestLength - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(words[i]));
            }
        }
        return text.toString();
    }

    private static String quad(long bits) {
        return (bits >>> 24) + "." + (bits >>> 16 & 255) + "." + (bits >>> 8 & 255) + "." + (bits & 255);
    }
}
