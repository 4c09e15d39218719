/**
 * OPEN messages and capabilities (RFC 4271 §4.2, RFC 5492).
 *
 * <p>Not here: what two sides make of their capabilities ({@code session.OpenNegotiation}).
 */
package org.jbgp.daemon.wire.open;
