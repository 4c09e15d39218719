/**
 * What the kernel has and shall have, and the differences between them, for one kernel table on one thread. Start with
 * {@link org.jbgp.daemon.protocol.kernel.KernelProtocol}.
 *
 * <p>Not here: tables, filters and threads ({@code kernel}), netlink itself (the module {@code kernel-fib}).
 */
package org.jbgp.daemon.protocol.kernel;
