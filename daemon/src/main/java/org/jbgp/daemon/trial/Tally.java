package org.jbgp.daemon.trial;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.trial.RouteChange.Kind;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * How many routes would change in which way, with the first ones of each. One thread at a time.
 */
public final class Tally {
    /** Routes whose attributes are kept. */
    private static final int DETAILED = 20;

    private final int most;
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final Map<String, Long> attributes = new HashMap<>();
    private final List<RouteChange> routes = new ArrayList<>();
    private final Map<Kind, Integer> kept = new EnumMap<>(Kind.class);

    /** @param most how many routes of each kind are kept */
    public Tally(int most) {
        this.most = most;
    }

    /** One route of a prefix; {@code before} and {@code after} are null where it is not there. */
    public void add(
            Kind kind, AddressFamily family, PrefixIndex index, int prefix, byte[] before, byte[] after, String way) {
        add(change(kind, family, index, prefix, before, after, way), 1);
    }

    /** The same to be counted. */
    public static RouteChange change(
            Kind kind, AddressFamily family, PrefixIndex index, int prefix, byte[] before, byte[] after, String way) {
        List<String> names = kind == Kind.CHANGED && before != null && after != null
                ? AttributeChanges.between(before, after)
                : List.of();
        return new RouteChange(
                kind,
                family,
                index.hi(prefix),
                index.lo(prefix),
                index.length(prefix),
                names,
                new RouteChange.Sets(before, after),
                way);
    }

    /**
     * A route counts here too, or ({@code -1}) no longer.
     *
     * @return true if it is kept
     */
    public boolean add(RouteChange change, int times) {
        counts.merge(change.kind(), (long) times, Long::sum);
        change.attributes().forEach(name -> attributes.merge(name, (long) times, Long::sum));
        if (times <= 0) {
            return false;
        }
        int before = kept.getOrDefault(change.kind(), 0);
        if (before < most) {
            kept.put(change.kind(), before + 1);
            routes.add(before < DETAILED ? change : change.withoutSets());
        }
        return before < most;
    }

    /** Adds what another one counted. */
    public void add(Tally other) {
        add(other, Set.of());
    }

    /** The same, but these are not to be kept here. */
    public void add(Tally other, Set<RouteChange.Place> without) {
        other.counts.forEach((kind, count) -> counts.merge(kind, count, Long::sum));
        other.attributes.forEach((name, count) -> attributes.merge(name, count, Long::sum));
        for (RouteChange change : other.routes) {
            int before = kept.getOrDefault(change.kind(), 0);
            if (before < most && !without.contains(change.place())) {
                kept.put(change.kind(), before + 1);
                routes.add(change);
            }
        }
    }

    /** How many changed in this way. */
    public long count(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** How many changed in each attribute, by its name. */
    public Map<String, Long> attributes() {
        Map<String, Long> sorted = new TreeMap<>(attributes);
        sorted.values().removeIf(count -> count == 0);
        return sorted;
    }

    /** The routes that were kept, of all kinds. */
    public List<RouteChange> routes() {
        return routes;
    }
}
