package org.jbgp.daemon.bmp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.model.bgp.HopLimit;
import org.jbgp.daemon.net.socket.Addresses;
import org.jbgp.daemon.net.socket.SocketErrors;
import org.jbgp.daemon.net.socket.SocketOptions;

/**
 * One monitoring station: dials it, and dials again after a while when the connection failed or was too slow. The
 * {@code bmp} thread owns it; what {@code show protocols} shows may be read anywhere.
 */
final class Station {
    /** How long a last message may take to be sent. */
    static final long LAST_WORD_MILLIS = 1_000;

    private static final Logger log = LogManager.getLogger(Station.class);
    private static final int CONNECT_MILLIS = 10_000;

    /** A station may be anywhere; 255 as in BIRD. */
    private static final HopLimit DISTANT = new HopLimit(255, false);

    /** Until the first try, as in BIRD: sessions that stand already are few then. */
    private static final long FIRST_MILLIS = 200;

    /** RFC 7854 §3.2 asks for growing intervals; BIRD always waits the first of these. */
    private static final long SHORTEST_MILLIS = 10_000;

    private static final long LONGEST_MILLIS = 320_000;

    /** A connection that lasted so long was a good one. */
    private static final long GOOD_MILLIS = 60_000;

    private final StationSettings settings;
    private final EventLoop loop;
    private final BmpHub hub;
    private final AtomicLong total = new AtomicLong();
    private volatile long limitBytes;
    private volatile StationLink link;
    private volatile boolean dialling;
    private volatile String error = "";
    private volatile long changedMillis;

    private boolean stopped;
    private long retryMillis = SHORTEST_MILLIS;
    private long connectedAt;
    private EpollSocketChannel dialled;
    private ScheduledFuture<?> reports;

    Station(StationSettings settings, long limitBytes, EventLoop loop, BmpHub hub) {
        this.settings = settings;
        this.limitBytes = limitBytes;
        this.loop = loop;
        this.hub = hub;
        this.changedMillis = hub.millis();
    }

    StationSettings settings() {
        return settings;
    }

    /** Bits of the {@code ObservedRib}s it wants. */
    int ribs() {
        return settings.ribs();
    }

    long limitBytes() {
        return limitBytes;
    }

    /** Another limit; holds from the next message on. */
    void limitBytes(long bytes) {
        limitBytes = bytes;
    }

    /** The connection that stands, null if none does. */
    StationLink link() {
        return link;
    }

    boolean isDialling() {
        return dialling;
    }

    /** Why there is no connection, empty if that is not known. */
    String error() {
        return error;
    }

    /** When it came to be connected or not, by the wall clock. */
    long changedMillis() {
        return changedMillis;
    }

    /** Bytes sent since the start. */
    long totalBytes() {
        return total.get();
    }

    void count(int bytes) {
        total.addAndGet(bytes);
    }

    void start() {
        var _ = loop.schedule(this::dial, FIRST_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void dial() {
        if (stopped) {
            return;
        }
        InetSocketAddress remote = settings.remote();
        boolean ipv6 = remote.getAddress() instanceof Inet6Address;
        EpollSocketChannel channel =
                new EpollSocketChannel(ipv6 ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET);
        try {
            SocketOptions.connection(channel, ipv6, DISTANT);
            // A station that is switched off would be noticed only when the queue is full.
            channel.config().setKeepAlive(true);
            if (settings.local() != null) {
                SocketOptions.bindAddressOnly(channel);
            }
            if (!settings.vrf().isEmpty()) {
                SocketOptions.bindToDevice(channel, settings.vrf());
            }
        } catch (ChannelException e) {
            channel.unsafe().closeForcibly();
            failed(SocketErrors.text(e));
            return;
        }
        channel.config().setOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS);
        dialling = true;
        dialled = channel;
        StationLink fresh = new StationLink(this, channel, hub);
        channel.pipeline().addLast(fresh);
        InetSocketAddress local = settings.local() == null ? null : new InetSocketAddress(settings.local(), 0);
        var _ = loop.register(channel).addListener((ChannelFutureListener) registered -> {
            var _ = channel.connect(remote, local)
                    .addListener((ChannelFuture connected) -> connected(fresh, channel, connected));
        });
    }

    private void connected(StationLink fresh, EpollSocketChannel channel, ChannelFuture connected) {
        dialling = false;
        dialled = null;
        if (!connected.isSuccess()) {
            fresh.close();
            failed(SocketErrors.text(connected.cause()));
            return;
        }
        if (stopped) {
            var _ = channel.close();
            return;
        }
        log.info("{}: BMP session established with {}", settings.name(), Addresses.text(settings.remote()));
        error = "";
        link = fresh;
        connectedAt = System.nanoTime();
        changedMillis = hub.millis();
        hub.connected(fresh);
        if (settings.statisticsSeconds() > 0) {
            reports = loop.scheduleAtFixedRate(
                    () -> hub.reportStatistics(fresh),
                    settings.statisticsSeconds(),
                    settings.statisticsSeconds(),
                    TimeUnit.SECONDS);
        }
    }

    /** The station does not take what it is sent. */
    void stalled(StationLink from) {
        log.error("{}: Connection stalled: more than {} MiB wait to be sent", settings.name(), limitBytes >> 20);
        from.close();
        gone(from, "Connection stalled");
    }

    /** The connection has ended; {@code why} is empty if the station closed it. */
    void lost(StationLink from, String why) {
        if (from.equals(link)) {
            log.info("{}: BMP session closed{}", settings.name(), why.isEmpty() ? "" : ": " + why);
            gone(from, why);
        }
    }

    private void gone(StationLink from, String why) {
        if (!from.equals(link)) {
            return;
        }
        if (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - connectedAt) > GOOD_MILLIS) {
            retryMillis = SHORTEST_MILLIS;
        }
        forget(from);
        failed(why);
    }

    private void forget(StationLink from) {
        link = null;
        changedMillis = hub.millis();
        if (reports != null) {
            reports.cancel(false);
            reports = null;
        }
        hub.gone(from);
    }

    private void failed(String why) {
        error = why;
        if (!stopped) {
            var _ = loop.schedule(this::dial, retryMillis, TimeUnit.MILLISECONDS);
            retryMillis = Math.min(2 * retryMillis, LONGEST_MILLIS);
        }
    }

    /** Takes leave, if it is connected; completes when the socket is closed. Any thread. */
    CompletableFuture<Void> stop(ByteBuf lastWord) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> {
            stopped = true;
            if (dialled != null) {
                var _ = dialled.close();
            }
            StationLink present = link;
            if (present == null) {
                lastWord.release();
                done.complete(null);
                return;
            }
            forget(present);
            present.end(lastWord, () -> done.complete(null));
        });
        return done;
    }
}
