package org.jbgp.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jbgp.kernel.RouteRequests.Operation;
import org.jbgp.kernel.netlink.KernelException;

/** What the tests with the real kernel have in common. Static. */
final class FibFixture {
    static final int OBJECT = 77;
    static final int OBJECT6 = 78;

    /** Takes refusals where none may be. */
    static final ErrorSink NONE_REFUSED = (cookie, errno, message) -> {
        throw new AssertionError("route " + cookie + " refused: " + errno + " " + message);
    };

    private FibFixture() {}

    static RouteRequests v4(RouteRequests batch, Operation operation, long cookie, String destination, int length) {
        KernelIp prefix = address(destination);
        return batch.begin(operation, cookie, Family.IPV4, prefix.hi(), prefix.lo(), length, KernelRoute.TABLE_MAIN);
    }

    static RouteRequests hop(RouteRequests change, KernelIp gateway, int ifindex, int weight, boolean onlink) {
        return gateway == null
                ? change.nextHop(null, 0, 0, ifindex, weight, onlink)
                : change.nextHop(gateway.family(), gateway.hi(), gateway.lo(), ifindex, weight, onlink);
    }

    static List<KernelRoute> own(KernelFib fib, Family family) throws KernelException {
        List<KernelRoute> routes = new ArrayList<>();
        fib.routes(family, KernelRoute.TABLE_MAIN, route -> {
            if (route.protocol() == KernelRoute.PROTOCOL_BIRD) {
                routes.add(route.toRoute());
            }
        });
        return routes;
    }

    static KernelLink link(KernelFib fib, String name) throws KernelException {
        return fib.links().stream()
                .filter(link -> link.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static int index(KernelFib fib, String name) throws KernelException {
        return link(fib, name).index();
    }

    static String name(KernelFib fib, int index) {
        try {
            return fib.links().stream()
                    .filter(link -> link.index() == index)
                    .findFirst()
                    .orElseThrow()
                    .name();
        } catch (KernelException e) {
            throw new AssertionError(e);
        }
    }

    static KernelIp address(String text) {
        try {
            byte[] bytes = InetAddress.getByName(text).getAddress();
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return bytes.length == 4
                    ? KernelIp.ofIpv4(buffer.getInt())
                    : new KernelIp(Family.IPV6, buffer.getLong(), buffer.getLong());
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** The link as soon as it has a carrier, or none: Linux takes its time to notice. */
    static KernelLink awaitCarrier(KernelFib fib, String name, boolean carrier) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        KernelLink now = link(fib, name);
        while (now.carrier() != carrier && System.nanoTime() - end < 0) {
            Thread.sleep(10);
            now = link(fib, name);
        }
        return now;
    }

    static NextHopObject object(int id, String gateway, int ifindex) {
        KernelIp via = address(gateway);
        return new NextHopObject(id, KernelRoute.PROTOCOL_BIRD, via.family(), new KernelNextHop(via, ifindex, 1, 0));
    }

    static void makeObjects(KernelFib fib) throws KernelException {
        int a0 = index(fib, "a0");
        assertThat(fib.addNextHopObject(object(OBJECT, "10.0.1.2", a0))).isZero();
        assertThat(fib.addNextHopObject(object(OBJECT6, "2001:db8:1::2", a0))).isZero();
    }
}
