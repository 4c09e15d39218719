package org.jbgp.daemon.bgp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.Vrf;
import org.jbgp.daemon.advertise.rules.Drain;
import org.jbgp.daemon.bfd.BfdRequest;
import org.jbgp.daemon.bfd.NeighborWatch;
import org.jbgp.daemon.bfd.SessionWays;
import org.jbgp.daemon.bfd.session.SessionAddress;
import org.jbgp.daemon.control.view.BgpStatus;
import org.jbgp.daemon.control.view.ChannelStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouterCommands;
import org.jbgp.daemon.instance.Announcements;
import org.jbgp.daemon.instance.Assembly;
import org.jbgp.daemon.instance.Conversions;
import org.jbgp.daemon.instance.Draining;
import org.jbgp.daemon.instance.ProtocolInstance;
import org.jbgp.daemon.instance.ProtocolTrial;
import org.jbgp.daemon.instance.Readings;
import org.jbgp.daemon.instance.Recovery;
import org.jbgp.daemon.instance.ReloadPlan;
import org.jbgp.daemon.instance.RevalidationPlan;
import org.jbgp.daemon.net.BgpNetwork;
import org.jbgp.daemon.net.Visitor;
import org.jbgp.daemon.nexthop.Neighborhood;
import org.jbgp.daemon.progress.Progress;
import org.jbgp.daemon.protocol.InterfaceChanges;
import org.jbgp.daemon.protocol.NetworkInterface;
import org.jbgp.daemon.rib.channel.RouteLimit;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.session.Cease;
import org.jbgp.daemon.session.LastError;
import org.jbgp.daemon.session.Neighbor;
import org.jbgp.daemon.session.NeighborStatus;
import org.jbgp.daemon.session.Obstacle;
import org.jbgp.daemon.session.settings.NeighborSettings;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.Notification;
import org.jbgp.kernel.KernelIp;

/** One {@code protocol bgp}: the neighbor on the network side, its speaker on the routing side. Control thread. */
public final class BgpInstance implements ProtocolInstance, NeighborWatch.Watched {
    private static final Logger log = LogManager.getLogger(BgpInstance.class);

    private static final Obstacle NO_BFD_YET =
            Obstacle.of("BFD session down", "BFD session is not up", "'strict' in 'bfd' has the neighbor wait for it");

    private final BgpSpeaker.BgpHost host;
    private final BgpSpeaker speaker;
    private final Neighbor neighbor;
    private BgpConfig config;
    private Obstacle reported = Obstacle.NONE;
    /** The interface that the neighbor was last seen on, null if on none. */
    private NetworkInterface seenLink;

    /** The device of its VRF as last seen, null if there is none. */
    private NetworkInterface seenVrf;

    private boolean sourceMissing;
    private boolean started;
    private final NeighborWatch watch;
    private final Draining draining;

    public BgpInstance(BgpSpeaker.BgpHost host, BgpNetwork network, Assembly assembly, BgpConfig config) {
        this.host = host;
        this.config = config;
        this.draining = new Draining(host::after, host::nanoTime, this::drainChanged);
        BgpPlan plan = plan(assembly, config).draining(drain());
        this.speaker = new BgpSpeaker(host, plan);
        this.neighbor = network.add(plan.settings(), speaker);
        speaker.whenFirstUp(this::firstUp);
        neighbor.observe(host.observer(config.common()));
        this.watch = new NeighborWatch(host.bfd(), BfdRequest.Asker.of(config.common()), this);
        if (plan.settings().restarting()) {
            host.recovery(recovery -> recovery.when(Recovery.Stage.OVER, this::recovered));
        }
    }

    private BgpPlan plan(Assembly assembly, BgpConfig wanted) {
        BgpPlan plan = BgpPlanner.of(assembly).plan(wanted);
        if (host.hadSessions().contains(wanted.name())) {
            plan = plan.afterSession();
        }
        return host.recovering() ? plan.restarting(true) : plan;
    }

    /** From now on a new session is one of a router that has kept its forwarding. */
    private void firstUp() {
        BgpPlan plan = speaker.plan().afterSession();
        speaker.plan(plan);
        neighbor.reconfigure(plan.settings());
    }

