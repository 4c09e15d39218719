package org.jbgp.daemon.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.Inet6Address;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.pacing.LogPace;
import org.jbgp.daemon.pacing.RepeatedWords;
import org.jbgp.daemon.session.Cease;
import org.jbgp.daemon.session.DownReason;
import org.jbgp.daemon.session.LastError;
import org.jbgp.daemon.session.Negotiated;
import org.jbgp.daemon.session.Neighbor;
import org.jbgp.daemon.session.NeighborStatus;
import org.jbgp.daemon.session.Obstacle;
import org.jbgp.daemon.session.SessionHandler;
import org.jbgp.daemon.session.SessionState;
import org.jbgp.daemon.session.fsm.PeerAction;
import org.jbgp.daemon.session.fsm.PeerEvent;
import org.jbgp.daemon.session.fsm.PeerFsm;
import org.jbgp.daemon.session.fsm.PeerState;
import org.jbgp.daemon.session.fsm.PeerTimer;
import org.jbgp.daemon.session.fsm.Side;
import org.jbgp.daemon.session.settings.NeighborSettings;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.MessageType;
import org.jbgp.daemon.wire.Notification;
import org.jbgp.daemon.wire.RouteRefresh;
import org.jbgp.daemon.wire.open.OpenMessage;

/**
 * One neighbor on its event loop: feeds {@link PeerFsm} with what sockets and timers bring, and does what it wants done.
 * Everything but the methods of {@link Neighbor} runs on the loop.
 */
final class BgpNeighbor implements Neighbor, BgpConnection.Owner {

    private static final Logger LOG = LogManager.getLogger(BgpNeighbor.class);
    /** While back-pressure keeps us from reading, KEEPALIVEs lie unread: look again this much later. */
    private static final long HOLD_RECHECK = 10_000;
    /** One turn of the loop, in which bytes that arrived while it was busy are read. */
    private static final long HOLD_GRACE = 20;
    /** With more sockets than this lingering, further ones are closed without waiting for the other side. */
    private static final int SOCKET_LIMIT = 8;

    /** Between two log lines about connections that were not taken. */
    private static final long REFUSAL_LOG_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final EventLoop loop;
    private final Listeners listeners;
    private final NeighborClaims claims;
    private final SessionHandler handler;
    private final Ticker ticker;
    private final Consumer<BgpNeighbor> removal;
    private final NeighborTimers timers;
    private final NeighborRecord record = new NeighborRecord();

    private final ArrayDeque<PeerEvent> events = new ArrayDeque<>(4);
    /** Sockets that are not closed yet. */
    private final Set<BgpConnection> open = new HashSet<>(4);
    /** Those of them whose last word is not said yet. */
    private final Set<BgpConnection> speaking = new HashSet<>(4);

    private final Map<Side, BgpConnection> connections = new EnumMap<>(Side.class);
    /** Of those whose password changed. */
    private final Map<BgpConnection, Rekeying> rekeyings = new HashMap<>(0);

    private BgpConnection candidate;
    private EstablishedSession session;
    private PeerFsm fsm;
    private Listener listener;
    private Obstacle way = Obstacle.NONE;
    private Obstacle claimed = Obstacle.NONE;
    private final LogPace refusals = new LogPace(REFUSAL_LOG_NANOS, System::nanoTime);
    private final RepeatedWords errors = new RepeatedWords(System::nanoTime);
    private boolean stepping;
    private boolean removed;
    private boolean holdGraceGiven;
    private long sendHold;
    private volatile CompletableFuture<Void> stopped = CompletableFuture.completedFuture(null);

    private final PacketReports packets;

    private volatile NeighborSettings settings;
    private volatile PeerState state = PeerState.INITIAL;

    BgpNeighbor(
            NeighborSettings settings,
            SessionHandler handler,
            EventLoop loop,
            Listeners listeners,
            NeighborClaims claims,
            Ticker ticker,
            Consumer<BgpNeighbor> removal) {
        this.settings = settings;
        this.packets = new PacketReports(settings.name());
        watch(settings);
        this.handler = handler;
        this.loop = loop;
        this.listeners = listeners;
        this.claims = claims;
        this.ticker = ticker;
        this.removal = removal;
        this.fsm = new PeerFsm(settings);
        this.timers = new NeighborTimers(loop, ticker, RandomGenerator.getDefault(), this::timerExpired);
    }

    private void watch(NeighborSettings watched) {
        boolean wanted = watched.reportsPackets();
        record.received().watcher(wanted ? packets.watcher("Got") : null);
        record.sent().watcher(wanted ? packets.watcher("Sending") : null);
    }

