package org.jbgp.daemon.rpki;

import io.netty.channel.EventLoop;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.RpkiConfig;
import org.jbgp.config.model.Vrf;
import org.jbgp.daemon.control.view.ChannelStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouterCommands;
import org.jbgp.daemon.instance.Announcements;
import org.jbgp.daemon.instance.Assembly;
import org.jbgp.daemon.instance.ChannelStatuses;
import org.jbgp.daemon.instance.Debugging;
import org.jbgp.daemon.instance.ProtocolInstance;
import org.jbgp.daemon.instance.Readings;
import org.jbgp.daemon.instance.ReloadPlan;
import org.jbgp.daemon.instance.RouterContext;
import org.jbgp.daemon.policy.validity.LiveValidity;

/** One {@code protocol rpki}. Control thread; what it runs lives on the loop of caches. */
public final class RpkiInstance implements ProtocolInstance {
    /** Of authorizations from caches, as BIRD's. */
    static final int PREFERENCE = 100;

    private static final Logger log = LogManager.getLogger(RpkiInstance.class);

    private final RouterContext context;
    private final EventLoop loop;
    private final LiveValidity live;
    private RpkiConfig config;
    /** What runs, null if nothing does. */
    private CacheRunner runner;

    private Instant stopped;

    public RpkiInstance(RouterContext context, RpkiLoop loops, Assembly assembly, RpkiConfig config) {
        this.context = context;
        this.loop = loops.next();
        this.live = assembly.filters().live();
        this.config = config;
        this.stopped = context.clock().instant();
    }

    @Override
    public ProtocolConfig config() {
        return config;
    }

    @Override
    public void start() {
        if (runner != null) {
            return;
        }
        CacheRunner started = new CacheRunner(
                config, loop, live, context.clock(), limit -> context.limitExceeded(this, limit), context::revalidate);
        runner = started;
        Debugging.state(config.common(), "start");
        loop.execute(() -> {
            try {
                started.start();
            } catch (IllegalArgumentException e) {
                log.error("Protocol {} cannot be started: {}", started.config().name(), e.getMessage());
            }
        });
    }

    @Override
    public CompletableFuture<Void> stop(StopCause cause, String message) {
        CacheRunner ending = runner;
        if (ending == null) {
            return CompletableFuture.completedFuture(null);
        }
        runner = null;
        stopped = context.clock().instant();
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> {
            ending.stop();
            Debugging.state(ending.config().common(), "down");
            done.complete(null);
        });
        return done;
    }

    @Override
    public void reconfigure(Assembly made, ProtocolConfig next, ReloadPlan.Entry change, boolean soft) {
        config = (RpkiConfig) next;
        RpkiConfig changed = config;
        CacheRunner running = runner;
        if (running != null && change.action() != ReloadPlan.Action.KEPT) {
            loop.execute(() -> running.configure(changed));
        }
    }

    @Override
    public boolean reimportable(String channel) {
        return true;
    }

    /** {@code reload in}: the cache is asked what is new, and the filters see what is held again. */
    @Override
    public RouterCommands.Outcome reload(RouterCommands.Direction direction) {
        CacheRunner running = runner;
        if (running == null) {
            return RouterCommands.Outcome.NOT_UP;
        }
        if (direction != RouterCommands.Direction.OUT) {
            loop.execute(running::reload);
        }
        return RouterCommands.Outcome.DONE;
    }

    @Override
    public Announcements announcements() {
        return Announcements.NONE;
    }

    @Override
    public ProtocolStatus status(boolean enabled) {
        CacheRunner running = runner;
        CacheRunner.Snapshot now = running == null ? null : running.snapshot();
        List<ChannelStatus> channels = new ArrayList<>();
        if (now != null) {
            // As BIRD: one that is down shows none.
            for (ChannelConfig channel : config.channels()) {
                Optional<FedChannel> fed = now.channels().stream()
                        .filter(each -> each.config().name().equals(channel.name()))
                        .findFirst();
                channels.add(status(channel, fed, now));
            }
        }
        ProtocolStatus.State state = now == null
                ? ProtocolStatus.State.DOWN
                : now.state().connected() ? ProtocolStatus.State.UP : ProtocolStatus.State.START;
        return new ProtocolStatus(
                config.name(),
                "RPKI",
                new ProtocolStatus.Life(state, enabled, now == null ? stopped : now.changed()),
                new ProtocolStatus.Notes(
                        config.common().description().orElse(null),
                        null,
                        null,
                        config.common().vrf().map(Vrf::toString).orElse(null)),
                channels,
                now == null ? new ProtocolStatus.NoDetails() : now.status(config));
    }

    private static ChannelStatus status(ChannelConfig channel, Optional<FedChannel> fed, CacheRunner.Snapshot now) {
        ChannelStatuses.Totals totals = new ChannelStatuses.Totals();
        fed.ifPresent(each -> totals.addImports(each.counters()));
        boolean up = now.state().connected() || now.data().serial() >= 0;
        return totals.status(
                channel,
                up ? ChannelStatus.State.UP : ChannelStatus.State.DOWN,
                PREFERENCE,
                fed.map(each -> each.limits().hit()).orElse(List.of()),
                ChannelStatus.Recovery.of(false, false),
                ChannelStatus.Bgp.NONE);
    }

    @Override
    public void measure(Readings readings) {
        // What is counted of a cache is in its status.
    }
}
