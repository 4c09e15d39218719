package org.jbgp.config.filter.value;

/** A value of the filter language. Immutable. */
public sealed interface Value
        permits Undefined, Num, Wide, Net, Text, WireBytes, RangeSet, PrefixSet, PathMask, RouteRef, RouteList {

    /** Its type; {@link FilterType#VOID} if the value is not there. */
    FilterType type();

    /** What {@code defined()} answers. */
    default boolean isDefined() {
        return true;
    }
}
