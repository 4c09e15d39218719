package org.jbgp.daemon.protocol.kernel;

import java.util.Objects;
import org.jbgp.kernel.KernelNextHop;

/**
 * A group of the kernel's next hop objects that routes go by: the way they go, and the one that takes its place when it
 * ends, if there is one. Owned by the kernel thread.
 */
final class PairGroup {
    private final int id;
    private Via primary;
    private Via backup;
    private KernelNextHop hop;
    private int routes;
    /** Whether it leads by one object. */
    private boolean single;

    private boolean alone;
    private ViaPair awaited;
    /** An object of a predecessor's that is its alone, 0 for none. */
    private int legacy;

    /** For these ways; there are such routes as soon as {@link #count} says so. */
    PairGroup(int id, ViaPair ways) {
        this.id = id;
        become(ways);
    }

    /**
     * One that a predecessor left, of which nobody knows what it was for.
     *
     * @param hop where it leads, null if nowhere
     * @param single whether by its only object
     * @param legacy this object, if no other group has it; otherwise 0
     */
    PairGroup(int id, KernelNextHop hop, boolean single, int legacy) {
        this.id = id;
        this.hop = hop;
        this.single = single;
        this.legacy = legacy;
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

    /** Whether there is no second object that its routes would go by. */
    boolean single() {
        return single;
    }

    /** Whether it was made for one way, and so consists of an object that no pair has. */
    boolean alone() {
        return alone;
    }

    /** The object by which a predecessor had it lead, if that is its only one and no other group's; otherwise 0. */
    int legacy() {
        return legacy;
    }

    /** Routes that go by it. */
    int routes() {
        return routes;
    }

    void count(int more) {
        routes += more;
    }

    /** Whether it is for these very ways. */
    boolean is(ViaPair ways) {
        return primary != null && primary.equals(ways.primary()) && Objects.equals(backup, ways.backup());
    }

    /**
     * Whether a prefix that wants these ways, null for unknown ones, may go by it as long as it goes there now: it
     * never leads where the prefix does not go.
     */
    boolean fits(ViaPair ways) {
        return single || (ways != null && is(ways));
    }

    /** Whether the routes of prefixes with these ways can go by it when it becomes a group for them. */
    boolean canBecome(ViaPair ways) {
        return single
                && (primary == null
                        ? ways.primary().hop().equals(hop)
                        : ways.primary().equals(primary));
    }

    /** It is for these ways now. */
    void become(ViaPair ways) {
        primary = ways.primary();
        backup = ways.backup();
        hop = primary.hop();
        single = backup == null;
        alone = single;
        awaited = null;
        legacy = 0;
    }

    /** It is to be a group for these ways as soon as all prefixes whose routes go by it want them; null for none. */
    void await(ViaPair ways) {
        awaited = ways;
    }

    /** Whether a prefix with these ways is in the way of what it is to become. */
    boolean inTheWay(ViaPair ways) {
        return awaited != null && !awaited.equals(ways);
    }

    /** Whether it is to be a group for these ways. */
    boolean awaits(ViaPair ways) {
        return awaited != null && awaited.equals(ways);
    }

    /** The first way has ended, and the other one is all there is. */
    void fallBack() {
        primary = backup;
        hop = primary.hop();
        loseBackup();
    }

    /** The second way has ended. */
    void loseBackup() {
        backup = null;
        single = true;
    }

    /** A way of it leads elsewhere now. */
    void moved(Via before, Via now) {
        if (before.equals(backup)) {
            backup = now;
        }
        if (before.equals(primary)) {
            primary = now;
            hop = now.hop();
        }
        awaited = null;
    }
}
