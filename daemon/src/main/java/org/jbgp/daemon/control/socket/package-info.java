/**
 * BIRD's control protocol over Unix sockets: who may connect, how many, and a thread for each of them.
 *
 * <p>Start with {@link org.jbgp.daemon.control.socket.ControlServer}. What a line means and what is answered is not
 * here but in {@code control}.
 */
package org.jbgp.daemon.control.socket;
