package org.jbgp.daemon.wire.update;

import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.Bytes;

/**
 * Reads and writes prefixes as they stand in UPDATEs: {@code [path identifier u32, if negotiated][length u8][as many
 * bytes as the length needs]} (RFC 4271 §4.3, RFC 7911 §3).
 */
final class Nlri {
    private Nlri() {}

    /**
     * Whether the bytes from {@code at} to {@code end} are a sequence of whole prefixes of at most {@code bits} bits.
     */
    static boolean valid(byte[] array, int at, int end, int bits, boolean addPath) {
        int next = at;
        while (next < end) {
            if (addPath) {
                next += 4;
                if (next >= end) {
                    return false;
                }
            }
            int length = array[next] & 0xff;
            if (length > bits) {
                return false;
            }
            next += 1 + bytes(length);
        }
        return next == end;
    }

    /**
     * Announces, or withdraws, the valid prefixes from {@code at} to {@code end}; bits behind the length are cleared.
     */
    static void emit(
            byte[] array, int at, int end, AddressFamily family, boolean addPath, boolean announce, UpdateSink sink) {
        if (family == AddressFamily.IPV4_UNICAST) {
            emit4(array, at, end, addPath, announce, sink);
        } else {
            emit6(array, at, end, addPath, announce, sink);
        }
    }

    private static void emit4(byte[] array, int at, int end, boolean addPath, boolean announce, UpdateSink sink) {
        int next = at;
        while (next < end) {
            int pathId = 0;
            if (addPath) {
                pathId = Bytes.i32(array, next);
                next += 4;
            }
            int length = array[next++] & 0xff;
            int size = bytes(length);
            long address = next + 4 <= array.length ? Bytes.u32(array, next) : partial(array, next, size) >>> 32;
            address &= length == 0 ? 0 : (0xffff_ffffL << (32 - length)) & 0xffff_ffffL;
            next += size;
            if (announce) {
                sink.announce(AddressFamily.IPV4_UNICAST, pathId, 0, address, length);
            } else {
                sink.withdraw(AddressFamily.IPV4_UNICAST, pathId, 0, address, length);
            }
        }
    }

    private static void emit6(byte[] array, int at, int end, boolean addPath, boolean announce, UpdateSink sink) {
        int next = at;
        while (next < end) {
            int pathId = 0;
            if (addPath) {
                pathId = Bytes.i32(array, next);
                next += 4;
            }
            int length = array[next++] & 0xff;
            int size = bytes(length);
            boolean wide = next + 16 <= array.length;
            long hi = wide ? Bytes.i64(array, next) : partial(array, next, Math.min(size, 8));
            long lo = wide ? Bytes.i64(array, next + 8) : partial(array, next + 8, size - 8);
            hi &= length >= 64 ? -1L : length == 0 ? 0 : -1L << (64 - length);
            lo &= length <= 64 ? 0 : -1L << (128 - length);
            next += size;
            if (announce) {
                sink.announce(AddressFamily.IPV6_UNICAST, pathId, hi, lo, length);
            } else {
                sink.withdraw(AddressFamily.IPV6_UNICAST, pathId, hi, lo, length);
            }
        }
    }

    /** The high {@code count} bytes of a long, near the end of the array. */
    private static long partial(byte[] array, int at, int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value |= (array[at + i] & 0xffL) << (56 - 8 * i);
        }
        return value;
    }

    private static int bytes(int length) {
        return (length + 7) >>> 3;
    }

    /** Number of bytes {@link #write} needs. */
    static int size(int length, boolean addPath) {
        return (addPath ? 5 : 1) + bytes(length);
    }

    /** Writes one prefix at {@code at}, where up to 21 bytes may be overwritten; returns the position behind it. */
    static int write(
            byte[] target, int at, AddressFamily family, boolean addPath, int pathId, long hi, long lo, int length) {
        int next = at;
        if (addPath) {
            Bytes.put32(target, next, pathId);
            next += 4;
        }
        target[next++] = (byte) length;
        if (family == AddressFamily.IPV4_UNICAST) {
            Bytes.put32(target, next, (int) lo);
        } else {
            Bytes.put64(target, next, hi);
            Bytes.put64(target, next + 8, lo);
        }
        return next + bytes(length);
    }
}
