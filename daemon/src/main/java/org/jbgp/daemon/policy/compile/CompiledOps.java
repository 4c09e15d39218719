package org.jbgp.daemon.policy.compile;

import java.util.List;
import org.jbgp.config.filter.run.FilterException;
import org.jbgp.config.filter.run.Operations;
import org.jbgp.config.filter.tree.Expression.BinaryOperator;
import org.jbgp.config.filter.value.AsPaths;
import org.jbgp.config.filter.value.CommunityLists;
import org.jbgp.config.filter.value.FilterType;
import org.jbgp.config.filter.value.Net;
import org.jbgp.config.filter.value.Num;
import org.jbgp.config.filter.value.PathMask;
import org.jbgp.config.filter.value.RangeSet;
import org.jbgp.config.filter.value.Text;
import org.jbgp.config.filter.value.Undefined;
import org.jbgp.config.filter.value.Value;
import org.jbgp.config.filter.value.ValueFormat;
import org.jbgp.config.filter.value.Values;
import org.jbgp.config.filter.value.WireBytes;
import org.jbgp.daemon.policy.AttributeSlot;
import org.jbgp.daemon.policy.PolicyScratch;
import org.jbgp.daemon.policy.RouteView;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * What compiled filters call. Numbers of up to 32 bits are longs here, -1 for undefined; whatever goes wrong is left to
 * {@link Operations} to say, so that both back ends say the same.
 */
final class CompiledOps {

    static final long UNDEFINED = RouteView.UNDEFINED;

    private static final long U32 = 0xFFFF_FFFFL;
    private static final byte[] NOTHING = {};

    private CompiledOps() {}

    // ---- numbers and values ----------------------------------------------------------------------------------------

    static long bits(Value value) {
        return value instanceof Num num ? num.bits() : UNDEFINED;
    }

    static Value number(long bits, FilterType type) {
        return bits == UNDEFINED ? Undefined.VOID : new Num(type, bits);
    }

    static Value bool(boolean value) {
        return Num.bool(value);
    }

    private static Value integer(long bits) {
        return number(bits, FilterType.INT);
    }

    static long add(long left, long right) {
        return (left | right) < 0 ? fail(BinaryOperator.ADD, left, right) : left + right & U32;
    }

    static long subtract(long left, long right) {
        return (left | right) < 0 ? fail(BinaryOperator.SUBTRACT, left, right) : left - right & U32;
    }

    static long multiply(long left, long right) {
        return (left | right) < 0 ? fail(BinaryOperator.MULTIPLY, left, right) : left * right & U32;
    }

    static long divide(long left, long right) {
        return (left | right) < 0 ? fail(BinaryOperator.DIVIDE, left, right) : Operations.divide(left, right);
    }

    private static long fail(BinaryOperator operator, long left, long right) {
        return bits(Operations.binary(operator, integer(left), integer(right)));
    }

    static long pair(long asn, long data) {
        return (asn | data) < 0 || asn > 0xFFFF || data > 0xFFFF
                ? bits(Operations.pairOf(integer(asn), integer(data)))
                : asn << 16 | data;
    }

    /** The number, unless it is undefined and must not be. */
    static long defined(long bits, FilterType type, String what) {
        if (bits == UNDEFINED) {
            Operations.convert(Undefined.VOID, type, what);
        }
        return bits;
    }

    /** A value for a variable that may become undefined. */
    static Value convertOrUndefined(Value value, FilterType type, String what) {
        return value == Undefined.VOID ? value : Operations.convert(value, type, what);
    }

    // ---- matching in place -----------------------------------------------------------------------------------------

    static boolean in(long key, RangeSet set, BinaryOperator operator) {
        if (key == UNDEFINED) {
            throw mismatch(operator, Undefined.VOID, set);
        }
        return set.contains(key) == (operator == BinaryOperator.MATCH);
    }

    private static FilterException mismatch(BinaryOperator operator, Value left, Value right) {
        try {
            Operations.binary(operator, left, right);
        } catch (FilterException e) {
            return e;
        }
        throw new IllegalStateException(left.type() + " goes with " + right.type());
    }

    /** Whether a case label takes the number. */
    static boolean label(long key, RangeSet labels) {
        return key != UNDEFINED && labels.contains(key);
    }

    static boolean label(Value subject, RangeSet labels) {
        return !(subject instanceof WireBytes) && Values.matches(subject, labels) == 1;
    }

    private static boolean isIp4(RouteView route) {
        return route.family() == AddressFamily.IPV4_UNICAST;
    }

    static boolean pathMatches(RouteView route, int slot, PathMask mask) {
        return route.has(slot)
                ? mask.matches(route.array(slot), route.offset(slot), route.length(slot))
                : mask.matches(NOTHING, 0, 0);
    }

    static boolean pathMatches(RouteView route, int slot, RangeSet set) {
        return route.has(slot) && AsPaths.matches(route.array(slot), route.offset(slot), route.length(slot), set);
    }

    static boolean pathContains(long asn, RouteView route, int slot, BinaryOperator operator) {
        if (asn == UNDEFINED) {
            throw mismatch(operator, Undefined.VOID, WireBytes.NO_PATH);
        }
        boolean found =
                route.has(slot) && AsPaths.contains(route.array(slot), route.offset(slot), route.length(slot), asn);
        return found == (operator == BinaryOperator.MATCH);
    }

