package org.jbgp.daemon.rib;

import org.jbgp.daemon.rib.change.Cause;
import org.jbgp.daemon.rib.store.AttributeStore;
import org.jbgp.daemon.rib.store.PathStore;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;

/**
 * Routes of a channel that await being announced again (RFC 4724 §4.2, RFC 7313 §4): how they come to be marked, and to
 * lose against all others (RFC 9494). {@link Removals} takes those out that were not. Confined to the shard.
 */
final class StaleRoutes {
    private final Shard shard;

    StaleRoutes(Shard shard) {
        this.shard = shard;
    }

    /** See {@link Shard#markStale}. */
    void mark(int channel) {
        TableSlice table = shard.table(shard.channel(channel).table());
        PathStore paths = shard.paths();
        AdjRibIn in = shard.received().of(channel);
        for (int prefix = 1; prefix < table.index().limit(); prefix++) {
            for (int path = table.first(prefix); path != 0; path = paths.next(path)) {
                if (paths.channel(path) == channel) {
                    paths.setStale(path, true);
                }
            }
            if (in != null) {
                in.markStale(prefix);
            }
        }
    }

    /** See {@link Shard#depreferenceStale}. */
    void depreference(int channel) {
        TableSlice table = shard.table(shard.channel(channel).table());
        shard.doing(Cause.NOT_RENEWED.with(channel));
        shard.walks().overAll(table, prefix -> {
            AdjRibIn in = shard.received().of(channel);
            if (in != null && in.head(prefix) != 0) {
                depreference(in, prefix);
                shard.releasePrefix(table.family(), prefix);
            }
            if (table.head(prefix) != 0) {
                depreference(table, prefix, channel);
            }
        });
    }

    /** By the community LLGR_STALE; those that must not live on go (RFC 9494 §4.2). */
    private void depreference(TableSlice table, int prefix, int channel) {
        PathStore paths = shard.paths();
        table.removeIf(prefix, path -> isStaleOf(channel, path) && mayNotLiveOn(paths.attributes(path)));
        boolean changed = false;
        for (int path = table.first(prefix); path != 0; path = paths.next(path)) {
            changed |= isStaleOf(channel, path) && addCommunity(path);
        }
        if (changed) {
            table.reselect(prefix, true);
        }
    }

    /** The same for what was received: else routes that go through the filter again would be as good as fresh ones. */
    private void depreference(AdjRibIn in, int prefix) {
        PathStore paths = shard.paths();
        in.removeIf(prefix, entry -> paths.stale(entry) && mayNotLiveOn(paths.attributes(entry)));
        for (int entry = in.head(prefix); entry != 0; entry = paths.next(entry)) {
            if (paths.stale(entry)) {
                addCommunity(entry);
            }
        }
    }

    /** Adds LLGR_STALE; false if the path has it. */
    private boolean addCommunity(int path) {
        PathStore paths = shard.paths();
        AttributeStore attributes = shard.attributes();
        int handle = paths.attributes(path);
        if (attributes.longLivedStale(handle)) {
            return false;
        }
        AttributeBlobBuilder marked = new AttributeBlobBuilder();
        marked.copyFrom(attributes.array(handle), attributes.offset(handle), attributes.length(handle));
        marked.addCommunity(AttributeBlob.LLGR_STALE, true);
        paths.setAttributes(path, attributes.intern(marked.array(), 0, marked.length()), paths.changed(path));
        attributes.release(handle);
        return true;
    }

    private boolean isStaleOf(int channel, int path) {
        return shard.senderOf(path) == channel && shard.staleOf(path);
    }

    private boolean mayNotLiveOn(int handle) {
        AttributeStore attributes = shard.attributes();
        byte[] blob = attributes.array(handle);
        int communities = AttributeBlob.find(
                blob, attributes.offset(handle), attributes.length(handle), AttributeBlob.BGP, AttributeBlob.COMMUNITY);
        return AttributeBlob.hasCommunity(blob, communities, AttributeBlob.NO_LLGR);
    }
}
