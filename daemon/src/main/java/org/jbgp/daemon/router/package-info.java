/**
 * The running router, wired together: threads, instances, ports to the world. Start with {@link
 * org.jbgp.daemon.router.Router}.
 *
 * <p>Not here: anything that decides about routes, sessions or configurations; each has a room of its own.
 */
package org.jbgp.daemon.router;
