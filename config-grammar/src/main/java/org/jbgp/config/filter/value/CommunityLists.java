package org.jbgp.config.filter.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Operations on lists of communities in place: clist (RFC 1997, 4 bytes each), eclist (RFC 4360, 8), lclist (RFC 8092,
 * 12).
 */
public final class CommunityLists {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private CommunityLists() {}

    /** Bytes of one element. */
    public static int width(FilterType list) {
        return switch (list) {
            case CLIST -> 4;
            case ECLIST -> 8;
            case LCLIST -> 12;
            default -> throw new IllegalArgumentException("not a list of communities: " + list);
        };
    }

    /** Whether a clist holds the community, given as unsigned 32 bits. */
    public static boolean contains(byte[] list, int offset, int length, long community) {
        int wanted = (int) community;
        for (int at = offset; at < offset + length; at += 4) {
            if ((int) INT.get(list, at) == wanted) {
                return true;
            }
        }
        return false;
    }

    /** Whether an eclist holds the community. */
    public static boolean containsExtended(byte[] list, int offset, int length, long community) {
        for (int at = offset; at < offset + length; at += 8) {
            if ((long) LONG.get(list, at) == community) {
                return true;
            }
        }
        return false;
    }

    /** The 64 bits of an extended community at this place of a list. */
    static long extendedAt(byte[] list, int at) {
        return (long) LONG.get(list, at);
    }

    /** Whether an lclist holds the community, given as in {@link Wide}. */
    public static boolean containsLarge(byte[] list, int offset, int length, long hi, long lo) {
        int asn = (int) hi;
        for (int at = offset; at < offset + length; at += 12) {
            if ((long) LONG.get(list, at + 4) == lo && (int) INT.get(list, at) == asn) {
                return true;
            }
        }
        return false;
    }

    /** Whether any element of the list is in the set, whose element type must fit (see {@link #fits}). */
    public static boolean matches(FilterType type, byte[] list, int offset, int length, RangeSet set) {
        int width = width(type);
        for (int at = offset; at < offset + length; at += width) {
            if (inSet(type, list, at, set)) {
                return true;
            }
        }
        return false;
    }

    /** Whether elements of such lists can be looked up in the set. */
    public static boolean fits(FilterType list, RangeSet set) {
        return switch (set.element()) {
            case VOID -> true;
            case INT, PAIR, QUAD -> list == FilterType.CLIST;
            case IP -> list == FilterType.CLIST && set.isIp4();
            case EC -> list == FilterType.ECLIST;
            case LC -> list == FilterType.LCLIST;
            default -> false;
        };
    }

    private static boolean inSet(FilterType type, byte[] list, int at, RangeSet set) {
        return switch (type) {
            case CLIST -> {
                long key = (int) INT.get(list, at) & 0xFFFF_FFFFL;
                yield set.element() == FilterType.IP
                        ? set.contains(0, Wide.ip4(key).lo())
                        : set.contains(key);
            }
            case ECLIST -> set.contains((long) LONG.get(list, at));
            default -> set.contains((int) INT.get(list, at) & 0xFFFF_FFFFL, (long) LONG.get(list, at + 4));
        };
    }

    /** The element at that place as pair, ec or lc. */
    public static Value get(FilterType type, byte[] list, int at) {
        return switch (type) {
            case CLIST -> new Num(FilterType.PAIR, (int) INT.get(list, at) & 0xFFFF_FFFFL);
            case ECLIST -> new Num(FilterType.EC, (long) LONG.get(list, at));
            default -> new Wide(FilterType.LC, (int) INT.get(list, at) & 0xFFFF_FFFFL, (long) LONG.get(list, at + 4));
        };
    }

    /** An element as bytes of a list: pair, quad, int or IPv4 address for a clist; ec; lc. */
    public static byte[] encode(Value element) {
        return switch (element) {
            case Num num
            when num.type() == FilterType.EC -> {
                byte[] bytes = new byte[8];
                LONG.set(bytes, 0, num.bits());
                yield bytes;
            }
            case Num num -> {
                byte[] bytes = new byte[4];
                INT.set(bytes, 0, (int) num.bits());
                yield bytes;
            }
            case Wide wide
            when wide.type() == FilterType.LC -> {
                byte[] bytes = new byte[12];
                INT.set(bytes, 0, (int) wide.hi());
                LONG.set(bytes, 4, wide.lo());
                yield bytes;
            }
            case Wide wide -> {
                byte[] bytes = new byte[4];
                INT.set(bytes, 0, (int) wide.ip4());
                yield bytes;
            }
            default -> throw new IllegalArgumentException("not an element: " + element.type());
        };
    }

