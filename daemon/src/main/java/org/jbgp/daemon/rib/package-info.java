/**
 * The routing tables: prefix index, path store, interned attributes, best-path selection, cut into {@link
 * org.jbgp.daemon.rib.Shard}s.
 *
 * <p>Start with {@link org.jbgp.daemon.rib.Shard}, then {@link org.jbgp.daemon.rib.TableSlice}. Nothing here knows
 * threads, sockets or wall clocks; a shard is called by whoever owns it, one call at a time. What is advertised to
 * neighbors lives in {@code advertise}, what feeds tables in {@code protocol}.
 */
package org.jbgp.daemon.rib;
