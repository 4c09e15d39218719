package org.jbgp.daemon.protocol;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers for {@link Forwarding}s, equal ones sharing a number, so that a route of a {@link KernelModel} costs an int. Counts its users;
 * a number nobody uses is given to the next. 0 is none. Owned by one thread.
 */
final class ForwardingStore {
    private final Map<Forwarding, Integer> numbers = new HashMap<>();
    private Forwarding[] values = new Forwarding[64];
    private int[] users = new int[64];
    private int[] free = new int[64];
    private int freeCount;
    private int limit = 1;
    /** The number given out last: a run of routes shares one object, whose hash would cost more than all else here. */
    private int last;

    /** The value behind a number. */
    Forwarding get(int number) {
        return values[number];
    }

    /** The number of a value, counted as used once more; 0 for null. */
    int acquire(Forwarding value) {
        if (value == null) {
            return 0;
        }
        if (value.equals(values[last])) {
            users[last]++;
            return last;
        }
        Integer known = numbers.get(value);
        if (known != null) {
            users[known]++;
            last = known;
            return known;
        }
        int number = freeCount > 0 ? free[--freeCount] : limit++;
        if (number == values.length) {
            values = Arrays.copyOf(values, number * 2);
            users = Arrays.copyOf(users, number * 2);
        }
        values[number] = value;
        users[number] = 1;
        numbers.put(value, number);
        last = number;
        return number;
    }

    /** One more user of a number; answers it. */
    int share(int number) {
        if (number != 0) {
            users[number]++;
        }
        return number;
    }

    /** One user less. */
    void release(int number) {
        if (number != 0 && --users[number] == 0) {
            numbers.remove(values[number]);
            values[number] = null;
            if (freeCount == free.length) {
                free = Arrays.copyOf(free, freeCount * 2);
            }
            free[freeCount++] = number;
        }
    }

    /** How many values are in use. */
    int size() {
        return numbers.size();
    }
}
