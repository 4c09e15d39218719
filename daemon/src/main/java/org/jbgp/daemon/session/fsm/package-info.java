/**
 * The state machine of a neighbor (RFC 4271 §8) as a pure function: state, event and time in, state and actions out.
 * Start with {@link org.jbgp.daemon.session.fsm.PeerFsm}.
 *
 * <p>Not here: sockets and clocks, which {@code net} has.
 */
package org.jbgp.daemon.session.fsm;
