/**
 * Neighbors that files of recorded routes play: which neighbor and whose routes are meant ({@link
 * org.jbgp.daemon.simulate.play.Players}), and what is said on their sessions ({@link
 * org.jbgp.daemon.simulate.play.Announcer}).
 *
 * <p>Not here: how the files are read ({@code mrt}).
 */
package org.jbgp.daemon.simulate.play;
