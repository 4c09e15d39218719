/**
 * {@code protocol radv} in the running router: finding routers on a link by router advertisements of IPv6 (RFC 4861),
 * and letting them find this one.
 *
 * <p>Not here: who talks to the routers found ({@link NeighborTables} has them, and {@code bgp} dials them);
 * whatever advertisements say to hosts.
 */
package org.jbgp.daemon.discovery;
