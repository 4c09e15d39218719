/**
 * {@code protocol bgp} in the running router: plans made of its configuration, and what a neighbor's sessions do with
 * the tables. Start with {@link org.jbgp.daemon.bgp.BgpInstance}, then {@link org.jbgp.daemon.bgp.BgpSession}.
 *
 * <p>Not here: the state machine ({@code session.fsm}), sockets ({@code net}), and what groups of neighbors are
 * advertised ({@code advertise}).
 */
package org.jbgp.daemon.bgp;
