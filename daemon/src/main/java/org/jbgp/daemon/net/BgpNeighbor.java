package org.jbgp.daemon.net;

import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.net.connection.BgpConnection;
import org.jbgp.daemon.net.connection.EstablishedSession;
import org.jbgp.daemon.net.connection.Futures;
import org.jbgp.daemon.net.connection.HoldTimers;
import org.jbgp.daemon.net.connection.NeighborTimers;
import org.jbgp.daemon.net.connection.PacketReports;
import org.jbgp.daemon.net.connection.Ticker;
import org.jbgp.daemon.net.socket.Addresses;
import org.jbgp.daemon.session.Cease;
import org.jbgp.daemon.session.DownReason;
import org.jbgp.daemon.session.LastError;
import org.jbgp.daemon.session.Negotiated;
import org.jbgp.daemon.session.Neighbor;
import org.jbgp.daemon.session.NeighborStatus;
import org.jbgp.daemon.session.Obstacle;
import org.jbgp.daemon.session.SessionHandler;
import org.jbgp.daemon.session.SessionState;
import org.jbgp.daemon.session.WireObserver;
import org.jbgp.daemon.session.fsm.PeerAction;
import org.jbgp.daemon.session.fsm.PeerEvent;
import org.jbgp.daemon.session.fsm.PeerState;
import org.jbgp.daemon.session.fsm.PeerTimer;
import org.jbgp.daemon.session.fsm.Side;
import org.jbgp.daemon.session.settings.NeighborSettings;
import org.jbgp.daemon.wire.Notification;
import org.jbgp.daemon.wire.open.OpenMessage;

/**
 * One neighbor: starts and stops it, listens and claims its addresses, and does what its {@link NeighborMachine} wants
 * done with {@link NeighborSockets}, timers and the session.
 *
 * <p>Its event loop owns everything but the settings, which any thread may read. The methods of {@link Neighbor} may be
 * called anywhere: they hand their work to the loop, or read what the loop publishes (the settings, the machine's
 * state, the record, the listener).
 */
final class BgpNeighbor implements Neighbor {

    private static final Logger LOG = LogManager.getLogger(BgpNeighbor.class);

    private final EventLoop loop;
    private final Listeners listeners;
    private final NeighborClaims claims;
    private final SessionHandler handler;
    private final Consumer<BgpNeighbor> removal;
    private final NeighborTimers timers;
    private final NeighborRecord record = new NeighborRecord();

    private final SessionLog log;
    private final NeighborMachine machine;
    private final NeighborSockets sockets;
    private final HoldTimers holdTimers;
    private final NeighborMessages messages;
    private volatile Listener listener;
    private Obstacle way = Obstacle.NONE;
    private Obstacle claimed = Obstacle.NONE;
    private boolean removed;
    private volatile CompletableFuture<Void> stopped = CompletableFuture.completedFuture(null);

    private final PacketReports packets;

    private volatile NeighborSettings settings;

    BgpNeighbor(
            NeighborSettings settings,
            SessionHandler handler,
            EventLoop loop,
            Listeners listeners,
            NeighborClaims claims,
            NetworkTime time,
            Consumer<BgpNeighbor> removal) {
        Ticker ticker = time.ticker();
        this.settings = settings;
        this.packets = new PacketReports(settings.name());
        watch(settings);
        this.handler = handler;
        this.loop = loop;
        this.listeners = listeners;
        this.claims = claims;
        this.removal = removal;
        this.log = new SessionLog(settings.name(), () -> TimeUnit.MILLISECONDS.toNanos(ticker.milliseconds()), task -> {
            var _ = ticker.schedule(loop, task, TimeUnit.SECONDS.toMillis(SessionLog.WINDOW_SECONDS));
        });
        this.machine = new NeighborMachine(settings, log, ticker, this::phaseChanged, this::perform);
        this.timers = new NeighborTimers(loop, ticker, time.random(), this::timerExpired);
        this.sockets = new NeighborSockets(
                listeners.sockets(), this::settings, loop, ticker, record, machine::post, this::completeStop);
        this.holdTimers = new HoldTimers(timers, ticker, sockets::at);
        this.messages = new NeighborMessages(this::settings, handler, record, packets, log, holdTimers, machine::post);
        sockets.messages(messages);
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
            if (listener == null && !(isBound() && way.exists())) {
                listener = listeners.acquire(settings, this);
            }
            claimed = claims.claim(this, settings);
            log.forgetErrors();
            postObstacle();
            machine.post(new PeerEvent.Start());
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
        machine.post(new PeerEvent.Stop(cease));
        leaveListener();
        claims.release(this, settings);
        completeStop();
        return stopped;
    }

