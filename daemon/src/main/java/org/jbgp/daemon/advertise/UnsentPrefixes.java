package org.jbgp.daemon.advertise;

import java.util.List;
import org.jbgp.daemon.advertise.rules.ExportCounters;
import org.jbgp.daemon.advertise.rules.ExportSettings;
import org.jbgp.daemon.advertise.rules.Offer;
import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.policy.PolicyRun;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.rib.store.PrefixBits;

/**
 * The prefixes of a group with a path that ought to be sent and cannot be written; reports them to the members'
 * outlets. Confined to the shard.
 */
final class UnsentPrefixes {
    private final Shard shard;
    private final ExportSettings settings;
    private final ExportCounters counters;
    private final ExportJudge judge;
    private final Withheld withheld;
    private final PrefixBits prefixes = new PrefixBits();

    UnsentPrefixes(
            Shard shard, ExportSettings settings, ExportCounters counters, ExportJudge judge, Withheld withheld) {
        this.shard = shard;
        this.settings = settings;
        this.counters = counters;
        this.judge = judge;
        this.withheld = withheld;
    }

    /** The judge has seen all paths of the prefix. */
    void decided(int prefix, List<Member> members) {
        if (judge.takeUnsent()) {
            prefixes.add(prefix);
            for (int i = 0; i < members.size(); i++) {
                if (members.get(i).channel() != judge.unsentChannel()) {
                    report(members.get(i), prefix, judge.obstacle());
                }
            }
        } else if (prefixes.size() > 0) {
            prefixes.remove(prefix);
        }
        counters.unsent = prefixes.size();
    }

    /** Reports them to a member that has just joined. */
    void reportAll(Member member) {
        TableSlice table = shard.table(settings.table());
        int limit = table.index().limit();
        for (int prefix = prefixes.next(1, limit); prefix >= 0; prefix = prefixes.next(prefix + 1, limit)) {
            for (int path = table.head(prefix); path != 0; path = table.next(path)) {
                Offer offer = judge.offer(table, prefix, path, PolicyRun.SILENT, withheld, member);
                if (offer.outcome() == Offer.Outcome.UNSENDABLE && shard.channelOf(path) != member.channel()) {
                    report(member, prefix, offer.reason());
                    break;
                }
            }
        }
    }

    /** A member is not advertised a route that the others are: its next hop is the member's address. */
    void ownAddress(Member member, int prefix) {
        report(member, prefix, Withheld.OWN_ADDRESS);
    }

    /** A member is not advertised a route that cannot be written for it. */
    void report(Member member, int prefix, String why) {
        PrefixIndex index = shard.index(settings.family());
        member.outlet().unsent(settings.family(), index.hi(prefix), index.lo(prefix), index.length(prefix), why);
    }

    void clear() {
        prefixes.clear();
        counters.unsent = 0;
    }
}
