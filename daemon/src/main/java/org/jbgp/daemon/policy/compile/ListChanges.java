package org.jbgp.daemon.policy.compile;

import org.jbgp.config.filter.value.AsPaths;
import org.jbgp.config.filter.value.CommunityLists;
import org.jbgp.config.filter.value.FilterType;
import org.jbgp.config.filter.value.RangeSet;
import org.jbgp.daemon.policy.RouteView;

/**
 * Changes of the route's lists by constants, as most filters make them: from one place in the view's arrays to another,
 * without a value in between. What compiled filters call; the operations are those the interpreter uses.
 */
final class ListChanges {

    private ListChanges() {}

    /** {@code list.add(element)}, or all elements of another list. */
    static void add(RouteView route, int slot, FilterType type, byte[] more) {
        int length = lengthOf(route, slot);
        int at = route.reserve(length + more.length);
        int result =
                CommunityLists.union(type, route.array(slot), startOf(route, slot), length, more, route.scratch(), at);
        route.change(slot, at, result);
    }

    /** {@code list.delete(other)} or {@code list.filter(other)}, the other being one element or more. */
    static void filter(RouteView route, int slot, FilterType type, byte[] other, boolean keepMembers) {
        int length = lengthOf(route, slot);
        int at = route.reserve(length);
        int result = CommunityLists.filter(
                type, route.array(slot), startOf(route, slot), length, other, keepMembers, route.scratch(), at);
        route.change(slot, at, result);
    }

    /** {@code list.delete([...])} or {@code list.filter([...])}. */
    static void filter(RouteView route, int slot, FilterType type, RangeSet set, boolean keepMembers) {
        int length = lengthOf(route, slot);
        int at = route.reserve(length);
        int result = CommunityLists.filter(
                type, route.array(slot), startOf(route, slot), length, set, keepMembers, route.scratch(), at);
        route.change(slot, at, result);
    }

    /** {@code path.prepend(asn)} */
    static void prepend(RouteView route, int slot, long asn) {
        int length = lengthOf(route, slot);
        int result = length + AsPaths.prependedBytes(route.array(slot), startOf(route, slot), length);
        int at = route.reserve(result);
        AsPaths.prepend(route.array(slot), startOf(route, slot), length, asn, route.scratch(), at);
        route.change(slot, at, result);
    }

    private static int lengthOf(RouteView route, int slot) {
        return route.has(slot) ? route.length(slot) : 0;
    }

    private static int startOf(RouteView route, int slot) {
        return route.has(slot) ? route.offset(slot) : 0;
    }
}
