package org.jbgp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceManagerTest {
    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "abstract"})
    void tellsSystemd(String kind) throws IOException, InterruptedException {
        boolean named = kind.equals("file");
        String name = named
                ? directory.resolve("notify").toString()
                : "jbgpd-test-" + ProcessHandle.current().pid();
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        Channel systemd = new Bootstrap()
                .group(loops)
                .channel(EpollDomainDatagramChannel.class)
                .handler(new SimpleChannelInboundHandler<DomainDatagramPacket>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext context, DomainDatagramPacket packet) {
                        heard.add(packet.content().toString(StandardCharsets.UTF_8));
                    }
                })
                .bind(new DomainSocketAddress(named ? name : '\0' + name))
                .sync()
                .channel();
        ServiceManager manager = new ServiceManager(Map.of("NOTIFY_SOCKET", named ? name : "@" + name), loops);
        manager.ready();
        manager.status("two\nlines");
        manager.alive();
        manager.stopping();
        assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("READY=1");
        assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("STATUS=two lines");
        assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("WATCHDOG=1");
        assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("STOPPING=1");
        systemd.close().sync();
    }

    @Test
    void nobodyToTellIsNoError() throws IOException {
        new ServiceManager(Map.of(), loops).ready();
        new ServiceManager(Map.of("NOTIFY_SOCKET", directory.resolve("gone").toString()), loops).ready();
    }

    /** The variables of sd_watchdog_enabled(3); {@code own} stands for this process. */
    @ParameterizedTest
    @CsvSource({
        ",, 0",
        "60000000,, 60000000000",
        "60000000, own, 60000000000",
        "60000000, 1, 0",
        "0, own, 0",
        "soon, own, 0",
    })
    void howLongSystemdWaits(String micros, String process, long nanos) {
        Map<String, String> environment = new HashMap<>();
        if (micros != null) {
            environment.put("WATCHDOG_USEC", micros);
        }
        if (process != null) {
            environment.put(
                    "WATCHDOG_PID",
                    process.equals("own")
                            ? Long.toString(ProcessHandle.current().pid())
                            : process);
        }
        assertThat(new ServiceManager(environment, loops).patience().orElse(0)).isEqualTo(nanos);
    }
}
