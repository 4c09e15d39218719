package org.jbgp.daemon.memory;

/**
 * Gives out numbers from 1, the lowest that is free: low numbers are used again first, so that memory of the high ones
 * can be given back when much is removed. A bit for each free number, and one for each 32 of them. Confined to the
 * owner's thread.
 */
public final class FreeNumbers {
    private final IntSlab free = new IntSlab(10);
    /** A bit for each word of {@link #free} that is not 0. */
    private final IntSlab words = new IntSlab(8);
    /** No word before the first one of this summary word has a bit. */
    private int lowest;

    private int limit = 1;
    private int count;

    /** All numbers given out are below this one. */
    public int limit() {
        return limit;
    }

    /** A number nobody has. */
    public int take() {
        if (count == 0) {
            return limit++;
        }
        int summary = words.get(lowest);
        while (summary == 0) {
            summary = words.get(++lowest);
        }
        int word = (lowest << 5) + Integer.numberOfTrailingZeros(summary);
        int number = (word << 5) + Integer.numberOfTrailingZeros(free.get(word));
        remove(number);
        return number;
    }

    /** Takes a number back. */
    public void give(int number) {
        if (number + 1 == limit) {
            limit--;
            // The highest numbers are as good as never given.
            while (count > 0 && isFree(limit - 1)) {
                remove(limit - 1);
                limit--;
            }
            return;
        }
        int word = number >>> 5;
        free.set(word, free.get(word) | 1 << (number & 31));
        words.set(word >>> 5, words.get(word >>> 5) | 1 << (word & 31));
        lowest = Math.min(lowest, word >>> 5);
        count++;
    }

    private boolean isFree(int number) {
        return (free.get(number >>> 5) & 1 << (number & 31)) != 0;
    }

    private void remove(int number) {
        int word = number >>> 5;
        int rest = free.get(word) & ~(1 << (number & 31));
        free.set(word, rest);
        if (rest == 0) {
            words.set(word >>> 5, words.get(word >>> 5) & ~(1 << (word & 31)));
        }
        count--;
    }

    /** Takes all numbers back. */
    public void clear() {
        free.clear();
        words.clear();
        lowest = 0;
        limit = 1;
        count = 0;
    }
}
