/**
 * The protocols that are not BGP: {@code device} watches interfaces, {@code direct} announces their networks, {@code static}
 * announces what the file says, {@code kernel} keeps a kernel table equal to one of the router's tables and learns from it.
 *
 * <p>Each is a plain object that is told what happened and what time it is; none knows a thread, a clock or a socket. Those on the
 * kernel's side are driven by {@link org.jbgp.daemon.protocol.KernelLoop}, which owns the netlink sockets. What they feed is a
 * {@link org.jbgp.daemon.protocol.RouteFeed}. {@link org.jbgp.daemon.protocol.KernelExporter} is the one piece that lives on the
 * shards: it turns best paths into what the kernel shall do.
 */
package org.jbgp.daemon.protocol;
