package org.jbgp.daemon.protocol.kernel;

import org.jbgp.kernel.KernelNextHop;

/**
 * A group of the kernel's next hop objects that routes go by: the way they go, and the one that takes its place when it
 * ends. Owned by the kernel thread.
 */
final class PairGroup {
    private final int id;
    private Via primary;
    private Via backup;
    private KernelNextHop hop;
    private int routes;

    /** A pair; there are such routes as soon as {@link #count} says so. */
    PairGroup(int id, ViaPair pair) {
        this.id = id;
        this.primary = pair.primary();
        this.backup = pair.backup();
        this.hop = primary.hop();
    }

    /** One that a predecessor left, of which nobody knows what it was for. */
    PairGroup(int id, KernelNextHop hop) {
        this.id = id;
        this.hop = hop;
    }

    int id() {
        return id;
    }

    /** The way its routes go; null if it was left by a predecessor. */
    Via primary() {
        return primary;
    }

    /** The way its routes are to go when that one ends; null if there is none. */
    Via backup() {
        return backup;
    }

    /** Where its routes go. */
    KernelNextHop hop() {
        return hop;
    }

    /** Routes that go by it. */
    int routes() {
        return routes;
    }

    void count(int more) {
        routes += more;
    }

    /** Whether it is this pair. */
    boolean is(ViaPair pair) {
        return backup != null && primary.equals(pair.primary()) && backup.equals(pair.backup());
    }

    /**
     * Whether a prefix that wants this pair, or none if null, may go by it: it never leads where the prefix does not
     * go.
     */
    boolean fits(ViaPair pair) {
        return primary != null && (backup == null || (pair != null && is(pair)));
    }

    /** The first way has ended, and the other one is all there is. */
    void fallBack() {
        primary = backup;
        backup = null;
        hop = primary.hop();
    }

    /** The way of the primary is another one now. */
    void primary(Via changed) {
        primary = changed;
        hop = changed.hop();
    }

    /** The other way has ended if null, or is another one now. */
    void backup(Via changed) {
        backup = changed;
    }
}
