/**
 * The stores behind the tables: interned attribute sets, paths, prefixes. No object for a route.
 *
 * <p>Not here: which path is best ({@code rib}).
 */
package org.jbgp.daemon.rib.store;
