/**
 * BGP over TCP with netty's native epoll transport: listeners, connections, framing, send queues, event loops.
 *
 * <p>Start at {@link org.jbgp.daemon.net.BgpNetwork}. What a session means is in {@code session}; here is only how its
 * bytes travel.
 */
package org.jbgp.daemon.net;
