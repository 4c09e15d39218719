package org.jbgp.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jbgp.kernel.netlink.KernelException;

/** Writes down what the kernel reports. */
final class EventLog implements KernelEventSink {
    static final int ALL_EVENTS = 1_000_000;

    final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    /** Takes events until this one has come, a minute at most. */
    void await(KernelFib fib, String line) throws KernelException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        fib.deliverEvents(this, ALL_EVENTS);
        while (!lines.contains(line) && System.nanoTime() - end < 0) {
            fib.await(100);
            fib.deliverEvents(this, ALL_EVENTS);
        }
        assertThat(lines).contains(line);
    }

    @Override
    public void linkChanged(KernelLink link) {
        lines.add("link " + link.name());
    }

    @Override
    public void linkRemoved(KernelLink link) {
        lines.add("link " + link.name() + " gone");
    }

    @Override
    public void addressChanged(KernelAddress address) {
        lines.add("address " + address.local());
    }

    @Override
    public void addressRemoved(KernelAddress address) {
        lines.add("address " + address.local() + " gone");
    }

    @Override
    public void routeChanged(RouteMessage message, boolean replaced) {
        KernelRoute route = message.toRoute();
        String via = route.nextHops().isEmpty() || route.nextHops().getFirst().gateway() == null
                ? ""
                : " via " + route.nextHops().getFirst().gateway();
        lines.add("route " + route.prefix() + " proto " + route.protocol() + " metric " + route.metric() + via
                + (replaced ? " replaced" : " new"));
    }

    @Override
    public void routeRemoved(RouteMessage message) {
        KernelRoute route = message.toRoute();
        lines.add("route " + route.prefix() + " proto " + route.protocol() + " gone");
    }

    @Override
    public void nextHopObjectChanged(int id) {
        lines.add("next hop object " + id);
    }

    @Override
    public void resyncNeeded() {
        lines.add("resync");
    }
}
