package org.jbgp.daemon.session.settings;

/**
 * Who the two ends of a session are.
 *
 * @param localAs our AS number towards this neighbor, 1..4294967295
 * @param remoteAs the neighbor's AS number; 0 = any external one
 * @param routerId our BGP Identifier, unsigned 32 bits, not 0 (RFC 6286)
 * @param hostname our name in the OPEN (draft-walton-bgp-hostname-capability); empty = nothing
 */
public record Identity(long localAs, long remoteAs, int routerId, String hostname) {}
