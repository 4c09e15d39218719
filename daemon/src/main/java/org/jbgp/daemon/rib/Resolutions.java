package org.jbgp.daemon.rib;

import java.util.Arrays;
import java.util.List;
import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.rib.change.Cause;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.Lookup;
import org.jbgp.daemon.rib.nexthop.NextHopRequests;
import org.jbgp.daemon.rib.nexthop.NextHopTable;
import org.jbgp.daemon.rib.nexthop.ResolutionDomain;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.rib.selection.KnownNextHops;
import org.jbgp.daemon.rib.store.AttributeStore;
import org.jbgp.daemon.rib.store.PathStore;
import org.jbgp.daemon.rib.store.Prefixes;

/**
 * What a shard has to do with the resolver of next hops: what its answers change here, and what the tables here say of
 * an address that it looks up. Confined to the shard.
 */
final class Resolutions {
    private final Shard shard;
    private final NextHopTable nextHops;
    private final AttributeStore attributes;
    private final PathStore paths;
    private final KnownNextHops routes;

    Resolutions(Shard shard, NextHopTable nextHops, KnownNextHops routes) {
        this.shard = shard;
        this.nextHops = nextHops;
        this.attributes = shard.attributes();
        this.paths = shard.paths();
        this.routes = routes;
    }

    /** Sets the resolver's answers, and has the prefixes of these tables choose again where that matters; in steps. */
    void resolved(List<NextHopRequests.Answer> answers, List<TableSlice> tables, Walks walks) {
        NextHopSet changed = new NextHopSet();
        // Those that had no answer before.
        NextHopSet first = new NextHopSet();
        for (NextHopRequests.Answer answer : answers) {
            int id = nextHops.find(answer.address());
            int domain = answer.domain().id();
            if (id == 0 || answer.resolution().equals(nextHops.resolution(domain, id))) {
                continue;
            }
            if (ResolvedNextHop.PENDING.equals(nextHops.resolution(domain, id))) {
                first.add(domain, id);
            }
            nextHops.setResolution(domain, id, answer.resolution());
            changed.add(domain, id);
        }
        if (changed.isEmpty()) {
            return;
        }
        for (TableSlice table : List.copyOf(tables)) {
            if (table != null) {
                walks.over(table, prefix -> reselectIfTouched(table, prefix, changed, first));
            }
        }
    }

    /** Next hops, each by its domain and its number there. */
    private static final class NextHopSet {
        private boolean[][] all = new boolean[0][];

        private void add(int domain, int id) {
            if (domain >= all.length) {
                all = Arrays.copyOf(all, domain + 1);
            }
            if (all[domain] == null) {
                all[domain] = new boolean[id + 16];
            } else if (id >= all[domain].length) {
                all[domain] = Arrays.copyOf(all[domain], id + 16);
            }
            all[domain][id] = true;
        }

        private boolean has(int domain, int id) {
            return domain < all.length && all[domain] != null && id < all[domain].length && all[domain][id];
        }

        private boolean isEmpty() {
            return all.length == 0;
        }
    }

    private void reselectIfTouched(TableSlice table, int prefix, NextHopSet changed, NextHopSet first) {
        boolean bestTouched = false;
        boolean any = false;
        boolean known = false;
        int waited = 0;
        int head = table.head(prefix);
        for (int path = head; path != 0; path = paths.next(path)) {
            Channel channel = shard.channel(paths.channel(path));
            int handle = paths.attributes(path);
            if (channel.domain() != null && !attributes.hasOwnDestination(handle)) {
                int domain = channel.domain().id();
                int id = attributes.nextHop(handle);
                if (changed.has(domain, id)) {
                    any = true;
                    bestTouched |= path == head;
                    waited = paths.channel(path);
                    known |= !first.has(domain, id);
                }
            }
        }
        if (any) {
            // An announcement whose next hop nobody knew yet is what changes the prefix, not its next hop.
            int cause = shard.doing();
            if (!known) {
                shard.doing(Cause.UPDATE.with(waited));
            }
            table.reselect(prefix, bestTouched);
            shard.doing(cause);
        }
    }

    /** What a filter set, else the kernel's metric of a route learned there: who put it there gave it by distance. */
    private long igpMetric(Channel channel, int handle) {
        long metric = attributes.igpMetric(handle);
        return metric == AttributeStore.ABSENT && channel.source().kind() == RouteSource.Kind.RTS_INHERIT
                ? attributes.kernelMetric(handle)
                : metric;
    }

    /** See {@link Shard#lookUp}. */
    Lookup lookUp(TableSlice slice, Address address) {
        PrefixIndex index = slice.index();
        int bits = slice.family().bits();
        long hi = address.hi();
        long lo = address.lo();
        for (int length = bits; length >= 0; length--) {
            int prefix = index.find(Prefixes.maskHi(bits, hi, length), Prefixes.maskLo(bits, lo, length), length);
            int best = prefix == 0 ? 0 : slice.best(prefix);
            if (best != 0) {
                Channel channel = shard.channel(paths.channel(best));
                int handle = paths.attributes(best);
                boolean recursive = !attributes.hasOwnDestination(handle)
                        && channel.domain() != null
                        && channel.domain().mode() == ResolutionDomain.Mode.RECURSIVE;
                return new Lookup(
                        length,
                        recursive,
                        routes.ofRoute(channel, handle),
                        igpMetric(channel, handle),
                        channel.source());
            }
        }
        return Lookup.NOTHING;
    }
}
