package org.jbgp.daemon.policy.compile;

import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.ValidityTables;

/**
 * Filters made ready to run, from one configuration to the next: equal filters are compiled once, and one that a reload
 * left alone stays as warm as it is, as long as it keeps its name. What two configurations in a row did not ask for is
 * forgotten. Any thread.
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

    /**
     * By identity: comparing filters takes their fingerprints, and what a reload did not read anew is the same object.
     */
    private IdentityHashMap<Filter, AdaptivePolicy> former = new IdentityHashMap<>();

    /** The same by name, once a filter is not found. */
    private Map<String, List<AdaptivePolicy>> formerByName = Map.of();

    /** The same by name and meaning, for names that were looked for. */
    private final Map<String, Map<Key, AdaptivePolicy>> formerByMeaning = new HashMap<>();

    private final IdentityHashMap<Filter, AdaptivePolicy> present = new IdentityHashMap<>();

    /** Shards that want code at the same time do not wait for each other. */
    private final Map<Key, Policy> codes = new ConcurrentHashMap<>();

    /** A new configuration begins. */
    public synchronized void turn() {
        former = new IdentityHashMap<>(present);
        formerByName = Map.of();
        formerByMeaning.clear();
        present.clear();
        Set<Key> used = new HashSet<>();
        former.values().forEach(policy -> policy.knownKey().ifPresent(used::add));
        codes.keySet().retainAll(used);
    }

    /** The policy of a filter of the present configuration, whose tables these are. */
    synchronized AdaptivePolicy get(Filter filter, ValidityTables tables) {
        AdaptivePolicy known = present.get(filter);
        if (known == null) {
            known = former.get(filter);
            if (known == null || !known.asks(tables)) {
                known = equal(new AdaptivePolicy(filter, tables, this));
                known.speakOf(filter);
            }
            present.put(filter, known);
        }
        return known;
    }

    /** The one of the former configuration that has the same name and does the same, or this one. */
    private AdaptivePolicy equal(AdaptivePolicy policy) {
        if (former.isEmpty()) {
            return policy;
        }
        if (formerByName.isEmpty()) {
            formerByName = former.values().stream().collect(Collectors.groupingBy(AdaptivePolicy::name));
        }
        Map<Key, AdaptivePolicy> candidates = formerByMeaning.computeIfAbsent(policy.name(), name -> {
            Map<Key, AdaptivePolicy> found = new HashMap<>();
            formerByName.getOrDefault(name, List.of()).forEach(each -> found.putIfAbsent(each.key(), each));
            return found;
        });
        return candidates.isEmpty() ? policy : candidates.getOrDefault(policy.key(), policy);
    }

    /** The filter as bytecode, or as a tree if it cannot be compiled. */
    Policy code(Key key) {
        return codes.computeIfAbsent(key, wanted -> Policies.compile(wanted.filter(), wanted.tables()));
    }
}
