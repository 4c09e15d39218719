package org.jbgp.daemon.advertise;

import java.util.ArrayList;
import java.util.List;
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
    /** Runs once it has been sent everything. */
    private final List<Runnable> whenInSync = new ArrayList<>(1);

    private boolean lagging;
    private boolean waiting;
    private boolean gone;
    private boolean joining;
    private int serial;
    private int uncountedFrom;
    private int uncountedTo;
    private ExportCounters former;
    private boolean awaitsFeed;
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

    /** Its export filter. */
    public Policy policy() {
        return policy;
    }

    /** Its number in a {@link FamilyGroup}, which no other member ever has. */
    int serial() {
        return serial;
    }

    void serial(int number) {
        serial = number;
    }

    /** True while what it is to be sent is found out; it is sent all of it afterwards. */
    boolean joining() {
        return joining;
    }

    void joins() {
        joining = true;
        uncounted(0, Integer.MAX_VALUE);
    }

    void joined() {
        joining = false;
        uncounted(0, 0);
    }

    /**
     * Prefixes from {@code from} on and below {@code to} are yet to be counted for the member, once and as they are
     * then.
     */
    void uncounted(int from, int to) {
        uncountedFrom = from;
        uncountedTo = to;
    }

    /** True while the table is gone through for its sake. */
    boolean underReview() {
        return joining && uncountedTo != Integer.MAX_VALUE;
    }

    /** Whether what changes for a prefix counts now. */
    boolean counts(int prefix) {
        return prefix < uncountedFrom || prefix >= uncountedTo;
    }

    /** What happened to routes on their way to it before it joined this group; null if it comes from no other one. */
    ExportCounters former() {
        return former;
    }

    /** It was sent what another group holds. */
    void comesWith(ExportCounters counted) {
        former = counted;
    }

    /**
     * True if what it was sent before may be withdrawn from it only when the table has been gone through for its group.
     */
    boolean awaitsFeed() {
        return awaitsFeed;
    }

    void awaitFeed(boolean awaits) {
        awaitsFeed = awaits;
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
        whenInSync.add(task);
    }

    /** What was to run once it had been sent all, for the member in its place; does nothing if there is none. */
    Runnable handOver() {
        List<Runnable> tasks = takeTasks();
        return () -> tasks.forEach(Runnable::run);
    }

    void inSync() {
        lagging = false;
        behind.clear();
        takeTasks().forEach(Runnable::run);
    }

    private List<Runnable> takeTasks() {
        List<Runnable> tasks = List.copyOf(whenInSync);
        whenInSync.clear();
        return tasks;
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
