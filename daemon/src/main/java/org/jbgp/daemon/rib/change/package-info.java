/**
 * What changed in a table since it was last passed on: which prefixes, why, and which next hops lie in them.
 *
 * <p>Start with {@link org.jbgp.daemon.rib.change.ChangedPrefixes}. Who hears of it, and when, is not here but in
 * {@code rib}; a log of past changes is in {@code history}.
 */
package org.jbgp.daemon.rib.change;
