/**
 * What is configured of a neighbor: the model's own groups of options, with the addresses and numbers that the router
 * settles. Values only.
 *
 * <p>Not here: the options themselves ({@code config.model.bgp}), and what both sides agreed on
 * ({@code session.Negotiated}).
 */
package org.jbgp.daemon.session.settings;
