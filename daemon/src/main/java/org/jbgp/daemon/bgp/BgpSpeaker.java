package org.jbgp.daemon.bgp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.config.model.Vrf;
import org.jbgp.daemon.bfd.BfdRequests;
import org.jbgp.daemon.control.view.BgpStatus;
import org.jbgp.daemon.heap.MemoryGuard;
import org.jbgp.daemon.instance.Debugging;
import org.jbgp.daemon.instance.EarlyWarning;
import org.jbgp.daemon.instance.Recovery;
import org.jbgp.daemon.instance.ReloadPlan;
import org.jbgp.daemon.monitor.Monitoring;
import org.jbgp.daemon.protocol.InterfaceTable;
import org.jbgp.daemon.rib.channel.RouteLimit;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.ResolutionDomain;
import org.jbgp.daemon.session.DownReason;
import org.jbgp.daemon.session.NeighborStatus;
import org.jbgp.daemon.session.Obstacle;
import org.jbgp.daemon.session.Session;
import org.jbgp.daemon.session.SessionHandler;
import org.jbgp.daemon.session.WireObserver;
import org.jbgp.daemon.session.settings.NeighborSettings;
import org.jbgp.daemon.shards.ShardPool;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.RouteRefresh;

/**
 * What the router does with one neighbor: a {@link BgpSession} for every session, one after the other.
 *
 * <p>The neighbor's event loop makes and ends sessions and owns {@link #phase}; the control thread sets the plan
 * ({@link #reconfigure}, {@link #plan}) and asks for reloads. What both touch is volatile and is written by one of them
 * only.
 */
public final class BgpSpeaker implements SessionHandler {
    private static final Logger log = LogManager.getLogger(BgpSpeaker.class);

    private final BgpHost host;
    private volatile BgpPlan plan;
    private volatile BgpSession current;
    /** The present session, or else the last one. */
    private volatile BgpSession latest;

    /** Both on the neighbor's event loop. */
    private NeighborStatus.Phase phase = NeighborStatus.Phase.DOWN;

    private String loggedState = "";

    private final KeptRoutes kept;
    private final SpeakerWork work = new SpeakerWork(new LongAdder(), new LongAdder());
    private volatile Runnable whenFirstUp = () -> {};

    private volatile CompletableFuture<Void> routesGone = CompletableFuture.completedFuture(null);

    /**
     * What shards spend on a neighbor, in all its sessions, in nanoseconds. Written on the shards, read anywhere.
     *
     * @param importing filters, attributes and tables for what it announces
     * @param exporting its share of what the groups that it is in do
     */
    record SpeakerWork(LongAdder importing, LongAdder exporting) {}

    SpeakerWork work() {
        return work;
    }

    /** What the neighbors of a router share. */
    public interface BgpHost {
        ShardPool shards();

        ByteBufAllocator allocator();

        /** The groups of one shard; only on that shard. */
        ExportGroups groups(int shard);

        ResolutionDomain domain(ResolutionDomain.Way way);

        /** Interface of a VRF through which a directly connected address is reached, 0 if none. */
        int interfaceOf(Optional<Vrf> vrf, InetAddress local, InetAddress remote);

        /** The interfaces of the moment; a new object whenever something changed. */
        InterfaceTable interfaces();

        /** What keeps a directly connected neighbor out of reach, in BIRD's words; empty if nothing does. */
        Obstacle obstacle(NeighborSettings settings);

        /** Link-local address of an interface for RFC 2545 next hops, {@link Address#NONE} if it has none. */
        Address linkLocal(int interfaceIndex);

        /**
         * The address of an interface for next hops of a family, no link-local one; {@link Address#NONE} if it has
         * none.
         */
        Address addressOf(int interfaceIndex, AddressFamily family);

        /** Where sessions of BFD are wished. */
        BfdRequests bfd();

        /** True while this router recovers from a restart ({@code -R}). Any thread. */
        boolean recovering();

        /** Nanoseconds of a clock that never jumps. Any thread. */
        long nanoTime();

        /** Runs a task on the control thread so many seconds later. */
        ScheduledFuture<?> after(int seconds, Runnable task);

        /**
         * True if a recovery of this router waits for the neighbor's End-of-RIB on this channel; on the control thread.
         */
        boolean awaits(String neighbor, String channel);

        /** The neighbors whose End-of-RIB a recovery of this router waits for, in words. Any thread. */
        String awaitedNames();

        /**
         * Runs a task on the control thread when the tables have chosen among all that has come so far, next hops
         * looked up. Any thread.
         */
        void whenChosen(Runnable task);

        /** Reports an event to the recovery of this router, or asks it, on the control thread. */
        void recovery(Consumer<Recovery> event);

