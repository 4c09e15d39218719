package org.jbgp.config.filter.value;

import java.util.List;

/** An AS path pattern {@code [= … =]}. */
public record PathMask(List<Item> items) implements Value {

    public PathMask {
        items = List.copyOf(items);
    }

    /** One element of the pattern. */
    public sealed interface Item {}

    /** {@code *}: any number of ASes, also none. */
    public record AnyPath() implements Item {}

    /** {@code ?}: one AS, whichever. */
    public record AnyAs(boolean repeated) implements Item {}

    /** One AS number of a range; {@code repeated} is a {@code +} behind it: one or more. */
    public record AsRange(long from, long to, boolean repeated) implements Item {}

    /** One AS number of a set. */
    public record AsSet(RangeSet set, boolean repeated) implements Item {}

    @Override
    public FilterType type() {
        return FilterType.PATH_MASK;
    }

    /**
     * Whether an AS path matches. An AS_SET in the path stands for any sequence of its members.
     *
     * @param path canonical AS_PATH value: segments with 4-byte ASNs
     */
    public boolean matches(byte[] path, int offset, int length) {
        int positions = AsPaths.positions(path, offset, length);
        if (positions < 64) {
            return new Matcher(path, offset, length, positions).matchesShort(items);
        }
        return new Matcher(path, offset, length, positions).matchesLong(items);
    }

    /**
     * A nondeterministic automaton whose states are the positions between the elements of the path and whose input is
     * the mask.
     */
    private static final class Matcher {
        private final byte[] path;
        private final int offset;
        private final int positions;
        /** Offset of each element; an AS_SET's is that of its segment header. Null for one single AS_SEQUENCE. */
        private int[] elements;

        private boolean[] isSet;

        Matcher(byte[] path, int offset, int length, int positions) {
            this.path = path;
            this.offset = offset;
            this.positions = positions;
            if (length == 0 || (path[offset] == AsPaths.AS_SEQUENCE && 2 + 4 * positions == length)) {
                return;
            }
            elements = new int[positions];
            isSet = new boolean[positions];
            int at = offset;
            int index = 0;
            while (index < positions) {
                int count = path[at + 1] & 0xFF;
                if (AsPaths.isSet(path[at])) {
                    elements[index] = at;
                    isSet[index++] = true;
                } else {
                    for (int i = 0; i < count; i++) {
                        elements[index++] = at + 2 + 4 * i;
                    }
                }
                at += 2 + 4 * count;
            }
        }

        boolean matchesShort(List<Item> items) {
            long states = 1;
            for (int m = 0; m < items.size(); m++) {
                Item item = items.get(m);
                if (item instanceof AnyPath) {
                    states |= -Long.lowestOneBit(states) & mask();
                } else {
                    states = stepShort(states, item);
                }
                if (states == 0) {
                    return false;
                }
            }
            return (states >>> positions & 1) != 0;
        }

        private long mask() {
            return positions == 63 ? -1L : (1L << (positions + 1)) - 1;
        }

        private long stepShort(long states, Item item) {
            boolean repeated = repeated(item);
            long next = 0;
            long todo = states;
            while (todo != 0) {
                int i = Long.numberOfTrailingZeros(todo);
                todo &= todo - 1;
                if (i == positions || !matchesAt(i, item)) {
                    continue;
                }
                long reached = 0;
                int j = i;
                if (set(j)) {
                    do {
                        reached |= 1L << j;
                        j++;
                    } while (j < positions && set(j));
                } else {
                    j++;
                }
                reached |= 1L << j;
                if (repeated) {
                    todo |= reached & ~next & ~(1L << i);
                }
                next |= reached;
            }
            return next;
        }

        boolean matchesLong(List<Item> items) {
            boolean[] states = new boolean[positions + 1];
            states[0] = true;
            for (Item item : items) {
                if (item instanceof AnyPath) {
                    boolean seen = false;
                    for (int i = 0; i <= positions; i++) {
                        seen |= states[i];
                        states[i] = seen;
                    }
                } else {
                    states = stepLong(states, item);
                }
            }
            return states[positions];
        }

        private boolean[] stepLong(boolean[] states, Item item) {
            boolean repeated = repeated(item);
            boolean[] next = new boolean[positions + 1];
            // States only move forward, so one pass also closes repetitions.
            for (int i = 0; i < positions; i++) {
                if (!(states[i] || (repeated && next[i])) || !matchesAt(i, item)) {
                    continue;
                }
                int j = i;
                if (set(j)) {
                    do {
                        next[j] = true;
                        j++;
                    } while (j < positions && set(j));
                } else {
                    j++;
                }
                next[j] = true;
            }
            return next;
        }

        private static boolean repeated(Item item) {
            return switch (item) {
                case AnyPath any -> false;
                case AnyAs any -> any.repeated;
                case AsRange range -> range.repeated;
                case AsSet set -> set.repeated;
            };
        }

        private boolean set(int position) {
            return isSet != null && isSet[position];
        }

        private boolean matchesAt(int position, Item item) {
            if (!set(position)) {
                int at = elements == null ? offset + 2 + 4 * position : elements[position];
                return matches(AsPaths.u32(path, at), item);
            }
            int at = elements[position];
            int count = path[at + 1] & 0xFF;
            if (item instanceof AnyAs) {
                return true;
            }
            for (int i = 0; i < count; i++) {
                if (matches(AsPaths.u32(path, at + 2 + 4 * i), item)) {
                    return true;
                }
            }
            return false;
        }

        private static boolean matches(long asn, Item item) {
            return switch (item) {
                case AnyPath any -> true;
                case AnyAs any -> true;
                case AsRange range -> asn >= range.from && asn <= range.to;
                case AsSet set -> set.set.contains(asn);
            };
        }
    }

    @Override
    public String toString() {
        return ValueFormat.format(this);
    }
}
