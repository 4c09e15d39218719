package org.jbgp.daemon.local;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jbgp.config.model.bfd.BfdSessionConfig;
import org.jbgp.daemon.bfd.BfdRequest;
import org.jbgp.daemon.bfd.BfdRequests;
import org.jbgp.daemon.bfd.SessionWays;
import org.jbgp.daemon.bfd.packet.BfdState;
import org.jbgp.daemon.protocol.GatewayWatch.Gateway;
import org.jbgp.daemon.protocol.InterfaceTable;
import org.jbgp.daemon.protocol.NetworkInterface;

/** Watches the gateways of one static protocol with BFD. Control thread. */
final class WatchedGateways {
    private final BfdRequests bfd;
    private final BfdRequest.Asker asker;
    private final Supplier<InterfaceTable> interfaces;
    private final Consumer<Set<Gateway>> answering;
    private final Map<Gateway, BfdRequest> requests = new HashMap<>();

    /**
     * @param asker the protocol
     * @param answering hears which of them answer; any thread
     */
    WatchedGateways(
            BfdRequests bfd,
            BfdRequest.Asker asker,
            Supplier<InterfaceTable> interfaces,
            Consumer<Set<Gateway>> answering) {
        this.bfd = bfd;
        this.asker = asker;
        this.interfaces = interfaces;
        this.answering = answering;
    }

    /** Watches these and no others. */
    void watch(Set<Gateway> wanted) {
        for (Gateway gateway : List.copyOf(requests.keySet())) {
            if (!wanted.contains(gateway)) {
                requests.remove(gateway).release();
            }
        }
        for (Gateway gateway : wanted) {
            Optional<NetworkInterface> link = interfaces.get().byIndex(gateway.linkIndex());
            if (!requests.containsKey(gateway) && link.isPresent()) {
                requests.put(
                        gateway,
                        bfd.request(
                                asker,
                                SessionWays.direct(gateway.address(), null, link.get()),
                                BfdSessionConfig.UNSAID,
                                new Listener()));
            }
        }
        report();
    }

    private void report() {
        Set<Gateway> up = new HashSet<>();
        requests.forEach((gateway, request) -> {
            if (request.state() == BfdState.UP) {
                up.add(gateway);
            }
        });
        answering.accept(up);
    }

    private final class Listener implements BfdRequest.Listener {
        @Override
        public void down(boolean independent) {
            // changed() follows.
        }

        @Override
        public void changed() {
            report();
        }
    }
}
