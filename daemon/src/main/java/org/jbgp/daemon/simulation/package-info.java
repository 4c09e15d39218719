/**
 * Networks of whole routers under virtual time: the clock, links, TCP, kernels. Start with {@link
 * org.jbgp.daemon.simulation.World}.
 *
 * <p>Not here: which network a set of files describes, and what is said about it ({@code simulate}); anything of a
 * router itself, which does not know that it is simulated.
 */
package org.jbgp.daemon.simulation;
