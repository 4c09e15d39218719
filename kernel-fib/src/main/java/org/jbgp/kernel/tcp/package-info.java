/**
 * TCP-AO (RFC 5925) on sockets that others opened, by their file descriptors.
 *
 * <p>Not here: which keys a neighbor has, and when they change.
 */
package org.jbgp.kernel.tcp;
