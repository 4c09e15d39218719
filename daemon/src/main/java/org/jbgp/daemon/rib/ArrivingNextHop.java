package org.jbgp.daemon.rib;

import org.jbgp.daemon.policy.NextHopView;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.NextHopRequests;
import org.jbgp.daemon.rib.nexthop.NextHopTable;
import org.jbgp.daemon.rib.nexthop.ResolutionDomain;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.Destination;

/**
 * Where a route leads that comes to its import filter, if its channel takes next hops on connected networks. Looked up
 * only when the filter asks, since hardly any does. What is looked up in tables is not known before the filter has run.
 * Confined to the shard.
 */
final class ArrivingNextHop implements NextHopView {
    private final NextHopTable nextHops;
    private final NextHopRequests requests;
    private ResolutionDomain domain;
    private byte[] blob;
    private int offset;
    private int size;
    private ResolvedNextHop found;

    ArrivingNextHop(NextHopTable nextHops, NextHopRequests requests) {
        this.nextHops = nextHops;
        this.requests = requests;
    }

    /** The view of a route, good until the next call; null if nothing is known before the filter has run. */
    NextHopView of(Channel channel, byte[] array, int start, int length) {
        domain = channel.domain();
        if (domain == null || domain.mode() == ResolutionDomain.Mode.RECURSIVE) {
            return null;
        }
        blob = array;
        offset = start;
        size = length;
        found = null;
        return this;
    }

    private ResolvedNextHop found() {
        if (found == null) {
            int at = AttributeBlob.find(blob, offset, size, AttributeBlob.BGP, AttributeBlob.NEXT_HOP);
            found = at == AttributeBlob.ABSENT
                    ? ResolvedNextHop.UNREACHABLE
                    : resolve(Address.copyOf(blob, AttributeBlob.value(at), AttributeBlob.valueLength(blob, at)));
        }
        return found;
    }

    private ResolvedNextHop resolve(Address address) {
        int id = nextHops.find(address);
        ResolvedNextHop known = id == 0 ? null : nextHops.resolution(domain.id(), id);
        return known == null || known.pending() ? requests.direct(new NextHopRequests.Request(domain, address)) : known;
    }

    @Override
    public Destination destination() {
        return found().destination();
    }

    @Override
    public int gatewayLength() {
        return found().gatewayLength();
    }

    @Override
    public long gatewayHi() {
        return found().gatewayHi();
    }

    @Override
    public long gatewayLo() {
        return found().gatewayLo();
    }

    @Override
    public int interfaceIndex() {
        return found().interfaceIndex();
    }

    @Override
    public int weight() {
        return found().weight();
    }

    @Override
    public boolean onlink() {
        return found().onlink();
    }

    @Override
    public long igpMetric() {
        // BIRD: defined by routes of tables only.
        return -1;
    }
}
