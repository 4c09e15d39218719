package org.jbgp.daemon.rib.store;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jbgp.daemon.wire.AddressFamily;

/** Arithmetic on prefixes in the core's form: {@code hi, lo, length}. */
public final class Prefixes {
    private Prefixes() {}

    /** True if the prefix contains the address. {@code bits} is 32 or 128. */
    public static boolean covers(int bits, long hi, long lo, int length, long addressHi, long addressLo) {
        if (bits == 32) {
            return length == 0 || (lo ^ addressLo) >>> (32 - length) == 0;
        }
        if (length <= 64) {
            return length == 0 || (hi ^ addressHi) >>> (64 - length) == 0;
        }
        return hi == addressHi && (length == 128 ? lo == addressLo : (lo ^ addressLo) >>> (128 - length) == 0);
    }

    /** High word of the address cut to {@code length} bits. */
    public static long maskHi(int bits, long hi, int length) {
        return bits == 32 || length == 0 ? 0 : length >= 64 ? hi : hi & -1L << (64 - length);
    }

    /** Low word of the address cut to {@code length} bits. */
    public static long maskLo(int bits, long lo, int length) {
        if (bits == 32) {
            return length == 0 ? 0 : lo & 0xFFFFFFFFL & -1L << (32 - length);
        }
        return length <= 64 ? 0 : length == 128 ? lo : lo & -1L << (128 - length);
    }

    /** The prefix's address. */
    public static InetAddress address(AddressFamily family, long hi, long lo) {
        byte[] bytes = new byte[family.bits() / 8];
        for (int i = 0; i < bytes.length; i++) {
            int shift = 8 * (bytes.length - 1 - i);
            bytes[i] = (byte) (shift >= 64 ? hi >>> (shift - 64) : lo >>> shift);
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
