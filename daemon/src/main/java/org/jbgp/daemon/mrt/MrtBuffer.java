package org.jbgp.daemon.mrt;

import java.util.Arrays;
import org.jbgp.daemon.wire.Bytes;

/** MRT records in the making, one behind the other in one growing array. One thread at a time. */
final class MrtBuffer {
    /** Length of the common header, RFC 6396 §2. */
    static final int HEADER = 12;

    private static final int LENGTH_AT = 8;

    private byte[] bytes;
    private int end;
    private int record;

    /** @param size bytes to begin with */
    MrtBuffer(int size) {
        bytes = new byte[size];
    }

    /**
     * Begins a record.
     *
     * @param seconds the time of the record, since 1970
     */
    void begin(int seconds, int type, int subtype) {
        record = end;
        put32(seconds);
        put16(type);
        put16(subtype);
        put32(0);
    }

    /** Ends the record: its length is known now. */
    void finish() {
        Bytes.put32(bytes, record + LENGTH_AT, end - record - HEADER);
    }

    /** Takes the record that was begun out again. */
    void drop() {
        end = record;
    }

    void put8(int value) {
        room(1);
        bytes[end++] = (byte) value;
    }

    void put16(int value) {
        room(2);
        Bytes.put16(bytes, end, value);
        end += 2;
    }

    void put32(int value) {
        room(4);
        Bytes.put32(bytes, end, value);
        end += 4;
    }

    void put64(long value) {
        room(8);
        Bytes.put64(bytes, end, value);
        end += 8;
    }

    void put(byte[] array, int offset, int length) {
        room(length);
        System.arraycopy(array, offset, bytes, end, length);
        end += length;
    }

    void put(byte[] array) {
        put(array, 0, array.length);
    }

    /** Overwrites two bytes that were put before. */
    void patch16(int at, int value) {
        Bytes.put16(bytes, at, value);
    }

    /** Takes back what was put from that place on. */
    void cut(int at) {
        end = at;
    }

    private void room(int more) {
        if (bytes.length - end < more) {
            bytes = Arrays.copyOf(bytes, Math.max(end + more, bytes.length * 2));
        }
    }

    /** How many bytes there are. */
    int length() {
        return end;
    }

    /** The bytes, from 0 to {@link #length}; another array after more was put. */
    byte[] array() {
        return bytes;
    }

    void clear() {
        end = 0;
        record = 0;
    }
}
