/**
 * The protocols that are not BGP: {@code device} watches interfaces, {@code direct} announces their networks, {@code
 * static} announces what the file says, {@code kernel} keeps a kernel table equal to one of the router's tables and
 * learns from it.
 *
 * <p>Each is a plain object that is given what happened and what time it is; none knows a thread, a clock or a socket.
 * The router's kernel thread drives them all. What they feed is a {@link org.jbgp.daemon.protocol.RouteFeed}; what the
 * kernel shall have comes to {@link org.jbgp.daemon.protocol.kernel.KernelProtocol#want} from the shards.
 */
package org.jbgp.daemon.protocol;
