package org.jbgp.daemon.bfd;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.base.DebugFlag;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.model.BfdConfig;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.Vrf;
import org.jbgp.config.model.bfd.BfdSessionConfig;
import org.jbgp.daemon.bfd.helper.BfdHelper;
import org.jbgp.daemon.bfd.helper.Helper;
import org.jbgp.daemon.bfd.helper.Order;
import org.jbgp.daemon.bfd.helper.Report;
import org.jbgp.daemon.bfd.packet.BfdState;
import org.jbgp.daemon.bfd.packet.Diagnostic;
import org.jbgp.daemon.bfd.session.SessionAddress;
import org.jbgp.daemon.bfd.session.SessionSettings;
import org.jbgp.daemon.control.view.BfdStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouterCommands;
import org.jbgp.daemon.instance.Announcements;
import org.jbgp.daemon.instance.Assembly;
import org.jbgp.daemon.instance.Debugging;
import org.jbgp.daemon.instance.ProtocolInstance;
import org.jbgp.daemon.instance.Readings;
import org.jbgp.daemon.instance.ReloadPlan;
import org.jbgp.daemon.instance.RouterContext;
import org.jbgp.daemon.protocol.InterfaceChanges;
import org.jbgp.daemon.protocol.InterfaceTable;
import org.jbgp.daemon.protocol.NetworkInterface;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;

/**
 * A {@code protocol bfd}: its helper process, and the sessions that others and its own {@code neighbor} options wish.
 * Control thread, where nothing else is said.
 */
public final class BfdInstance implements ProtocolInstance {
    private static final Logger log = LogManager.getLogger(BfdInstance.class);

    /**
     * What it needs of the router.
     *
     * @param helpers makes its helper
     */
    public record Surroundings(
            RouterContext context,
            BfdRequests requests,
            Supplier<InterfaceTable> interfaces,
            BfdHelper.Maker helpers) {}

    private record Key(KernelIp remote, int linkIndex) {}

    private final Surroundings router;
    private BfdConfig config;
    private Configuration file;
    private boolean running;
    private Instant changed;
    private BfdHelper helper;
    private int lastNumber;
    private final Map<Key, WatchedSession> sessions = new LinkedHashMap<>();
    /** The same; read by the helper's reading thread too. */
    private final Map<Integer, WatchedSession> byNumber = new ConcurrentHashMap<>();

    private final Map<BfdConfig.Neighbor, BfdRequest> own = new HashMap<>();

    public BfdInstance(Surroundings router, Assembly made, BfdConfig config) {
        this.router = router;
        this.file = made.configuration();
        this.config = config;
        this.changed = router.context().clock().instant();
    }

    @Override
    public ProtocolConfig config() {
        return config;
    }

    @Override
    public void start() {
        if (running) {
            return;
        }
        running = true;
        changed = router.context().clock().instant();
        BfdConfig.Accepted accepted = config.accepted();
        helper = router.helpers()
                .make(
                        config.name(),
                        new Order.Listen(
                                new Order.Accepted(
                                        accepted.ipv4(), accepted.ipv6(), accepted.direct(), accepted.multihop()),
                                config.strictBind(),
                                config.zeroUdp6ChecksumRx(),
                                config.common().vrfDevice()),
                        new FromHelper());
        helper.keep(RestartTime.longest(file));
        helper.start();
        Debugging.state(config.common(), "up");
        router.requests().join(this);
        checkNeighbors();
    }

    @Override
    public CompletableFuture<Void> stop(StopCause cause, String message) {
        if (!running) {
            return CompletableFuture.completedFuture(null);
        }
        running = false;
        changed = router.context().clock().instant();
        List.copyOf(own.values()).forEach(BfdRequest::release);
        own.clear();
        List<BfdRequest> fulfilled = new ArrayList<>();
        sessions.values().forEach(session -> fulfilled.addAll(session.requests()));
        sessions.clear();
        byNumber.clear();
        // The neighbors hear AdminDown: no reason for them to end anything.
        CompletableFuture<Void> gone = helper.end();
        router.requests().leave(this, fulfilled);
        return gone.thenRun(() -> Debugging.state(config.common(), "down"));
    }

