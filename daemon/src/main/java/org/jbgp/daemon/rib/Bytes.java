package org.jbgp.daemon.rib;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/** An immutable byte string with value equality; addresses are 4 or 16 of them, in network order. */
public final class Bytes {
    /** The empty string. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] data;

    private Bytes(byte[] data) {
        this.data = data;
    }

    /** A copy of part of an array. */
    public static Bytes copyOf(byte[] source, int offset, int length) {
        return length == 0 ? EMPTY : new Bytes(Arrays.copyOfRange(source, offset, offset + length));
    }

    /** The bytes of an address. */
    public static Bytes of(InetAddress address) {
        return new Bytes(address.getAddress());
    }

    /** Length in bytes. */
    public int length() {
        return data.length;
    }

    /** One byte, 0..255. */
    public int at(int index) {
        return data[index] & 0xFF;
    }

    /** A fresh copy. */
    public byte[] toArray() {
        return data.clone();
    }

    /** High 64 bits of a 16-byte address, 0 for a 4-byte one. */
    public long hi() {
        return data.length == 16 ? word(0, 8) : 0;
    }

    /** Low 64 bits of a 16-byte address, or a 4-byte one as an unsigned number. */
    public long lo() {
        return data.length == 16 ? word(8, 16) : word(0, data.length);
    }

    /** As an address; the length must be 4 or 16. */
    public InetAddress toAddress() {
        try {
            return InetAddress.getByAddress(data);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes, this has " + data.length, e);
        }
    }

    private long word(int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = value << 8 | (data[i] & 0xFF);
        }
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return data.length == 4 || data.length == 16
                ? toAddress().getHostAddress()
                : HexFormat.of().formatHex(data);
    }
}
