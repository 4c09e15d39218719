/**
 * Finding the gateway and interface for a NEXT_HOP: among connected networks and in the tables. Start with {@link
 * org.jbgp.daemon.nexthop.NextHopResolver}.
 *
 * <p>Not here: what a table keeps of the answer ({@code rib.nexthop}).
 */
package org.jbgp.daemon.nexthop;
