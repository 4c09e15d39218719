package org.jbgp.daemon.instance;

import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.daemon.advertise.ExportGroup;
import org.jbgp.daemon.advertise.ExportTrial;
import org.jbgp.daemon.advertise.Member;
import org.jbgp.daemon.advertise.pack.PackingSpace;
import org.jbgp.daemon.advertise.rules.ExportSettings;
import org.jbgp.daemon.policy.PolicyTrace;
import org.jbgp.daemon.progress.Work;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TrialTarget;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.TrialChannel;
import org.jbgp.daemon.trial.Tally;
import org.jbgp.daemon.trial.TrialWalk;

/** What would become of routes in one shard: walks over one table after the other. Confined to the shard. */
public final class TrialShard {
    /** Channels whose remembered routes are judged in one step. */
    private static final int CHANNELS = 8;

    private final Shard shard;
    private final ByteBufAllocator allocator;
    private final PackingSpace space = new PackingSpace();
    private final int most;
    private final Work work;
    private final Map<Integer, List<TrialTarget>> targets = new HashMap<>();
    private final Map<Asked, List<Neighbor>> neighbors = new LinkedHashMap<>();
    private final Map<Integer, List<TrialChannel>> channels = new HashMap<>();
    private final Set<Integer> tables = new TreeSet<>();
    private final List<Given> given = new ArrayList<>();
    private final Map<Integer, TrialWalk> walks = new LinkedHashMap<>();
    private final Map<Integer, Set<IpPrefix>> remembered = new HashMap<>();

    /** Neighbors that are judged together. */
    private record Asked(ExportGroup group, Object filter, ExportSettings settings) {}

    private record Neighbor(String protocol, String channel, Member member) {}

    /** What would become of routes given to a protocol. */
    public record Given(String protocol, String channel, boolean kernel, Tally tally) {}

    /**
     * @param most how many routes of each kind are kept
     * @param work counts the prefixes that were looked at
     */
    public TrialShard(Shard shard, ByteBufAllocator allocator, int most, Work work) {
        this.shard = shard;
        this.allocator = allocator;
        this.most = most;
        this.work = work;
    }

    /**
     * Begins; {@code whenDone} runs on the shard.
     *
     * @param trials by protocol
     * @param pause runs a task on the shard a moment later
     */
    public void begin(Map<String, ProtocolTrial> trials, Consumer<Runnable> pause, Runnable whenDone) {
        List<TrialChannel> refiltered = new ArrayList<>();
        trials.forEach((protocol, trial) -> {
            for (ProtocolTrial.Import each : trial.imports()) {
                refiltered.add(each.trial());
                channels.computeIfAbsent(each.table(), table -> new ArrayList<>())
                        .add(each.trial());
                tables.add(each.table());
            }
            trial.exports().on(shard, recipients(protocol));
        });
        List<Runnable> afterwards = new ArrayList<>();
        neighbors.forEach((asked, members) -> {
            List<Member> judged = members.stream().map(Neighbor::member).toList();
            ExportTrial trial = new ExportTrial(shard, asked.group(), judged, asked.settings(), allocator, space, most);
            target(asked.group().settings().table(), trial);
            members.forEach(each -> afterwards.add(
                    () -> given.add(new Given(each.protocol(), each.channel(), false, trial.tally(each.member())))));
        });
        tables.stream()
                .map(shard::table)
                .filter(Objects::nonNull)
                .forEach(table -> work.more(table.index().limit() - 1));
        walk(List.copyOf(tables), 0, pause, () -> {
            afterwards.forEach(Runnable::run);
            remember(refiltered, 0, whenDone);
        });
    }

    /** Some channels in each step: a route server has hundreds, and interpreted filters are slow. */
    private void remember(List<TrialChannel> all, int from, Runnable whenDone) {
        int to = Math.min(all.size(), from + CHANNELS);
        all.subList(from, to).forEach(this::remember);
        if (to < all.size()) {
            shard.later(() -> remember(all, to, whenDone));
        } else {
            whenDone.run();
        }
    }

    /** What was rejected and is kept nowhere is in no table: only the last of it is remembered. */
    private void remember(TrialChannel trial) {
        Channel now = shard.channelOrNull(trial.number());
        if (now == null || !trial.judges() || trial.would() == null) {
            return;
        }
        Set<IpPrefix> accepted = new TreeSet<>();
        shard.rejected().each(now, (pathId, hi, lo, length, set, second) -> {
            if (set != null && !accepts(now, hi, lo, length, set) && accepts(trial.would(), hi, lo, length, set)) {
                accepted.add(new IpPrefix(Conversions.family(now.family()), hi, lo, length));
            }
        });
        remembered.put(trial.number(), accepted);
    }

    private boolean accepts(Channel channel, long hi, long lo, int length, byte[] set) {
        return new PolicyTrace()
                .run(channel.policy(), shard.filters().arriving(channel, hi, lo, length, set, 0, set.length));
    }

    /** What a channel's other import filter would accept of the routes that were rejected last. */
    public Set<IpPrefix> remembered(int channel) {
        return remembered.getOrDefault(channel, Set.of());
    }

    private ProtocolTrial.Recipients recipients(String protocol) {
        return new ProtocolTrial.Recipients() {
            @Override
            public void neighbor(String channel, ExportGroup group, Member member, ExportSettings settings) {
                neighbors
                        .computeIfAbsent(new Asked(group, member.policy(), settings), key -> new ArrayList<>())
                        .add(new Neighbor(protocol, channel, member));
            }

            @Override
            public void other(String channel, int table, ProtocolTrial.Target target) {
                Tally tally = new Tally(most);
                given.add(new Given(protocol, channel, true, tally));
                target(table, target.with(tally));
            }
        };
    }

    private void target(int table, TrialTarget target) {
        targets.computeIfAbsent(table, key -> new ArrayList<>()).add(target);
        if (target.mayChange()) {
            tables.add(table);
        }
    }

    private void walk(List<Integer> all, int at, Consumer<Runnable> pause, Runnable whenDone) {
        if (at == all.size()) {
            whenDone.run();
            return;
        }
        int table = all.get(at);
        if (shard.table(table) == null) {
            // A reload took it out meanwhile.
            walk(all, at + 1, pause, whenDone);
            return;
        }
        TrialWalk walk = new TrialWalk(
                shard,
                shard.table(table),
                channels.getOrDefault(table, List.of()),
                targets.getOrDefault(table, List.of()),
                pause,
                most,
                work);
        walks.put(table, walk);
        walk.begin(() -> walk(all, at + 1, pause, whenDone));
    }

    /** By table number; none of a table that went meanwhile. */
    public Map<Integer, TrialWalk> walks() {
        return walks;
    }

    /** What would be given to whom. */
    public List<Given> given() {
        return given;
    }
}
