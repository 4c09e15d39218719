package org.jbgp.daemon.rpki;

import java.util.function.Consumer;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.daemon.policy.validity.AspaStore;
import org.jbgp.daemon.policy.validity.ChangedAuthorizations;
import org.jbgp.daemon.policy.validity.RoaStore.Staged;
import org.jbgp.daemon.rib.channel.RouteLimit;
import org.jbgp.daemon.rpki.wire.Pdu;

/** The channel of a cache to a table of ASPAs. */
final class FedAspas extends FedChannel {
    private final AspaStore.Source source;

    FedAspas(
            ProtocolCommon protocol,
            ChannelConfig config,
            AspaStore.Source source,
            Consumer<RouteLimit> limitHit,
            Consumer<ChangedAuthorizations> revalidate) {
        super(protocol, config, source, limitHit, revalidate);
        this.source = source;
    }

    Staged take(Pdu.Aspa pdu) {
        if (!pdu.announced()) {
            return withdrawn(source.withdraw(pdu.customer()));
        }
        return refusesAnnounced() ? Staged.TAKEN : source.announce(pdu.customer(), pdu.providers());
    }

    /** An ASPA has no prefix: filters decide about all alike. */
    private boolean letsIn(int customer) {
        return acceptsAll() || accepts(null);
    }

    @Override
    ChangedAuthorizations.Kind kind() {
        return ChangedAuthorizations.Kind.PATHS;
    }

    @Override
    void commit(ChangedAuthorizations changed) {
        source.commit(this::letsIn, changed::addCustomer);
    }

    @Override
    void filterAgain(ChangedAuthorizations changed) {
        source.filterAgain(this::letsIn, changed::addCustomer);
    }

    @Override
    void clear(ChangedAuthorizations changed) {
        source.clear(changed::addCustomer);
    }

    @Override
    void leave(ChangedAuthorizations changed) {
        source.leave(changed::addCustomer);
    }
}
