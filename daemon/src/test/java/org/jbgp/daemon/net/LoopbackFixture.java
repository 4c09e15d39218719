package org.jbgp.daemon.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.assertj.core.api.Assertions;
import org.jbgp.config.model.bgp.BgpTimers;
import org.jbgp.daemon.net.connection.Ticker;
import org.jbgp.daemon.session.Cease;
import org.jbgp.daemon.session.settings.NeighborSettings;
import org.jbgp.daemon.session.settings.NeighborSettingsBuilder;
import org.jbgp.daemon.wire.AddressFamily;

/** Routers on 127.0.0.0/8, each with its own address and event loop, all on one free port. */
final class LoopbackFixture implements AutoCloseable {

    static final BgpTimers QUICK = BgpTimers.DEFAULT.withDialing(0, 1).withErrorWait(60, 300, 300);

    private final List<EpollBgpNetwork> networks = new ArrayList<>();
    private final int port;

    LoopbackFixture() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, address(2))) {
            port = probe.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    static InetAddress address(int host) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 7, (byte) host});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    InetSocketAddress socketAddress(int host) {
        return new InetSocketAddress(address(host), port);
    }

    EpollBgpNetwork network(Ticker ticker) {
        EpollBgpNetwork network = new EpollBgpNetwork(1, ticker);
        networks.add(network);
        return network;
    }

    EpollBgpNetwork network() {
        return network(Ticker.SYSTEM);
    }

    /** Settings of router {@code host} for its neighbor {@code peer}; AS 65000 + host. */
    NeighborSettings settings(int host, int peer, Consumer<NeighborSettingsBuilder> change) {
        NeighborSettingsBuilder builder = new NeighborSettingsBuilder("r" + host + "_r" + peer)
                .localAddress(address(host))
                .listenAddress(address(host))
                .listenPort(port)
                .remoteAddress(address(peer))
                .remotePort(port)
                .localAs(65000 + host)
                .remoteAs(65000 + peer)
                .routerId(0x0A00_0000 + host)
                .families(AddressFamily.IPV4_UNICAST)
                .timers(QUICK);
        change.accept(builder);
        return builder.build();
    }

    NeighborSettings settings(int host, int peer) {
        return settings(host, peer, builder -> {});
    }

    /** Stops the neighbor as a reload does that asks for a new session, and starts it with other settings. */
    static void restart(BgpNeighbor neighbor, NeighborSettings next) throws Exception {
        neighbor.stop(Cease.otherConfigurationChange()).get(1, TimeUnit.MINUTES);
        neighbor.reconfigure(next);
        neighbor.start();
    }

    static void eventually(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                Assertions.fail("not within a minute: " + what);
            }
            Thread.sleep(5);
        }
    }

    /** The value, once it passes the test; after a minute an error that names the last one. */
    static <T> T eventually(String what, Supplier<T> value, Predicate<T> test) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        T last = value.get();
        while (!test.test(last)) {
            if (System.nanoTime() - end > 0) {
                Assertions.fail("not within a minute: " + what + "; last seen: " + last);
            }
            Thread.sleep(5);
            last = value.get();
        }
        return last;
    }

    @Override
    public void close() {
        networks.forEach(EpollBgpNetwork::close);
    }
}
