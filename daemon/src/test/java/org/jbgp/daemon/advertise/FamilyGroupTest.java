package org.jbgp.daemon.advertise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jbgp.config.filter.tree.FilterFamily;
import org.jbgp.daemon.advertise.GroupWorld.Neighbor;
import org.jbgp.daemon.advertise.rules.ExportCounters;
import org.jbgp.daemon.policy.FilterText;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.policy.RouteView;
import org.jbgp.daemon.policy.ValidityTables;
import org.jbgp.daemon.policy.compile.Policies;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.PeerSort;
import org.jbgp.daemon.wire.update.SessionEncoding;
import org.junit.jupiter.api.Test;

/** Clients whose filters are of one family are sent what each would be sent in a group of its own. */
class FamilyGroupTest {
    private static final int MEMBERS = GroupWorld.MEMBERS;
    private static final int PREFIXES = 40;
    private static final SessionEncoding ENCODING =
            SessionEncoding.of(PeerSort.EXTERNAL, 65000, 65001, Set.of(AddressFamily.IPV4_UNICAST));
    private static final Policies POLICIES = new Policies(ValidityTables.NONE);

    private static final String FUNCTIONS = """
            function announced(int peeras) {
                if (0, peeras) ~ bgp_community then return false;
                if (0, 65000) ~ bgp_community && !((65000, peeras) ~ bgp_community) then return false;
                return true;
            }
            """;

    /** A filter of a client with this AS; those with one number are of one family. */
    private static String text(int family, int as) {
        String body = switch (family) {
            case 0 -> "if !announced(%d) then reject; bgp_community.delete([(0,*),(65000,1..1999)]); accept;";
            case 1 ->
                "if !announced(%d) then reject; if (65001, %d) ~ bgp_community then bgp_path.prepend(65000);"
                        + " if (65002, %d) ~ bgp_community then { bgp_path.prepend(65000);"
                        + " bgp_path.prepend(65000); } accept;";
            case 2 ->
                "if net ~ [ 10.0.16.0/20+ ] then { if (0, %d) ~ bgp_community then reject; bgp_med = 7; }"
                        + " if (65000, %d) ~ bgp_community then bgp_med = 9; accept;";
            case 3 -> "bgp_community.add((0, 65011)); if (0, %d) ~ bgp_community then reject; accept;";
            case 4 -> "if bgp_path.first = %d || %d ~ bgp_path then reject; accept;";
            default -> "if (65000, %d) ~ bgp_community then accept; reject;";
        };
        return FUNCTIONS + "filter f { " + body.replace("%d", Integer.toString(as)) + " }";
    }

    private static final int FAMILIES = 6;

    /** The same filter, of no family. */
    private record Alone(Policy policy) implements Policy {
        @Override
        public boolean accept(RouteView route, PolicyLog log) {
            return policy.accept(route, log);
        }
    }

    /** Both ways beside each other. */
    private static final class Both {
        final Policy[] policies = new Policy[MEMBERS];
        final GroupWorld shared;
        final GroupWorld alone;
        final List<ExportGroup> groups = new ArrayList<>();
        final boolean[] joined = new boolean[MEMBERS];

        Both(int family, int[] numbers) {
            for (int i = 0; i < MEMBERS; i++) {
                policies[i] = POLICIES.of(FilterText.filter(text(family, numbers[i])));
            }
            shared = new GroupWorld(GroupWorld.filtered(ENCODING, policies[0]));
            assertThat(shared.group).isInstanceOf(FamilyGroup.class);
            alone = new GroupWorld(GroupWorld.filtered(ENCODING, new Alone(policies[0])));
            groups.add(alone.group);
            for (int i = 0; i < MEMBERS; i++) {
                shared.policies[i] = policies[i];
                shared.members[i] = shared.member(i);
                alone.policies[i] = new Alone(policies[i]);
                alone.members[i] = alone.member(i);
                if (i > 0) {
                    ExportGroup group = alone.group(GroupWorld.filtered(ENCODING, alone.policies[i]));
                    alone.shard.attach(GroupWorld.TABLE, group, group::fed);
                    groups.add(group);
                }
            }
        }

