package org.jbgp.config.options.common;

import java.util.Set;
import org.jbgp.config.base.DebugFlag;

/**
 * What protocols and channels report that do not say so themselves.
 *
 * @param protocols {@code debug protocols}
 * @param channels {@code debug channels}
 * @param mrtdump {@code mrtdump protocols}
 */
public record Reporting(Set<DebugFlag> protocols, Set<DebugFlag> channels, Set<DebugFlag> mrtdump) {}
