package org.jbgp.daemon;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Reports the daemon's state to whoever started it: systemd over its notification socket (environment {@code
 * NOTIFY_SOCKET}, see sd_notify(3)), and {@code bin/jbgpd}, which waits when it puts the daemon into the background,
 * over a pipe (environment {@code JBGPD_READY_FD}). Without either it does nothing. Any thread.
 */
public final class ServiceManager implements Starter.Reports {
    private static final String READY_LINE = "jbgpd is ready\n";

    private final Optional<DomainSocketAddress> socket;
    private final Optional<Path> readyPipe;
    private final OptionalLong patience;
    private final EventLoopGroup eventLoops;

    /**
     * Learns from the environment whom to report to.
     *
     * @param environment this process's environment
     * @param eventLoops epoll event loops to send from; must outlive this
     */
    public ServiceManager(Map<String, String> environment, EventLoopGroup eventLoops) {
        this.socket = Optional.ofNullable(environment.get("NOTIFY_SOCKET"))
                .filter(name -> !name.isEmpty())
                // A leading @ stands for the zero byte of Linux's abstract socket names.
                .map(name -> new DomainSocketAddress(name.startsWith("@") ? '\0' + name.substring(1) : name));
        this.readyPipe = Optional.ofNullable(environment.get("JBGPD_READY_FD"))
                .filter(number -> !number.isEmpty())
                .map(number -> Path.of("/proc/self/fd", number));
        this.patience = patience(environment);
        this.eventLoops = eventLoops;
    }

    @Override
    public void ready() throws IOException {
        send("READY=1");
        if (readyPipe.isPresent()) {
            Files.writeString(readyPipe.get(), READY_LINE, StandardCharsets.US_ASCII, StandardOpenOption.APPEND);
        }
    }

    /** See sd_watchdog_enabled(3): microseconds, and for whom, as children inherit the environment. */
    private static OptionalLong patience(Map<String, String> environment) {
        String own = Long.toString(ProcessHandle.current().pid());
        if (!environment.getOrDefault("WATCHDOG_PID", own).equals(own)) {
            return OptionalLong.empty();
        }
        try {
            long micros = Long.parseLong(environment.getOrDefault("WATCHDOG_USEC", "0"));
            return micros > 0 ? OptionalLong.of(TimeUnit.MICROSECONDS.toNanos(micros)) : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    @Override
    public OptionalLong patience() {
        return patience;
    }

    @Override
    public void alive() {
        send("WATCHDOG=1");
    }

    @Override
    public void stopping() {
        send("STOPPING=1");
    }

    /** One line for {@code systemctl status}. */
    public void status(String text) {
        send("STATUS=" + text.replace('\n', ' '));
    }

    /** Sends one datagram; who does not listen misses it, which is no reason for the router to stop. */
    private void send(String state) {
        if (socket.isPresent()) {
            ChannelFuture connected = new Bootstrap()
                    .group(eventLoops)
                    .channel(EpollDomainDatagramChannel.class)
                    .handler(new Silent())
                    .connect(socket.get())
                    .awaitUninterruptibly();
            if (connected.isSuccess()) {
                connected
                        .channel()
                        .writeAndFlush(Unpooled.copiedBuffer(state, StandardCharsets.UTF_8))
                        .addListener(ChannelFutureListener.CLOSE)
                        .awaitUninterruptibly();
            }
        }
    }

    /** Nothing is ever received. */
    @ChannelHandler.Sharable
    private static final class Silent extends ChannelInboundHandlerAdapter {}
}
