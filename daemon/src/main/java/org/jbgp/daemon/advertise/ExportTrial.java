package org.jbgp.daemon.advertise;

import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jbgp.daemon.advertise.pack.PackingSpace;
import org.jbgp.daemon.advertise.rules.ExportCounters;
import org.jbgp.daemon.advertise.rules.ExportSettings;
import org.jbgp.daemon.advertise.rules.ExportTransform;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.rib.TrialPaths;
import org.jbgp.daemon.rib.TrialTarget;
import org.jbgp.daemon.trial.RouteChange;
import org.jbgp.daemon.trial.RouteChange.Kind;
import org.jbgp.daemon.trial.Tally;
import org.jbgp.daemon.wire.AttributeBlobBuilder;

/**
 * What neighbors of one group would be sent under another configuration, compared with what they were sent: the
 * Adj-RIB-Out against rules, filter and transformation of the settings they would have. Neighbors who have the same
 * filter now and would have the same settings are judged once. Confined to the shard.
 */
public final class ExportTrial implements TrialTarget {
    private final Shard shard;
    private final TableSlice table;
    private final ExportGroup group;
    private final List<Member> members;
    private final ExportSettings settings;
    /** The settings differ in nothing, or in the filter only: equal sets go out as equal messages. */
    private final boolean sameSettings;

    private final boolean sameTransform;
    private final ExportJudge judge;
    private final ExportTransform transformNow;
    private final ExportTransform transformThen;
    private final Withheld withheldNow;
    private final Withheld withheldThen;
    private final PackingSpace space;
    private final MemberTallies tallies;

    private final List<Sent> now = new ArrayList<>();
    private final List<Sent> then = new ArrayList<>();
    private boolean skipped;

    /** A path that is sent, or would be; with its attributes as they go out, null if nobody asked. */
    private static final class Sent {
        private final int key;
        private final int handle;
        private final int source;
        private final int excluded;
        private byte[] wire;
        private boolean asked;

        Sent(int key, int handle, int source, int excluded) {
            this.key = key;
            this.handle = handle;
            this.source = source;
            this.excluded = excluded;
        }
    }

    /**
     * Of some members of a group.
     *
     * @param members not none; of a group with a filter for each, those with the same filter
     * @param settings what they would have, null if they would be gone
     * @param most how many routes of each kind are kept
     */
    public ExportTrial(
            Shard shard,
            ExportGroup group,
            List<Member> members,
            ExportSettings settings,
            ByteBufAllocator allocator,
            PackingSpace space,
            int most) {
        this.shard = shard;
        this.table = shard.table(group.settings().table());
        this.group = group;
        this.members = List.copyOf(members);
        this.settings = settings;
        this.space = space;
        this.transformNow = new ExportTransform(group.settings(), shard);
        this.withheldNow = new Withheld(shard, transformNow);
        withheldNow.renumber(this.members);
        this.tallies = new MemberTallies(this.members.size(), most);
        Policy filter = this.members.getFirst().policy();
        if (settings == null) {
            this.sameSettings = false;
            this.sameTransform = false;
            this.judge = null;
            this.transformThen = null;
            this.withheldThen = null;
            return;
        }
        this.sameTransform = withoutFilter(settings).equals(withoutFilter(group.settings()));
        this.sameSettings = sameTransform && settings.policy().equals(filter);
        UpdatePacker packer = new UpdatePacker(settings, shard, allocator, space);
        this.judge = new ExportJudge(shard, settings, new ExportCounters(), packer);
        this.transformThen = packer.transform();
        this.withheldThen = new Withheld(shard, transformThen);
        withheldThen.renumber(this.members);
    }

    private static ExportSettings withoutFilter(ExportSettings settings) {
        return new ExportSettings(
                settings.family(),
                settings.table(),
                Policy.ALL,
                settings.encoding(),
                settings.relation(),
                settings.nextHop(),
                settings.attributes(),
                settings.single());
    }

    /** What would become of routes sent to a member. */
    public Tally tally(Member member) {
        return tallies.of(members.indexOf(member));
    }

    @Override
    public boolean mayChange() {
        return !sameSettings;
    }

    @Override
    public void look(int prefix, TrialPaths paths) {
        skipped = sameSettings && (needsAll() ? paths.isUnchanged() : paths.keepsBest());
        if (skipped) {
            return;
        }
        withheldNow.forget();
        group.sent(
                members.getFirst(),
                prefix,
                (key, handle, source) ->
                        now.add(new Sent(key, handle, source, withheldNow.from(prefix, handle, source))));
        if (settings != null) {
            withheldThen.forget();
            would(prefix, paths);
            judge.forget();
        }
    }

