package org.jbgp.daemon.router;

import java.util.concurrent.TimeUnit;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.Configuration;
import org.jbgp.daemon.bgp.DynamicNeighbors;
import org.jbgp.daemon.discovery.NeighborTables;
import org.jbgp.daemon.instance.ProtocolInstance;
import org.jbgp.daemon.protocol.InterfaceTable;

/** What {@link DynamicNeighbors} does with the router. Control thread. */
record RangeGuests(Router router) implements DynamicNeighbors.Host {
    @Override
    public Configuration configuration() {
        return router.configuration();
    }

    @Override
    public ProtocolInstance running(String name) {
        return router.instances().get(name);
    }

    @Override
    public boolean isEnabled(ProtocolInstance instance) {
        return router.instances().isEnabled(instance);
    }

    @Override
    public void recovers(String range, String neighbor) {
        router.controlThread().execute(() -> router.recovery().found(range, neighbor));
    }

    @Override
    public ProtocolInstance add(BgpConfig found) {
        return router.configurations().add(found);
    }

    @Override
    public void remove(String name) {
        router.configurations().drop(name);
    }

    @Override
    public InterfaceTable interfaces() {
        return router.interfaces();
    }

    @Override
    public NeighborTables tables() {
        return router.neighborTables();
    }

    @Override
    public void later(int seconds, Runnable task) {
        var _ = router.controlThread().schedule(() -> router.queue().between(task), seconds, TimeUnit.SECONDS);
    }
}
