/**
 * {@code --simulate}: what comes of a network, what breaks when something fails. Start with {@link
 * org.jbgp.daemon.simulate.SimulateCommand}.
 *
 * <p>Not here: which network a set of files describes ({@code plan}), neighbors that files play ({@code play}), virtual
 * time, links and kernels ({@code simulation}).
 */
package org.jbgp.daemon.simulate;
