package org.jbgp.daemon.advertise.pack;

import java.util.Arrays;

/**
 * Sorts numbers by their upper bits, stably: by counting, eight bits at a time, and only where the numbers differ. Of
 * the time of a cold load, compiling the library's sort took more than all the rest of packing.
 */
final class LongSort {
    private static final int DIGIT_BITS = 8;
    private static final int DIGITS = 1 << DIGIT_BITS;

    private final int[] starts = new int[DIGITS];
    private long[] other = new long[0];

    /**
     * Sorts {@code numbers[0 .. count)}, none of them negative, by the bits from {@code lowest} on.
     *
     * @return the array that holds them now, as long as the one given; the other one is kept for the next time
     */
    long[] sort(long[] numbers, int count, int lowest) {
        long differ = 0;
        for (int i = 1; i < count; i++) {
            differ |= numbers[i] ^ numbers[0];
        }
        if (other.length != numbers.length) {
            other = new long[numbers.length];
        }
        long[] from = numbers;
        long[] to = other;
        for (int shift = lowest; shift < Long.SIZE && differ >>> shift != 0; shift += DIGIT_BITS) {
            if ((differ >>> shift & (DIGITS - 1)) != 0) {
                pass(from, to, count, shift);
                long[] sorted = to;
                to = from;
                from = sorted;
            }
        }
        other = to;
        return from;
    }

    private void pass(long[] from, long[] to, int count, int shift) {
        int[] places = starts;
        Arrays.fill(places, 0);
        for (int i = 0; i < count; i++) {
            places[(int) (from[i] >>> shift) & (DIGITS - 1)]++;
        }
        int place = 0;
        for (int digit = 0; digit < DIGITS; digit++) {
            int size = places[digit];
            places[digit] = place;
            place += size;
        }
        for (int i = 0; i < count; i++) {
            to[places[(int) (from[i] >>> shift) & (DIGITS - 1)]++] = from[i];
        }
    }

    /** Gives back its memory. */
    void forget() {
        other = new long[0];
    }
}
