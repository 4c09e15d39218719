package org.jbgp.daemon.control.layout;

import java.net.InetAddress;
import java.time.Duration;
import org.jbgp.config.base.IpAddress;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.wire.AddressFamily;

/** Small pieces of text every layout needs. Pure. */
public final class ReplyText {

    private static final String SPACES = " ".repeat(64);

    private ReplyText() {}

    /** Appends {@code text}, padded with spaces to at least {@code width} characters (printf {@code %-Ns}). */
    public static StringBuilder left(StringBuilder out, String text, int width) {
        out.append(text);
        pad(out, width - text.length());
        return out;
    }

    /** Appends a number, right-aligned in {@code width} characters (printf {@code %Nu}). */
    static StringBuilder right(StringBuilder out, long number, int width) {
        String text = Long.toString(number);
        pad(out, width - text.length());
        return out.append(text);
    }

    static void pad(StringBuilder out, int count) {
        for (int left = count; left > 0; left -= SPACES.length()) {
            out.append(SPACES, 0, Math.min(left, SPACES.length()));
        }
    }

    /** A router id or another 32 bits as dotted quad. */
    static String quad(int bits) {
        return IpAddress.ipv4(bits).toString();
    }

    /** An address in its shortest form, without zone. */
    public static String address(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return quad((int) big(bytes, 0, 4));
        }
        return IpAddress.ipv6(big(bytes, 0, 8), big(bytes, 8, 8)).toString();
    }

    /** An address of 4 or 16 bytes inside an array. */
    static String address(byte[] bytes, int at, int length) {
        return length == 4
                ? quad((int) big(bytes, at, 4))
                : IpAddress.ipv6(big(bytes, at, 8), big(bytes, at + 8, 8)).toString();
    }

    public static String prefix(RouteQuery.Prefix prefix) {
        IpAddress address = prefix.family() == AddressFamily.IPV4_UNICAST
                ? IpAddress.ipv4((int) prefix.lo())
                : IpAddress.ipv6(prefix.hi(), prefix.lo());
        return address + "/" + prefix.length();
    }

    /** Seconds with three decimals, as BIRD 2.x prints timers; never negative. */
    public static String millis(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        String rest = Long.toString(1000 + millis % 1000);
        return millis / 1000 + "." + rest.substring(1);
    }

    private static long big(byte[] bytes, int at, int count) {
        long value = 0;
        for (int i = at; i < at + count; i++) {
            value = value << 8 | (bytes[i] & 0xff);
        }
        return value;
    }
}
