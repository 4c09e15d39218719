/**
 * Streams of bytes to a cache: {@link org.jbgp.daemon.rpki.transport.TcpTransport}, SSH.
 *
 * <p>Not here: what the bytes mean. The class of a transport is loaded when a cache is configured that needs it.
 */
package org.jbgp.daemon.rpki.transport;
