package org.jbgp.daemon.bmp;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.model.BmpConfig;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.Vrf;
import org.jbgp.daemon.bmp.message.BmpWriter;
import org.jbgp.daemon.bmp.message.ObservedRib;
import org.jbgp.daemon.control.view.BmpStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouterCommands;
import org.jbgp.daemon.control.view.Version;
import org.jbgp.daemon.instance.Announcements;
import org.jbgp.daemon.instance.Assembly;
import org.jbgp.daemon.instance.Conversions;
import org.jbgp.daemon.instance.Debugging;
import org.jbgp.daemon.instance.ProtocolInstance;
import org.jbgp.daemon.instance.Readings;
import org.jbgp.daemon.instance.ReloadPlan;
import org.jbgp.daemon.rib.nexthop.Address;

/** One {@code protocol bmp}: a station, while it runs. Control thread. */
public final class BmpInstance implements ProtocolInstance {
    private final BmpHub hub;
    private Assembly assembly;
    private BmpConfig config;
    /** Null while it does not run. */
    private Station station;

    private Instant changed;

    public BmpInstance(BmpHub hub, Assembly assembly, BmpConfig config) {
        this.hub = hub;
        this.assembly = assembly;
        this.config = config;
        this.changed = hub.now();
    }

    @Override
    public ProtocolConfig config() {
        return config;
    }

    @Override
    public void start() {
        if (station != null) {
            return;
        }
        changed = hub.now();
        station = new Station(settings(), limit(), hub.begin(assembly), hub);
        station.start();
        Debugging.state(config.common(), "start");
    }

    private long limit() {
        return config.txBufferLimit() << 20;
    }

    private StationSettings settings() {
        int bits = 0;
        for (ObservedRib rib : ObservedRib.values()) {
            bits |= wants(rib) ? rib.bit() : 0;
        }
        return new StationSettings(
                config.name(),
                new InetSocketAddress(inet(config.station()), config.port()),
                config.localAddress().map(BmpInstance::inet).orElse(null),
                config.common().vrfDevice(),
                new StationSettings.SystemNames(
                        config.system()
                                .description()
                                .orElse("jbgpd " + Version.running().own()),
                        config.system().name().orElse(assembly.hostname())),
                bits,
                config.extras().mirroring(),
                config.extras().statisticsPeriod());
    }

    private boolean wants(ObservedRib rib) {
        BmpConfig.Ribs ribs = config.ribs();
        return switch (rib) {
            case IN_PRE_POLICY -> ribs.inPrePolicy();
            case IN_POST_POLICY -> ribs.inPostPolicy();
            case LOCAL -> ribs.local();
            case OUT_PRE_POLICY -> ribs.outPrePolicy();
            case OUT_POST_POLICY -> ribs.outPostPolicy();
        };
    }

    private static InetAddress inet(IpAddress address) {
        int bytes = Conversions.family(address.family()).bits() / 8;
        byte[] raw = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            int shift = 8 * (bytes - 1 - i);
            raw[i] = (byte) (shift >= 64 ? address.hi() >>> (shift - 64) : address.lo() >>> shift);
        }
        return Address.copyOf(raw, 0, bytes).toAddress();
    }

    @Override
    public CompletableFuture<Void> stop(StopCause cause, String message) {
        if (station == null) {
            return CompletableFuture.completedFuture(null);
        }
        Station stopping = station;
        station = null;
        changed = hub.now();
        ByteBuf lastWord = hub.buffer();
        BmpWriter.termination(
                lastWord,
                switch (cause) {
                    case DISABLED, RESTARTED, RECONFIGURED, SHUTDOWN -> BmpWriter.Termination.ADMINISTRATIVE;
                    case REMOVED -> BmpWriter.Termination.PERMANENT;
                });
        return stopping.stop(lastWord).thenRun(() -> {
            hub.context().onControl(hub::end);
            Debugging.state(config.common(), "down");
        });
    }

    @Override
    public void reconfigure(Assembly made, ProtocolConfig next, ReloadPlan.Entry change, boolean soft) {
        assembly = made;
        config = (BmpConfig) next;
        if (station != null) {
            station.limitBytes(limit());
            hub.tables(made);
        }
    }

    @Override
    public boolean reimportable(String channel) {
        return true;
    }

    @Override
    public RouterCommands.Outcome reload(RouterCommands.Direction direction) {
        return station == null ? RouterCommands.Outcome.NOT_UP : RouterCommands.Outcome.REFUSED;
    }

    @Override
    public Announcements announcements() {
        return Announcements.NONE;
    }

    @Override
    public ProtocolStatus status(boolean enabled) {
        Station present = station;
        StationLink link = present == null ? null : present.link();
        return new ProtocolStatus(
                config.name(),
                "BMP",
                new ProtocolStatus.Life(
                        present == null
                                ? ProtocolStatus.State.DOWN
                                : link == null ? ProtocolStatus.State.START : ProtocolStatus.State.UP,
                        enabled,
                        present == null ? changed : Instant.ofEpochMilli(present.changedMillis())),
                new ProtocolStatus.Notes(
                        config.common().description().orElse(null),
                        null,
                        null,
                        config.common().vrf().map(Vrf::toString).orElse(null)),
                List.of(),
                details(present, link));
    }

    private BmpStatus details(Station present, StationLink link) {
        Optional<String> error =
                Optional.ofNullable(present).map(Station::error).filter(text -> link == null && !text.isEmpty());
        return new BmpStatus(
                inet(config.station()),
                config.port(),
                config.localAddress().map(BmpInstance::inet).orElse(null),
                link != null
                        ? BmpStatus.Connection.ESTABLISHED
                        : present != null && present.isDialling()
                                ? BmpStatus.Connection.CONNECT
                                : BmpStatus.Connection.IDLE,
                error.orElse(null),
                monitoring(),
                link == null ? 0 : hub.peerCount(),
                new BmpStatus.Traffic(
                        link == null ? 0 : link.pendingBytes(),
                        limit(),
                        link == null ? 0 : link.sentBytes(),
                        present == null ? 0 : present.totalBytes()));
    }

    private List<String> monitoring() {
        List<String> words = new ArrayList<>();
        for (ObservedRib rib : ObservedRib.values()) {
            if (wants(rib)) {
                words.add(
                        switch (rib) {
                            case IN_PRE_POLICY -> "rib in pre_policy";
                            case IN_POST_POLICY -> "rib in post_policy";
                            case LOCAL -> "rib local";
                            case OUT_PRE_POLICY -> "rib out pre_policy";
                            case OUT_POST_POLICY -> "rib out post_policy";
                        });
            }
        }
        return words;
    }

    @Override
    public void measure(Readings readings) {
        // All there is to measure is in the status.
    }
}
