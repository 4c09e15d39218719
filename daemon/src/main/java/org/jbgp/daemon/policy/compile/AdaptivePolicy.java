package org.jbgp.daemon.policy.compile;

import java.util.Optional;
import org.jbgp.config.filter.run.FilterTrace;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.filter.tree.FilterFamily;
import org.jbgp.daemon.policy.InterpretedPolicy;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.policy.RouteView;
import org.jbgp.daemon.policy.ValidityTables;

/**
 * A filter that is run by walking its tree at first, and as bytecode once it has proved to be run often. Compiling
 * takes about a millisecond, the first time thirty: a start with thousands of filters does not wait for it, and filters
 * that see next to no routes are never compiled. Both ways do the same, to the last message.
 *
 * <p>Shards run it, each on its own thread and without a lock; whoever compiles it publishes the code through a
 * volatile field. What the control thread asks and changes in a reload is guarded by this object.
 */
public final class AdaptivePolicy implements Policy {

    /** Runs before it pays to compile. */
    public static final int PATIENCE = 50;

    /** What messages speak of: an equal one after a reload that moved it. */
    private volatile Filter filter;

    private final PolicyCache cache;
    /** Asks all tables of its configuration before somebody wants the key, which names those that matter. */
    private volatile InterpretedPolicy interpreted;

    private FilterFamily family;
    private boolean familyKnown;
    private PolicyCache.Key key;
    /** What all equal filters share, null before this one has run often. */
    private Policy shared;
    /** What runs from then on. */
    private volatile Policy ready;
    /** Of all threads together, roughly. */
    private int runs;

    AdaptivePolicy(Filter filter, ValidityTables tables, PolicyCache cache) {
        this.filter = filter;
        this.cache = cache;
        this.interpreted = new InterpretedPolicy(filter, tables);
    }

    @Override
    public boolean accept(RouteView route, PolicyLog log) {
        Policy present = ready;
        if (present == null) {
            present = ++runs <= PATIENCE ? interpreted : share(cache.code(key()));
        }
        return present.accept(route, log);
    }

    private synchronized Policy share(Policy code) {
        shared = code;
        ready = code instanceof CompiledPolicy compiled ? compiled.speakingOf(filter) : interpreted;
        return ready;
    }

    /** From now on messages speak of this filter, which does the same and stands somewhere else. Any thread. */
    synchronized void speakOf(Filter moved) {
        filter = moved;
        interpreted = new InterpretedPolicy(moved, interpreted.tables());
        if (shared != null) {
            share(shared);
        }
    }

    String name() {
        return filter.name();
    }

    /** Whether it would be the same with these tables of a configuration. Any thread. */
    synchronized boolean asks(ValidityTables tables) {
        return interpreted.tables().equals(key == null ? tables : tables.only(filter.validityTables()));
    }

    /** The key, if somebody wanted it before. Any thread. */
    synchronized Optional<PolicyCache.Key> knownKey() {
        return Optional.ofNullable(key);
    }

    /** What it does, as a value. Any thread. */
    synchronized PolicyCache.Key key() {
        if (key == null) {
            key = new PolicyCache.Key(filter, interpreted.tables().only(filter.validityTables()));
            interpreted = new InterpretedPolicy(filter, key.tables());
        }
        return key;
    }

    @Override
    public synchronized FilterFamily family() {
        if (!familyKnown) {
            family = filter.validityTables().isEmpty() ? FilterFamily.of(filter) : null;
            familyKnown = true;
        }
        return family;
    }

    @Override
    public boolean trace(RouteView route, PolicyLog log, FilterTrace trace) {
        return new InterpretedPolicy(filter, key().tables()).trace(route, log, trace);
    }

    @Override
    public boolean equals(Object other) {
        return other == this || (other instanceof AdaptivePolicy that && key().equals(that.key()));
    }

    @Override
    public int hashCode() {
        return filter.hashCode();
    }

    @Override
    public String toString() {
        return filter.name();
    }
}
