package org.jbgp.daemon.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Big-endian reads and writes in byte arrays; bounds are checked by the array access. */
public final class Bytes {
    private static final VarHandle U16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Bytes() {}

    static int u8(byte[] array, int offset) {
        return array[offset] & 0xff;
    }

    public static int u16(byte[] array, int offset) {
        return (short) U16.get(array, offset) & 0xffff;
    }

    public static long u32(byte[] array, int offset) {
        return (int) U32.get(array, offset) & 0xffff_ffffL;
    }

    public static int i32(byte[] array, int offset) {
        return (int) U32.get(array, offset);
    }

    public static long i64(byte[] array, int offset) {
        return (long) U64.get(array, offset);
    }

    public static void put16(byte[] array, int offset, int value) {
        U16.set(array, offset, (short) value);
    }

    public static void put32(byte[] array, int offset, int value) {
        U32.set(array, offset, value);
    }

    public static void put64(byte[] array, int offset, long value) {
        U64.set(array, offset, value);
    }
}
