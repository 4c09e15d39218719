/**
 * One connection to a neighbor: frames in both directions, the queue of what is to be sent, what is counted and
 * reported of messages, and the timers that a connection lives by.
 *
 * <p>Start with {@link org.jbgp.daemon.net.connection.BgpConnection}. Which connections a neighbor has, and how they
 * come about, is not here but in {@code net}; single sockets are in {@code net.socket}.
 */
package org.jbgp.daemon.net.connection;
