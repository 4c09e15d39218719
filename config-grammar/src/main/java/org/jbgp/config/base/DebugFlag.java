package org.jbgp.config.base;

/** What a protocol reports of its work; also the choices of {@code mrtdump} (states and messages). */
public enum DebugFlag {
    STATES,
    ROUTES,
    FILTERS,
    INTERFACES,
    EVENTS,
    PACKETS
}
