package org.jbgp.daemon.policy;

import org.jbgp.config.filter.run.FilterTrace;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.Bytes;

/**
 * An import filter, and behind it the rule of RFC 8326 §4.1: a route with GRACEFUL_SHUTDOWN gets LOCAL_PREF
 * 0, whatever the filter made of it, so that any other way is better. Immutable.
 *
 * @param filter what comes first
 */
public record ShutdownPolicy(Policy filter) implements Policy {
    /** A filter with the rule behind it. */
    public static Policy behind(Policy filter) {
        return filter.equals(NONE) ? filter : new ShutdownPolicy(filter);
    }

    @Override
    public boolean accept(RouteView route, PolicyLog log) {
        return finish(filter.accept(route, log), route);
    }

    @Override
    public boolean trace(RouteView route, PolicyLog log, FilterTrace trace) {
        return finish(filter.trace(route, log, trace), route);
    }

    private static boolean finish(boolean accepted, RouteView route) {
        if (accepted && isShutDown(route) && route.u32(AttributeSlot.LOCAL_PREF) != 0) {
            route.setU32(AttributeSlot.LOCAL_PREF, 0);
        }
        return accepted;
    }

    private static boolean isShutDown(RouteView route) {
        if (!route.has(AttributeSlot.COMMUNITY)) {
            return false;
        }
        byte[] array = route.array(AttributeSlot.COMMUNITY);
        int offset = route.offset(AttributeSlot.COMMUNITY);
        int end = offset + route.length(AttributeSlot.COMMUNITY);
        for (int at = offset; at + 4 <= end; at += 4) {
            if (Bytes.i32(array, at) == AttributeBlob.GRACEFUL_SHUTDOWN) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return filter.toString();
    }
}
