package org.jbgp.daemon.simulate.play;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayDeque;
import java.util.List;
import org.jbgp.daemon.session.DownReason;
import org.jbgp.daemon.session.NeighborStatus;
import org.jbgp.daemon.session.Session;
import org.jbgp.daemon.session.SessionHandler;
import org.jbgp.daemon.simulate.plan.Prefix;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.RouteRefresh;
import org.jbgp.daemon.wire.update.UpdateEncoder;

/**
 * Speaks for a neighbor that a file plays: announces its routes in each session and ends with End-of-RIB, announces
 * them again when asked to, and takes whatever it is sent. On the session's event loop.
 */
public final class Announcer implements SessionHandler {
    private static final int CAPACITY = 16 * 1024;

    private final PlayedRoutes routes;
    private final SentAttributes attributes;
    private final ArrayDeque<Runnable> orders = new ArrayDeque<>();
    private Session session;
    private UpdateEncoder encoder;
    private ByteBuf out;
    private long unsendable;

    public Announcer(PlayedRoutes routes, SentAttributes attributes) {
        this.routes = routes;
        this.attributes = attributes;
    }

    /** Routes that the session has no way to send: too many attributes for a message, or no next hop of a family. */
    public long unsendable() {
        return unsendable;
    }

    /** The families that the present session carries; none while it is down. */
    public List<AddressFamily> families() {
        Session up = session;
        return up == null
                ? List.of()
                : up.negotiated().families().keySet().stream().sorted().toList();
    }

    @Override
    public void established(Session s) {
        session = s;
        encoder = new UpdateEncoder(s.negotiated().encoding(attributes.confederated(), false));
        orders.clear();
        unsendable = 0;
        for (AddressFamily family : families()) {
            all(family);
            orders.add(() -> encoder.endOfRib(out, family));
        }
        pump();
    }

    private void all(AddressFamily family) {
        for (PlayedRoutes.Group group : routes.groups()) {
            if (group.family() == family) {
                orders.add(() -> announce(group));
            }
        }
    }

    private void announce(PlayedRoutes.Group group) {
        byte[] set = attributes.of(group, session);
        if (encoder.start(group.family(), set, 0, set.length) != UpdateEncoder.Readiness.READY) {
            unsendable += group.entries().size();
            return;
        }
        for (PlayedRoutes.Entry entry : group.entries()) {
            Prefix prefix = entry.prefix();
            encoder.add(
                    out, entry.pathId(), prefix.network().hi(), prefix.network().lo(), prefix.length());
        }
        encoder.finish(out);
    }

    /** Sends as much as there is room for, and goes on when there is more. */
    private void pump() {
        Session current = session;
        while (current != null && !orders.isEmpty()) {
            if (!current.writable()) {
                current.onWritable(() -> {
                    if (current.equals(session)) {
                        pump();
                    }
                });
                return;
            }
            out = UnpooledByteBufAllocator.DEFAULT.buffer(CAPACITY);
            while (!orders.isEmpty() && out.readableBytes() < CAPACITY) {
                orders.poll().run();
            }
            current.write(out);
        }
    }

    @Override
    public void routeRefresh(Session s, AddressFamily family, int subtype) {
        if (subtype != RouteRefresh.REQUEST) {
            return;
        }
        boolean marked = s.negotiated().enhancedRouteRefresh();
        if (marked) {
            orders.add(() -> new RouteRefresh(family, RouteRefresh.BEGIN).encode(out));
        }
        all(family);
        if (marked) {
            orders.add(() -> new RouteRefresh(family, RouteRefresh.END).encode(out));
        }
        pump();
    }

    @Override
    public void down(Session s, DownReason reason) {
        session = null;
        orders.clear();
    }

    @Override
    public void update(Session s, ByteBuf body) {
        // a file learns nothing
    }

    @Override
    public void phaseChanged(NeighborStatus.Phase phase) {
        // its status is asked for
    }

    @Override
    public void disabled() {
        // its status is asked for
    }
}
