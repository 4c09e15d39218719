package org.jbgp.daemon.history;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jbgp.daemon.control.view.PastRoute;

/**
 * Small numbers for those whom routes came from, and for tables: they are gone from the configuration while changes
 * still speak of them, so a number is given once and never taken back. Any thread.
 */
final class Origins {
    /** Stands for all that came when there were no numbers left. */
    static final int OTHER = 0xFFFF;

    private static final PastRoute.Origin NAMELESS = new PastRoute.Origin("(another)", "", null);

    private final Map<PastRoute.Origin, Integer> numbers = new HashMap<>();
    private final List<PastRoute.Origin> origins = new ArrayList<>(List.of(NAMELESS));
    private final Map<String, Integer> tableNumbers = new HashMap<>();
    private final List<String> tables = new ArrayList<>(List.of(""));

    /** The number of an origin, from 1. */
    synchronized int of(PastRoute.Origin origin) {
        Integer known = numbers.get(origin);
        if (known != null) {
            return known;
        }
        if (origins.size() >= OTHER) {
            return OTHER;
        }
        int number = origins.size();
        origins.add(origin);
        numbers.put(origin, number);
        return number;
    }

    /** The numbers of all origins of a protocol. */
    synchronized BitSet of(String protocol) {
        BitSet found = new BitSet();
        for (int number = 1; number < origins.size(); number++) {
            if (origins.get(number).protocol().equals(protocol)) {
                found.set(number);
            }
        }
        return found;
    }

    /** Whose number it is. */
    synchronized PastRoute.Origin origin(int number) {
        return number == OTHER ? NAMELESS : origins.get(number);
    }

    /** The number of a table, from 1. */
    synchronized int table(String name) {
        Integer known = tableNumbers.get(name);
        if (known != null) {
            return known;
        }
        if (tables.size() >= OTHER) {
            return OTHER;
        }
        int number = tables.size();
        tables.add(name);
        tableNumbers.put(name, number);
        return number;
    }

    /** The table of that number. */
    synchronized String tableName(int number) {
        return number == OTHER ? "(another)" : tables.get(number);
    }
}
