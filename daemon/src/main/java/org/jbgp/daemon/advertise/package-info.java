/**
 * What is advertised to neighbors: export groups with their Adj-RIB-Out, and their members.
 *
 * <p>Start with {@link org.jbgp.daemon.advertise.ExportGroup}. Works inside one shard and knows no threads; sockets are
 * {@link org.jbgp.daemon.advertise.Outlet}s. Not here: the rules and changes BGP prescribes on the way out ({@code
 * advertise.rules}), and the packing into UPDATEs ({@code advertise.pack}).
 */
package org.jbgp.daemon.advertise;
