/**
 * The threads that own the tables' slices, and the way routes come to them in batches; threads for single tasks. Start
 * with {@link org.jbgp.daemon.shards.ShardPool}.
 *
 * <p>Not here: what a shard does with a route ({@code rib}), and who announces it ({@code bgp}, {@code local}, {@code
 * kernel}).
 */
package org.jbgp.daemon.shards;
