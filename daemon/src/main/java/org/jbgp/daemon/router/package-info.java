/**
 * The running router: the threads that own shards, the neighbours' way into and out of the tables, next-hop resolution,
 * and the life of protocol instances from one configuration to the next.
 *
 * <p>Start with {@link org.jbgp.daemon.router.Router}. The rules of routing live in {@code rib}, {@code policy} and {@code
 * advertise}, which know no threads; here are the threads.
 */
package org.jbgp.daemon.router;
