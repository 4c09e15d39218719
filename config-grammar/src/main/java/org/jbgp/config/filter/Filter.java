package org.jbgp.config.filter;

/**
 * A checked filter: a named one, one written in place, a {@code where} condition, or the block of a static route.
 *
 * @param name the name, or a made-up one for a filter written in place
 */
public record Filter(String name) {}
