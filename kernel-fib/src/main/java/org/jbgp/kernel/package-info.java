/**
 * The kernel's forwarding table, by rtnetlink: links, addresses and routes, read, watched and changed.
 *
 * <p>Start at {@link org.jbgp.kernel.KernelFib}: it opens the sockets, dumps, delivers changes, and makes {@link
 * org.jbgp.kernel.RouteRequests}es, the bulk way of routes into the kernel. {@link org.jbgp.kernel.RouteMessage} is the
 * cursor over a route in a receive buffer; {@link org.jbgp.kernel.KernelRoute} is the same as a value.
 *
 * <p>What does not live here: which routes belong in the kernel and who owns them (the daemon's {@code kernel}
 * protocol).
 *
 * <p>libc is called through jffi, the native half of jnr-ffi, by symbol address and plain numbers: jnr-ffi's interface
 * loader generates classes at run time, which cost 160–290 ms of a cold start where jffi alone costs 80–110 ms, and
 * which no AOT cache can hold. Everything here belongs to one thread at a time, except {@link
 * org.jbgp.kernel.KernelFib#wakeUp()}.
 */
package org.jbgp.kernel;
