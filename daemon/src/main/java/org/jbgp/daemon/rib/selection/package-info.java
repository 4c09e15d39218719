/**
 * Which of the paths to a prefix is the best one, and why: the decision process (RFC 4271 §9.1.2).
 *
 * <p>Start with {@link org.jbgp.daemon.rib.selection.Selection}, whose steps are numbered. Nothing here knows tables or
 * shards, or changes a path: what follows from a choice is in {@code rib}, what a next hop resolves to in {@code
 * nexthop}.
 */
package org.jbgp.daemon.rib.selection;
