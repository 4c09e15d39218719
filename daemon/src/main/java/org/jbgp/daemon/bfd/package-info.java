/**
 * {@code protocol bfd} in the running router (RFC 5880, 5881, 5883): who wants which session watched, and what becomes
 * of it (RFC 5882). Packets, timers and sockets are in the helper process ({@code bfd.helper}), which this room starts
 * and minds.
 *
 * <p>Not here: what BGP or a static route does when a session goes down.
 */
package org.jbgp.daemon.bfd;
