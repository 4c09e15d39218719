/**
 * Next hops as the tables keep them: addresses, resolutions, and the requests for what is not known yet.
 *
 * <p>Not here: finding the answers ({@code nexthop}).
 */
package org.jbgp.daemon.rib.nexthop;
