/**
 * Policy: running filters over routes.
 *
 * <p>{@link org.jbgp.daemon.policy.RouteView} is the flyweight a filter reads and changes: it lies over the canonical
 * attribute bytes of a route and records changes beside them. {@link org.jbgp.daemon.policy.Policy} is a filter ready
 * to run; {@link org.jbgp.daemon.policy.PolicyLog} is where its {@code print}s and run-time errors go.
 *
 * <p>Parsing and type checking of filters live in {@code org.jbgp.config.filter}. Nothing here knows of channels,
 * threads, clocks or tables.
 */
package org.jbgp.daemon.policy;
