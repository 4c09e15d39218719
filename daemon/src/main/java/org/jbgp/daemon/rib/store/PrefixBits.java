package org.jbgp.daemon.rib.store;

import org.jbgp.daemon.memory.IntSlab;

/** A set of prefix numbers as a bitmap that costs nothing where it is empty. Confined to the owning shard. */
public final class PrefixBits {
    /** 1 KiB for 8,192 prefixes: every neighbor has such a set, and many have few routes. */
    private final IntSlab words = new IntSlab(8);

    private int size;

    /** Number of members. */
    public int size() {
        return size;
    }

    public boolean contains(int id) {
        return (words.get(id >>> 5) & 1 << (id & 31)) != 0;
    }

    /** Adds; true if it was not there. */
    public boolean add(int id) {
        int word = words.get(id >>> 5);
        int bit = 1 << (id & 31);
        if ((word & bit) != 0) {
            return false;
        }
        words.set(id >>> 5, word | bit);
        size++;
        return true;
    }

    /** Removes; true if it was there. */
    public boolean remove(int id) {
        int word = words.get(id >>> 5);
        int bit = 1 << (id & 31);
        if ((word & bit) == 0) {
            return false;
        }
        words.set(id >>> 5, word & ~bit);
        size--;
        return true;
    }

    /** Adds what another set, with members in {@code [from, to)} only, has. */
    public void addAll(PrefixBits other, int from, int to) {
        for (int at = from >>> 5; at <= (to - 1) >>> 5; at++) {
            int word = words.get(at);
            int sum = word | other.words.get(at);
            if (sum != word) {
                words.set(at, sum);
                size += Integer.bitCount(sum) - Integer.bitCount(word);
            }
        }
    }

    /** Removes what another set, with members in {@code [from, to)} only, has. */
    public void removeAll(PrefixBits other, int from, int to) {
        for (int at = from >>> 5; at <= (to - 1) >>> 5; at++) {
            int word = words.get(at);
            int left = word & ~other.words.get(at);
            if (left != word) {
                words.set(at, left);
                size -= Integer.bitCount(word) - Integer.bitCount(left);
            }
        }
    }

    /** How many members this set and another one, with members in {@code [from, to)} only, have in common. */
    public int common(PrefixBits other, int from, int to) {
        int sum = 0;
        for (int at = from >>> 5; at <= (to - 1) >>> 5; at++) {
            sum += Integer.bitCount(words.get(at) & other.words.get(at));
        }
        return sum;
    }

    /** The smallest member from {@code from} on and below {@code limit}, or -1. */
    public int next(int from, int limit) {
        int id = from;
        while (id < limit) {
            int word = words.get(id >>> 5) >>> (id & 31);
            if (word != 0) {
                int found = id + Integer.numberOfTrailingZeros(word);
                return found < limit ? found : -1;
            }
            id = (id | 31) + 1;
        }
        return -1;
    }

    /** Empties the set and gives its memory back. */
    public void clear() {
        words.clear();
        size = 0;
    }
}
