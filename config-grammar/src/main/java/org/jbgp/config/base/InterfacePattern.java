package org.jbgp.config.base;

import java.util.Optional;

/**
 * One item of an interface list. The first item of a list that fits decides; no item: no.
 *
 * @param accept false for an item written with {@code -}
 * @param pattern shell pattern of the interface name with {@code *} and {@code ?}; empty: any name
 * @param prefix the interface must have an address in this prefix; empty: any
 */
public record InterfacePattern(boolean accept, Optional<String> pattern, Optional<IpPrefix> prefix) {}
