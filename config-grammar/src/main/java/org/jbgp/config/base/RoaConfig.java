package org.jbgp.config.base;

/**
 * A route origin authorisation (RFC 6482).
 *
 * @param prefix the prefix
 * @param maxLength longest length authorised, at least the prefix's own
 * @param asn the origin, 0 to 4294967295; 0 authorises nobody
 */
public record RoaConfig(IpPrefix prefix, int maxLength, long asn) {}
