package org.jbgp.config.model.bgp;

import java.util.Optional;
import java.util.OptionalLong;
import org.jbgp.config.base.IpAddress;

/**
 * What we are to the neighbor.
 *
 * @param rrClient the neighbor is a client of us as route reflector (RFC 4456)
 * @param rrClusterId our cluster id; empty: the router id
 * @param rsClient we are a route server for the neighbor (RFC 7947): AS_PATH, MED and next hop stay as they are
 * @param confederation identifier of our confederation (RFC 5065)
 * @param confederationMember the neighbor is in our confederation
 * @param localRole our role on the session (RFC 9234)
 * @param requireRoles refuse neighbors without role
 */
public record BgpRoleOptions(
        boolean rrClient,
        Optional<IpAddress> rrClusterId,
        boolean rsClient,
        OptionalLong confederation,
        boolean confederationMember,
        Optional<LocalRole> localRole,
        boolean requireRoles) {

    /** RFC 9234 §4.1. */
    public enum LocalRole {
        PROVIDER,
        RS_SERVER,
        RS_CLIENT,
        CUSTOMER,
        PEER
    }
}
