/**
 * Which network a set of files describes: the configurations of its routers, whose address is whose, what is on one
 * link. Start with {@link org.jbgp.daemon.simulate.plan.Planner}.
 *
 * <p>Not here: machines that run ({@code simulation}).
 */
package org.jbgp.daemon.simulate.plan;
