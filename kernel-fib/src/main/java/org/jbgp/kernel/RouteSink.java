package org.jbgp.kernel;

/** Hears of each route of a dump. */
@FunctionalInterface
public interface RouteSink {
    /** The dump starts, or starts again because the table changed under it: forget what it showed so far. */
    default void begin() {}

    /** One route; the message is valid only during the call. */
    void route(RouteMessage route);
}
