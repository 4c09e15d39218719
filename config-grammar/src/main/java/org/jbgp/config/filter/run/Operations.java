package org.jbgp.config.filter.run;

import java.util.Arrays;
import java.util.HexFormat;
import org.jbgp.config.filter.tree.Expression.BinaryOperator;
import org.jbgp.config.filter.tree.Method;
import org.jbgp.config.filter.value.AsPaths;
import org.jbgp.config.filter.value.CommunityLists;
import org.jbgp.config.filter.value.FilterType;
import org.jbgp.config.filter.value.LinkBandwidth;
import org.jbgp.config.filter.value.Net;
import org.jbgp.config.filter.value.Num;
import org.jbgp.config.filter.value.PathMask;
import org.jbgp.config.filter.value.RangeSet;
import org.jbgp.config.filter.value.Text;
import org.jbgp.config.filter.value.Undefined;
import org.jbgp.config.filter.value.Value;
import org.jbgp.config.filter.value.Values;
import org.jbgp.config.filter.value.Wide;
import org.jbgp.config.filter.value.WireBytes;

/**
 * What operators and methods do with values. Every method throws {@link FilterException} for operands it cannot take.
 */
public final class Operations {

    private static final long U32 = 0xFFFF_FFFFL;

    private Operations() {}

    /** Any operator with two operands. */
    public static Value binary(BinaryOperator operator, Value left, Value right) {
        return switch (operator) {
            case ADD, SUBTRACT, MULTIPLY, DIVIDE ->
                Num.integer(arithmetic(operator, integer(left, operator.symbol()), integer(right, operator.symbol())));
            case EQUAL -> Num.bool(Values.same(left, right));
            case NOT_EQUAL -> Num.bool(!Values.same(left, right));
            case LESS -> Num.bool(compare(operator, left, right) < 0);
            case LESS_EQUAL -> Num.bool(compare(operator, left, right) <= 0);
            case GREATER -> Num.bool(compare(operator, left, right) > 0);
            case GREATER_EQUAL -> Num.bool(compare(operator, left, right) >= 0);
            case MATCH -> Num.bool(matches(operator, left, right));
            case NOT_MATCH -> Num.bool(!matches(operator, left, right));
        };
    }

