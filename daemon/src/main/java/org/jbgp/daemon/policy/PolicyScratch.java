package org.jbgp.daemon.policy;

/** Working memory of a filter run, kept with the thread's {@link RouteView} so that running costs no allocation. */
final class PolicyScratch {

    private final StringBuilder line = new StringBuilder();

    /** The line {@code printn} is building. */
    StringBuilder line() {
        return line;
    }
}
