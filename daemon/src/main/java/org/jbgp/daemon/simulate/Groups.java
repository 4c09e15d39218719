package org.jbgp.daemon.simulate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prefixes that have something in common: how many, and the first ones. */
final class Groups<K> {
    /** How many prefixes are named of those that have something in common. */
    static final int NAMED = 3;

    private final Map<K, List<String>> some = new LinkedHashMap<>();
    private final Map<K, Integer> counts = new LinkedHashMap<>();

    /** Takes a group. */
    interface Sink<K> {
        void group(K key, int count, List<String> some);
    }

    void add(K key, String prefix) {
        List<String> named = some.computeIfAbsent(key, each -> new ArrayList<>());
        if (named.size() < NAMED) {
            named.add(prefix);
        }
        counts.merge(key, 1, Integer::sum);
    }

    void forEach(Sink<K> sink) {
        some.forEach((key, named) -> sink.group(key, counts.get(key), named));
    }
}