    @Override
    public void reconfigure(Assembly made, ProtocolConfig next, ReloadPlan.Entry change, boolean soft) {
        config = (BfdConfig) next;
        file = made.configuration();
        if (!running) {
            return;
        }
        helper.keep(RestartTime.longest(file));
        sessions.values().forEach(WatchedSession::optionsChanged);
        checkNeighbors();
    }

    @Override
    public void interfacesChanged(InterfaceChanges changes) {
        if (running) {
            checkNeighbors();
        }
    }

    // ---- sessions -------------------------------------------------------------------------------------------------

    /** The neighbors of the file: each has a session while an interface leads to it. */
    private void checkNeighbors() {
        Map<BfdConfig.Neighbor, SessionAddress> wanted = new LinkedHashMap<>();
        for (BfdConfig.Neighbor neighbor : config.neighbors()) {
            way(neighbor).ifPresent(way -> wanted.put(neighbor, way));
        }
        for (BfdConfig.Neighbor neighbor : List.copyOf(own.keySet())) {
            if (!own.get(neighbor).address().equals(wanted.get(neighbor))) {
                own.remove(neighbor).release();
            }
        }
        wanted.forEach((neighbor, way) -> own.computeIfAbsent(
                neighbor,
                ignored -> router.requests()
                        .request(
                                BfdRequest.Asker.of(config.common()), way, BfdSessionConfig.UNSAID, new NobodyElse())));
    }

    /** Between which addresses; empty while no interface leads there. */
    private Optional<SessionAddress> way(BfdConfig.Neighbor neighbor) {
        KernelIp remote = kernel(neighbor.address());
        KernelIp local = neighbor.local().map(BfdInstance::kernel).orElse(null);
        if (neighbor.multihop()) {
            return Optional.of(SessionWays.multihop(remote, local));
        }
        return SessionWays.link(
                        router.interfaces().get().within(config.common().vrf()), remote, neighbor.interfaceName())
                .map(link -> SessionWays.direct(remote, local, link));
    }

    private static KernelIp kernel(org.jbgp.config.base.IpAddress address) {
        return new KernelIp(address.family() == IpFamily.IPV4 ? Family.IPV4 : Family.IPV6, address.hi(), address.lo());
    }

    boolean accepts(BfdRequest request) {
        SessionAddress address = request.address();
        IpFamily family = address.remote().family() == Family.IPV4 ? IpFamily.IPV4 : IpFamily.IPV6;
        return config.accepts(request.vrf(), family, address.multihop());
    }

    /** State of the session with a direct neighbor, null if there is none. */
    BfdState state(KernelIp neighbor, int linkIndex) {
        WatchedSession session = sessions.get(new Key(neighbor, linkIndex));
        return session == null ? null : session.state();
    }

    void take(BfdRequest request) {
        SessionAddress address = request.address();
        Key key = new Key(address.remote(), address.linkIndex());
        WatchedSession session = sessions.get(key);
        if (session == null) {
            SessionSettings settings = settings(address, request.options());
            session = new WatchedSession(this, ++lastNumber, address, settings);
            sessions.put(key, session);
            byNumber.put(session.number(), session);
            order(new Order.Add(session.number(), address, settings));
            event("Session to {} added", address.remote());
        }
        session.join(request);
    }

    /** Nobody wishes it any more. */
    void forget(WatchedSession session) {
        SessionAddress address = session.address();
        if (sessions.remove(new Key(address.remote(), address.linkIndex()), session)) {
            byNumber.remove(session.number());
            order(new Order.Remove(session.number()));
            event("Session to {} removed", address.remote());
        }
    }

    void order(Order order) {
        if (running) {
            helper.order(order);
        }
    }

