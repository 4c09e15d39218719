package org.jbgp.config.filter;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.filter.tree.Function;
import org.jbgp.config.filter.value.Value;
import org.jbgp.config.source.SourcePosition;

/** Where the same things stand in equal filters, which have equal trees. One use; any thread. */
public final class FilterPlaces {
    private final List<SourcePosition> places = new ArrayList<>();
    private final Set<Function> functions = new HashSet<>();

    private FilterPlaces(Filter filter) {
        places.add(filter.position());
        visit(filter.body());
    }

    /**
     * The places in one filter that correspond to places in another. Walks both trees by reflection: once, not for
     * every message.
     *
     * @param wanted places in {@code filter}
     * @param other an equal filter
     * @return where {@code other} begins for what is not found, as if they were not equal
     */
    public static SourcePosition[] corresponding(Filter filter, SourcePosition[] wanted, Filter other) {
        List<SourcePosition> here = new FilterPlaces(filter).places;
        List<SourcePosition> there = new FilterPlaces(other).places;
        Map<SourcePosition, SourcePosition> pairs = new HashMap<>();
        for (int i = 0; here.size() == there.size() && i < here.size(); i++) {
            pairs.putIfAbsent(here.get(i), there.get(i));
        }
        return Arrays.stream(wanted)
                .map(place -> pairs.getOrDefault(place, other.position()))
                .toArray(SourcePosition[]::new);
    }

    /** All places of a filter and of the functions it calls. */
    public static List<SourcePosition> of(Filter filter) {
        return List.copyOf(new FilterPlaces(filter).places);
    }

    private void visit(Object node) {
        switch (node) {
            case null -> {}
            case SourcePosition place -> places.add(place);
            case Value value -> {}
            case Function function -> {
                if (functions.add(function)) {
                    places.add(function.position());
                    visit(function.body());
                }
            }
            case List<?> list -> list.forEach(this::visit);
            case Record branch -> parts(branch).forEach(this::visit);
            default -> {}
        }
    }

    /** The components of a node in their order. */
    private static List<Object> parts(Record node) {
        List<Object> parts = new ArrayList<>();
        for (RecordComponent component : node.getClass().getRecordComponents()) {
            try {
                parts.add(component.getAccessor().invoke(node));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read " + component, e);
            }
        }
        return parts;
    }
}
