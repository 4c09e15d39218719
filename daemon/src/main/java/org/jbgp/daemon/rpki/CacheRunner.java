package org.jbgp.daemon.rpki;

import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jbgp.config.model.RpkiConfig;
import org.jbgp.daemon.control.view.RpkiStatus;
import org.jbgp.daemon.instance.Conversions;
import org.jbgp.daemon.pacing.Uptime;
import org.jbgp.daemon.policy.validity.ChangedAuthorizations;
import org.jbgp.daemon.policy.validity.LiveValidity;
import org.jbgp.daemon.rib.channel.RouteLimit;
import org.jbgp.daemon.rib.store.Prefixes;
import org.jbgp.daemon.rpki.transport.CacheStream;
import org.jbgp.daemon.rpki.transport.SshTransport;
import org.jbgp.daemon.rpki.transport.TcpTransport;

/**
 * One cache from start to stop: its feed, its session and its connection. On the loop of caches; {@link #snapshot} by
 * anyone.
 */
final class CacheRunner {
    private static final int TCP_PORT = 323;
    private static final int SSH_PORT = 22;

    private final EventLoop loop;
    private final LiveValidity live;
    private final InstantSource clock;
    private final Consumer<RouteLimit> limitHit;
    private final Consumer<ChangedAuthorizations> revalidate;
    private final CacheLog log;
    private volatile RpkiConfig config;
    private CacheFeed feed;
    private CacheConnection connection;
    private CacheSession session;
    private volatile Snapshot snapshot;

    CacheRunner(
            RpkiConfig config,
            EventLoop loop,
            LiveValidity live,
            InstantSource clock,
            Consumer<RouteLimit> limitHit,
            Consumer<ChangedAuthorizations> revalidate) {
        this.config = config;
        this.loop = loop;
        this.live = live;
        this.clock = clock;
        this.limitHit = limitHit;
        this.revalidate = revalidate;
        this.log = new CacheLog(config.common());
        this.snapshot = new Snapshot(
                CacheState.CONNECTING,
                clock.instant(),
                config.maxVersion(),
                new CacheIntervals(CacheSettings.of(config)).values(),
                new Snapshot.Data(-1, -1, -1, ""),
                new Snapshot.Due(0, 0, 0),
                List.of());
    }

    /** Any thread. */
    RpkiConfig config() {
        return config;
    }

    /** Any thread. */
    Snapshot snapshot() {
        return snapshot;
    }

    /** @throws IllegalArgumentException if it cannot run; the message says why */
    void start() {
        feed = new CacheFeed(config, live, limitHit, revalidate);
        connection = new CacheConnection(loop, log, this::publish);
        connection.lead(transport(config), endpoint(config));
        session = new CacheSession(CacheSettings.of(config), connection, feed);
        connection.attach(session);
        session.start();
        publish();
    }

    void stop() {
        if (session != null) {
            session.stop();
            feed.leave();
        }
    }

    /** Other options; what is held stays, whatever changed. */
    void configure(RpkiConfig next) {
        RpkiConfig former = config;
        config = next;
        log.protocol(next.common());
        if (session == null) {
            return;
        }
        feed.configure(next);
        boolean elsewhere =
                !endpoint(former).equals(endpoint(next)) || !Objects.equals(former.transport(), next.transport());
        if (elsewhere) {
            connection.lead(transport(next), endpoint(next));
        }
        if (!CacheSettings.of(former).equals(CacheSettings.of(next))) {
            session.configure(CacheSettings.of(next));
        }
        if (elsewhere || former.ignoreMaxLength() != next.ignoreMaxLength()) {
            session.reconnect();
        }
        publish();
    }

    /** Asks the cache what is new, and sends what is held through the filters again. */
    void reload() {
        if (session != null) {
            feed.channels().forEach(channel -> channel.filterAgain());
            session.refresh();
            publish();
        }
    }

    private static CacheStream.Transport transport(RpkiConfig config) {
        return switch (config.transport()) {
            case RpkiConfig.Tcp tcp -> new TcpTransport(tcp.password().orElse(""));
            case RpkiConfig.Ssh ssh -> new SshTransport(ssh.user(), ssh.privateKey(), ssh.cacheKey());
        };
    }

    private static CacheStream.Endpoint endpoint(RpkiConfig config) {
        Optional<InetAddress> local = config.localAddress()
                .map(address -> Prefixes.address(Conversions.family(address.family()), address.hi(), address.lo()));
        return new CacheStream.Endpoint(
                config.host(), config.port(), local, config.common().vrfDevice());
    }

    private void publish() {
        Snapshot before = snapshot;
        CacheState state = session.state();
        snapshot = new Snapshot(
                state,
                state.connected() == before.state.connected() ? before.changed : clock.instant(),
                session.version(),
                session.intervals().values(),
                new Snapshot.Data(session.sessionId(), session.serial(), session.updated(), session.lastError()),
                new Snapshot.Due(
                        connection.due(CacheTimer.REFRESH),
                        connection.due(CacheTimer.RETRY),
                        connection.due(CacheTimer.EXPIRE)),
                List.copyOf(feed.channels()));
    }

    /**
     * How it stands.
     *
     * @param changed when it was connected, or lost
     * @param intervals seconds
     */
    record Snapshot(
            CacheState state,
            Instant changed,
            int version,
            CacheIntervals.Values intervals,
            Data data,
            Due due,
            List<FedChannel> channels) {

        /**
         * @param session -1 for none
         * @param serial -1 for none
         * @param updated milliseconds of {@link CachePort#millis}, -1 for never
         * @param lastError empty for none
         */
        record Data(int session, long serial, long updated, String lastError) {}

        /** By {@link Uptime}; 0 for what does not run. */
        record Due(long refresh, long retry, long expire) {}

        /** In the form commands want. */
        RpkiStatus status(RpkiConfig config) {
            boolean ssh = config.transport() instanceof RpkiConfig.Ssh;
            String transport = switch (config.transport()) {
                case RpkiConfig.Ssh ignored -> "SSHv2";
                case RpkiConfig.Tcp tcp -> tcp.password().isPresent() ? "TCP-MD5" : "Unprotected over TCP";
            };
            return new RpkiStatus(
                    config.host(),
                    config.port() == (ssh ? SSH_PORT : TCP_PORT) ? 0 : config.port(),
                    state.label(),
                    transport,
                    version,
                    new RpkiStatus.Data(
                            data.session < 0 ? null : data.session,
                            data.serial < 0 ? null : data.serial,
                            data.updated < 0 ? null : Duration.ofMillis(Uptime.millis() - data.updated)),
                    new RpkiStatus.Timers(
                            timer(due.refresh, intervals.refresh()),
                            timer(due.retry, intervals.retry()),
                            timer(due.expire, intervals.expire())),
                    data.lastError.isEmpty() ? null : data.lastError);
        }

        private static RpkiStatus.Timer timer(long dueNanos, int total) {
            return new RpkiStatus.Timer(
                    dueNanos == 0 ? null : Duration.ofNanos(Math.max(0, dueNanos - Uptime.nanos())),
                    Duration.ofSeconds(total));
        }
    }
}
