/**
 * BIRD's control protocol over a Unix socket: {@link org.jbgp.daemon.control.ControlServer} listens, a session per
 * client finds each command in {@code CommandTable} and runs it against the ports of {@code control.view}, and a {@link
 * org.jbgp.daemon.control.layout.Layout} prints the answers the way BIRD 2.x or BIRD 1.6 does. Nothing here knows how
 * the router works. Start with {@code ControlServer}, then {@code CommandTable}.
 */
package org.jbgp.daemon.control;