    SessionSettings settings(SessionAddress address, BfdSessionConfig wished) {
        NetworkInterface link =
                router.interfaces().get().byIndex(address.linkIndex()).orElse(null);
        return SessionOptions.of(config, address.multihop(), link, wished);
    }

    private void event(String text, Object... about) {
        if (config.common().debug().contains(DebugFlag.EVENTS)) {
            log.trace(config.name() + ": " + text, about);
        }
    }

    /** What the helper says; on its reading thread. */
    private final class FromHelper implements Helper.Listener {
        @Override
        public void report(Report report) {
            switch (report) {
                case Report.Changed moved -> {
                    WatchedSession session = byNumber.get(moved.number());
                    if (session != null) {
                        session.heard(moved);
                        router.context().onControl(() -> changed(session, moved));
                    }
                }
                case Report.Said said -> log.warn("{}: {}", config.name(), said.text());
                case Report.Ready ready -> {
                    if (!ready.scheduling().isEmpty()) {
                        log.info(
                                "{}: its thread does not run before all others (SCHED_FIFO): {}",
                                config.name(),
                                ready.scheduling());
                    }
                }
                case Report.Standing _, Report.Kept _ -> {
                    // An answer, which the helper's end here gives to who asked.
                }
            }
        }

        @Override
        public void tookOver(long processId) {
            log.info("{}: the BFD process {} of the router before goes on", config.name(), processId);
        }

        @Override
        public void lost(String why) {
            log.error("{}: the BFD process {}; sessions begin anew, and what they watch stays", config.name(), why);
            router.context().onControl(() -> sessions.values().forEach(session -> session.moved(BfdState.DOWN)));
        }
    }

    private void changed(WatchedSession session, Report.Changed moved) {
        event(
                "Session to {} changed state from {} to {}",
                session.address().remote(),
                moved.before().label(),
                moved.now().label());
        if (moved.before() == BfdState.UP && moved.now() == BfdState.DOWN) {
            log.warn(
                    "{}: Session to {} is down: {}",
                    config.name(),
                    session.address().remote(),
                    Diagnostic.label(moved.diagnostic()));
        }
        session.moved(moved.now());
    }

    /** The file's own neighbors are watched for {@code show bfd sessions} only. */
    private static final class NobodyElse implements BfdRequest.Listener {
        @Override
        public void down(boolean independent) {}

        @Override
        public void changed() {}
    }

    // ---- what it says of itself -----------------------------------------------------------------------------------

    /** All sessions, as the helper has them now; completes on another thread. */
    public CompletableFuture<BfdStatus> bfdStatus() {
        String name = config.name();
        if (!running) {
            return CompletableFuture.completedFuture(new BfdStatus(name, false, List.of()));
        }
        return helper.ask()
                .thenApply(standing -> new BfdStatus(
                        name,
                        true,
                        standing.sessions().stream()
                                .filter(session -> byNumber.containsKey(session.number()))
                                .map(session -> SessionViews.of(
                                        byNumber.get(session.number()).address(), session))
                                .toList()));
    }

    @Override
    public ProtocolStatus status(boolean enabled) {
        return new ProtocolStatus(
                config.name(),
                "BFD",
                new ProtocolStatus.Life(
                        running ? ProtocolStatus.State.UP : ProtocolStatus.State.DOWN, enabled, changed),
                new ProtocolStatus.Notes(
                        config.common().description().orElse(null),
                        null,
                        null,
                        config.common().vrf().map(Vrf::toString).orElse(null)),
                List.of(),
                new ProtocolStatus.NoDetails());
    }

    @Override
    public boolean reimportable(String channel) {
        return true;
    }

    @Override
    public RouterCommands.Outcome reload(RouterCommands.Direction direction) {
        return running ? RouterCommands.Outcome.DONE : RouterCommands.Outcome.NOT_UP;
    }

    @Override
    public Announcements announcements() {
        return Announcements.NONE;
    }

    @Override
    public void measure(Readings readings) {
        // The sessions are asked for by the scrape itself.
    }
}
