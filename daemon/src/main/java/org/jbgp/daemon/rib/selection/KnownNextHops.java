package org.jbgp.daemon.rib.selection;

import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.policy.LinkView;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.Channels;
import org.jbgp.daemon.rib.nexthop.NextHopRequests;
import org.jbgp.daemon.rib.nexthop.NextHopTable;
import org.jbgp.daemon.rib.nexthop.OwnDestination;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.rib.store.AttributeStore;
import org.jbgp.daemon.rib.store.PathStore;
import org.jbgp.daemon.wire.Destination;

/**
 * What a shard knows of the next hops of its routes, as selection reads it; which of them the resolver has yet to be
 * asked for. Confined to the shard.
 */
public final class KnownNextHops {
    private static final ResolvedNextHop LOCAL = new ResolvedNextHop(
            ResolvedNextHop.State.REACHABLE, List.of(), ResolvedNextHop.UNKNOWN_METRIC, Destination.UNICAST);

    private final Channels channels;
    private final PathStore paths;
    private final AttributeStore attributes;
    private final NextHopTable nextHops;
    private final LinkView links;
    /** Not asked for yet. */
    private final List<NextHopRequests.Request> wanted = new ArrayList<>();

    public KnownNextHops(
            Channels channels, PathStore paths, AttributeStore attributes, NextHopTable nextHops, LinkView links) {
        this.channels = channels;
        this.paths = paths;
        this.attributes = attributes;
        this.nextHops = nextHops;
        this.links = links;
    }

    /** What became of a path's next hop. */
    public ResolvedNextHop ofPath(int path) {
        return ofNextHop(channels.get(paths.channel(path)), paths.attributes(path));
    }

    /**
     * How a route's packets leave, for its attribute set in this channel. Routes that say so themselves need no lookup.
     * The same object as long as the answer stays so.
     */
    public ResolvedNextHop ofNextHop(Channel channel, int handle) {
        if (attributes.hasOwnDestination(handle)) {
            return LOCAL;
        }
        int nextHop = attributes.nextHop(handle);
        if (nextHop == 0 || channel.domain() == null) {
            return ResolvedNextHop.UNREACHABLE;
        }
        ResolvedNextHop known = nextHops.resolution(channel.domain().id(), nextHop);
        if (known != null) {
            return known;
        }
        nextHops.setResolution(channel.domain().id(), nextHop, ResolvedNextHop.PENDING);
        wanted.add(new NextHopRequests.Request(channel.domain(), nextHops.address(nextHop)));
        return ResolvedNextHop.PENDING;
    }

    /** Where a route leads, with gateways and interfaces in full. */
    public ResolvedNextHop ofRoute(Channel channel, int handle) {
        return attributes.hasOwnDestination(handle)
                ? OwnDestination.read(
                        attributes.array(handle), attributes.offset(handle), attributes.length(handle), links)
                : ofNextHop(channel, handle);
    }

    /** The next hops that came since it was asked last. */
    public List<NextHopRequests.Request> takeWanted() {
        if (wanted.isEmpty()) {
            return List.of();
        }
        List<NextHopRequests.Request> taken = List.copyOf(wanted);
        wanted.clear();
        return taken;
    }
}
