package org.jbgp.daemon.wire;

import java.util.Arrays;

/**
 * Puts the elements of a list of communities in ascending order, in place; those that are equal all stay. Stateless.
 */
final class CommunityOrder {
    /** Longest element: a large community (RFC 8092). */
    private static final int WIDEST = 12;

    private static final int SHORT_LIST = 48;

    private CommunityOrder() {}

    /** Sorts the {@code length} bytes at {@code at}, elements of {@code width} bytes each, as unsigned numbers. */
    static void sort(byte[] array, int at, int length, int width) {
        int end = at + length;
        if (width == Integer.BYTES && length <= SHORT_LIST * Integer.BYTES) {
            insertNumbers(array, at, end);
            return;
        }
        for (int next = at + width; next < end; next += width) {
            if (compare(array, next - width, next, width) > 0) {
                if (length <= SHORT_LIST * width) {
                    insert(array, at, next, end, width);
                } else {
                    sortLong(array, at, end, width);
                }
                return;
            }
        }
    }

    /** Insertion sort of the commonest list: nearly every attribute set that is sent has one. */
    private static void insertNumbers(byte[] array, int at, int end) {
        long last = 0;
        for (int next = at; next < end; next += Integer.BYTES) {
            long element = Bytes.u32(array, next);
            if (element >= last) {
                last = element;
                continue;
            }
            int place = next;
            while (place > at && Bytes.u32(array, place - Integer.BYTES) > element) {
                Bytes.put32(array, place, Bytes.i32(array, place - Integer.BYTES));
                place -= Integer.BYTES;
            }
            Bytes.put32(array, place, (int) element);
        }
    }

    private static int compare(byte[] array, int left, int right, int width) {
        return Arrays.compareUnsigned(array, left, left + width, array, right, right + width);
    }

    /**
     * Insertion sort of what stands from {@code from} on; all before it is sorted. Allocates nothing that outlives the
     * call.
     */
    private static void insert(byte[] array, int at, int from, int end, int width) {
        byte[] element = new byte[WIDEST];
        for (int next = from; next < end; next += width) {
            int place = next;
            while (place > at && compare(array, place - width, next, width) > 0) {
                place -= width;
            }
            if (place < next) {
                System.arraycopy(array, next, element, 0, width);
                System.arraycopy(array, place, array, place + width, next - place);
                System.arraycopy(element, 0, array, place, width);
            }
        }
    }

    private static void sortLong(byte[] array, int at, int end, int width) {
        byte[][] elements = new byte[(end - at) / width][];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = Arrays.copyOfRange(array, at + i * width, at + (i + 1) * width);
        }
        Arrays.sort(elements, Arrays::compareUnsigned);
        for (int i = 0; i < elements.length; i++) {
            System.arraycopy(elements[i], 0, array, at + i * width, width);
        }
    }
}
