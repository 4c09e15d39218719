package org.jbgp.kernel;

/**
 * Hears of changes in the kernel, in their order, by {@link KernelFib#deliverEvents}. Changes made by the same {@link
 * KernelFib} are not reported.
 */
public interface KernelEventSink {
    /** A link is new or has changed. */
    void linkChanged(KernelLink link);

    /** A link is gone. */
    void linkRemoved(KernelLink link);

    /** An address is new or has changed. */
    void addressChanged(KernelAddress address);

    /** An address is gone. */
    void addressRemoved(KernelAddress address);

    /**
     * Somebody added or replaced a route.
     *
     * @param route valid only during the call
     * @param replaced it took the place of another with the same key
     */
    void routeChanged(RouteMessage route, boolean replaced);

    /** Somebody removed a route; the message is valid only during the call. */
    void routeRemoved(RouteMessage route);

    /**
     * Somebody added, replaced or removed a {@link NextHopObject}; a removed one has taken its routes along without a
     * word.
     */
    void nextHopObjectChanged(int id);

    /** Changes were lost (the socket's buffer overflowed): dump again to know what the kernel has. */
    void resyncNeeded();
}