        void join(int who) {
            joined[who] = true;
            shared.group.join(shared.members[who], () -> {});
            groups.get(who).join(alone.members[who], () -> {});
        }

        void leave(int who) {
            joined[who] = false;
            shared.leave(who);
            groups.get(who).leave(alone.members[who]);
            alone.neighbors[who].forget();
            alone.members[who] = alone.member(who);
        }

        /** Everybody gets another filter. */
        void reload(int family, int[] numbers, Runnable meanwhile) {
            List<Integer> there = new ArrayList<>();
            for (int i = 0; i < MEMBERS; i++) {
                policies[i] = POLICIES.of(FilterText.filter(text(family, numbers[i])));
                shared.policies[i] = policies[i];
                if (joined[i]) {
                    there.add(i);
                }
            }
            ExportGroup former = shared.group;
            shared.move(there, shared.group(GroupWorld.filtered(ENCODING, policies[0])), meanwhile);
            if (there.isEmpty()) {
                shared.shard.detach(GroupWorld.TABLE, former);
                shared.shard.attach(GroupWorld.TABLE, shared.group, shared.group::fed);
            }
            for (int i = 0; i < MEMBERS; i++) {
                alone.policies[i] = new Alone(policies[i]);
                alone.group = groups.get(i);
                ExportGroup group = alone.group(GroupWorld.filtered(ENCODING, alone.policies[i]));
                if (joined[i]) {
                    alone.move(List.of(i), group, () -> {});
                } else {
                    alone.shard.detach(GroupWorld.TABLE, groups.get(i));
                    groups.get(i).dissolve();
                    alone.shard.attach(GroupWorld.TABLE, group, group::fed);
                    shared.members[i] = shared.member(i);
                    alone.members[i] = alone.member(i);
                }
                groups.set(i, group);
            }
        }

        void send(int from, long prefix, int hops, int nextHop, List<Integer> communities) {
            shared.send(from, prefix, 0, hops, nextHop, communities);
            alone.send(from, prefix, 0, hops, nextHop, communities);
        }

        void settle() {
            shared.settle();
            alone.settle();
        }

        void check() {
            for (int i = 0; i < MEMBERS; i++) {
                if (joined[i]) {
                    assertThat(shared.neighbors[i].received)
                            .as("what neighbor %d was sent", i)
                            .isEqualTo(alone.neighbors[i].received);
                    assertThat(shared.group.announced(shared.members[i]))
                            .as("number of prefixes announced to %d", i)
                            .isEqualTo(alone.neighbors[i].received.size());
                }
            }
        }

        void forgetEverything() {
            shared.forgetEverything();
            alone.forgetEverything();
        }
    }

    private static List<Integer> communities(Random random) {
        List<Integer> communities = new ArrayList<>();
        int[] high = {0, 65000, 65001, 65002, 7};
        int[] low = {65000, 65010, 65011, 65012, 65013};
        for (int i = random.nextInt(4); i > 0; i--) {
            communities.add(high[random.nextInt(high.length)] << 16 | low[random.nextInt(low.length)]);
        }
        return communities.stream().distinct().sorted(Integer::compareUnsigned).toList();
    }

    private static void sendSomething(Both both, Random random) {
        int who = random.nextInt(MEMBERS);
        both.send(
                who,
                random.nextInt(PREFIXES),
                random.nextInt(4),
                random.nextInt(8) == 0 ? random.nextInt(MEMBERS) : who,
                communities(random));
    }

