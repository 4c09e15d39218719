/**
 * {@code protocol kernel} in the running router: the thread that owns the netlink sockets, and the export from shards
 * to it. Start with {@link org.jbgp.daemon.kernel.KernelEngine}.
 *
 * <p>Not here: what is kept of the kernel's routes and how differences are sent ({@code protocol.kernel}), and netlink
 * itself (the module {@code kernel-fib}).
 */
package org.jbgp.daemon.kernel;