    private static long arithmetic(BinaryOperator operator, long left, long right) {
        return switch (operator) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            default -> divide(left, right);
        };
    }

    /** Unsigned division. */
    public static long divide(long left, long right) {
        if (right == 0) {
            throw new FilterException("Division by zero");
        }
        return left / right;
    }

    private static int compare(BinaryOperator operator, Value left, Value right) {
        int order = Values.compare(left, right);
        if (order == Values.INCOMPATIBLE) {
            throw new FilterException(pair(operator.symbol(), left, right));
        }
        return order;
    }

    private static boolean matches(BinaryOperator operator, Value left, Value right) {
        int match = Values.matches(left, right);
        if (match == Values.INCOMPATIBLE) {
            throw new FilterException(pair(operator.symbol(), left, right));
        }
        return match != 0;
    }

    private static String pair(String operator, Value left, Value right) {
        return operator + " does not work on " + describe(left) + " and " + describe(right);
    }

    private static String describe(Value value) {
        return value.type() == FilterType.VOID
                ? "an undefined value"
                : value.type().label();
    }

    /** A bool operand as truth. */
    public static boolean truth(Value value, String use) {
        if (value instanceof Num num && num.type() == FilterType.BOOL) {
            return num.isTrue();
        }
        throw new FilterException(use + " needs bool, got " + describe(value));
    }

    /** An int operand. */
    public static long integer(Value value, String use) {
        if (value instanceof Num num && num.type() == FilterType.INT) {
            return num.bits();
        }
        throw new FilterException(use + " needs int, got " + describe(value));
    }

    /** {@code (asn, data)}. */
    public static Value pairOf(Value asn, Value data) {
        long high = integer(asn, "a pair");
        long low = integer(data, "a pair");
        if (high > 0xFFFF || low > 0xFFFF) {
            throw new FilterException("(" + high + "," + low + ") is out of range, both must be below 65536");
        }
        return Num.pair(high, low);
    }

    /** Beside the kind of an extended community: its value is a bandwidth in Mbit/s. */
    public static final int MEGABITS = 0x1_0000;

    /**
     * {@code (kind, key, value)}; kind 0xFFFF is generic (RFC 4360 §3, RFC 5668), one with {@link #MEGABITS} a
     * bandwidth.
     */
    public static Value extendedCommunityOf(int kind, Value key, Value value) {
        boolean ip = key.type() == FilterType.QUAD
                || (key instanceof Wide wide && wide.type() == FilterType.IP && wide.isIp4());
        long high = ip ? Values.quad(key) : integer(key, "the key of an extended community");
        if ((kind & MEGABITS) != 0) {
            long megabits = integer(value, "an extended community");
            return new Num(FilterType.EC, linkBandwidth(kind, ip, high, LinkBandwidth.bits(megabits)));
        }
        return new Num(FilterType.EC, extendedCommunity(kind, ip, high, integer(value, "an extended community")));
    }

    /** The 64 bits of an extended community. */
    public static long extendedCommunity(int kind, boolean ipKey, long key, long value) {
        if (kind == 0xFFFF) {
            return key << 32 | value;
        }
        if (!ipKey && key < 0x10000) {
            return (long) kind << 48 | key << 32 | value;
        }
        if (value > 0xFFFF) {
            throw new FilterException("value " + value + " is out of range, only 16 bits stand beside "
                    + (ipKey ? "an address" : "a 4-byte AS number"));
        }
        return (long) (kind | (ipKey ? 0x0100 : 0x0200)) << 48 | key << 16 | value;
    }

    /**
     * The 64 bits of a bandwidth.
     *
     * @param kind with {@link #MEGABITS}
     * @param value bits of the float
     */
    public static long linkBandwidth(int kind, boolean ipKey, long key, long value) {
        if (ipKey) {
            throw new FilterException("the key of a bandwidth is an AS number, not an address");
        }
        return LinkBandwidth.community(kind & 0xFFFF, key, value);
    }

    /** {@code (asn, data1, data2)}. */
    public static Value largeCommunityOf(Value asn, Value data1, Value data2) {
        String use = "a large community";
        return Wide.largeCommunity(integer(asn, use), integer(data1, use), integer(data2, use));
    }

    /** A computed element of an AS path mask. */
    public static PathMask.Item maskItem(Value value, boolean repeated) {
        if (value instanceof RangeSet set && (set.element() == FilterType.INT || set.element() == FilterType.VOID)) {
            return new PathMask.AsSet(set, repeated);
        }
        long asn = integer(value, "an AS path mask");
        return new PathMask.AsRange(asn, asn, repeated);
    }

    /** {@code from_hex(string)}: digits in pairs, blanks, colons and dashes between them ignored. */
    public static Value fromHex(Value value) {
        if (!(value instanceof Text text)) {
            throw new FilterException("from_hex needs string, got " + describe(value));
        }
        String digits = text.text().replaceAll("[\\s:-]", "");
        try {
            return WireBytes.of(FilterType.BYTESTRING, HexFormat.of().parseHex(digits));
        } catch (IllegalArgumentException e) {
            throw new FilterException("\"" + text.text() + "\" is not a hex string");
        }
    }

    /**
     * Fits a value to the type of the variable, argument or attribute it is stored in: an IPv4 address serves as quad,
     * {@code [ ]} as prefix set.
     */
    public static Value convert(Value value, FilterType wanted, String what) {
        FilterType type = value.type();
        if (type == wanted || wanted == FilterType.VOID) {
            return value;
        }
        if (wanted == FilterType.QUAD && value instanceof Wide ip && type == FilterType.IP && ip.isIp4()) {
            return new Num(FilterType.QUAD, ip.ip4());
        }
        if (wanted == FilterType.PREFIX_SET && value instanceof RangeSet set && set.element() == FilterType.VOID) {
            return org.jbgp.config.filter.value.PrefixSet.EMPTY;
        }
        // BIRD 1.6 takes numbers and enumerations for each other, and numbers for router ids.
        if (value instanceof Num num
                && ((wanted == FilterType.INT && type.isEnumeration())
                        || (type == FilterType.INT && (wanted.isEnumeration() || wanted == FilterType.QUAD)))) {
            return new Num(wanted, num.bits());
        }
        throw new FilterException(what + " is " + wanted.label() + ", got " + describe(value));
    }

    /** A method; {@code argument} is null for those without. */
    public static Value method(Method method, Value object, Value argument) {
        return argument == null ? property(method, object) : withArgument(method, object, argument);
    }

    private static Value property(Method method, Value object) {
        return switch (object) {
            case Net net -> netProperty(method, net);
            case Wide wide when wide.type() == FilterType.IP && method == Method.IS_V4 -> Num.bool(wide.isIp4());
            case Wide wide
            when wide.type() == FilterType.LC ->
                switch (method) {
                    case ASN -> Num.integer(wide.hi());
                    case DATA1 -> Num.integer(wide.lo() >>> 32);
                    case DATA2 -> Num.integer(wide.lo() & U32);
                    default -> throw missing(method, object);
                };
            case Num num
            when num.type() == FilterType.PAIR ->
                switch (method) {
                    case ASN -> Num.integer(num.bits() >>> 16);
                    case DATA -> Num.integer(num.bits() & 0xFFFF);
                    default -> throw missing(method, object);
                };
            case WireBytes bytes when bytes.type().isList() -> listProperty(method, bytes);
            default -> throw missing(method, object);
        };
    }

    private static Value netProperty(Method method, Net net) {
        return switch (method) {
            case LEN -> Num.integer(net.length());
            case IP -> net.ip();
            case TYPE -> new Num(FilterType.ENUM_NET_TYPE, net.kind().code());
            case MAXLEN -> {
                requireRoa(net);
                yield Num.integer(net.maxLength());
            }
            case ASN -> {
                requireRoa(net);
                yield Num.integer(net.asn());
            }
            default -> throw missing(method, net);
        };
    }

    private static void requireRoa(Net net) {
        if (!net.kind().isRoa()) {
            throw new FilterException("ROA expected");
        }
    }

    private static Value listProperty(Method method, WireBytes list) {
        byte[] array = list.array();
        if (list.type() == FilterType.PATH) {
            return switch (method) {
                case LEN -> Num.integer(AsPaths.length(array, 0, array.length));
                case FIRST -> Num.integer(AsPaths.first(array, 0, array.length));
                case LAST -> Num.integer(AsPaths.last(array, 0, array.length));
                case LAST_NONAGGREGATED -> Num.integer(AsPaths.lastNonAggregated(array, 0, array.length));
                case EMPTY -> WireBytes.NO_PATH;
                default -> throw missing(method, list);
            };
        }
        return switch (method) {
            case LEN -> Num.integer(array.length / CommunityLists.width(list.type()));
            case EMPTY -> WireBytes.empty(list.type());
            case MIN -> CommunityLists.extreme(list, false);
            case MAX -> CommunityLists.extreme(list, true);
            case BANDWIDTH -> Num.integer(LinkBandwidth.megabits(array));
            default -> throw missing(method, list);
        };
    }

    private static Value withArgument(Method method, Value object, Value argument) {
        return switch (object) {
            case Wide ip
            when ip.type() == FilterType.IP && method == Method.MASK -> mask(ip, integer(argument, "mask"));
            case Text text
            when method == Method.APPEND && argument instanceof Text more -> {
                checkLength(text.text().length() + more.text().length());
                yield new Text(text.text() + more.text());
            }
            case WireBytes bytes
            when bytes.type() == FilterType.BYTESTRING
                    && method == Method.APPEND
                    && argument instanceof WireBytes more
                    && more.type() == FilterType.BYTESTRING -> {
                checkLength(bytes.length() + more.length());
                byte[] joined = Arrays.copyOf(bytes.array(), bytes.length() + more.length());
                System.arraycopy(more.array(), 0, joined, bytes.length(), more.length());
                yield WireBytes.of(FilterType.BYTESTRING, joined);
            }
            case WireBytes path when path.type() == FilterType.PATH -> pathMethod(method, path, argument);
            case WireBytes list when list.type().isList() -> listMethod(method, list, argument);
            default -> throw missing(method, object);
        };
    }

    /** No attribute can be longer, and doubling a string 30 times must not take all memory. */
    private static void checkLength(int length) {
        if (length > 0xFFFF) {
            throw new FilterException("a string of " + length + " bytes is too long");
        }
    }

    private static Value mask(Wide ip, long length) {
        if (ip.isIp4()) {
            return Wide.ip4(ip.ip4() & Net.mask4((int) Math.min(length, 32)));
        }
        int bits = (int) Math.min(length, 128);
        return Wide.ip6(ip.hi() & Net.maskHi(bits), ip.lo() & Net.maskLo(bits));
    }

    private static Value pathMethod(Method method, WireBytes path, Value argument) {
        byte[] array = path.array();
        return switch (method) {
            case PREPEND -> {
                long asn = integer(argument, "prepend");
                yield WireBytes.of(FilterType.PATH, AsPaths.prepend(array, 0, array.length, asn));
            }
            case DELETE, FILTER -> {
                boolean keep = method == Method.FILTER;
                if (argument instanceof RangeSet set
                        && (set.element() == FilterType.INT || set.element() == FilterType.VOID)) {
                    yield filtered(path, AsPaths.filter(array, 0, array.length, set, 0, keep));
                }
                if (argument instanceof Num num && num.type() == FilterType.INT && !keep) {
                    yield filtered(path, AsPaths.filter(array, 0, array.length, null, num.bits(), false));
                }
                throw wrongArgument(method, path, argument);
            }
            default -> throw missing(method, path);
        };
    }

    private static Value filtered(WireBytes path, byte[] result) {
        return result.length == path.length() ? path : WireBytes.of(FilterType.PATH, result);
    }

    private static Value listMethod(Method method, WireBytes list, Value argument) {
        boolean element = isElement(list.type(), argument);
        boolean sameList = argument.type() == list.type();
        boolean set = argument instanceof RangeSet ranges && CommunityLists.fits(list.type(), ranges);
        switch (method) {
            case ADD -> {
                if (element) {
                    return CommunityLists.union(list, CommunityLists.encode(argument));
                }
                if (sameList) {
                    return CommunityLists.union(list, ((WireBytes) argument).array());
                }
            }
            case DELETE -> {
                if (element) {
                    return CommunityLists.filter(list, CommunityLists.encode(argument), false);
                }
                if (sameList) {
                    return CommunityLists.filter(list, ((WireBytes) argument).array(), false);
                }
                if (set) {
                    return CommunityLists.filter(list, (RangeSet) argument, false);
                }
            }
            case FILTER -> {
                if (sameList) {
                    return CommunityLists.filter(list, ((WireBytes) argument).array(), true);
                }
                if (set) {
                    return CommunityLists.filter(list, (RangeSet) argument, true);
                }
            }
            default -> throw missing(method, list);
        }
        throw wrongArgument(method, list, argument);
    }

    private static boolean isElement(FilterType list, Value value) {
        return switch (list) {
            case CLIST ->
                switch (value.type()) {
                    case PAIR, QUAD, INT -> true;
                    case IP -> ((Wide) value).isIp4();
                    default -> false;
                };
            case ECLIST -> value.type() == FilterType.EC;
            default -> value.type() == FilterType.LC;
        };
    }

    private static FilterException missing(Method method, Value object) {
        if (object == Undefined.VOID) {
            return new FilterException("." + method.label() + " of an undefined value");
        }
        return new FilterException(object.type().label() + " has no method " + method.label());
    }

    private static FilterException wrongArgument(Method method, Value object, Value argument) {
        return new FilterException(
                "." + method.label() + " of " + object.type().label() + " does not take " + describe(argument));
    }
}