    @Property(tries = 500)
    void everyMemberIsSentWhatItWouldBeSentAlone(@ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        Random random = new Random(seed);
        int[] numbers = {65010, 65011, 65012, 65013};
        if (random.nextInt(4) == 0) {
            numbers[2] = numbers[1];
        }
        Both both = new Both(random.nextInt(FAMILIES), numbers);
        for (int step = 0; step < 250; step++) {
            int who = random.nextInt(MEMBERS);
            switch (random.nextInt(14)) {
                case 0 -> both.shared.neighbors[who].slow = true;
                case 1 -> both.shared.neighbors[who].drain();
                case 2 -> {
                    if (!both.joined[who]) {
                        both.join(who);
                    }
                }
                case 3 -> both.settle();
                case 4 -> {
                    if (both.joined[who]) {
                        both.shared.group.refresh(both.shared.members[who], () -> {});
                        both.groups.get(who).refresh(both.alone.members[who], () -> {});
                    }
                }
                case 5 -> {
                    if (both.joined[who]) {
                        both.leave(who);
                    } else if (random.nextInt(4) == 0) {
                        both.reload(random.nextInt(FAMILIES), numbers, () -> {
                            if (random.nextBoolean()) {
                                both.shared.shard.step();
                            }
                            if (random.nextBoolean()) {
                                sendSomething(both, random);
                            }
                        });
                    }
                }
                case 6 -> both.shared.shard.step();
                default -> sendSomething(both, random);
            }
        }
        for (Neighbor neighbor : both.shared.neighbors) {
            neighbor.drain();
        }
        both.settle();
        both.check();
        both.forgetEverything();
    }

    /** Numbers of `show protocols all` are those of a group of one. */
    @Property(tries = 100)
    void countsAsAlone(@ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        Random random = new Random(seed);
        Both both = new Both(random.nextInt(FAMILIES), new int[] {65010, 65011, 65012, 65013});
        int sender = MEMBERS - 1;
        for (int i = 0; i < sender; i++) {
            both.join(i);
        }
        for (int step = 0; step < 200; step++) {
            // Of its own routes a member of a group of several counts no withdrawals.
            both.send(sender, random.nextInt(PREFIXES), random.nextInt(4), sender, communities(random));
            if (random.nextInt(4) == 0) {
                both.settle();
            }
        }
        both.settle();
        both.check();
        for (int i = 0; i < sender; i++) {
            ExportCounters shared = both.shared.group.counters(both.shared.members[i]);
            ExportCounters alone = both.groups.get(i).counters(both.alone.members[i]);
            assertThat(List.of(shared.updates, shared.rejected, shared.filtered, shared.accepted))
                    .as("updates, rejected, filtered, accepted of neighbor %d", i)
                    .isEqualTo(List.of(alone.updates, alone.rejected, alone.filtered, alone.accepted));
            assertThat(List.of(shared.withdrawals, shared.withdrawalsAdvertised))
                    .as("withdrawals of neighbor %d", i)
                    .isEqualTo(List.of(alone.withdrawals, alone.withdrawalsAdvertised));
        }
        both.forgetEverything();
    }

    /** A client that joins late is never sent a route that its filter rejects, not even for a moment. */
    @Test
    void whoJoinsLaterIsNotSentWhatItMustNotHave() {
        Both both = new Both(0, new int[] {65010, 65011, 65012, 65013});
        both.join(0);
        both.send(3, 7, 1, 3, List.of(65012));
        both.settle();
        both.shared.neighbors[2].slow = true;
        both.join(2);
        both.join(1);
        both.settle();
        assertThat(both.shared.neighbors[1].received).hasSize(1);
        both.shared.neighbors[2].drain();
        both.settle();
        assertThat(both.shared.neighbors[2].received).isEmpty();
        both.check();
        both.forgetEverything();
    }

    /** A filter with a defect. */
    private record Failing(Policy policy) implements Policy {
        @Override
        public boolean accept(RouteView route, PolicyLog log) {
            throw new IllegalStateException("a defect");
        }