    /** Whether its listening socket is bound to an interface or a VRF, which may not be there. */
    private boolean isBound() {
        return !settings.device().bound().isEmpty();
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
            if (isBound() && machine.runs()) {
                // An interface or a VRF that comes back is a new one to the kernel: a socket bound to the old one
                // receives nothing.
                leaveListener();
                if (!obstacle.exists()) {
                    listener = listeners.acquire(settings, this);
                }
            }
            postObstacle();
        });
    }

    /** The neighbor that had the same addresses has stopped. */
    void claimed() {
        onLoop(() -> {
            if (machine.runs()) {
                claimed = claims.claim(this, settings);
                postObstacle();
            }
        });
    }

    private void postObstacle() {
        Obstacle obstacle = claimed.exists() ? claimed : way;
        if (!obstacle.equals(machine.state().obstacle())) {
            machine.post(obstacle.exists() ? new PeerEvent.CutOff(obstacle) : new PeerEvent.Reachable());
        }
    }

    @Override
    public void suspect(LastError reason) {
        onLoop(() -> machine.post(new PeerEvent.Suspected(reason)));
    }

    @Override
    public void restart(Notification cease) {
        onLoop(() -> {
            if (machine.runs()) {
                machine.post(new PeerEvent.Restart(cease));
            }
        });
    }

    @Override
    public void renew() {
        onLoop(() -> machine.post(new PeerEvent.Renew()));
    }

    @Override
    public void limitExceeded(Notification cease, boolean restart) {
        onLoop(() -> machine.post(new PeerEvent.LimitExceeded(cease, restart)));
    }

    @Override
    public void bfdDown(boolean graceful) {
        onLoop(() -> machine.post(new PeerEvent.BfdDown(graceful)));
    }

    @Override
    public void outOfMemory() {
        onLoop(() -> machine.post(new PeerEvent.LimitExceeded(Cease.outOfResources(), true, "Out of memory")));
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
        machine.settings(next);
        if (listener != null && !previous.aoKeys().equals(next.aoKeys())) {
            rollOver(new AoRollover(next.name(), previous.aoKeys(), next.aoKeys()), next);
        }
        if (listener != null && !previous.password().equals(next.password())) {
            listener.authentication(this, next);
            sockets.changePassword(previous.password(), next);
            machine.post(new PeerEvent.DialAgain());
        }
    }

    /** RFC 5925 §7.5.1: the neighbor learns with the next segment which key it is asked for. */
    private void rollOver(AoRollover rollover, NeighborSettings next) {
        listener.authentication(this, next);
        boolean both = !rollover.former().isEmpty() && !rollover.next().isEmpty();
        if (!both || !sockets.changeAoKeys(rollover, next)) {
            machine.post(new PeerEvent.Restart(Cease.otherConfigurationChange()));
        } else if (machine.state().state() == SessionState.ESTABLISHED) {
            sockets.sendKeepalives();
        } else {
            machine.post(new PeerEvent.DialAgain());
        }
    }

    @Override
    public CompletableFuture<List<String>> aoSockets() {
        CompletableFuture<List<String>> lines = new CompletableFuture<>();
        onLoop(() -> {
            List<String> all = new ArrayList<>();
            if (listener != null && !settings.aoKeys().isEmpty()) {
                all.addAll(AoReport.listener(settings.name(), listener, settings.remoteAddress()));
                all.addAll(sockets.aoSockets());
            }
            lines.complete(all);
        });
        return lines;
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
    public void observe(WireObserver observer) {
        onLoop(() -> messages.observer(observer));
    }

    @Override
    public NeighborStatus status() {
        Listener listening = listener;
        String listenProblem = listening == null ? "" : listening.problem();
        PeerState now = machine.state();
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
        PeerState now = machine.state();
        return now.phase() == NeighborStatus.Phase.RUNNING
                && now.state().compareTo(SessionState.OPEN_SENT) < 0
                && !isHeard(now.lastError().text());
    }

    /** Linux signs and checks resets too, so a neighbor that refuses has the right key. */
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

    // --- what the machine wants done ---

    private void phaseChanged(NeighborStatus.Phase phase) {
        record.phaseChanged();
        handler.phaseChanged(phase);
    }

    private void perform(PeerAction action) {
        switch (action) {
            case PeerAction.Dial() -> sockets.dial();
            case PeerAction.Adopt() -> sockets.adopt();
            case PeerAction.Reject(Notification notification) -> {
                sending(notification);
                log.rejected();
                sockets.reject(notification);
            }
            case PeerAction.Close(Side side, Notification notification) ->
                sockets.close(side, notification, () -> sending(notification));
            case PeerAction.SendOpen(Side side, OpenMessage message) -> {
                if (settings.reportsPackets()) {
                    packets.open("Sending", message);
                }
                sockets.at(side).sendOpen(message);
            }
            case PeerAction.SendKeepalive(Side side) -> sockets.sendKeepalive(side);
            case PeerAction.StartTimer(Side side, PeerTimer timer, long milliseconds) ->
                holdTimers.start(side, timer, milliseconds);
            case PeerAction.StopTimers(Side side) -> timers.stopConnection(side);
            case PeerAction.StopErrorWait() -> timers.stop(Side.OUTGOING, PeerTimer.ERROR_WAIT);
            case PeerAction.Up(Side side, Negotiated negotiated, OpenMessage peerOpen) ->
                up(sockets.at(side), negotiated, peerOpen);
            case PeerAction.Down(Side side, DownReason reason) -> down(reason);
            case PeerAction.Disabled(String after) -> {
                LOG.info("{}: Disabled after {}", settings.name(), after);
                handler.disabled();
            }
            case PeerAction.CapabilitiesRefused() ->
                LOG.warn("{}: Capability related error received, retry with capabilities disabled", settings.name());
            case PeerAction.Moved(Side side, SessionState from, SessionState to, String reason) -> {
                record.moved(side, from, to, reason);
                messages.moved(sockets.at(side), from, to);
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
        EstablishedSession session = new EstablishedSession(
                settings.name(),
                negotiated,
                connection,
                loop,
                () -> settings.transport().txSizeWarning(),
                notification -> machine.post(new PeerEvent.ErrorFound(connection.side(), notification)));
        messages.begin(session);
        connection.maximumLength(machine.localOpen().longestTaken());
        if (settings.transport().disableRx()) {
            connection.pauseReading(); // for good: who pauses later resumes only what he paused
        }
        record.established(session, machine.localOpen(), peerOpen);
        log.established(Addresses.text(connection.remoteAddress()));
        handler.established(session);
    }

    private void down(DownReason reason) {
        EstablishedSession ended = messages.end();
        ended.markDown();
        record.down();
        log.down(reason.text());
        handler.down(ended, reason);
    }

    private void timerExpired(Side side, PeerTimer timer) {
        if (holdTimers.isOver(side, timer)) {
            machine.post(new PeerEvent.TimerExpired(side, timer));
        }
    }

    /** A connection the listener has accepted; called on the listener's loop. */
    void accept(DuplexChannel channel) {
        sockets.accept(channel);
    }

    private void completeStop() {
        if (sockets.isSilent() && !machine.runs()) {
            stopped.complete(null);
        }
    }
}
