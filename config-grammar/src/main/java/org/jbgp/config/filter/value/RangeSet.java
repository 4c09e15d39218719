package org.jbgp.config.filter.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A set of int, pair, quad, ip, ec, lc, rd, mac or enumeration values: sorted, disjoint ranges searched by bisection.
 *
 * <p>Keys are 128 bits, hi = 0 for all types of {@link Num}. Pair sets may further hold rectangles such as {@code (*,
 * 5)} that as ranges would be 65,536 entries.
 */
public final class RangeSet implements Value {

    /** {@code [ ]}: equal to any other empty set. */
    public static final RangeSet EMPTY = new Builder(FilterType.VOID).build();

    private final FilterType element;
    private final boolean wide;
    private final long[] fromHi;
    private final long[] fromLo;
    private final long[] toHi;
    private final long[] toLo;
    /** Quadruples asnFrom, asnTo, dataFrom, dataTo. */
    private final int[] rectangles;

    private RangeSet(FilterType element, boolean wide, List<Range> ranges, int[] rectangles) {
        this.element = element;
        this.wide = wide;
        this.rectangles = rectangles;
        int size = ranges.size();
        fromLo = new long[size];
        toLo = new long[size];
        fromHi = wide ? new long[size] : fromLo;
        toHi = wide ? new long[size] : toLo;
        for (int i = 0; i < size; i++) {
            Range range = ranges.get(i);
            fromLo[i] = range.fromLo;
            toLo[i] = range.toLo;
            if (wide) {
                fromHi[i] = range.fromHi;
                toHi[i] = range.toHi;
            }
        }
    }

    @Override
    public FilterType type() {
        return FilterType.SET;
    }

    /** Type of the elements, {@link FilterType#VOID} for {@code [ ]}. */
    public FilterType element() {
        return element;
    }

    public boolean isEmpty() {
        return fromLo.length == 0 && rectangles.length == 0;
    }

    /** Number of ranges. */
    public int size() {
        return fromLo.length;
    }

    /** Whether every element is an IPv4 address. */
    public boolean isIp4() {
        if (element != FilterType.IP) {
            return false;
        }
        for (int i = 0; i < fromLo.length; i++) {
            if (fromHi[i] != 0 || toHi[i] != 0 || fromLo[i] >>> 32 != 0xFFFF || toLo[i] >>> 32 != 0xFFFF) {
                return false;
            }
        }
        return true;
    }

    /** Whether a value of up to 64 bits is in the set (any element type but ip and lc). */
    public boolean contains(long key) {
        return find(key) >= 0 || (rectangles.length != 0 && inRectangle(key));
    }

    /** Whether a 128-bit value is in the set (ip and lc). */
    public boolean contains(long hi, long lo) {
        return wide && find(hi, lo) >= 0;
    }

