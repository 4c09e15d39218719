package org.jbgp.daemon.protocol.kernel;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jbgp.daemon.protocol.Forwarding;

/**
 * Numbers for the states that prefixes of a {@link KernelModel} are in: what the kernel shall have and what it has.
 * Prefixes are many and states are few, so that a prefix costs an int. Counts who uses a number; one that nobody uses
 * is given to the next state. 0 is neither wanted nor there. Owned by one thread.
 */
final class KernelStates {
    private final Map<State, Integer> numbers = new HashMap<>();
    private State[] states = new State[64];
    private int[] users = new int[64];
    private int[] free = new int[64];
    private int freeCount;
    private int limit = 1;
    /**
     * The number given out last: routes in a row have the same state, whose hash would cost more than all else here.
     */
    private int last;

    private record State(Forwarding desired, Forwarding installed) {
        private boolean is(Forwarding wanted, Forwarding there) {
            return Objects.equals(desired, wanted) && Objects.equals(installed, there);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof State that && is(that.desired, that.installed);
        }

        @Override
        public int hashCode() {
            return 31 * Objects.hashCode(desired) + Objects.hashCode(installed);
        }
    }

    KernelStates() {
        states[0] = new State(null, null);
    }

    /** What the kernel shall have, null for nothing. */
    Forwarding desired(int number) {
        return states[number].desired;
    }

    /** What the kernel has, null for nothing. */
    Forwarding installed(int number) {
        return states[number].installed;
    }

    /** The number of a state, counted as used once more. */
    int acquire(Forwarding desired, Forwarding installed) {
        if (desired == null && installed == null) {
            return 0;
        }
        if (last != 0 && states[last].is(desired, installed)) {
            users[last]++;
            return last;
        }
        State state = new State(desired, installed);
        Integer known = numbers.get(state);
        int number = known != null ? known : add(state);
        users[number]++;
        last = number;
        return number;
    }

    private int add(State state) {
        int number = freeCount > 0 ? free[--freeCount] : limit++;
        if (number == states.length) {
            states = Arrays.copyOf(states, number * 2);
            users = Arrays.copyOf(users, number * 2);
        }
        states[number] = state;
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

    /** One user less. */
    void release(int number) {
        if (number == 0 || --users[number] > 0) {
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
