package org.jbgp.daemon.rpki;

import java.util.function.Consumer;
import org.jbgp.config.filter.value.Net;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.daemon.instance.ChannelLimits;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.policy.compile.AuthorizationFilter;
import org.jbgp.daemon.policy.validity.ChangedAuthorizations;
import org.jbgp.daemon.policy.validity.RoaStore.Staged;
import org.jbgp.daemon.policy.validity.StagedSource;
import org.jbgp.daemon.rib.ChannelCounters;
import org.jbgp.daemon.rib.channel.ImportLimits;
import org.jbgp.daemon.rib.channel.RouteLimit;

/**
 * What the channels of a cache to tables have in common: filter, limits and counters. On the cache's event loop;
 * counters by anyone.
 */
abstract class FedChannel {
    private final String protocol;
    private final StagedSource source;
    private final ChannelLimits limits;
    private final Consumer<ChangedAuthorizations> revalidate;
    private final ChannelCounters counters = new ChannelCounters();
    private ChannelConfig config;
    private long filtered;
    private long updates;

    FedChannel(
            ProtocolCommon protocol,
            ChannelConfig config,
            StagedSource source,
            Consumer<RouteLimit> limitHit,
            Consumer<ChangedAuthorizations> revalidate) {
        this.protocol = protocol.name();
        this.config = config;
        this.source = source;
        this.limits = new ChannelLimits(protocol, config, 0, limitHit);
        this.revalidate = revalidate;
    }

    ChannelConfig config() {
        return config;
    }

    ChannelLimits limits() {
        return limits;
    }

    ChannelCounters counters() {
        return counters;
    }

    /** Other options; the filter runs over what is held. */
    void configure(ProtocolCommon common, ChannelConfig next, int preference) {
        config = next;
        limits.change(common, next);
        source.preference(preference);
        filterAgain();
    }

    abstract ChangedAuthorizations.Kind kind();

    abstract void commit(ChangedAuthorizations changed);

    abstract void filterAgain(ChangedAuthorizations changed);

    abstract void clear(ChangedAuthorizations changed);

    abstract void leave(ChangedAuthorizations changed);

    final int held() {
        return source.held();
    }

    final int shown() {
        return source.shown();
    }

    final int best() {
        return source.best();
    }

    void beginSet() {
        source.beginSet();
    }

    void beginChanges() {
        source.beginChanges();
    }

    final void abort() {
        source.abort();
    }

    final void commit() {
        settled(this::commit);
        counters.importAccepted += Math.max(0, updates - filtered);
        updates = 0;
    }

    final void filterAgain() {
        settled(this::filterAgain);
    }

    final void clear() {
        settled(this::clear);
    }

    final void leave() {
        settled(this::leave);
    }

    private void settled(Consumer<ChangedAuthorizations> action) {
        ChangedAuthorizations changed = new ChangedAuthorizations(config.table(), kind());
        filtered = 0;
        action.accept(changed);
        counters.importFiltered += filtered;
        count();
        if (!changed.isEmpty()) {
            revalidate.accept(changed);
        }
    }

    private void count() {
        counters.imported = shown();
        counters.preferred = best();
        counters.filteredKept = config.importKeepFiltered() ? held() - shown() : 0;
    }

    /** Counts an announcement; whether a limit keeps it out. */
    final boolean refusesAnnounced() {
        counters.importUpdates++;
        updates++;
        ImportLimits present = limits.importRules().limits();
        RouteLimit receive = present == null ? null : present.receive();
        if (receive != null && receive.refuses(held())) {
            counters.importIgnored++;
            updates--;
            return true;
        }
        return false;
    }

    /** Counts a withdrawal; what a limit kept out may be withdrawn. */
    final Staged withdrawn(Staged staged) {
        counters.importWithdraws++;
        if (staged == Staged.TAKEN) {
            counters.importWithdrawsAccepted++;
        } else {
            counters.importWithdrawsIgnored++;
        }
        ImportLimits present = limits.importRules().limits();
        boolean keptOut = present != null
                && present.receive() != null
                && present.receive().isHit();
        return keptOut ? Staged.TAKEN : staged;
    }

    /** True if filter and limits let everything in. */
    final boolean acceptsAll() {
        return AuthorizationFilter.acceptsAll(config.importFilter())
                && limits.importRules().limits() == null;
    }

    /** Whether filters may see an authorization; null for an ASPA. */
    final boolean accepts(Net roa) {
        boolean accepted = AuthorizationFilter.accepts(config.importFilter(), roa, protocol, RouteSource.Kind.RTS_RPKI);
        ImportLimits present = limits.importRules().limits();
        RouteLimit most = present == null ? null : present.imports();
        if (accepted && most != null && most.refuses(shown())) {
            accepted = false;
        }
        filtered += accepted ? 0 : 1;
        return accepted;
    }
}
