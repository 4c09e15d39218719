package org.jbgp.daemon.rib;

import org.jbgp.daemon.rib.channel.ImportLimits;
import org.jbgp.daemon.rib.store.PrefixBits;

/**
 * What happened to a channel's routes in one shard, by BIRD's names in {@code show protocols all}. Written by the
 * shard's thread only; other threads may read at any time and see values that are a moment old.
 */
public final class ChannelCounters {
    /** Paths in the table now. */
    public int imported;

    /** Paths that are the best of their prefix now. */
    public int preferred;

    /** Paths rejected by the import filter and kept, with {@code import keep filtered}. */
    public int filteredKept;

    /**
     * Prefixes of which the channel's table has its path without an identifier. Spares a walk along all paths of a
     * prefix for one that is not there, which is what a table's first load consists of. Used by the shard only.
     */
    final PrefixBits plain = new PrefixBits();

    /** Who counts over all shards, null if nobody does. Used by the shard only. */
    ImportLimits limits;

    /** Announcements that reached the shard. */
    public long importUpdates;

    /** Of these, bogus: no table takes them. */
    public long importInvalid;

    public long importFiltered;
    public long importIgnored;
    public long importAccepted;
    public long importWithdraws;
    public long importWithdrawsIgnored;
    public long importWithdrawsAccepted;

    void startAgain() {
        if (imported != 0 || filteredKept != 0) {
            return;
        }
        importUpdates = 0;
        importInvalid = 0;
        importFiltered = 0;
        importIgnored = 0;
        importAccepted = 0;
        importWithdraws = 0;
        importWithdrawsIgnored = 0;
        importWithdrawsAccepted = 0;
    }

    void added() {
        imported++;
        if (limits != null) {
            limits.countImported(1);
        }
    }

    void removed() {
        imported--;
        if (limits != null) {
            limits.countImported(-1);
        }
    }
}
