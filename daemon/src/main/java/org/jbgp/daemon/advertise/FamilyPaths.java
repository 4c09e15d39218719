package org.jbgp.daemon.advertise;

import org.jbgp.daemon.advertise.Exceptions.Combination;
import org.jbgp.daemon.advertise.pack.Changes;
import org.jbgp.daemon.memory.IntSlab;
import org.jbgp.daemon.rib.store.AttributeStore;
import org.jbgp.daemon.rib.store.PrefixBits;

/**
 * An Adj-RIB-Out of one path a prefix whose members may be sent different attribute sets, or none: what most of them
 * are sent, and who is an exception. Confined to the shard.
 */
final class FamilyPaths implements AdjRibOut {
    private final BestPaths common;
    private final IntSlab combinations = new IntSlab(10);
    private final Exceptions exceptions;
    /** Prefixes that only exceptions are sent. */
    private int othersRefused;

    FamilyPaths(AttributeStore attributes) {
        common = new BestPaths(attributes);
        exceptions = new Exceptions(attributes);
    }

    Exceptions exceptions() {
        return exceptions;
    }

    /** Attribute set of a prefix that is sent to somebody, else 0: what those who are no exception get, if anything. */
    int handle(int prefix) {
        return common.handle(prefix);
    }

    /** Channel a prefix came from that is sent to somebody, else 0. */
    int source(int prefix) {
        return common.source(prefix);
    }

    /** Number of the combination of exceptions. */
    int exceptions(int prefix) {
        return combinations.get(prefix);
    }

    /** The attribute set a member is sent of a prefix, 0 for none, apart from what is withheld from it. */
    int handle(Member member, int prefix) {
        int number = combinations.get(prefix);
        int handle = common.handle(prefix);
        return number == Exceptions.NONE ? handle : exceptions.get(number).setOf(member.serial(), handle);
    }

    /** Sets or, with handle 0, clears a prefix; the caller's references to set and combination pass. */
    void put(int prefix, int handle, int source, int combination) {
        int former = combinations.get(prefix);
        othersRefused += refuses(combination) - refuses(former);
        combinations.set(prefix, combination);
        common.put(prefix, handle, source);
        exceptions.release(former);
    }

    private int refuses(int combination) {
        return exceptions.get(combination).othersRefused() ? 1 : 0;
    }

    /** Number of prefixes that members are sent who are nowhere an exception. */
    @Override
    public int size() {
        return common.size() - othersRefused;
    }

    @Override
    public int limit() {
        return common.limit();
    }

    @Override
    public boolean holds(int prefix) {
        return common.holds(prefix);
    }

    @Override
    public void each(int from, int to, Visitor visitor) {
        common.each(from, to, (prefix, handle, source) -> {
            if (!exceptions.get(combinations.get(prefix)).othersRefused()) {
                visitor.path(prefix, handle, source);
            }
        });
    }

    @Override
    public PrefixBits by(int channel, int from, int to) {
        return common.by(channel, from, to); // exceptions come by the same channel
    }

    @Override
    public void present(
            Member member, Withheld withheld, int[] prefixes, int count, Changes changes, Runnable advertise) {
        changes.begin(prefixes, 0, count);
        for (int i = 0; i < count; i++) {
            int source = common.source(prefixes[i]);
            int handle = handle(member, prefixes[i]);
            changes.add(i, 0, withheld.from(member, handle, source) ? 0 : handle, source, 0);
        }
        advertise.run();
    }

    @Override
    public void presentToAll(Withheld withheld, int[] prefixes, int count, Changes changes, Runnable advertise) {
        changes.begin(prefixes, 0, count);
        for (int i = 0; i < count; i++) {
            Combination combination = exceptions.get(combinations.get(prefixes[i]));
            int handle = combination.othersRefused() ? 0 : common.handle(prefixes[i]);
            int source = handle == 0 ? 0 : common.source(prefixes[i]);
            int excluded = handle == 0 ? 0 : withheld.from(prefixes[i], handle, source);
            int[] others = exceptions.places(combination, withheld);
            changes.add(i, withheld.with(excluded, others, others.length), handle, source, 0);
        }
        advertise.run();
    }

    @Override
    public boolean settled(int prefix) {
        return common.settled(prefix);
    }

    @Override
    public void allAdvertised(int prefix) {
        // What is withdrawn leaves nothing behind: the prefix says it all.
    }

    @Override
    public void clear() {
        for (int prefix = 1; prefix < common.limit(); prefix++) {
            Combination none = exceptions.get(Exceptions.NONE);
            if (!exceptions.get(combinations.get(prefix)).equals(none)) {
                put(prefix, 0, 0, Exceptions.NONE);
            }
        }
        common.clear();
        combinations.clear();
        othersRefused = 0;
    }
}
