/**
 * Whether a route may go to a neighbor, and what BGP changes of it on the way: the settings neighbors have in common,
 * RFC 4271's and RFC 4456's rules, the changes of attributes, the check that the result can be written.
 *
 * <p>Not here: who has been sent what, and when ({@code advertise}); the order of messages ({@code advertise.pack}).
 *
 * <p>Start with {@link org.jbgp.daemon.advertise.rules.ExportSettings} and {@link
 * org.jbgp.daemon.advertise.rules.ExportRules}.
 */
package org.jbgp.daemon.advertise.rules;
