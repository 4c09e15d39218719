package org.jbgp.daemon.instance;

import org.jbgp.config.model.StaticRoute;
import org.jbgp.daemon.policy.LinkView;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.policy.RouteView;
import org.jbgp.daemon.policy.compile.Policies;
import org.jbgp.daemon.protocol.StaticProtocol;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlobBuilder;

/** Evaluates the attribute blocks of static routes. Kernel thread. */
public final class StaticAttributes implements StaticProtocol.AttributeSetter {
    private static final RouteSource SOURCE = RouteSource.local("static", RouteSource.Kind.RTS_STATIC, 200);

    private final Policies policies;
    private final RouteView view = new RouteView(LinkView.NONE);
    private final LoggedFilters log = new LoggedFilters();

    public StaticAttributes(Policies policies) {
        this.policies = policies;
    }

    @Override
    public void apply(StaticRoute route, AddressFamily family, AttributeBlobBuilder blob) {
        if (route.attributes().isEmpty()) {
            return;
        }
        Policy block = policies.interpreted(route.attributes().get());
        byte[] before = blob.toBytes();
        view.load(
                family,
                route.prefix().hi(),
                route.prefix().lo(),
                route.prefix().length(),
                SOURCE,
                before,
                0,
                before.length,
                null);
        if (block.accept(view, log) && view.modified()) {
            int size = view.encode();
            blob.clear();
            blob.copyFrom(view.encoded(), 0, size);
        }
    }
}
