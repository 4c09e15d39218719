package org.jbgp.daemon.rib.nexthop;

import java.util.List;
import java.util.Set;

/**
 * The shards' side of the next-hop resolver: where they ask, and what they report. Called on shard threads; must not
 * wait.
 */
public interface NextHopRequests {
    /**
     * A next hop to look up.
     *
     * @param address 4, 16 or 32 bytes, as the route carries it
     */
    record Request(ResolutionDomain domain, Address address) {}

    /** What became of a request, now or after a change. */
    record Answer(ResolutionDomain domain, Address address, ResolvedNextHop resolution) {}

    /**
     * The answer to a request that is not {@link ResolutionDomain.Mode#RECURSIVE}, at once, from the interfaces there
     * are now.
     */
    default ResolvedNextHop direct(Request request) {
        return ResolvedNextHop.UNREACHABLE;
    }

    /** Look these up, and give all shards the answer now and whenever it changes. */
    void lookUp(int shard, List<Request> requests);

    /** Routes that cover these tracked addresses changed in the table. */
    void touched(int table, Set<Address> addresses);
}