    private Drain drain() {
        return draining.progress(
                host.drainedSince(config), config.paths().shutdown().drainTime());
    }

    @Override
    public boolean canBeDrained() {
        return true;
    }

    @Override
    public void drainChanged() {
        BgpPlan former = speaker.plan();
        Drain now = drain();
        if (now == former.drain()) {
            return;
        }
        switch (now) {
            case NONE -> log.info("{}: no longer drained", config.name());
            case MARKED ->
                log.info(
                        "{}: draining: routes go out with GRACEFUL_SHUTDOWN, and are withdrawn after {} s",
                        config.name(),
                        config.paths().shutdown().drainTime());
            case WITHDRAWN -> log.info("{}: drained: all routes are withdrawn", config.name());
        }
        speaker.drain(former.draining(now));
    }

    /** From now on a new session is not one of a router that has just restarted. */
    private void recovered() {
        BgpPlan plan = speaker.plan().restarting(false);
        speaker.plan(plan);
        neighbor.reconfigure(plan.settings());
    }

    @Override
    public ProtocolConfig config() {
        return config;
    }

    @Override
    public void start() {
        started = true;
        checkWay();
        neighbor.start();
        checkSource();
    }

    @Override
    public void stoppedByItself() {
        started = false;
        watch.end();
    }

    @Override
    public void interfacesChanged(InterfaceChanges changes) {
        if (concerns(changes)) {
            checkWay();
        }
    }

    /**
     * Whether the way to the neighbor, or our address, may be another one. Most of the interfaces that come and go on a
     * node with many lead to no neighbor.
     */
    private boolean concerns(InterfaceChanges changes) {
        NeighborSettings settings = neighbor.settings();
        if (reported.exists()
                || sourceMissing
                || !settings.interfaceName().isEmpty()
                || settings.common().vrf().isPresent()
                || (seenLink != null && changes.touch(seenLink.index()))) {
            return true;
        }
        return changes.mayConcern(Conversions.kernelAddress(Address.of(settings.remoteAddress())))
                || (settings.localAddress() != null
                        && changes.mayOwn(Conversions.kernelAddress(Address.of(settings.localAddress()))));
    }

    /** A directly connected neighbor may have become reachable, or ceased to be. */
    private void checkWay() {
        Obstacle obstacle = host.obstacle(neighbor.settings());
        NetworkInterface link = obstacle.exists() ? null : Neighborhood.link(host.interfaces(), neighbor.settings());
        if (link != null && seenLink != null && Neighborhood.madeAgain(seenLink, link)) {
            // The session's sockets and its interface index belong to the old interface.
            report(Neighborhood.replaced(link));
        }
        NetworkInterface vrf = Neighborhood.vrf(host.interfaces(), neighbor.settings());
        if (vrf != null && seenVrf != null && Neighborhood.madeAgain(seenVrf, vrf)) {
            report(Neighborhood.replaced(vrf));
        }
        seenVrf = vrf;
        seenLink = link;
        watch(obstacle, link);
        Obstacle all = obstacle.exists() || !watch.holdsBack(speaker.current() != null) ? obstacle : NO_BFD_YET;
        report(all);
        checkSource();
    }

    private void watch(Obstacle obstacle, NetworkInterface link) {
        if (!started || (config.transport().reach().bfd().isEmpty() && !watch.isWatching())) {
            return;
        }
        NeighborSettings settings = neighbor.settings();
        KernelIp remote = Conversions.kernelAddress(Address.of(settings.remoteAddress()));
        KernelIp local =
                settings.localAddress() == null ? null : Conversions.kernelAddress(Address.of(settings.localAddress()));
        boolean multihop = config.transport().hops().multihop() > 0;
        SessionAddress way = obstacle.exists() || (link == null && !multihop)
                ? null
                : multihop ? SessionWays.multihop(remote, local) : SessionWays.direct(remote, local, link);
        watch.watch(config.transport().reach().bfd(), way);
    }

