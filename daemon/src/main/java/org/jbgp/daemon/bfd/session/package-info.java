/**
 * BFD sessions as single-threaded objects: states, negotiated timers, polls (RFC 5880 §6.8). Time is a parameter.
 *
 * <p>Not here: sockets, threads and processes. Nothing here knows the rest of the daemon: the helper process runs it
 * too.
 */
package org.jbgp.daemon.bfd.session;
