package org.jbgp.daemon.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Texts as bytes of UTF-8 (RFC 3629) where only so many have room. Any thread. */
public final class Utf8 {
    private Utf8() {}

    /**
     * A text, or as much of its beginning as has room. No character is cut in two.
     *
     * @param most bytes, 0 or more
     * @return at most so many bytes
     */
    public static byte[] atMost(String text, int most) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= most) {
            return bytes;
        }
        int length = most;
        while (length > 0 && (bytes[length] & 0xc0) == 0x80) {
            length--;
        }
        return Arrays.copyOf(bytes, length);
    }
}
