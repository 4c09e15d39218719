package org.jbgp.daemon.rib.channel;

/**
 * A channel as it would be under another configuration.
 *
 * @param number of the channel
 * @param would what it would be, null if it would be gone with its routes
 * @param judges its routes would go through the import filter of {@code would}, else only its rank in selection may be
 *     another one
 */
public record TrialChannel(int number, Channel would, boolean judges) {}
