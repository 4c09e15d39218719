package org.jbgp.daemon.policy;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jbgp.config.filter.Filter;

/**
 * Filters made ready to run, from one configuration to the next: equal filters are compiled once, and one that a reload left alone
 * stays as warm as it is. What two configurations in a row did not ask for is forgotten. Any thread.
 */
public final class PolicyCache {

    /**
     * What a policy does.
     *
     * @param tables those the filter asks
     */
    record Key(Filter filter, ValidityTables tables) {
        /** Written out: what Java makes of a record is linked at its first use, which a start waits for. */
        @Override
        public int hashCode() {
            return filter.hashCode();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key that && filter.equals(that.filter) && tables.equals(that.tables);
        }
    }

    private Map<Key, AdaptivePolicy> former = new HashMap<>();
    /** By identity: comparing filters takes their fingerprints, and at a start there is nothing to compare with. */
    private final IdentityHashMap<Filter, AdaptivePolicy> present = new IdentityHashMap<>();

    private final Map<Key, Policy> codes = new HashMap<>();

    /** A new configuration begins. */
    public synchronized void turn() {
        former = new HashMap<>();
        present.values().forEach(policy -> former.putIfAbsent(policy.key(), policy));
        present.clear();
        codes.keySet().retainAll(former.keySet());
    }

    /** The policy of a filter of the present configuration, whose tables these are. */
    synchronized AdaptivePolicy get(Filter filter, ValidityTables tables) {
        AdaptivePolicy known = present.get(filter);
        if (known == null) {
            known = new AdaptivePolicy(filter, tables, this);
            if (!former.isEmpty()) {
                known = former.getOrDefault(known.key(), known);
            }
            present.put(filter, known);
        }
        return known;
    }

    /** The filter as bytecode, or as a tree if it cannot be compiled. */
    synchronized Policy code(Key key) {
        return codes.computeIfAbsent(key, wanted -> Policies.compile(wanted.filter(), wanted.tables()));
    }
}
