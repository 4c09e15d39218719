package org.jbgp.daemon.advertise;

import org.jbgp.daemon.advertise.rules.ExportCounters;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.store.PrefixBits;

/**
 * One neighbor in one shard's export group: its outlet, and, while it cannot keep up, the set of prefixes it must still
 * be sent. Confined to the shard.
 */
public final class Member {
    private final Outlet outlet;
    private final int channel;
    private final Address address;
    private final Policy policy;
    private final PrefixBits behind = new PrefixBits();
    private Runnable whenInSync;
    private boolean lagging;
    private boolean waiting;
    private boolean gone;
    private boolean joining;
    private int serial;
    private int cursor = 1;
    private int own;
    private MemberCounts counts;
    private ExportCounters held;

    /**
     * @param channel the number of the channel that brings this neighbor's own routes, which it is never sent
     * @param address the neighbor's; no route with this next hop goes to it
     * @param policy its export filter
     */
    public Member(Outlet outlet, int channel, Address address, Policy policy) {
        this.outlet = outlet;
        this.channel = channel;
        this.address = address;
        this.policy = policy;
    }

    Policy policy() {
        return policy;
    }

    /** Its number in a {@link FamilyGroup}, which no other member ever has. */
    int serial() {
        return serial;
    }

    void serial(int number) {
        serial = number;
    }

    /** True while what it is to be sent is worked out; it is sent all of it afterwards. */
    boolean joining() {
        return joining;
    }

    void joining(boolean joins) {
        joining = joins;
    }

    /** What happened to routes on their way to it; null before it joined a group. */
    MemberCounts counts() {
        return counts;
    }

    void counts(MemberCounts ofGroup) {
        counts = ofGroup;
    }

    /**
     * The table is gone through again for the sake of others: what happens meanwhile does not count for this member.
     */
    void holdCounts() {
        held = counts.now();
    }

    void releaseCounts() {
        if (held != null) {
            counts.goOnFrom(held);
            held = null;
        }
    }

    Outlet outlet() {
        return outlet;
    }

    int channel() {
        return channel;
    }

    Address address() {
        return address;
    }

    /** Prefixes the neighbor must still be sent; empty unless {@link #lagging}. */
    PrefixBits behind() {
        return behind;
    }

    boolean lagging() {
        return lagging;
    }

    void lag() {
        lagging = true;
    }

    /** Runs the task once the neighbor has been sent everything. */
    void whenInSync(Runnable task) {
        whenInSync = task;
    }

    void inSync() {
        lagging = false;
        behind.clear();
        cursor = 1;
        Runnable task = whenInSync;
        whenInSync = null;
        if (task != null) {
            task.run();
        }
    }

    boolean waiting() {
        return waiting;
    }

    void waiting(boolean waits) {
        waiting = waits;
    }

    boolean gone() {
        return gone;
    }

    void leave() {
        gone = true;
        behind.clear();
    }

    int cursor() {
        return cursor;
    }

    void cursor(int prefix) {
        cursor = prefix;
    }

    /**
     * Number of announced paths that are withheld from this neighbor: its own, and those with its address as next hop.
     */
    int own() {
        return own;
    }

    void addOwn(int delta) {
        own += delta;
    }
}
