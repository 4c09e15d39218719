/**
 * {@code protocol aggregator}: routes made of other routes. {@link org.jbgp.daemon.aggregate.MergedRoutes} makes of the
 * routes of one prefix fewer of that prefix, {@link org.jbgp.daemon.aggregate.AggregateEngine} one of all inside of a
 * prefix.
 *
 * <p>Not here: what keeps BGP neighbors from being sent what an aggregate is made of ({@code rib} and {@code advertise}
 * ask).
 */
package org.jbgp.daemon.aggregate;
