package org.jbgp.daemon.rib.nexthop;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jbgp.config.base.IpAddress;

/**
 * A network address of 4 or 16 bytes, or the 32 bytes of a global and a link-local one (RFC 2545), with value equality;
 * empty for none.
 */
public final class Address {
    /** No address. */
    public static final Address NONE = new Address(new byte[0]);

    private final byte[] data;

    private Address(byte[] data) {
        this.data = data;
    }

    /** A copy of part of an array. */
    public static Address copyOf(byte[] source, int offset, int length) {
        return length == 0 ? NONE : new Address(Arrays.copyOfRange(source, offset, offset + length));
    }

    /** Part of an array as an address: {@code likely} itself if it is the same, so that nothing is allocated. */
    public static Address copyOf(byte[] source, int offset, int length, Address likely) {
        return Arrays.equals(likely.data, 0, likely.data.length, source, offset, offset + length)
                ? likely
                : copyOf(source, offset, length);
    }

    /** The bytes of an address. */
    public static Address of(InetAddress address) {
        return new Address(address.getAddress());
    }

    /** A global and a link-local address in one, as RFC 2545 §3 announces them. */
    public static Address pair(Address global, Address linkLocal) {
        byte[] both = Arrays.copyOf(global.data, 32);
        System.arraycopy(linkLocal.data, 0, both, 16, 16);
        return new Address(both);
    }

    /** Orders addresses as unsigned numbers, IPv4 before IPv6. */
    public static int compare(InetAddress a, InetAddress b) {
        byte[] left = a.getAddress();
        byte[] right = b.getAddress();
        return left.length != right.length ? left.length - right.length : Arrays.compareUnsigned(left, right);
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
        return other instanceof Address that && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        ByteBuffer bytes = ByteBuffer.wrap(data);
        return switch (data.length) {
            case 0 -> "none";
            case 4 -> IpAddress.ipv4(bytes.getInt()).toString();
            case 16 -> IpAddress.ipv6(bytes.getLong(), bytes.getLong()).toString();
            default ->
                IpAddress.ipv6(bytes.getLong(), bytes.getLong()) + " "
                        + IpAddress.ipv6(bytes.getLong(), bytes.getLong());
        };
    }
}
