/**
 * What neighbors are told: export groups with their Adj-RIB-Out, the rules and changes BGP prescribes on the way out, and
 * the packing into UPDATEs.
 *
 * <p>Start with {@link org.jbgp.daemon.advertise.ExportGroup}. Works inside one shard and knows no threads; sockets are
 * {@link org.jbgp.daemon.advertise.Outlet}s.
 */
package org.jbgp.daemon.advertise;
