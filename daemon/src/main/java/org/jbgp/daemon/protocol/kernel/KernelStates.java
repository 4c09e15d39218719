package org.jbgp.daemon.protocol.kernel;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jbgp.daemon.protocol.Forwarding;
import org.jbgp.kernel.KernelNextHop;

/**
 * Numbers for the states that prefixes of a {@link KernelModel} are in: what the kernel shall have and what it has.
 * Prefixes are many and states are few, so that a prefix costs an int. Counts who uses a number; one that nobody uses
 * is given to the next state. 0 is neither wanted nor there. Owned by one thread.
 */
final class KernelStates {
    private final Map<State, Integer> numbers = new HashMap<>();
    private final Map<ViaPair, Tally> tallies = new HashMap<>();
    private State[] states = new State[64];
    private int[] users = new int[64];
    /** By the number of a state: how many want its ways, null if they are unknown. */
    private Tally[] wanting = new Tally[64];

    private int[] free = new int[64];
    private int freeCount;
    private int limit = 1;
    /**
     * The number given out last: routes in a row have the same state, whose hash would cost more than all else here.
     */
    private int last;

    /** How many prefixes want the same ways. */
    private static final class Tally {
        private int prefixes;
    }

    /**
     * What the kernel shall have and what it has.
     *
     * @param pair the ways of a route that shall go by a group, null if unknown
     * @param group the group that the route goes by, null for none
     */
    private record State(Forwarding desired, ViaPair pair, Forwarding installed, PairGroup group) {
        private boolean is(Forwarding wanted, ViaPair ways, Forwarding there, PairGroup by) {
            return by == group
                    && Objects.equals(desired, wanted)
                    && Objects.equals(installed, there)
                    && Objects.equals(pair, ways);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof State that && is(that.desired, that.pair, that.installed, that.group);
        }

        @Override
        public int hashCode() {
            int hash = 31 * Objects.hashCode(desired) + Objects.hashCode(installed);
            return 31 * hash + Objects.hashCode(pair);
        }
    }

    /** Hears of a group's routes whose way has changed. */
    @FunctionalInterface
    interface Moved {
        void routes(Forwarding before, Forwarding now, int prefixes);
    }

    KernelStates() {
        states[0] = new State(null, null, null, null);
    }

    /** What the kernel shall have, null for nothing. */
    Forwarding desired(int number) {
        return states[number].desired;
    }

    /** The ways that what the kernel shall have goes by, null if unknown. */
    ViaPair pair(int number) {
        return states[number].pair;
    }

    /** What the kernel has, null for nothing. */
    Forwarding installed(int number) {
        return states[number].installed;
    }

    /** The group that what the kernel has goes by, null for none. */
    PairGroup group(int number) {
        return states[number].group;
    }

    /** The number of a state, counted as used once more. */
    int acquire(Forwarding desired, ViaPair pair, Forwarding installed, PairGroup group) {
        if (desired == null && installed == null) {
            return 0;
        }
        int number = last;
        if (number == 0 || !states[number].is(desired, pair, installed, group)) {
            State state = new State(desired, pair, installed, group);
            Integer known = numbers.get(state);
            number = known != null ? known : add(state);
            last = number;
        }
        users[number]++;
        if (pair != null) {
            wanting[number].prefixes++;
        }
        return number;
    }

    private int add(State state) {
        int number = freeCount > 0 ? free[--freeCount] : limit++;
        if (number == states.length) {
            states = Arrays.copyOf(states, number * 2);
            users = Arrays.copyOf(users, number * 2);
            wanting = Arrays.copyOf(wanting, number * 2);
        }
        states[number] = state;
        wanting[number] = state.pair == null ? null : tallies.computeIfAbsent(state.pair, key -> new Tally());
        numbers.put(state, number);
        return number;
    }

    /** Whether a route that the kernel has leads over this interface. */
    boolean use(int ifindex) {
        for (int number = 1; number < limit; number++) {
            State state = states[number];
            if (state != null && state.installed != null && state.installed.leadsOver(ifindex)) {
                return true;
            }
        }
        return false;
    }

    /** How many prefixes want these ways. */
    int wanting(ViaPair pair) {
        Tally tally = tallies.get(pair);
        return tally == null ? 0 : tally.prefixes;
    }

    /** Whether every route that goes by the group is one of a prefix that wants this very pair. */
    boolean allWantPairOf(PairGroup group) {
        for (int number = 1; number < limit; number++) {
            State state = states[number];
            if (state != null && state.group == group && (state.pair == null || !group.is(state.pair))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether every route that goes by the group is one of a prefix that is known to want its first way: another one
     * may have the same gateway.
     */
    boolean allWantFirstOf(PairGroup group) {
        for (int number = 1; number < limit; number++) {
            State state = states[number];
            if (state != null
                    && state.group == group
                    && (state.pair == null || !state.pair.primary().equals(group.primary()))) {
                return false;
            }
        }
        return true;
    }

    /** The ways that most of the prefixes want whose routes go by the group; null if these are less than half. */
    ViaPair mostWanted(PairGroup group) {
        Map<ViaPair, Integer> prefixes = new HashMap<>();
        for (int number = 1; number < limit; number++) {
            State state = states[number];
            if (state != null && state.group == group && state.pair != null) {
                prefixes.merge(state.pair, users[number], Integer::sum);
            }
        }
        for (Map.Entry<ViaPair, Integer> entry : prefixes.entrySet()) {
            if (entry.getValue() > group.routes() / 2) {
                return entry.getKey();
            }
        }
        return null;
    }

    /** Whether all prefixes want these ways whose routes go by the group, and go where it leads. */
    boolean allWant(ViaPair ways, PairGroup group) {
        for (int number = 1; number < limit; number++) {
            State state = states[number];
            if (state != null
                    && state.group == group
                    && (!ways.equals(state.pair) || !Objects.equals(state.desired, state.installed))) {
                return false;
            }
        }
        return true;
    }

    /** All routes that go by the group lead another way now. */
    void redirected(PairGroup group, KernelNextHop hop, Moved moved) {
        last = 0;
        for (int number = 1; number < limit; number++) {
            State state = states[number];
            if (state != null && state.group == group) {
                Forwarding now = state.installed.withNextHops(List.of(hop));
                numbers.remove(state);
                moved.routes(state.installed, now, users[number]);
                states[number] = new State(state.desired, state.pair, now, group);
                numbers.put(states[number], number);
            }
        }
    }

    /** One user less. */
    void release(int number) {
        if (number == 0) {
            return;
        }
        ViaPair pair = states[number].pair;
        if (pair != null && --wanting[number].prefixes == 0) {
            tallies.remove(pair);
        }
        if (--users[number] > 0) {
            return;
        }
        numbers.remove(states[number]);
        states[number] = null;
        if (last == number) {
            last = 0;
        }
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = number;
    }
}
