package org.jbgp.daemon.policy.validity;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.jbgp.daemon.policy.AspaTable;
import org.jbgp.daemon.policy.RouteSource;

/**
 * Provider authorizations of one table that several sources bring. As {@link RoaStore}: staged, then committed. Filters
 * ask on any thread; a source calls on one thread at a time.
 */
public final class AspaStore implements AspaTable.Providers {
    /** Providers of all customers of one source together. */
    static final int MOST = 8_000_000;

    private static final int[] NOBODY = {};

    /** What all sources together say of a customer, ascending and without repetitions. */
    private final Map<Integer, int[]> shown = new ConcurrentHashMap<>();

    private final List<Source> sources = new CopyOnWriteArrayList<>();

    AspaStore() {}

    /** A source that begins with nothing. */
    public Source join(String name, RouteSource.Kind kind, int preference) {
        Source source = new Source(name, kind, preference);
        sources.add(source);
        return source;
    }

    @Override
    public boolean attested(int customer) {
        return shown.containsKey(customer);
    }

    @Override
    public boolean provider(int customer, int provider) {
        return Arrays.binarySearch(shown.getOrDefault(customer, NOBODY), provider) >= 0;
    }

    /** Customers that have named providers. */
    public int size() {
        return shown.size();
    }

    /** Hears what a source says. */
    public interface Visitor {
        /** @param best true if no source of higher preference brings the customer too */
        void aspa(int customer, int[] providers, Source source, boolean best);
    }

    /** Calls back for every customer of every source, in no order. */
    public void each(Visitor visitor) {
        for (Source source : sources) {
            source.visible.forEach(
                    (customer, providers) -> visitor.aspa(customer, providers, source, source.leads(customer)));
        }
    }

    private synchronized boolean combine(int customer) {
        int[] all = sources.stream()
                .map(source -> source.visible.get(customer))
                .filter(providers -> providers != null)
                .flatMapToInt(Arrays::stream)
                .sorted()
                .distinct()
                .toArray();
        boolean attested = sources.stream().anyMatch(source -> source.visible.containsKey(customer));
        int[] before = attested ? shown.put(customer, all) : shown.remove(customer);
        return before == null ? attested : !attested || !Arrays.equals(before, all);
    }

    /** One that brings authorizations. */
    public final class Source implements StagedSource {
        private final String name;
        private final RouteSource.Kind kind;
        private int preference;
        private Map<Integer, int[]> committed = new HashMap<>();
        /** Null for a customer that goes. */
        private final Map<Integer, int[]> staged = new LinkedHashMap<>();

        private final Map<Integer, int[]> visible = new ConcurrentHashMap<>();
        private boolean full;
        private long providers;

        private Source(String name, RouteSource.Kind kind, int preference) {
            this.name = name;
            this.kind = kind;
            this.preference = preference;
        }

        /** Who it is. */
        public String name() {
            return name;
        }

        /** How it brings them. */
        public RouteSource.Kind kind() {
            return kind;
        }

        public int preference() {
            return preference;
        }

        /** Customers committed. */
        @Override
        public int held() {
            return committed.size();
        }

        /** Customers filters see. */
        @Override
        public int shown() {
            return visible.size();
        }

        @Override
        public int best() {
            int count = 0;
            for (Integer customer : visible.keySet()) {
                count += leads(customer) ? 1 : 0;
            }
            return count;
        }

        private boolean leads(Integer customer) {
            boolean seen = false;
            for (Source other : sources) {
                boolean own = other.equals(this);
                seen |= own;
                if (!own
                        && other.visible.containsKey(customer)
                        && (other.preference > preference || (!seen && other.preference == preference))) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void preference(int changed) {
            preference = changed;
        }

        @Override
        public void beginSet() {
            full = true;
            staged.clear();
            providers = 0;
        }

        @Override
        public void beginChanges() {
            full = false;
            staged.clear();
        }

        /** Stages the providers of a customer, in place of those before (8210bis §5.12). */
        public RoaStore.Staged announce(int customer, int[] named) {
            if (providers + named.length > MOST) {
                return RoaStore.Staged.NO_ROOM;
            }
            providers += named.length;
            staged.put(customer, Arrays.stream(named).sorted().distinct().toArray());
            return RoaStore.Staged.TAKEN;
        }

        /** Stages that a customer goes. */
        public RoaStore.Staged withdraw(int customer) {
            boolean known = staged.containsKey(customer)
                    ? staged.get(customer) != null
                    : !full && committed.containsKey(customer);
            if (!known) {
                return RoaStore.Staged.UNKNOWN;
            }
            staged.put(customer, null);
            return RoaStore.Staged.TAKEN;
        }

        /** Shows filters what was staged, as far as the source's own filter accepts the customer. */
        public void commit(IntPredicate filter, IntConsumer changes) {
            Map<Integer, int[]> next = full ? new HashMap<>() : committed;
            staged.forEach((customer, named) -> {
                if (named == null) {
                    next.remove(customer);
                } else {
                    next.put(customer, named);
                }
            });
            staged.clear();
            committed = next;
            full = false;
            filterAgain(filter, changes);
        }

        /** The same for all that is committed: the source's own filter changed. */
        public void filterAgain(IntPredicate filter, IntConsumer changes) {
            providers = 0;
            for (Integer customer : List.copyOf(visible.keySet())) {
                if (!committed.containsKey(customer) || !filter.test(customer)) {
                    visible.remove(customer);
                    report(customer, changes);
                }
            }
            committed.forEach((customer, named) -> {
                providers += named.length;
                if (!Arrays.equals(visible.get(customer), named) && filter.test(customer)) {
                    visible.put(customer, named);
                    report(customer, changes);
                }
            });
        }

        private void report(int customer, IntConsumer changes) {
            if (combine(customer)) {
                changes.accept(customer);
            }
        }

        @Override
        public void abort() {
            staged.clear();
            full = false;
        }

        /** Everything of it goes, the source stays. */
        public void clear(IntConsumer changes) {
            beginSet();
            commit(customer -> true, changes);
        }

        /** Everything of it goes. */
        public void leave(IntConsumer changes) {
            clear(changes);
            sources.remove(this);
        }
    }
}