    @Override
    public void lost(boolean graceful, boolean independent) {
        if (!graceful && independent && speaker.current() == null) {
            // RFC 5882 §4.3.1: it is not the neighbor's restart that silenced its BFD.
            var _ = speaker.kept().flush();
        }
        neighbor.bfdDown(graceful);
    }

    @Override
    public List<Progress> progress() {
        BgpSession session = speaker.current();
        return session == null ? List.of() : session.progress();
    }

    @Override
    public void watchChanged() {
        if (started) {
            checkWay();
        }
    }

    /**
     * A protocol that dials from an address that does not exist gets an error of the operating system; one that only
     * listens there would wait without any message.
     */
    private void checkSource() {
        LastError missing = Neighborhood.missingSource(host.interfaces(), neighbor.settings());
        boolean before = sourceMissing;
        sourceMissing = missing.category() != LastError.Category.NONE;
        if (before || sourceMissing) {
            neighbor.suspect(missing);
        }
    }

    private void report(Obstacle obstacle) {
        if (!obstacle.equals(reported)) {
            reported = obstacle;
            // A neighbor that waits for BFD may be one that restarts.
            speaker.kept().cutOff(obstacle.exists() && !obstacle.equals(NO_BFD_YET));
            neighbor.reachable(obstacle);
        }
    }

    @Override
    public CompletableFuture<Void> stop(StopCause cause, String text) {
        host.recovery(recovery -> recovery.gone(config.name()));
        started = false;
        watch.end();
        if (cause != StopCause.DISABLED && cause != StopCause.RESTARTED) {
            draining.end();
        }
        Notification cease = cease(cause, text);
        CompletableFuture<Void> stopped = switch (cause) {
            case REMOVED, RECONFIGURED, SHUTDOWN -> neighbor.stop(cease).thenCompose(ignored -> neighbor.remove());
            case DISABLED, RESTARTED -> neighbor.stop(cease);
        };
        return stopped.thenCompose(ignored -> speaker.routesGone());
    }

    private static Notification cease(StopCause cause, String text) {
        String communication = text == null ? "" : text;
        return switch (cause) {
            case DISABLED -> Cease.administrativeShutdown(communication);
            case RESTARTED -> Cease.administrativeReset(communication);
            case RECONFIGURED -> Cease.otherConfigurationChange();
            case REMOVED -> Cease.peerDeconfigured();
            case SHUTDOWN -> Cease.administrativeShutdown("");
        };
    }

    @Override
    public void reconfigure(Assembly assembly, ProtocolConfig next, ReloadPlan.Entry change, boolean soft) {
        config = (BgpConfig) next;
        // The file may be another one, though nothing of the neighbor has changed.
        neighbor.observe(host.observer(config.common()));
        if (change.action() == ReloadPlan.Action.KEPT) {
            return;
        }
        BgpPlan plan = plan(assembly, config).draining(speaker.plan().drain());
        boolean renewed = change.action() == ReloadPlan.Action.RENEWED;
        if (renewed) {
            plan = plan.renewed();
            speaker.plan(plan);
        } else {
            speaker.reconfigure(plan, change, soft);
        }
        drainChanged();
        neighbor.reconfigure(plan.settings());
        if (renewed) {
            log.info("{}: a new session for {}", config.name(), String.join(", ", change.reasons()));
            neighbor.renew();
        }
        checkWay();
    }

    @Override
    public ProtocolTrial trial(Assembly would, ProtocolConfig next, ReloadPlan.Entry change) {
        BgpSession session = speaker.current();
        if (session == null) {
            return ProtocolTrial.NONE;
        }
        boolean ends = !(next instanceof BgpConfig) || next.common().disabled();
        return session.trial(
                ends
                        ? null
                        : plan(would, (BgpConfig) next).draining(speaker.plan().drain()),
                change);
    }

    /**
     * A limit was exceeded; true if the neighbor stays down.
     *
     * @param restarts it may start again as far as the limit is concerned
     */
    public boolean limitExceeded(AddressFamily family, RouteLimit limit, boolean restarts) {
        boolean disable = !restarts
                || (limit.kind() != RouteLimit.Kind.EXPORT && config.errors().disableAfterError());
        Notification cease = switch (limit.kind()) {
            case RECEIVE, IMPORT -> Cease.maximumPrefixes(family, limit.most());
            // The neighbor has done nothing wrong.
            case EXPORT -> disable ? Cease.administrativeShutdown("") : Cease.administrativeReset("");
        };
        neighbor.limitExceeded(cease, !disable);
        return disable;
    }

