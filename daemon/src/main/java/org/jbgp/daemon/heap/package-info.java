/**
 * How much memory the process may take, and what happens near the end of it: a warning, then the end of the session
 * that brings most. Start with {@link org.jbgp.daemon.heap.MemoryGuard}.
 *
 * <p>Not here: the stores themselves ({@code memory}, {@code rib.store}).
 */
package org.jbgp.daemon.heap;
