/**
 * Single sockets: making one that dials, its options and counters in Linux, addresses and error words as BIRD writes
 * them.
 *
 * <p>Start at {@link org.jbgp.daemon.net.socket.SocketOptions}. What goes over a socket, and who owns it, is in {@code
 * net}.
 */
package org.jbgp.daemon.net.socket;