        /** A limit of a channel says that the neighbor must stop, or restart. */
        void limitExceeded(String neighbor, AddressFamily family, RouteLimit limit);

        /** Who observes what a neighbor sends, null for nobody; in the configuration coming into force. */
        WireObserver observer(ProtocolCommon neighbor);

        /** Who hears of a session's end before the tables do. */
        EarlyWarning earlyWarning();

        /** Who watches sessions. */
        Monitoring monitoring();

        /** Watches what neighbors bring. */
        MemoryGuard memory();

        /** Names of the neighbors that have had a session in this life of the router. Any thread. */
        Set<String> hadSessions();

        /** When it was ordered to drain this neighbor (by {@link #nanoTime}), if it was; on the control thread. */
        OptionalLong drainedSince(BgpConfig neighbor);

        /** After an error the neighbor stays down until an operator enables it. */
        void disabled(String neighbor);
    }

    BgpSpeaker(BgpHost host, BgpPlan plan) {
        this.host = host;
        this.plan = plan;
        this.kept = new KeptRoutes(
                host.shards(), host::after, host::nanoTime, plan.settings().name());
    }

    public BgpPlan plan() {
        return plan;
    }

    /** Puts a plan in force that does not concern the living session. */
    public void plan(BgpPlan next) {
        plan = next;
    }

    /** What a restarting neighbor left in the tables. */
    KeptRoutes kept() {
        return kept;
    }

    /** The limits of a channel that were hit. */
    List<RouteLimit.Kind> limitsHit(AddressFamily family) {
        BgpSession known = latest;
        return known == null ? List.of() : known.limitsHit(family);
    }

    /** True if there is a session, or was one. */
    boolean everUp() {
        return latest != null;
    }

    /** The established session's routing side, null while there is none. */
    BgpSession current() {
        return current;
    }

    /** Takes out what a restarting neighbor left; completes when all of its routes are out of all tables. */
    CompletableFuture<Void> routesGone() {
        return CompletableFuture.allOf(routesGone, kept.flush());
    }

    /** How long a restarting neighbor may still take, null if none is awaited. */
    BgpStatus.Countdown restartTimer() {
        return kept.waiting();
    }

    /** Goes over to another plan that needs no new session. */
    void reconfigure(BgpPlan next, ReloadPlan.Entry change, boolean soft) {
        plan = next;
        BgpSession session = current;
        if (session != null) {
            session.adopt(next, change, soft);
        }
    }

    /** Goes over to a plan that drains the neighbor otherwise. */
    void drain(BgpPlan next) {
        plan = next;
        BgpSession session = current;
        if (session != null) {
            session.drain(next);
        }
    }

    /** True if there is nothing received, or it can be had again. */
    boolean reimportable() {
        BgpSession session = current;
        return session == null || session.reimportable();
    }

    @Override
    public void established(Session session) {
        BgpSession fresh = new BgpSession(this, host, session);
        current = fresh;
        latest = fresh;
        fresh.start();
        logState();
        if (host.hadSessions().add(plan.settings().name())) {
            host.recovery(recovery -> whenFirstUp.run());
        }
    }

    /** Has this done on the control thread when the first session of the neighbor's name stands. */
    void whenFirstUp(Runnable task) {
        whenFirstUp = task;
    }

    @Override
    public void update(Session session, ByteBuf body) {
        current.update(body);
    }

    @Override
    public void routeRefresh(Session session, AddressFamily family, int subtype) {
        switch (subtype) {
            case RouteRefresh.REQUEST -> current.refresh(family);
            case RouteRefresh.BEGIN -> current.refreshed(family, true);
            case RouteRefresh.END -> current.refreshed(family, false);
            default ->
                log.warn(
                        "{}: ROUTE-REFRESH of unknown subtype {} ignored",
                        plan.settings().name(),
                        subtype);
        }
    }

    @Override
    public void phaseChanged(NeighborStatus.Phase next) {
        phase = next;
        logState();
    }

    private void logState() {
        String state = current != null ? "up" : phase == NeighborStatus.Phase.DOWN ? "down" : "start";
        if (!state.equals(loggedState)) {
            loggedState = state;
            Debugging.state(plan.common(), state);
        }
    }

    @Override
    public void disabled() {
        host.disabled(plan.settings().name());
    }

    @Override
    public void down(Session session, DownReason reason) {
        BgpSession gone = current;
        current = null;
        routesGone = gone.end(reason);
        logState();
        boolean comesBack = kept.any();
        host.recovery(recovery -> recovery.sessionDown(plan.settings().name(), comesBack));
    }
}
