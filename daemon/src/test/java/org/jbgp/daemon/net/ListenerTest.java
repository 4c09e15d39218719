package org.jbgp.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.socket.DuplexChannel;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.jbgp.config.model.bgp.BgpTransport;
import org.jbgp.daemon.net.socket.EpollSockets;
import org.jbgp.daemon.net.socket.Sockets;
import org.jbgp.daemon.session.settings.NeighborRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a listening socket that several share is opened anew. */
@Timeout(60)
class ListenerTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final NeighborRange.Device DEVICE = new NeighborRange.Device("", "lo");

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final Machine machine = new Machine();
    private final Listener listener = new Listener(loops.next(), machine, LOOPBACK, 0, DEVICE, new DialIns());

    /** This machine, but for the index of its interface. */
    private static final class Machine implements Sockets {
        private final Sockets sockets = new EpollSockets();
        private final List<ServerChannel> opened = new ArrayList<>();
        private int index = 4;

        @Override
        public DuplexChannel connection(boolean ipv6) {
            return sockets.connection(ipv6);
        }

        @Override
        public ServerChannel listener(boolean ipv6) {
            opened.add(sockets.listener(ipv6));
            return opened.getLast();
        }

        @Override
        public int interfaceIndex(String interfaceName) throws SocketException {
            return index;
        }
    }

    @AfterEach
    void end() {
        listener.close();
        loops.shutdownGracefully().syncUninterruptibly();
    }

    private static ListenedRange range(String network) {
        return new ListenedRange(
                new NeighborRange(
                        network,
                        InetAddress.ofLiteral(network),
                        24,
                        new NeighborRange.Place(null, null, 0, DEVICE, name -> true),
                        BgpTransport.DEFAULT),
                visitor -> {});
    }

    private void awaitOpen() throws InterruptedException {
        listener.tried().join();
        while (!machine.opened.getLast().isActive()) {
            assertThat(listener.problem()).isEmpty();
            Thread.sleep(1);
        }
        assertThat(listener.boundAddress()).isEqualTo(machine.opened.getLast().localAddress());
    }

    /** One leaves and comes back, as when a VRF is made again; the other one keeps the socket open meanwhile. */
    @Test
    void aDeviceThatIsReplacedAsksForAnotherSocket() throws InterruptedException {
        ListenedRange one = range("10.0.0.0");
        ListenedRange other = range("10.0.1.0");
        listener.add(one);
        listener.add(other);
        awaitOpen();
        assertThat(listener.remove(one)).isFalse();
        listener.add(one);
        assertThat(machine.opened).hasSize(1);

        machine.index = 5;
        assertThat(listener.remove(one)).isFalse();
        listener.add(one);
        assertThat(machine.opened).hasSize(2);
        awaitOpen();
        machine.opened.getFirst().closeFuture().await();
        assertThat(listener.remove(other)).isFalse();
        listener.add(other);
        assertThat(machine.opened).hasSize(2);
        assertThat(listener.problem()).isEmpty();
    }
}
