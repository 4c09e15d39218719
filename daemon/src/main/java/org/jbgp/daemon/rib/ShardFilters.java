package org.jbgp.daemon.rib;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.policy.AskedLinks;
import org.jbgp.daemon.policy.LinkView;
import org.jbgp.daemon.policy.NextHopView;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.policy.RouteView;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.selection.KnownNextHops;
import org.jbgp.daemon.rib.store.AttributeStore;

/**
 * How filters run in one shard: the one view that shows them routes, and which of them failed for an interface that is
 * not there. Confined to the shard.
 */
public final class ShardFilters {
    /** {@link #filter}: accepted, and the attribute set is as it was. */
    static final int UNCHANGED = -1;

    /** {@link #filter}: rejected. */
    static final int REJECTED = 0;

    private final Shard shard;
    private final KnownNextHops known;
    private PolicyLog policyLog;
    private final AttributeStore attributes;
    private final AskedLinks asked;
    private final RouteView view;
    private final ArrivingNextHop arriving;
    /** Whose filter failed for an interface that is not there. */
    private final BitSet failedChannels = new BitSet();

    private final Map<ExportTarget, TableSlice> failedTargets = new HashMap<>();

    ShardFilters(Shard shard, KnownNextHops known, LinkView links, PolicyLog policyLog, ArrivingNextHop arriving) {
        this.shard = shard;
        this.known = known;
        this.policyLog = policyLog;
        this.attributes = shard.attributes();
        this.asked = new AskedLinks(links);
        this.view = new RouteView(asked);
        this.arriving = arriving;
    }

    /** The one view, good until another route is shown in it. */
    public RouteView view() {
        return view;
    }

    /** Where filters report. */
    public PolicyLog policyLog() {
        return policyLog;
    }

    /** Has filters report there from now on. */
    void reportTo(PolicyLog other) {
        policyLog = other;
    }

    /**
     * Runs a filter over a route given as canonical bytes: an import filter, before the route has a prefix number.
     *
     * @param resolution where the route leads, null if the filter comes first (import)
     * @return {@link #REJECTED}, {@link #UNCHANGED}, or the changed set with a reference for the caller
     */
    int filter(
            Policy policy,
            Channel channel,
            long hi,
            long lo,
            int length,
            byte[] blob,
            int offset,
            int size,
            NextHopView resolution) {
        if (resolution == null) {
            arriving(channel, hi, lo, length, blob, offset, size);
        } else {
            view.load(channel.family(), hi, lo, length, channel.source(), blob, offset, size, resolution);
        }
        if (!policy.accept(view, policyLog)) {
            return REJECTED;
        }
        if (!view.modified()) {
            return UNCHANGED;
        }
        int encoded = view.encode();
        return attributes.intern(view.encoded(), 0, encoded);
    }

    /**
     * The view, showing a route as it comes to the import filter of its channel: for whoever runs that once more.
     *
     * @param blob has its attributes as received
     */
    public RouteView arriving(Channel channel, long hi, long lo, int length, byte[] blob, int offset, int size) {
        NextHopView known = arriving.of(channel, blob, offset, size);
        view.load(channel.family(), hi, lo, length, channel.source(), blob, offset, size, known);
        return view;
    }

    /**
     * Runs a filter over a route that is there already.
     *
     * @param channel the one it came by
     * @param handle its attribute set
     * @param resolution where it leads, null if not resolved
     * @return the set after the filter with a reference for the caller, 0 if it was rejected
     */
    public int filter(Policy policy, Channel channel, int prefix, int handle, NextHopView resolution) {
        PrefixIndex index = shard.index(channel.family());
        int result = filter(
                policy,
                channel,
                index.hi(prefix),
                index.lo(prefix),
                index.length(prefix),
                attributes.array(handle),
                attributes.offset(handle),
                attributes.length(handle),
                resolution);
        if (result == UNCHANGED) {
            attributes.retain(handle);
            return handle;
        }
        return result;
    }

    /**
     * What the import filter of a channel makes of a route as received, given by its attribute set.
     *
     * @return the set after the filter with a reference for the caller, 0 if it was rejected
     */
    int judge(Channel channel, int prefix, int received) {
        if (channel.policy().equals(Policy.ALL)) {
            attributes.retain(received);
            return received;
        }
        return filter(channel.policy(), channel, prefix, received, null);
    }

    /** The view, showing a route that is there already, as it is before any filter. */
    public RouteView load(Channel channel, int prefix, int handle) {
        PrefixIndex index = shard.index(channel.family());
        view.load(
                channel.family(),
                index.hi(prefix),
                index.lo(prefix),
                index.length(prefix),
                channel.source(),
                attributes.array(handle),
                attributes.offset(handle),
                attributes.length(handle),
                known.ofRoute(channel, handle));
        return view;
    }

    /** The filter that ran last failed for an interface that is not there; asked once for each. */
    public boolean lacksInterface() {
        return asked.takeFailed();
    }

    /** So failed the filter of a target. */
    public void failedFor(TableSlice table, ExportTarget target) {
        failedTargets.put(target, table);
    }

    /** So failed the import filter of a channel. */
    void failedFor(Channel channel) {
        failedChannels.set(channel.id());
    }

    /**
     * The interfaces changed. If one is there that a filter lacked, everything is passed on again to targets whose
     * filter failed.
     *
     * @return channels whose import filter failed, and may not now
     */
    public BitSet interfacesChanged() {
        BitSet channelsAgain = new BitSet();
        if (asked.takeAnswered()) {
            channelsAgain.or(failedChannels);
            failedChannels.clear();
            Map<ExportTarget, TableSlice> again = Map.copyOf(failedTargets);
            failedTargets.clear();
            again.forEach((target, table) -> {
                if (table.targets().contains(target) && !target.filterAgain()) {
                    table.flush();
                    shard.walks().feed(table, target, () -> {});
                }
            });
        }
        return channelsAgain;
    }
}