    private static boolean contains(byte[] members, int offset, int length, byte[] array, int element, int width) {
        for (int at = offset; at < offset + length; at += width) {
            if (same(members, at, array, element, width)) {
                return true;
            }
        }
        return false;
    }

    /** Widths are multiples of four. */
    private static boolean same(byte[] first, int at, byte[] second, int from, int width) {
        for (int i = 0; i < width; i += 4) {
            if ((int) INT.get(first, at + i) != (int) INT.get(second, from + i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The list with those elements of {@code more} appended that it does not hold; the list itself if there are none.
     */
    public static WireBytes union(WireBytes list, byte[] more) {
        byte[] old = list.array();
        byte[] result = new byte[old.length + more.length];
        return shortened(list, result, union(list.type(), old, 0, old.length, more, result, 0));
    }

    /** The same into another array (or another part of this one); answers how many bytes it wrote. */
    public static int union(FilterType type, byte[] list, int offset, int length, byte[] more, byte[] to, int start) {
        int width = width(type);
        System.arraycopy(list, offset, to, start, length);
        int end = start + length;
        for (int at = 0; at < more.length; at += width) {
            if (!contains(list, offset, length, more, at, width)) {
                System.arraycopy(more, at, to, end, width);
                end += width;
            }
        }
        return end - start;
    }

    private static WireBytes shortened(WireBytes list, byte[] result, int length) {
        return length == list.length()
                ? list
                : WireBytes.of(list.type(), length == result.length ? result : Arrays.copyOf(result, length));
    }

    /** The list with only the elements whose membership in the other list is {@code keepMembers}. */
    public static WireBytes filter(WireBytes list, byte[] other, boolean keepMembers) {
        byte[] old = list.array();
        byte[] result = new byte[old.length];
        return shortened(list, result, filter(list.type(), old, 0, old.length, other, keepMembers, result, 0));
    }

    /** The same into another array (or another part of this one); answers how many bytes it wrote. */
    public static int filter(
            FilterType type,
            byte[] list,
            int offset,
            int length,
            byte[] other,
            boolean keepMembers,
            byte[] to,
            int start) {
        int width = width(type);
        int end = start;
        for (int at = offset; at < offset + length; at += width) {
            if (contains(other, 0, other.length, list, at, width) == keepMembers) {
                System.arraycopy(list, at, to, end, width);
                end += width;
            }
        }
        return end - start;
    }

    /** The list with only the elements whose membership in the set is {@code keepMembers}. */
    public static WireBytes filter(WireBytes list, RangeSet set, boolean keepMembers) {
        byte[] old = list.array();
        byte[] result = new byte[old.length];
        return shortened(list, result, filter(list.type(), old, 0, old.length, set, keepMembers, result, 0));
    }

    /** The same into another array (or another part of this one); answers how many bytes it wrote. */
    public static int filter(
            FilterType type,
            byte[] list,
            int offset,
            int length,
            RangeSet set,
            boolean keepMembers,
            byte[] to,
            int start) {
        int width = width(type);
        int end = start;
        for (int at = offset; at < offset + length; at += width) {
            if (inSet(type, list, at, set) == keepMembers) {
                System.arraycopy(list, at, to, end, width);
                end += width;
            }
        }
        return end - start;
    }

    /** The least or greatest element; the zero of its type for an empty list. */
    public static Value extreme(WireBytes list, boolean greatest) {
        int width = width(list.type());
        byte[] array = list.array();
        if (array.length == 0) {
            return get(list.type(), new byte[width], 0);
        }
        int best = 0;
        for (int at = width; at < array.length; at += width) {
            int order = Arrays.compareUnsigned(array, at, at + width, array, best, best + width);
            if (greatest ? order > 0 : order < 0) {
                best = at;
            }
        }
        return get(list.type(), array, best);
    }
}
