package org.jbgp.daemon.policy;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jbgp.config.filter.Filter;

/**
 * Compiled filters from one configuration to the next: a filter a thousand neighbours use is compiled once, and one that a
 * reload left alone not at all. What two configurations in a row did not ask for is forgotten. Any thread.
 */
public final class PolicyCache {

    private record Key(Filter filter, ValidityTables tables) {}

    private Map<Key, Policy> former = new HashMap<>();
    private Map<Key, Policy> present = new HashMap<>();

    /** A new configuration begins. */
    public synchronized void turn() {
        former = present;
        present = new HashMap<>();
    }

    synchronized Policy get(Filter filter, ValidityTables tables, Supplier<Policy> compiler) {
        Key key = new Key(filter, tables);
        Policy known = present.get(key);
        if (known == null) {
            known = former.get(key);
            if (known == null) {
                known = compiler.get();
            }
            present.put(key, known);
        }
        return known;
    }
}
