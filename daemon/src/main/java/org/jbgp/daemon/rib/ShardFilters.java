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
import org.jbgp.daemon.rib.store.AttributeStore;

/**
 * How filters run in one shard: the one view that shows them routes, and which of them failed for an interface that is
 * not there. Confined to the shard.
 */
final class ShardFilters {
    /** {@link #filter}: accepted, and the attribute set is as it was. */
    static final int UNCHANGED = -1;

    /** {@link #filter}: rejected. */
    static final int REJECTED = 0;

    private final Shard shard;
    private PolicyLog policyLog;
    private final AttributeStore attributes;
    private final AskedLinks asked;
    private final RouteView view;
    private final ArrivingNextHop arriving;
    /** Whose filter failed for an interface that is not there. */
    private final BitSet failedChannels = new BitSet();

    private final Map<ExportTarget, TableSlice> failedTargets = new HashMap<>();

    ShardFilters(Shard shard, LinkView links, PolicyLog policyLog, ArrivingNextHop arriving) {
        this.shard = shard;
        this.policyLog = policyLog;
        this.attributes = shard.attributes();
        this.asked = new AskedLinks(links);
        this.view = new RouteView(asked);
        this.arriving = arriving;
    }

    RouteView view() {
        return view;
    }

    PolicyLog policyLog() {
        return policyLog;
    }

    /** Has filters report there from now on. */
    void reportTo(PolicyLog other) {
        policyLog = other;
    }

    /**
     * Runs a filter over a route given as canonical bytes.
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

    /** See {@link Shard#arriving}. */
    RouteView arriving(Channel channel, long hi, long lo, int length, byte[] blob, int offset, int size) {
        NextHopView known = arriving.of(channel, blob, offset, size);
        view.load(channel.family(), hi, lo, length, channel.source(), blob, offset, size, known);
        return view;
    }

    /** See {@link Shard#filter}. */
    int filter(Policy policy, Channel channel, int prefix, int handle, NextHopView resolution) {
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

    /** See {@link Shard#load}. */
    RouteView load(Channel channel, int prefix, int handle, NextHopView resolution) {
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
                resolution);
        return view;
    }

    /** See {@link Shard#lacksInterface}. */
    boolean lacksInterface() {
        return asked.takeFailed();
    }

    /** The filter of a target failed for an interface that is not there. */
    void failedFor(TableSlice table, ExportTarget target) {
        failedTargets.put(target, table);
    }

    /** Likewise the import filter of a channel. */
    void failedFor(Channel channel) {
        failedChannels.set(channel.id());
    }

    /** See {@link Shard#interfacesChanged}. */
    BitSet interfacesChanged(Walks walks) {
        BitSet channelsAgain = new BitSet();
        if (asked.takeAnswered()) {
            channelsAgain.or(failedChannels);
            failedChannels.clear();
            Map<ExportTarget, TableSlice> again = Map.copyOf(failedTargets);
            failedTargets.clear();
            again.forEach((target, table) -> {
                if (table.targets().contains(target) && !target.filterAgain()) {
                    table.flush();
                    walks.feed(table, target, () -> {});
                }
            });
        }
        return channelsAgain;
    }
}
