package org.jbgp.config.filter.value;

/** The comparing operators of the filter language. */
public final class Values {

    /** Answer of {@link #compare} and {@link #matches} for operands that do not go together. */
    public static final int INCOMPATIBLE = Integer.MIN_VALUE;

    private Values() {}

    /**
     * Order of two values: negative, 0, positive, or {@link #INCOMPATIBLE}. Nothing is less than anything but itself,
     * which is why {@code undefined < 5} holds.
     */
    public static int compare(Value one, Value other) {
        if (one.type() != other.type()) {
            if (one.type() == FilterType.VOID) {
                return -1;
            }
            if (other.type() == FilterType.VOID) {
                return 1;
            }
            if (isQuadOrIp4(one) && isQuadOrIp4(other)) {
                return Long.compare(quad(one), quad(other));
            }
            return INCOMPATIBLE;
        }
        if (one instanceof Num num) {
            return Integer.signum(Long.compareUnsigned(num.bits(), ((Num) other).bits()));
        }
        if (one instanceof Wide wide) {
            return Wide.compare(wide.hi(), wide.lo(), ((Wide) other).hi(), ((Wide) other).lo());
        }
        if (one instanceof Net net) {
            return compareNets(net, (Net) other);
        }
        if (one instanceof Text text) {
            return Integer.signum(text.text().compareTo(((Text) other).text()));
        }
        if (one instanceof WireBytes bytes && bytes.type() == FilterType.PATH) {
            return AsPaths.compare(bytes.array(), ((WireBytes) other).array());
        }
        return one instanceof Undefined ? 0 : INCOMPATIBLE;
    }

    private static int compareNets(Net one, Net other) {
        if (one.kind() != other.kind()) {
            return one.kind().compareTo(other.kind());
        }
        int address = Wide.compare(one.hi(), one.lo(), other.hi(), other.lo());
        if (address != 0) {
            return address;
        }
        int length = Integer.compare(one.length(), other.length());
        if (length != 0) {
            return length;
        }
        int maxLength = Integer.compare(one.maxLength(), other.maxLength());
        return maxLength != 0 ? maxLength : Long.compare(one.asn(), other.asn());
    }

    /** The {@code =} operator; values of different types are different. */
    public static boolean same(Value one, Value other) {
        int order = compare(one, other);
        if (order != INCOMPATIBLE) {
            return order == 0;
        }
        return one.type() == other.type() && one.equals(other);
    }

    /** The {@code ~} operator: 1, 0, or {@link #INCOMPATIBLE}. */
    public static int matches(Value element, Value container) {
        return switch (container) {
            case PathMask mask ->
                element instanceof WireBytes path && path.type() == FilterType.PATH
                        ? truth(mask.matches(path.array(), 0, path.length()))
                        : INCOMPATIBLE;
            case WireBytes bytes -> inBytes(element, bytes);
            case Text pattern ->
                element instanceof Text text ? truth(Text.glob(pattern.text(), text.text())) : INCOMPATIBLE;
            case Net net ->
                switch (element) {
                    case Wide ip when ip.type() == FilterType.IP -> truth(net.contains(ip));
                    case Net inner -> truth(net.contains(inner));
                    default -> INCOMPATIBLE;
                };
            case PrefixSet set -> element instanceof Net net ? truth(set.contains(net)) : INCOMPATIBLE;
            case RangeSet set -> inSet(element, set);
            case Num num -> INCOMPATIBLE;
            case Wide wide -> INCOMPATIBLE;
            case Undefined nothing -> INCOMPATIBLE;
            case RouteRef route -> INCOMPATIBLE;
            case RouteList list -> INCOMPATIBLE;
        };
    }

    private static int inBytes(Value element, WireBytes list) {
        byte[] array = list.array();
        return switch (list.type()) {
            case PATH ->
                element.type() == FilterType.INT
                        ? truth(AsPaths.contains(array, 0, array.length, ((Num) element).bits()))
                        : INCOMPATIBLE;
            case CLIST ->
                element.type() == FilterType.INT || element.type() == FilterType.PAIR || isQuadOrIp4(element)
                        ? truth(CommunityLists.contains(array, 0, array.length, quad(element)))
                        : INCOMPATIBLE;
            case ECLIST ->
                element.type() == FilterType.EC
                        ? truth(CommunityLists.containsExtended(array, 0, array.length, ((Num) element).bits()))
                        : INCOMPATIBLE;
            case LCLIST ->
                element instanceof Wide lc && lc.type() == FilterType.LC
                        ? truth(CommunityLists.containsLarge(array, 0, array.length, lc.hi(), lc.lo()))
                        : INCOMPATIBLE;
            default -> INCOMPATIBLE;
        };
    }

    private static int inSet(Value element, RangeSet set) {
        if (set.element() == FilterType.VOID) {
            return 0;
        }
        if (element instanceof WireBytes list) {
            if (list.type() == FilterType.PATH) {
                return set.element() == FilterType.INT
                        ? truth(AsPaths.matches(list.array(), 0, list.length(), set))
                        : INCOMPATIBLE;
            }
            return list.type().isList() && CommunityLists.fits(list.type(), set)
                    ? truth(CommunityLists.matches(list.type(), list.array(), 0, list.length(), set))
                    : INCOMPATIBLE;
        }
        int index = find(element, set);
        return index == INCOMPATIBLE ? INCOMPATIBLE : truth(index >= 0);
    }

    /** Index of the range of the set that holds the value; -1 if none does, {@link #INCOMPATIBLE} if none could. */
    private static int find(Value element, RangeSet set) {
        if (element.type() == set.element()) {
            return switch (element) {
                case Num num -> set.contains(num.bits()) ? 0 : -1;
                case Wide wide -> set.find(wide.hi(), wide.lo());
                default -> INCOMPATIBLE;
            };
        }
        if (element.type() == FilterType.QUAD && set.isIp4()) {
            return set.find(0, Wide.ip4(quad(element)).lo());
        }
        if (set.element() == FilterType.QUAD && isQuadOrIp4(element)) {
            return set.find(quad(element));
        }
        return INCOMPATIBLE;
    }

    static boolean isQuadOrIp4(Value value) {
        return value.type() == FilterType.QUAD
                || (value instanceof Wide wide && wide.type() == FilterType.IP && wide.isIp4());
    }

    /** The 32 bits of an int, pair, quad or IPv4 address. */
    public static long quad(Value value) {
        return value instanceof Wide wide ? wide.ip4() : ((Num) value).bits();
    }

    private static int truth(boolean value) {
        return value ? 1 : 0;
    }
}
