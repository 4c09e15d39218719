/**
 * {@code --simulate}: which network a set of files describes, what comes of it, what breaks when something fails. Start
 * with {@link org.jbgp.daemon.simulate.SimulateCommand}.
 *
 * <p>Not here: virtual time, links and kernels ({@code simulation}).
 */
package org.jbgp.daemon.simulate;