    private boolean needsAll() {
        return settings.allPaths() || settings.single().secondary() != 0;
    }

    private void would(int prefix, TrialPaths paths) {
        if (settings.allPaths()) {
            for (int path = paths.head(); path != 0; path = table.next(path)) {
                if (table.usable(path)) {
                    int key = space.identifiers().find(shard.channelOf(path), shard.pathIdOf(path));
                    judge(prefix, path, key == 0 ? -path : key);
                }
            }
            return;
        }
        int path = settings.single().secondary() == 0
                ? paths.best()
                : SecondaryPath.of(shard, settings.single().secondary(), this::allows, table, prefix, paths.head());
        if (path > 0) {
            judge(prefix, path, 0);
        }
    }

    private boolean allows(TableSlice slice, int prefix, int path) {
        int handle = judge.evaluate(slice, prefix, path, false);
        if (handle != 0) {
            shard.attributes().release(handle);
        }
        return handle != 0;
    }

    private void judge(int prefix, int path, int key) {
        int handle = judge.evaluate(table, prefix, path, false);
        shard.filters().lacksInterface();
        if (handle == 0) {
            return;
        }
        int source = shard.channelOf(path);
        Sent sent = new Sent(key, handle, source, withheldThen.from(prefix, handle, source));
        Sent former = find(now, key);
        if (former == null || former.handle != handle || former.source != source || !sameTransform) {
            sent.asked = true;
            sent.wire = wire(transformThen, handle, source);
        }
        then.add(sent);
    }

    private byte[] wire(ExportTransform transform, int handle, int source) {
        AttributeBlobBuilder blob = transform.apply(handle, shard.channel(source));
        return blob == null ? null : Arrays.copyOf(blob.array(), blob.length());
    }

    private static Sent find(List<Sent> all, int key) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).key == key) {
                return all.get(i);
            }
        }
        return null;
    }

    @Override
    public void count(int prefix) {
        if (skipped) {
            return;
        }
        for (Sent former : now) {
            Sent would = find(then, former.key);
            if (would == null || would.asked || would.excluded != former.excluded) {
                former.wire = wire(transformNow, former.handle, former.source);
            }
            compare(prefix, former, would);
        }
        for (Sent would : then) {
            if (find(now, would.key) == null) {
                compare(prefix, null, would);
            }
            shard.attributes().release(would.handle);
        }
        now.clear();
        then.clear();
    }

    private void compare(int prefix, Sent former, Sent would) {
        byte[] before = former == null ? null : former.wire;
        byte[] after = would == null ? null : would.wire;
        if (would != null && !would.asked && former != null) {
            // The same set, whose message is the same.
            after = before;
        }
        RouteChange forMost = change(prefix, before, after);
        if (forMost != null) {
            tallies.all(forMost);
        }
        int[] exceptions = exceptions(former, would);
        for (int member : exceptions) {
            boolean had = former != null && !isExcluded(withheldNow, former, member);
            boolean has = would != null && !isExcluded(withheldThen, would, member);
            tallies.except(member, forMost, change(prefix, had ? before : null, has ? after : null));
        }
    }

    private RouteChange change(int prefix, byte[] before, byte[] after) {
        if (Arrays.equals(before, after)) {
            return null;
        }
        Kind kind = before == null ? Kind.ADDED : after == null ? Kind.REMOVED : Kind.CHANGED;
        return Tally.change(kind, table.family(), table.index(), prefix, before, after, "");
    }

    private int[] exceptions(Sent former, Sent would) {
        int[] found = new int[0];
        found = with(found, withheldNow, former);
        return with(found, withheldThen, would);
    }

    private static int[] with(int[] found, Withheld withheld, Sent sent) {
        if (sent == null || sent.excluded == 0) {
            return found;
        }
        int[] all = found;
        for (int i = 0; i < withheld.count(sent.excluded); i++) {
            int member = withheld.member(sent.excluded, i);
            if (Arrays.stream(all).noneMatch(each -> each == member)) {
                all = Arrays.copyOf(all, all.length + 1);
                all[all.length - 1] = member;
            }
        }
        return all;
    }

    private static boolean isExcluded(Withheld withheld, Sent sent, int member) {
        for (int i = 0; sent.excluded != 0 && i < withheld.count(sent.excluded); i++) {
            if (withheld.member(sent.excluded, i) == member) {
                return true;
            }
        }
        return false;
    }
}