        @Override
        public FilterFamily family() {
            return policy.family();
        }
    }

    @Test
    void aDefectInOnePlaceKeepsNobodyFromTheRest() {
        Policy[] policies = new Policy[2];
        for (int i = 0; i < 2; i++) {
            policies[i] = POLICIES.of(FilterText.filter(text(0, 65010 + i)));
        }
        GroupWorld world = new GroupWorld(GroupWorld.filtered(ENCODING, policies[0]));
        world.policies[1] = new Failing(policies[1]);
        world.members[1] = world.member(1);
        world.group.join(world.members[0], () -> {});
        world.send(3, 7, 0, 1, 3, List.of(65011));
        world.settle();
        assertThatThrownBy(() -> world.group.join(world.members[1], () -> {})).hasMessage("a defect");
        world.settle();
        world.send(3, 8, 0, 1, 3, List.of());
        world.settle();
        assertThat(world.neighbors[1].received)
                .as("the route that could not be judged, and another one")
                .containsOnlyKeys(new GroupWorld.Path(8, 0));
        assertThat(world.neighbors[0].received).hasSize(2);
    }

    /** Who joins does not hold up the shard: the table is gone through in steps. */
    @Test
    void joiningTakesSteps() {
        Both both = new Both(0, new int[] {65010, 65011, 65012, 65013});
        both.join(0);
        for (int prefix = 0; prefix < PREFIXES; prefix++) {
            both.send(3, prefix, 1, 3, List.of(65011));
        }
        both.settle();
        both.join(1);
        both.join(2);
        assertThat(both.shared.neighbors[2].received).isEmpty();
        // One of the first walk, a change meanwhile, and what is left of both walks.
        both.shared.shard.step();
        assertThat(both.shared.shard.hasJobs()).isTrue();
        both.send(3, PREFIXES - 1, 2, 3, List.of(65012));
        both.settle();
        assertThat(both.shared.neighbors[1].received).hasSize(1);
        assertThat(both.shared.neighbors[2].received).hasSize(PREFIXES - 1);
        both.check();
        both.forgetEverything();
    }

    /** What stays allowed is not withdrawn in between, in whatever steps the clients come to their new group. */
    @Test
    void aReloadWithdrawsNothingThatStays() {
        Both both = new Both(0, new int[] {65010, 65011, 65012, 65013});
        for (int i = 0; i < 3; i++) {
            both.join(i);
        }
        for (int prefix = 0; prefix < PREFIXES; prefix++) {
            both.send(3, prefix, 1, 3, List.of(7));
        }
        both.settle();
        Runnable nothingLost = () -> {
            for (int i = 0; i < 3; i++) {
                assertThat(both.shared.neighbors[i].received).hasSize(PREFIXES);
            }
        };
        nothingLost.run();
        both.reload(0, new int[] {65010, 65011, 65012, 65013}, () -> {
            both.shared.shard.step();
            nothingLost.run();
        });
        while (both.shared.shard.hasJobs()) {
            both.shared.shard.step();
            nothingLost.run();
        }
        both.settle();
        nothingLost.run();
        both.check();
        both.forgetEverything();
    }

    /** After a reload all clients hear of the same changes: these are encoded once. */
    @Test
    void whatAllAreSentAnewIsEncodedOnce() {
        Both both = new Both(0, new int[] {65010, 65011, 65012, 65013});
        for (int i = 0; i < 3; i++) {
            both.join(i);
        }
        for (int prefix = 0; prefix < PREFIXES; prefix++) {
            both.send(3, prefix, 1, 3, List.of(7));
        }
        both.settle();
        both.reload(2, new int[] {65010, 65011, 65012, 65013}, () -> {});
        both.settle();
        // The first one was there before the others had come.
        assertThat(both.shared.neighbors[2].encoded).isNotNull().isSameAs(both.shared.neighbors[1].encoded);
        both.check();
        both.forgetEverything();
    }
}