    static boolean listContains(long community, RouteView route, int slot, BinaryOperator operator) {
        if (community == UNDEFINED) {
            throw mismatch(operator, Undefined.VOID, WireBytes.NO_CLIST);
        }
        boolean found = route.has(slot)
                && CommunityLists.contains(route.array(slot), route.offset(slot), route.length(slot), community);
        return found == (operator == BinaryOperator.MATCH);
    }

    static boolean listContainsExtended(long community, RouteView route, int slot) {
        return route.has(slot)
                && CommunityLists.containsExtended(
                        route.array(slot), route.offset(slot), route.length(slot), community);
    }

    static boolean listContainsLarge(long hi, long lo, RouteView route, int slot) {
        return route.has(slot)
                && CommunityLists.containsLarge(route.array(slot), route.offset(slot), route.length(slot), hi, lo);
    }

    static boolean listMatches(RouteView route, int slot, FilterType type, RangeSet set) {
        return route.has(slot)
                && CommunityLists.matches(type, route.array(slot), route.offset(slot), route.length(slot), set);
    }

    static boolean glob(String text, String pattern) {
        return Text.glob(pattern, text);
    }

    // ---- attributes ------------------------------------------------------------------------------------------------

    static long source(RouteView route) {
        return route.kind().code();
    }

    static long destination(RouteView route) {
        return route.destination().code();
    }

    static long interfaceIndex(RouteView route) {
        return route.interfaceIndex() & U32;
    }

    static long weight(RouteView route) {
        return route.weight();
    }

    static long scope(RouteView route) {
        return bits(route.policyScratch().values().get(org.jbgp.config.filter.tree.StaticAttribute.SCOPE));
    }

    static String interfaceName(RouteView route) {
        int index = route.interfaceIndex();
        return index == 0 ? "" : route.links().nameOf(index);
    }

    static String protocol(RouteView route) {
        return route.source().protocol();
    }

    static long prefixLength(RouteView route) {
        return route.prefixLength();
    }

    static long netType(RouteView route) {
        return (isIp4(route) ? Net.Kind.IP4 : Net.Kind.IP6).code();
    }

    static long pathLength(RouteView route, int slot) {
        return route.has(slot) ? AsPaths.length(route.array(slot), route.offset(slot), route.length(slot)) : 0;
    }

    static long pathFirst(RouteView route, int slot) {
        return route.has(slot) ? AsPaths.first(route.array(slot), route.offset(slot), route.length(slot)) : 0;
    }

    static long pathLast(RouteView route, int slot) {
        return route.has(slot) ? AsPaths.last(route.array(slot), route.offset(slot), route.length(slot)) : 0;
    }

    static long listLength(RouteView route, int slot, FilterType type) {
        return route.has(slot) ? route.length(slot) / CommunityLists.width(type) : 0;
    }

    // ---- the rest --------------------------------------------------------------------------------------------------

    static int count(Value list) {
        if (!(list instanceof WireBytes bytes) || !bytes.type().isList()) {
            throw new FilterException("for cannot walk over " + list.type().label());
        }
        return bytes.type() == FilterType.PATH
                ? AsPaths.count(bytes.array(), 0, bytes.length())
                : bytes.length() / CommunityLists.width(bytes.type());
    }

    static Value element(Value list, int index) {
        WireBytes bytes = (WireBytes) list;
        return bytes.type() == FilterType.PATH
                ? Num.integer(AsPaths.get(bytes.array(), 0, bytes.length(), index))
                : CommunityLists.get(bytes.type(), bytes.array(), index * CommunityLists.width(bytes.type()));
    }

    static Value mask(List<PathMask.Item> items) {
        return new PathMask(items);
    }

    static Value format(Value value) {
        return new Text(ValueFormat.format(value));
    }

    static Value roaCheck(Value prefix, Value asn, PolicyScratch scratch, String table) {
        long origin = Operations.integer(asn, "roa_check");
        if (!(prefix instanceof Net net)) {
            throw new FilterException(
                    "roa_check needs prefix, got " + prefix.type().label());
        }
        return new Num(FilterType.ENUM_ROA, scratch.environment().roaCheck(table, net, origin));
    }

    static Value roaCheck(RouteView route, PolicyScratch scratch, String table) {
        if (!route.has(AttributeSlot.AS_PATH)) {
            throw new FilterException("roa_check needs a route with bgp_path");
        }
        Value net = scratch.values().get(org.jbgp.config.filter.tree.StaticAttribute.NET);
        return roaCheck(net, Num.integer(pathLast(route, AttributeSlot.AS_PATH)), scratch, table);
    }

    static Value aspaCheck(Value path, Value upstream, PolicyScratch scratch, String table) {
        if (!(path instanceof WireBytes bytes) || bytes.type() != FilterType.PATH) {
            throw new FilterException(
                    "aspa_check needs bgppath, got " + path.type().label());
        }
        boolean up = Operations.truth(upstream, "aspa_check");
        return new Num(FilterType.ENUM_ASPA, scratch.environment().aspaCheck(table, bytes, up));
    }
}