    /** There is no memory for what the neighbor sends. */
    public void outOfMemory() {
        neighbor.outOfMemory();
    }

    @Override
    public boolean reimportable(String channel) {
        return speaker.reimportable();
    }

    @Override
    public RouterCommands.Outcome reload(RouterCommands.Direction direction) {
        BgpSession session = speaker.current();
        if (session == null) {
            return RouterCommands.Outcome.NOT_UP;
        }
        boolean done = true;
        if (direction != RouterCommands.Direction.OUT) {
            done = session.reloadImport();
        }
        if (direction != RouterCommands.Direction.IN) {
            session.reloadExport();
        }
        return done ? RouterCommands.Outcome.DONE : RouterCommands.Outcome.REFUSED;
    }

    @Override
    public void revalidate(RevalidationPlan plan) {
        BgpSession session = speaker.current();
        if (session != null) {
            session.revalidate(plan);
        }
    }

    @Override
    public Announcements announcements() {
        BgpSession session = speaker.current();
        return session == null ? Announcements.NONE : session.announcements();
    }

    @Override
    public ProtocolStatus status(boolean enabled) {
        NeighborStatus status = neighbor.status();
        List<ChannelStatus> channels = new ArrayList<>();
        BgpSession established = speaker.current();
        for (ChannelConfig channel : config.channels()) {
            channels.add(BgpChannelStatuses.of(
                    host.shards(),
                    speaker,
                    channel,
                    established,
                    host.awaits(
                            config.name(), Conversions.family(channel.family()).label())));
        }
        return new ProtocolStatus(
                config.name(),
                "BGP",
                new ProtocolStatus.Life(BgpNeighborStatus.life(status), enabled, status.since()),
                new ProtocolStatus.Notes(
                        config.common().description().orElse(null),
                        status.lastMessage().isEmpty() ? null : status.lastMessage(),
                        config.common().routerId().map(id -> (int) id.lo()).orElse(null),
                        config.common().vrf().map(Vrf::toString).orElse(null)),
                channels,
                BgpNeighborStatus.of(neighbor.settings(), status, speaker.restartTimer(), drainStatus()));
    }

    private BgpStatus.Draining drainStatus() {
        return switch (speaker.plan().drain()) {
            case NONE -> null;
            case MARKED -> {
                int seconds = config.paths().shutdown().drainTime();
                long left = draining.left(host.drainedSince(config).orElse(host.nanoTime()), seconds);
                yield new BgpStatus.Draining(
                        BgpStatus.Draining.Progress.MARKED,
                        new BgpStatus.Countdown(Duration.ofNanos(Math.max(0, left)), Duration.ofSeconds(seconds)));
            }
            case WITHDRAWN -> new BgpStatus.Draining(BgpStatus.Draining.Progress.WITHDRAWN, null);
        };
    }

    /** Gives a connection that came by a range to the neighbor, which was started. */
    void take(Visitor visitor) {
        visitor.handTo(neighbor);
    }

    /** The keys of TCP-AO on its sockets, in words; completes on another thread. */
    public CompletableFuture<List<String>> aoSockets() {
        return neighbor.aoSockets();
    }

    /** True if this neighbor has, or had, a session. */
    boolean everUp() {
        return speaker.everUp();
    }

    /** True while a session stands. */
    boolean hasSession() {
        return speaker.current() != null;
    }

    public BgpSpeaker speaker() {
        return speaker;
    }

    @Override
    public long treatedAsWithdrawn() {
        BgpSession established = speaker.current();
        return established == null ? 0 : established.looped();
    }

    @Override
    public void measure(Readings readings) {
        BgpSpeaker.SpeakerWork work = speaker.work();
        readings.neighbor(
                config.name(),
                neighbor.status(),
                work.importing().sum(),
                work.exporting().sum());
    }
}
