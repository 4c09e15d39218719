/**
 * The way from one protocol into one table: what all its routes have in common, the limits on them, and who hears of
 * them on that way.
 *
 * <p>Start with {@link org.jbgp.daemon.rib.channel.Channel}. Routes are not here, and what happens to them on the way
 * is in {@code rib}.
 */
package org.jbgp.daemon.rib.channel;
