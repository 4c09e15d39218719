/**
 * The routing tables, cut into {@link org.jbgp.daemon.rib.Shard}s: what happens to a route from the batch that brings
 * it to the targets that hear of it.
 *
 * <p>Start with {@link org.jbgp.daemon.rib.Shard}, then {@link org.jbgp.daemon.rib.TableSlice}. Nothing here knows
 * threads, sockets or wall clocks; a shard is called by whoever owns it, one call at a time. How paths and attributes
 * lie in memory is in {@code store}, which path is better in {@code selection}. What is advertised to neighbors lives
 * in {@code advertise}, what feeds tables in {@code protocol}.
 */
package org.jbgp.daemon.rib;
