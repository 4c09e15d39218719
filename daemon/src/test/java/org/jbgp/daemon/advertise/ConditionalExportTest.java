package org.jbgp.daemon.advertise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.model.bgp.ConditionalExport;
import org.jbgp.daemon.advertise.GroupWorld.Path;
import org.jbgp.daemon.advertise.rules.ExportConditions;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.policy.RouteView;
import org.jbgp.daemon.rib.ExportTarget;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.PeerSort;
import org.jbgp.daemon.wire.update.SessionEncoding;
import org.junit.jupiter.api.Test;

/** {@code conditional export}: routes of one shard are announced or not by what is in another one. */
class ConditionalExportTest {
    private static final int SHARDS = 2;
    private static final int PREFIXES = 40;
    private static final SessionEncoding ENCODING =
            SessionEncoding.of(PeerSort.EXTERNAL, 65000, 65001, Set.of(AddressFamily.IPV4_UNICAST));

    /** Accepts the prefixes with these numbers. */
    private record Numbers(int from, int to) implements Policy {
        @Override
        public boolean accept(RouteView route, PolicyLog log) {
            return has(route.prefixLo() >> 8 & 0xFFFF);
        }

        private boolean has(long number) {
            return number >= from && number <= to;
        }
    }

    private static final Numbers BACKUP = new Numbers(20, 29);
    private static final Numbers PRIMARY = new Numbers(0, 4);
    private static final Numbers SPECIAL = new Numbers(25, 34);
    private static final Numbers GATE = new Numbers(5, 9);

    /** How routes are sent to a neighbor. */
    enum Telling {
        BEST,
        SECONDARY,
        ALL_PATHS
    }

    private final List<GroupWorld> worlds = new ArrayList<>();
    private final List<Integer> changes = new ArrayList<>();
    private ExportConditions conditions;
    /** Hops by sender and prefix, 0 for no route. */
    private final int[][] sent = new int[2][PREFIXES];

    ConditionalExportTest() {
        make(Telling.BEST);
    }

    private void make(Telling telling) {
        worlds.clear();
        conditions = new ExportConditions(
                List.of(condition(BACKUP, false, PRIMARY), condition(SPECIAL, true, GATE)),
                GroupWorld.TABLE,
                SHARDS,
                task -> worlds.forEach(world -> world.later(task)),
                new ExportConditions.Owner() {
                    @Override
                    public ExportTarget target(Shard shard) {
                        return worlds.get(shard.number()).group;
                    }

                    @Override
                    public void changed(int condition) {
                        changes.add(condition);
                    }
                });
        for (int i = 0; i < SHARDS; i++) {
            SessionEncoding encoding =
                    telling == Telling.ALL_PATHS ? ENCODING.withAddPath(AddressFamily.IPV4_UNICAST) : ENCODING;
            int secondary = telling == Telling.SECONDARY ? 3 : 0;
            worlds.add(new GroupWorld(i, GroupWorld.conditional(encoding, secondary, conditions)));
        }
        boolean[] known = {false};
        conditions.start(() -> known[0] = true);
        assertThat(conditions.nextClosed(0)).as("nothing is known yet").isZero();
        settle();
        assertThat(known[0]).isTrue();
        worlds.forEach(world -> world.group.join(world.members[2], () -> {}));
    }

    private static ExportConditions.Condition condition(Policy routes, boolean exist, Policy sought) {
        return new ExportConditions.Condition(
                new ConditionalExport(Optional.empty(), exist, "", IpFamily.IPV4, Optional.empty()),
                "master4",
                GroupWorld.TABLE,
                AddressFamily.IPV4_UNICAST,
                routes,
                sought);
    }

    private void send(int from, int prefix, int hops) {
        sent[from][prefix] = hops;
        worlds.get(prefix % SHARDS).send(from, prefix, 0, hops);
    }

    private void settle() {
        // What one of them finds out is passed on to the others.
        for (int i = 0; i < 3; i++) {
            worlds.forEach(GroupWorld::settle);
        }
    }

    private Set<Integer> received() {
        Set<Integer> all = new TreeSet<>();
        worlds.forEach(world -> world.neighbors[2].received.keySet().forEach(path -> all.add((int) path.prefix())));
        return all;
    }

    private long there(Numbers which) {
        long count = 0;
        for (int prefix = which.from(); prefix <= which.to(); prefix++) {
            count += sent[0][prefix] + sent[1][prefix] > 0 ? 1 : 0;
        }
        return count;
    }

    private Set<Integer> expected() {
        Set<Integer> all = new TreeSet<>();
        for (int prefix = 0; prefix < PREFIXES; prefix++) {
            boolean withheld = (BACKUP.has(prefix) && there(PRIMARY) > 0) || (SPECIAL.has(prefix) && there(GATE) == 0);
            if (sent[0][prefix] + sent[1][prefix] > 0 && !withheld) {
                all.add(prefix);
            }
        }
        return all;
    }

