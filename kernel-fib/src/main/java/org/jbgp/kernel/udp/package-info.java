/**
 * Sockets of libc for UDP and ICMPv6, with what the Java library does not show of a datagram: TTL, interface and the
 * kernel's receive time; waiting for several of them; real-time scheduling of a thread.
 *
 * <p>Not here: what the datagrams hold.
 */
package org.jbgp.kernel.udp;
