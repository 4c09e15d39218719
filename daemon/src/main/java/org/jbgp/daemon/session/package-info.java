/**
 * The BGP neighbor as RFC 4271 §8 describes it, without a socket in sight.
 *
 * <p>Start at {@link org.jbgp.daemon.session.fsm.PeerFsm}: a pure function from (state, event, now) to (state,
 * actions). {@link org.jbgp.daemon.session.OpenNegotiation} turns two OPEN messages into a {@link
 * org.jbgp.daemon.session.Negotiated}. {@link org.jbgp.daemon.session.Neighbor}, {@link
 * org.jbgp.daemon.session.Session} and {@link org.jbgp.daemon.session.SessionHandler} are what the rest of the daemon
 * sees; package {@code net} implements the first two.
 *
 * <p>Not here: sockets and event loops ({@code net}), message bytes ({@code wire}), routes ({@code rib}).
 */
package org.jbgp.daemon.session;