    private void end() {
        worlds.forEach(world -> conditions.stop(world.shard));
        // The same from memory: nothing holds a prefix any more.
        worlds.forEach(GroupWorld::forgetEverything);
    }

    @Test
    void backupIsAnnouncedWhileThePrimaryIsAbsent() {
        send(0, 21, 1);
        send(0, 15, 1);
        settle();
        assertThat(received()).containsExactly(15, 21);
        assertThat(conditions.holds(0)).isTrue();

        // In the other shard.
        send(1, 2, 1);
        settle();
        assertThat(received()).containsExactly(2, 15);
        assertThat(conditions.matches(0)).isOne();
        assertThat(conditions.words(0))
                .isEqualTo("`conditional export` 1: announced while no route of master4 matches, and one does");
        assertThat(worlds.get(1).group.counters(worlds.get(1).members[2]).filtered)
                .isOne();

        send(1, 4, 1);
        send(1, 2, 0);
        settle();
        assertThat(received()).as("another one does as well").containsExactly(4, 15);
        assertThat(changes).containsExactly(0);

        send(1, 4, 0);
        settle();
        assertThat(received()).containsExactly(15, 21);
        assertThat(changes).containsExactly(0, 0);
        end();
    }

    @Test
    void whatTwoConditionsNameWaitsForBoth() {
        send(0, 26, 1);
        send(0, 33, 1);
        settle();
        assertThat(received()).isEmpty();
        send(0, 6, 1);
        settle();
        assertThat(received()).containsExactly(6, 26, 33);
        send(0, 1, 1);
        settle();
        assertThat(received()).containsExactly(1, 6, 33);
        end();
    }

    @Test
    void aRouteThatReplacesAnotherOneChangesNothing() {
        send(0, 2, 2);
        send(0, 22, 1);
        settle();
        changes.clear();
        int messages = worlds.get(0).neighbors[2].messages;
        send(0, 2, 0);
        send(0, 4, 1);
        settle();
        assertThat(changes).isEmpty();
        assertThat(worlds.get(0).neighbors[2].messages - messages).isEqualTo(2);
        end();
    }

    /** A router that has restarted does not take for absent what may be on its way. */
    @Test
    void absenceCountsWhenAllIsThere() {
        conditions.expectMore();
        send(0, 21, 1);
        send(0, 26, 1);
        send(0, 15, 1);
        send(0, 5, 1);
        settle();
        assertThat(received()).containsExactly(5, 15);
        assertThat(conditions.holds(0)).isFalse();
        assertThat(conditions.holds(1)).isTrue();
        assertThat(conditions.words(0)).endsWith("and none does, but this router restarts and has not heard all");
        // What is looked for comes late, and goes again.
        send(1, 2, 1);
        settle();
        send(1, 2, 0);
        settle();
        assertThat(received()).containsExactly(5, 15);
        assertThat(changes).containsOnly(1);

        conditions.complete();
        settle();
        assertThat(received()).containsExactly(5, 15, 21, 26);
        assertThat(changes).endsWith(0);
        end();
    }

    @Test
    void absenceThatNeverWasChangesNothing() {
        conditions.expectMore();
        send(0, 21, 1);
        send(1, 2, 1);
        settle();
        conditions.complete();
        settle();
        assertThat(received()).containsExactly(2);
        assertThat(changes).isEmpty();
        end();
    }

    @Property(tries = 200)
    void neighborsKnowWhatTheConditionsSay(
            @ForAll Telling telling, @ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        ConditionalExportTest test = new ConditionalExportTest();
        test.make(telling);
        test.play(new Random(seed));
    }

    private void play(Random random) {
        for (int step = 0; step < 200; step++) {
            GroupWorld world = worlds.get(random.nextInt(SHARDS));
            switch (random.nextInt(12)) {
                case 0 -> world.settle();
                case 1 -> world.neighbors[2].slow = true;
                case 2 -> world.neighbors[2].drain();
                case 3 -> world.group.refresh(world.members[2], () -> {});
                case 4 -> world.shard.step();
                default -> send(random.nextInt(2), random.nextInt(PREFIXES), random.nextInt(3));
            }
        }
        worlds.forEach(world -> world.neighbors[2].drain());
        settle();
        worlds.forEach(world -> world.neighbors[2].drain());
        settle();
        assertThat(conditions.matches(0)).isEqualTo((int) there(PRIMARY));
        assertThat(conditions.matches(1)).isEqualTo((int) there(GATE));
        assertThat(received()).isEqualTo(expected());
        assertThat(worlds.get(0).neighbors[2].received.keySet()).allMatch((Path path) -> path.prefix() % SHARDS == 0);
        end();
    }
}