    /** Index of the range holding the key, or -1. */
    public int find(long key) {
        int low = 0;
        int high = fromLo.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(key, fromLo[middle]) < 0) {
                high = middle - 1;
            } else if (Long.compareUnsigned(key, toLo[middle]) > 0) {
                low = middle + 1;
            } else {
                return middle;
            }
        }
        return -1;
    }

    /** Index of the range holding the key, or -1. */
    public int find(long hi, long lo) {
        int low = 0;
        int high = fromLo.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (Wide.compare(hi, lo, fromHi[middle], fromLo[middle]) < 0) {
                high = middle - 1;
            } else if (Wide.compare(hi, lo, toHi[middle], toLo[middle]) > 0) {
                low = middle + 1;
            } else {
                return middle;
            }
        }
        return -1;
    }

    private boolean inRectangle(long key) {
        int asn = (int) (key >>> 16);
        int data = (int) (key & 0xFFFF);
        for (int i = 0; i < rectangles.length; i += 4) {
            if (asn >= rectangles[i]
                    && asn <= rectangles[i + 1]
                    && data >= rectangles[i + 2]
                    && data <= rectangles[i + 3]) {
                return true;
            }
        }
        return false;
    }

    /** Lower end of a range. */
    public Value from(int index) {
        return key(wide ? fromHi[index] : 0, fromLo[index]);
    }

    /** Upper end of a range. */
    public Value to(int index) {
        return key(wide ? toHi[index] : 0, toLo[index]);
    }

    /** Whether it holds pairs by a pattern that is no range, such as {@code (*, 5)}. */
    public boolean hasRectangles() {
        return rectangles.length != 0;
    }

    /** The rectangles of a pair set as quadruples asnFrom, asnTo, dataFrom, dataTo; not to be changed. */
    int[] rectangles() {
        return rectangles;
    }

    private Value key(long hi, long lo) {
        return wide ? new Wide(element, hi, lo) : new Num(element, lo);
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof RangeSet that)) {
            return false;
        }
        if (isEmpty() && that.isEmpty()) {
            return true;
        }
        return element == that.element
                && Arrays.equals(fromHi, that.fromHi)
                && Arrays.equals(fromLo, that.fromLo)
                && Arrays.equals(toHi, that.toHi)
                && Arrays.equals(toLo, that.toLo)
                && Arrays.equals(rectangles, that.rectangles);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(fromLo) * 31 + Arrays.hashCode(toLo);
    }

    @Override
    public String toString() {
        return ValueFormat.format(this);
    }

    private record Range(long fromHi, long fromLo, long toHi, long toLo) {}

    /** Collects ranges in any order. Not thread-safe. */
    public static final class Builder {
        /** Above this many columns a pair pattern is kept as rectangle. */
        private static final int MAX_COLUMNS = 64;

        private final FilterType element;
        private final List<Range> ranges = new ArrayList<>();
        private final List<int[]> rectangles = new ArrayList<>();

        public Builder(FilterType element) {
            this.element = element;
        }

        /** Adds {@code from..to}; both must be {@link Num} or {@link Wide} of the builder's element type. */
        public Builder add(Value from, Value to) {
            Range range = new Range(hi(from), lo(from), hi(to), lo(to));
            if (Wide.compare(range.fromHi, range.fromLo, range.toHi, range.toLo) <= 0) {
                ranges.add(range);
            }
            return this;
        }

        /** Adds the pairs {@code (asnFrom..asnTo, dataFrom..dataTo)}, each 0..65535. */
        public Builder addPairs(int asnFrom, int asnTo, int dataFrom, int dataTo) {
            if (dataFrom == 0 && dataTo == 0xFFFF) {
                add(Num.pair(asnFrom, 0), Num.pair(asnTo, 0xFFFF));
            } else if (asnTo - asnFrom < MAX_COLUMNS) {
                for (int asn = asnFrom; asn <= asnTo; asn++) {
                    add(Num.pair(asn, dataFrom), Num.pair(asn, dataTo));
                }
            } else {
                rectangles.add(new int[] {asnFrom, asnTo, dataFrom, dataTo});
            }
            return this;
        }

        public RangeSet build() {
            List<Range> merged = new ArrayList<>(ranges.size());
            List<Range> sorted = new ArrayList<>(ranges);
            sorted.sort((one, other) -> Wide.compare(one.fromHi, one.fromLo, other.fromHi, other.fromLo));
            Range last = null;
            for (Range range : sorted) {
                if (last != null && Wide.compare(range.fromHi, range.fromLo, last.toHi, last.toLo) <= 0) {
                    if (Wide.compare(range.toHi, range.toLo, last.toHi, last.toLo) > 0) {
                        last = new Range(last.fromHi, last.fromLo, range.toHi, range.toLo);
                        merged.set(merged.size() - 1, last);
                    }
                } else {
                    last = range;
                    merged.add(range);
                }
            }
            boolean wide = element == FilterType.IP || element == FilterType.LC;
            int[] flat = new int[rectangles.size() * 4];
            for (int i = 0; i < rectangles.size(); i++) {
                System.arraycopy(rectangles.get(i), 0, flat, i * 4, 4);
            }
            return new RangeSet(element, wide, merged, flat);
        }

        private static long hi(Value value) {
            return value instanceof Wide wide ? wide.hi() : 0;
        }

        private static long lo(Value value) {
            if (value instanceof Wide wide) {
                return wide.lo();
            }
            if (value instanceof Num num) {
                return num.bits();
            }
            throw new IllegalArgumentException("not a set element: " + value.type());
        }
    }
}
