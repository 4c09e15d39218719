package org.jbgp.config.filter;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jbgp.config.filter.tree.Method;
import org.jbgp.config.filter.value.FilterType;

/** Which type has which method, what it takes and what it gives. */
final class MethodTable {

    private static final Map<String, Method> BY_NAME = new HashMap<>();

    /** Result types of methods without arguments. */
    private static final Map<FilterType, Map<Method, FilterType>> PROPERTIES = new EnumMap<>(FilterType.class);

    /** Argument types of methods with one argument; an empty set takes anything. */
    private static final Map<FilterType, Map<Method, Set<FilterType>>> ARGUMENTS = new EnumMap<>(FilterType.class);

    static {
        for (Method method : Method.values()) {
            BY_NAME.put(method.label(), method);
        }
        property(FilterType.PREFIX, Method.LEN, FilterType.INT);
        property(FilterType.PREFIX, Method.IP, FilterType.IP);
        property(FilterType.PREFIX, Method.TYPE, FilterType.ENUM_NET_TYPE);
        property(FilterType.PREFIX, Method.MAXLEN, FilterType.INT);
        property(FilterType.PREFIX, Method.ASN, FilterType.INT);
        property(FilterType.IP, Method.IS_V4, FilterType.BOOL);
        property(FilterType.PAIR, Method.ASN, FilterType.INT);
        property(FilterType.PAIR, Method.DATA, FilterType.INT);
        property(FilterType.LC, Method.ASN, FilterType.INT);
        property(FilterType.LC, Method.DATA1, FilterType.INT);
        property(FilterType.LC, Method.DATA2, FilterType.INT);
        property(FilterType.PATH, Method.FIRST, FilterType.INT);
        property(FilterType.PATH, Method.LAST, FilterType.INT);
        property(FilterType.PATH, Method.LAST_NONAGGREGATED, FilterType.INT);
        for (FilterType list :
                new FilterType[] {FilterType.PATH, FilterType.CLIST, FilterType.ECLIST, FilterType.LCLIST}) {
            property(list, Method.LEN, FilterType.INT);
            property(list, Method.EMPTY, list);
            if (list != FilterType.PATH) {
                property(list, Method.MIN, list.elementType());
                property(list, Method.MAX, list.elementType());
            }
        }

        property(FilterType.ECLIST, Method.BANDWIDTH, FilterType.INT);

        argument(FilterType.IP, Method.MASK, FilterType.INT);
        argument(FilterType.STRING, Method.APPEND, FilterType.STRING);
        argument(FilterType.BYTESTRING, Method.APPEND, FilterType.BYTESTRING);
        argument(FilterType.PATH, Method.PREPEND, FilterType.INT);
        argument(FilterType.PATH, Method.DELETE, FilterType.INT, FilterType.SET);
        argument(FilterType.PATH, Method.FILTER, FilterType.SET);
        FilterType[] community = {FilterType.PAIR, FilterType.QUAD, FilterType.IP, FilterType.INT, FilterType.CLIST};
        argument(FilterType.CLIST, Method.ADD, community);
        argument(FilterType.CLIST, Method.DELETE, community);
        ARGUMENTS.get(FilterType.CLIST).get(Method.DELETE).add(FilterType.SET);
        argument(FilterType.CLIST, Method.FILTER, FilterType.CLIST, FilterType.SET);
        argument(FilterType.ECLIST, Method.ADD, FilterType.EC, FilterType.ECLIST);
        argument(FilterType.ECLIST, Method.DELETE, FilterType.EC, FilterType.ECLIST, FilterType.SET);
        argument(FilterType.ECLIST, Method.FILTER, FilterType.ECLIST, FilterType.SET);
        argument(FilterType.LCLIST, Method.ADD, FilterType.LC, FilterType.LCLIST);
        argument(FilterType.LCLIST, Method.DELETE, FilterType.LC, FilterType.LCLIST, FilterType.SET);
        argument(FilterType.LCLIST, Method.FILTER, FilterType.LCLIST, FilterType.SET);
    }

    private MethodTable() {}

    private static void property(FilterType object, Method method, FilterType result) {
        PROPERTIES.computeIfAbsent(object, type -> new EnumMap<>(Method.class)).put(method, result);
    }

    private static void argument(FilterType object, Method method, FilterType first, FilterType... more) {
        ARGUMENTS.computeIfAbsent(object, type -> new EnumMap<>(Method.class)).put(method, EnumSet.of(first, more));
    }

    private static void argument(FilterType object, Method method, FilterType[] types) {
        ARGUMENTS.computeIfAbsent(object, type -> new EnumMap<>(Method.class)).put(method, EnumSet.of(types[0], types));
    }

    /** The method of that name, or null. */
    static Method find(String name) {
        return BY_NAME.get(name);
    }

    /** All method names, for suggestions. */
    static Iterable<String> names() {
        return BY_NAME.keySet();
    }

    /** Result type of a method without argument, or null if the type has no such. */
    static FilterType property(FilterType object, Method method) {
        return PROPERTIES.getOrDefault(object, Map.of()).get(method);
    }

    /** Types the one argument of a method may have, or null if the type has no such method. */
    static Set<FilterType> arguments(FilterType object, Method method) {
        return ARGUMENTS.getOrDefault(object, Map.of()).get(method);
    }

    /** Whether any type has this method with an argument. */
    static boolean takesArgument(Method method) {
        return ARGUMENTS.values().stream().anyMatch(methods -> methods.containsKey(method));
    }
}
