package org.jbgp.daemon.instance;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives names small dense numbers from 1, and takes them back. Control thread. */
public final class Numbering {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final BitSet used = new BitSet();

    public Numbering() {
        used.set(0);
    }

    /** The same numbers; what is given or taken back there does not count here. */
    public Numbering copy() {
        Numbering copy = new Numbering();
        copy.numbers.putAll(numbers);
        copy.used.or(used);
        return copy;
    }

    /** The name's number, given to it now if it had none. */
    public int of(String name) {
        return numbers.computeIfAbsent(name, key -> {
            int number = used.nextClearBit(1);
            used.set(number);
            return number;
        });
    }

    /** The name's number, 0 if it has none. */
    public int find(String name) {
        return numbers.getOrDefault(name, 0);
    }

    /** Forgets the name; its number may be given again. */
    public void release(String name) {
        Integer number = numbers.remove(name);
        if (number != null) {
            used.clear(number);
        }
    }

    /** All names that have a number. */
    public List<String> names() {
        return List.copyOf(numbers.keySet());
    }

    /** What the channel of a pipe's way out is called, from what its channel is called. */
    public static String outwards(String channel) {
        return channel + ".peer";
    }
}
