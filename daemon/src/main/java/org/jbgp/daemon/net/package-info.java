/**
 * BGP over TCP with netty's native epoll transport: listeners, neighbors with their event loops, and who dials whom.
 *
 * <p>Start at {@link org.jbgp.daemon.net.BgpNetwork}. What a session means is in {@code session}; here is only how its
 * bytes travel. One connection, with its framing and send queue, is in {@code connection}.
 */
package org.jbgp.daemon.net;
