/**
 * The commands of BIRD's control protocol: {@link org.jbgp.daemon.control.CommandRunner} finds each in {@code
 * CommandTable} and runs it against the ports of {@code control.view}; a {@link org.jbgp.daemon.control.layout.Layout}
 * prints the answers the way BIRD 2.x or BIRD 1.6 does. Start with {@code CommandTable}.
 *
 * <p>Not here: sockets and clients ({@code socket}), how arguments are read ({@code words}), and how the router works.
 */
package org.jbgp.daemon.control;
