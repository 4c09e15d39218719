/**
 * BFD's control packets (RFC 5880 §4) and their authentication (§6.7).
 *
 * <p>Not here: states, timers and sockets. Nothing here knows the rest of the daemon: the helper process runs it too.
 */
package org.jbgp.daemon.bfd.packet;
