/**
 * The heart-beat helper: BFD's sockets and sessions in a small process of its own, which no collection of the router's
 * heap stops (decision 012). {@code HelperMain} takes orders on its standard input and reports on its standard output.
 *
 * <p>Not here: what the router makes of a session's state, and anything of the rest of the daemon.
 */
package org.jbgp.daemon.bfd.helper;