    // --- Neighbor: any thread ---

    @Override
    public NeighborSettings settings() {
        return settings;
    }

    @Override
    public void start() {
        onLoop(() -> {
            if (removed) {
                return;
            }
            if (listener == null) {
                listener = listeners.acquire(settings, this);
            }
            claimed = claims.claim(this, settings);
            errors.forget();
            tellObstacle();
            post(new PeerEvent.Start());
        });
    }

    @Override
    public CompletableFuture<Void> stop(Notification cease) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        onLoop(() -> Futures.forget(stopOnLoop(cease).whenComplete((nothing, problem) -> done.complete(null))));
        return done;
    }

    private CompletableFuture<Void> stopOnLoop(Notification cease) {
        if (stopped.isDone()) {
            stopped = new CompletableFuture<>();
        }
        post(new PeerEvent.Stop(cease));
        leaveListener();
        claims.release(this, settings);
        completeStop();
        return stopped;
    }

    private void leaveListener() {
        if (listener != null) {
            listeners.release(listener, this);
            listener = null;
        }
    }

    @Override
    public void reachable(Obstacle obstacle) {
        onLoop(() -> {
            way = obstacle;
            if (settings.boundToInterface() && state.phase() != NeighborStatus.Phase.DOWN) {
                // An interface that comes back is another one to the kernel: a socket bound to it would hear nothing.
                leaveListener();
                if (!obstacle.exists()) {
                    listener = listeners.acquire(settings, this);
                }
            }
            tellObstacle();
        });
    }

    /** The neighbor that had the same addresses has stopped. */
    void claimed() {
        onLoop(() -> {
            if (state.phase() != NeighborStatus.Phase.DOWN) {
                claimed = claims.claim(this, settings);
                tellObstacle();
            }
        });
    }

    private void tellObstacle() {
        Obstacle obstacle = claimed.exists() ? claimed : way;
        if (!obstacle.equals(state.obstacle())) {
            post(obstacle.exists() ? new PeerEvent.CutOff(obstacle) : new PeerEvent.Reachable());
        }
    }

    @Override
    public void suspect(LastError reason) {
        onLoop(() -> post(new PeerEvent.Suspected(reason)));
    }

    @Override
    public void restart(Notification cease) {
        onLoop(() -> {
            if (state.phase() != NeighborStatus.Phase.DOWN) {
                post(new PeerEvent.Restart(cease));
            }
        });
    }

    @Override
    public void limitExceeded(Notification cease, boolean restart) {
        onLoop(() -> post(new PeerEvent.LimitExceeded(cease, restart)));
    }

    @Override
    public void outOfMemory() {
        onLoop(() -> post(new PeerEvent.LimitExceeded(Cease.outOfResources(), true, "Out of memory")));
    }

    @Override
    public void reconfigure(NeighborSettings next) {
        NeighborSettings old = settings;
        if (!old.remoteAddress().equals(next.remoteAddress())
                || !old.interfaceName().equals(next.interfaceName())) {
            throw new IllegalArgumentException(next.name() + ": another address or interface is another neighbor");
        }
        onLoop(() -> reconfigureOnLoop(next));
    }

    private void reconfigureOnLoop(NeighborSettings next) {
        NeighborSettings previous = settings;
        settings = next;
        watch(next);
        fsm = new PeerFsm(next);
        if (listener != null && !previous.password().equals(next.password())) {
            changePassword(previous.password(), next);
        }
    }

    /** New connections have the new key; see {@link Rekeying} for those that stand. */
    private void changePassword(String previous, NeighborSettings next) {
        listener.password(this, next.password());
        for (BgpConnection connection : connections.values()) {
            if (connection.channel().isActive()) {
                rekeyings
                        .computeIfAbsent(
                                connection,
                                each -> new Rekeying(
                                        next.name(), each.channel(), next.remoteAddress(), loop, ticker, previous))
                        .wanted(next.password());
            }
        }
        post(new PeerEvent.DialAgain());
    }

    @Override
    public CompletableFuture<Void> remove() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        onLoop(() -> {
            removed = true;
            removal.accept(this);
            Futures.forget(
                    stopOnLoop(Cease.peerDeconfigured()).whenComplete((nothing, problem) -> done.complete(null)));
        });
        return done;
    }

    @Override
    public NeighborStatus status() {
        Listener listening = listener;
        String listenProblem = listening == null ? "" : listening.problem();
        PeerState now = state;
        LastError error = now.lastError();
        if (error.category() == LastError.Category.NONE && !listenProblem.isEmpty()) {
            error = new LastError(LastError.Category.MISCELLANEOUS, "No listening socket");
        }
        NeighborStatus.Phase phase = now.phase() == NeighborStatus.Phase.DOWN && !stopped.isDone()
                ? NeighborStatus.Phase.STOPPING
                : now.phase();
        return record.status(now, phase, error, settings, timers);
    }

    /** Whether it runs and nothing is heard of it, not even a refusal. Any thread. */
    boolean isSilent() {
        PeerState now = state;
        return now.phase() == NeighborStatus.Phase.RUNNING
                && now.state().compareTo(SessionState.OPEN_SENT) < 0
                && !isHeard(now.lastError().text());
    }

    /** Linux signs and checks resets too, so whoever refuses has the right key. */
    private static boolean isHeard(String error) {
        return error.equals("Connection refused") || error.equals("Connection reset by peer");
    }

    EventLoop loop() {
        return loop;
    }

    /** The address our listener is bound to, null while there is none. */
    java.net.InetSocketAddress listenAddress() {
        Listener listening = listener;
        return listening == null ? null : listening.boundAddress();
    }

    private void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    // --- the machine ---

    /** Feeds one event; one that comes up while another is worked on waits its turn. */
    private void post(PeerEvent event) {
        events.add(event);
        if (stepping) {
            return;
        }
        stepping = true;
        try {
            PeerEvent next;
            while ((next = events.poll()) != null) {
                PeerFsm.Step step = fsm.step(state, next, ticker.milliseconds());
                logError(state.lastError(), step.state().lastError());
                NeighborStatus.Phase before = state.phase();
                state = step.state();
                if (state.phase() != before) {
                    record.phaseChanged();
                    handler.phaseChanged(state.phase());
                }
                for (PeerAction action : step.actions()) {
                    perform(action);
                }
            }
        } finally {
            stepping = false;
        }
    }

    private void logError(LastError before, LastError after) {
        if (!after.equals(before) && after.category() != LastError.Category.NONE) {
            String line = errors.line(after.logged());
            if (line != null) {
                LOG.warn("{}: {}", settings.name(), line);
            }
        }
    }

    private void perform(PeerAction action) {
        switch (action) {
            case PeerAction.Dial() -> dial();
            case PeerAction.Adopt() -> {
                connections.put(Side.INCOMING, candidate);
                candidate = null;
            }
            case PeerAction.Reject(Notification notification) -> {
                sending(notification);
                // A neighbor that dials in a loop must not take all file descriptors.
                candidate.close(open.size() > SOCKET_LIMIT ? null : notification);
                candidate = null;
            }
            case PeerAction.Close(Side side, Notification notification) -> {
                BgpConnection connection = connections.remove(side);
                if (connection != null) {
                    sending(notification);
                    connection.close(notification);
                }
            }
            case PeerAction.SendOpen(Side side, OpenMessage message) -> {
                if (settings.reportsPackets()) {
                    packets.open("Sending", message);
                }
                connections.get(side).sendOpen(message);
            }
            case PeerAction.SendKeepalive(Side side) -> {
                BgpConnection connection = connections.get(side);
                connection.sendKeepalive();
                Rekeying rekeying = rekeyings.get(connection);
                if (rekeying != null) {
                    rekeying.sent();
                }
            }
            case PeerAction.StartTimer(Side side, PeerTimer timer, long milliseconds) ->
                startTimer(side, timer, milliseconds);
            case PeerAction.StopTimers(Side side) -> timers.stopConnection(side);
            case PeerAction.StopErrorWait() -> timers.stop(Side.OUTGOING, PeerTimer.ERROR_WAIT);
            case PeerAction.Up(Side side, Negotiated negotiated, OpenMessage peerOpen) ->
                up(connections.get(side), negotiated, peerOpen);
            case PeerAction.Down(Side side, DownReason reason) -> down(reason);
            case PeerAction.Disabled(String after) -> {
                LOG.info("{}: Disabled after {}", settings.name(), after);
                handler.disabled();
            }
            case PeerAction.Moved(Side side, SessionState from, SessionState to, String reason) -> {
                record.moved(side, from, to, reason);
                if (settings.reportsEvents()) {
                    LOG.trace("{}: {} {} -> {}: {}", settings.name(), side.label(), from.label(), to.label(), reason);
                }
            }
        }
    }

    private void sending(Notification notification) {
        if (notification != null && settings.reportsPackets()) {
            packets.notification("Sending", notification);
        }
    }

    private void up(BgpConnection connection, Negotiated negotiated, OpenMessage peerOpen) {
        session = new EstablishedSession(
                settings.name(),
                negotiated,
                connection,
                loop,
                () -> settings.transport().txSizeWarning(),
                notification -> post(new PeerEvent.ErrorFound(connection.side(), notification)));
        connection.maximumLength(negotiated.maxMessageLength());
        if (settings.transport().disableRx()) {
            connection.pauseReading(); // for good: who pauses later resumes only what he paused
        }
        record.established(session, peerOpen, fsm);
        errors.forget();
        LOG.info("{}: Established with {}", settings.name(), Addresses.text(connection.remoteAddress()));
        handler.established(session);
    }

    private void down(DownReason reason) {
        EstablishedSession ended = session;
        session = null;
        ended.markDown();
        record.down();
        LOG.info("{}: Session down: {}", settings.name(), reason.text());
        handler.down(ended, reason);
    }

    private void startTimer(Side side, PeerTimer timer, long milliseconds) {
        if (timer == PeerTimer.SEND_HOLD) {
            // A connection that takes no data is not an event: look four times as often as it may last.
            sendHold = milliseconds;
            timers.start(side, timer, Math.max(1, milliseconds / 4));
        } else {
            timers.start(side, timer, milliseconds);
        }
    }

    private void timerExpired(Side side, PeerTimer timer) {
        BgpConnection connection = connections.get(side);
        if (timer == PeerTimer.HOLD && connection != null) {
            if (connection.isReadingPaused()) {
                timers.start(side, timer, HOLD_RECHECK);
                return;
            }
            if (!holdGraceGiven) {
                holdGraceGiven = true;
                timers.start(side, timer, HOLD_GRACE);
                return;
            }
        }
        if (timer == PeerTimer.SEND_HOLD
                && connection != null
                && connection.sendQueue().stalledFor(ticker.milliseconds()) < sendHold) {
            timers.start(side, timer, Math.max(1, sendHold / 4));
            return;
        }
        post(new PeerEvent.TimerExpired(side, timer));
    }

    // --- connections ---

    private void dial() {
        Dialer.Dial dial;
        try {
            dial = Dialer.prepare(settings);
        } catch (SocketException | ChannelException e) {
            post(new PeerEvent.Disconnected(Side.OUTGOING, SocketErrors.text(e)));
            return;
        }
        BgpConnection connection = new BgpConnection(this, Side.OUTGOING, dial.channel(), record.sent());
        connections.put(Side.OUTGOING, connection);
        open.add(connection);
        speaking.add(connection);
        dial.channel().pipeline().addLast(connection);
        dial.channel().config().setConnectTimeoutMillis(0); // the machine's ConnectRetryTimer decides
        Futures.forget(loop.register(dial.channel()).addListener((ChannelFutureListener)
                registered -> Futures.forget(dial.channel()
                        .connect(dial.remote(), dial.local())
                        .addListener((ChannelFuture connected) -> dialled(connection, connected)))));
    }

    private void dialled(BgpConnection connection, ChannelFuture connected) {
        if (!connected.isSuccess()) {
            lost(connection, SocketErrors.text(connected.cause()));
            connection.close(null);
            closed(connection);
        }
    }

    /** A connection the listener has accepted; called on the listener's loop. */
    void accept(EpollSocketChannel channel) {
        NeighborSettings now = settings;
        boolean ipv6 = now.remoteAddress() instanceof Inet6Address;
        BgpConnection connection = new BgpConnection(this, Side.INCOMING, channel, record.sent());
        try {
            SocketOptions.connection(channel, ipv6, now.transport().hops());
        } catch (ChannelException e) {
            channel.unsafe().closeForcibly();
            onLoop(() -> refused(SocketErrors.text(e)));
            return;
        }
        int hops = now.transport().hops().minimumReceiveTtl() > 0 ? SocketOptions.receivedHops(channel, ipv6) : -1;
        if (hops >= 0 && hops < now.transport().hops().minimumReceiveTtl()) {
            // RFC 5082 §3: as if it had never come.
            channel.unsafe().closeForcibly();
            onLoop(() -> tooFar(hops, now.transport().hops().minimumReceiveTtl()));
            return;
        }
        channel.pipeline().addLast(connection);
        Futures.forget(loop.register(channel));
    }

    private void refused(String reason) {
        if (refusals.permits()) {
            LOG.warn("{}: incoming connection: {}{}", settings.name(), reason, refusals.leftOut());
        }
    }

    private void tooFar(int hops, int least) {
        String text = "TTL " + hops + " is less than " + least + " ('ttl security')";
        refused(text);
        post(new PeerEvent.Suspected(new LastError(LastError.Category.MISCELLANEOUS, text)));
    }

    @Override
    public void active(BgpConnection connection) {
        if (connection.side() == Side.INCOMING) {
            open.add(connection);
            speaking.add(connection);
            candidate = connection;
            post(new PeerEvent.Accepted());
        } else if (isCurrent(connection)) {
            post(new PeerEvent.Connected());
        }
    }

    @Override
    public void message(BgpConnection connection, MessageType type, int length) {
        record.received().count(type, length);
        holdGraceGiven = false;
    }

    @Override
    public void deliver(BgpConnection connection, MessageType type, ByteBuf body) {
        Side side = connection.side();
        boolean established = session != null && session.connection() == connection;
        switch (type) {
            case UPDATE -> {
                if (established) {
                    // What the machine would answer, without asking it for every message of a full table.
                    restartHold(side);
                    handler.update(session, body);
                } else {
                    post(new PeerEvent.UpdateReceived(side));
                }
            }
            case KEEPALIVE -> {
                if (established) {
                    restartHold(side);
                } else {
                    post(new PeerEvent.KeepaliveReceived(side));
                }
            }
            case OPEN ->
                post(
                        switch (OpenMessage.decode(body)) {
                            case OpenMessage.Result.Accepted(OpenMessage message) -> {
                                if (settings.reportsPackets()) {
                                    packets.open("Got", message);
                                }
                                yield new PeerEvent.OpenReceived(side, message);
                            }
                            case OpenMessage.Result.Refused(Notification notification, String text) -> {
                                LOG.warn("{}: malformed OPEN: {}", settings.name(), text);
                                yield new PeerEvent.OpenMalformed(side, notification);
                            }
                        });
            case NOTIFICATION -> {
                Notification notification = Notification.decode(body);
                record.notified(notification);
                if (settings.reportsPackets()) {
                    packets.notification("Got", notification);
                }
                post(new PeerEvent.NotificationReceived(side, notification));
            }
            case ROUTE_REFRESH -> {
                post(new PeerEvent.RefreshReceived(side));
                if (established && session != null) {
                    refresh(body);
                }
            }
        }
    }

    private void restartHold(Side side) {
        int holdTime = session.negotiated().holdTime();
        if (holdTime > 0) {
            timers.start(side, PeerTimer.HOLD, holdTime * 1000L);
        }
    }

    private void refresh(ByteBuf body) {
        Notification error = RouteRefresh.check(body);
        if (error != null) {
            session.close(error);
            return;
        }
        RouteRefresh refresh = RouteRefresh.decode(body);
        AddressFamily family = refresh.family();
        boolean known = refresh.subtype() == RouteRefresh.REQUEST
                || (session.negotiated().enhancedRouteRefresh()
                        && (refresh.subtype() == RouteRefresh.BEGIN || refresh.subtype() == RouteRefresh.END));
        if (family == null || !session.negotiated().carries(family) || !known) {
            LOG.warn(
                    "{}: ignored ROUTE-REFRESH for AFI {} SAFI {}, subtype {}",
                    settings.name(),
                    refresh.afi(),
                    refresh.safi(),
                    refresh.subtype());
            return;
        }
        handler.routeRefresh(session, family, refresh.subtype());
    }

    @Override
    public void malformed(BgpConnection connection, Notification notification) {
        if (isCurrent(connection)) {
            post(new PeerEvent.ErrorFound(connection.side(), notification));
        }
    }

    @Override
    public void lost(BgpConnection connection, String error) {
        if (isCurrent(connection)) {
            connections.remove(connection.side());
            post(new PeerEvent.Disconnected(connection.side(), error, hint(error)));
        }
    }

    private String hint(String error) {
        return error.equals("Cannot assign requested address") && settings.localAddress() != null
                ? "the source address " + Addresses.text(settings.localAddress()) + " is on no interface of this host"
                : "";
    }

    @Override
    public void finished(BgpConnection connection) {
        speaking.remove(connection);
        completeStop();
    }

    @Override
    public void closed(BgpConnection connection) {
        open.remove(connection);
        rekeyings.remove(connection);
        finished(connection);
    }

    private void completeStop() {
        if (speaking.isEmpty() && state.phase() == NeighborStatus.Phase.DOWN) {
            stopped.complete(null);
        }
    }

    @Override
    public Ticker ticker() {
        return ticker;
    }

    private boolean isCurrent(BgpConnection connection) {
        return connections.get(connection.side()) == connection;
    }
}
