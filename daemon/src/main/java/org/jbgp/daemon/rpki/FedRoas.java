package org.jbgp.daemon.rpki;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.daemon.policy.validity.ChangedAuthorizations;
import org.jbgp.daemon.policy.validity.RoaSource;
import org.jbgp.daemon.policy.validity.RoaStore;
import org.jbgp.daemon.policy.validity.RoaStore.Staged;
import org.jbgp.daemon.rib.channel.RouteLimit;
import org.jbgp.daemon.rpki.wire.Pdu;

/** The channel of a cache to a table of ROAs. */
final class FedRoas extends FedChannel {
    private final RoaSource source;
    private final boolean ip4;
    private boolean ignoreMaxLength;
    /** With {@code ignore max length}: how many more than one of the cache's records say the same then. */
    private Map<Same, Integer> repeated = new HashMap<>();

    private Map<Same, Integer> stagedRepeated = new HashMap<>();

    private record Same(long hi, long lo, int length, int asn) {}

    FedRoas(
            ProtocolCommon protocol,
            ChannelConfig config,
            RoaSource source,
            boolean ip4,
            Consumer<RouteLimit> limitHit,
            Consumer<ChangedAuthorizations> revalidate) {
        super(protocol, config, source, limitHit, revalidate);
        this.source = source;
        this.ip4 = ip4;
    }

    /** Takes all as if none had a maximal length; holds for the next complete set. */
    void ignoreMaxLength(boolean ignore) {
        ignoreMaxLength = ignore;
    }

    Staged take(Pdu.Prefix pdu) {
        int most = !ignoreMaxLength ? pdu.maxLength() : ip4 ? 32 : 128;
        Same same = ignoreMaxLength ? new Same(pdu.hi(), pdu.lo(), pdu.length(), pdu.asn()) : null;
        if (!pdu.announced()) {
            if (same != null && stagedRepeated.containsKey(same)) {
                stagedRepeated.computeIfPresent(same, (key, more) -> more == 1 ? null : more - 1);
                return withdrawn(Staged.TAKEN);
            }
            return withdrawn(source.withdraw(pdu.hi(), pdu.lo(), pdu.length(), most, pdu.asn()));
        }
        if (refusesAnnounced()) {
            return Staged.TAKEN;
        }
        Staged staged = source.announce(pdu.hi(), pdu.lo(), pdu.length(), most, pdu.asn());
        if (staged == Staged.DUPLICATE && same != null) {
            stagedRepeated.merge(same, 1, Integer::sum);
            return Staged.TAKEN;
        }
        return staged;
    }

    @Override
    ChangedAuthorizations.Kind kind() {
        return ip4 ? ChangedAuthorizations.Kind.ORIGINS_OF_IPV4 : ChangedAuthorizations.Kind.ORIGINS_OF_IPV6;
    }

    private RoaStore.Filter filter() {
        return acceptsAll() ? RoaStore.Filter.ALL : roa -> accepts(roa.net());
    }

    private static RoaStore.Changes into(ChangedAuthorizations changed) {
        return (family, hi, lo, length) -> changed.addPrefix(hi, lo, length);
    }

    @Override
    void beginSet() {
        stagedRepeated = new HashMap<>();
        super.beginSet();
    }

    @Override
    void beginChanges() {
        stagedRepeated = new HashMap<>(repeated);
        super.beginChanges();
    }

    @Override
    void commit(ChangedAuthorizations changed) {
        repeated = stagedRepeated;
        source.commit(filter(), into(changed));
    }

    @Override
    void filterAgain(ChangedAuthorizations changed) {
        source.filterAgain(filter(), into(changed));
    }

    @Override
    void clear(ChangedAuthorizations changed) {
        repeated = new HashMap<>();
        source.clear(into(changed));
    }

    @Override
    void leave(ChangedAuthorizations changed) {
        source.leave(into(changed));
    }
}
