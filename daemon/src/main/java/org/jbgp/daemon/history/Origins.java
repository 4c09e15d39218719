package org.jbgp.daemon.history;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToIntFunction;
import org.jbgp.daemon.control.view.PastRoute;

/**
 * Small numbers for those whom routes came from, and for tables: they are gone from the configuration while changes
 * still speak of them, so a number is given once and never taken back. Any thread.
 */
final class Origins {
    /** Stands for all that came when there were no numbers left. */
    static final int OTHER = 0xFFFF;

    private static final PastRoute.Origin NAMELESS = new PastRoute.Origin("(another)", "", null);

    /** Objects of one in memory: itself, its address, and its places in map and list. */
    private static final int EACH = 200;

    private final AtomicLong bytes = new AtomicLong();

    private final Numbering<PastRoute.Origin> origins =
            new Numbering<>(NAMELESS, each -> each.protocol().length());
    private final Numbering<String> tables = new Numbering<>(NAMELESS.protocol(), String::length);

    /** Numbers of some values from 1, and {@link #OTHER}. */
    private final class Numbering<T> {
        private final T other;
        private final Map<T, Integer> numbers = new HashMap<>();
        /** By number; there is no 0. */
        private final List<T> values = new ArrayList<>();
        /** Characters in them. */
        private final ToIntFunction<T> characters;

        private Numbering(T other, ToIntFunction<T> characters) {
            this.other = other;
            this.characters = characters;
            values.add(other);
        }

        private int of(T value) {
            Integer known = numbers.get(value);
            if (known != null) {
                return known;
            }
            int number = values.size();
            if (number >= OTHER) {
                return OTHER;
            }
            values.add(value);
            numbers.put(value, number);
            bytes.addAndGet(EACH + characters.applyAsInt(value));
            return number;
        }

        private T value(int number) {
            return number == OTHER ? other : values.get(number);
        }
    }

    /** Memory they take, about. Any thread, without waiting. */
    long bytes() {
        return bytes.get();
    }

    /** The number of an origin, from 1. */
    synchronized int of(PastRoute.Origin origin) {
        return origins.of(origin);
    }

    /** The numbers of all origins of a protocol. */
    synchronized BitSet of(String protocol) {
        BitSet found = new BitSet();
        origins.numbers.forEach((origin, number) -> {
            if (origin.protocol().equals(protocol)) {
                found.set(number);
            }
        });
        return found;
    }

    /** Whose number it is. */
    synchronized PastRoute.Origin origin(int number) {
        return origins.value(number);
    }

    /** The number of a table, from 1. */
    synchronized int table(String name) {
        return tables.of(name);
    }

    /** The table of that number. */
    synchronized String tableName(int number) {
        return tables.value(number);
    }
}
