package org.jbgp.daemon.policy.compile;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.base.RoaConfig;
import org.jbgp.config.base.TableConfig;
import org.jbgp.config.filter.value.Net;
import org.jbgp.config.model.AspaConfig;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.FilterRef;
import org.jbgp.config.model.StaticConfig;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.policy.validity.AspaStore;
import org.jbgp.daemon.policy.validity.ChangedAuthorizations;
import org.jbgp.daemon.policy.validity.LiveValidity;
import org.jbgp.daemon.policy.validity.RoaSource;
import org.jbgp.daemon.policy.validity.RoaStore;

/**
 * The authorizations that a file lists in one place, a static protocol or a table's own block, on their way into their
 * table. One thread at a time. Listing throws IllegalArgumentException if the table has
 * as many sources as it can have.
 */
public final class ListedAuthorizations {
    /** Of static protocols and of what stands in a table's own block. */
    private static final int PREFERENCE = 200;

    private final LiveValidity live;
    private final TableConfig table;
    private final String name;
    private int listed;
    /** Null unless it lists ROAs now. */
    private RoaSource roas;
    /** Null unless it lists ASPAs now. */
    private AspaStore.Source aspas;

    private ListedAuthorizations(LiveValidity live, TableConfig table, String name) {
        this.live = live;
        this.table = table;
        this.name = name;
    }

    /** The place that a table's own block is, for a table of authorizations. */
    public static ListedAuthorizations of(LiveValidity live, TableConfig table) {
        return new ListedAuthorizations(live, table, table.name());
    }

    /** The place that a static protocol is; null if its channel is to a table of routes. */
    public static ListedAuthorizations of(LiveValidity live, Configuration configuration, StaticConfig protocol) {
        return protocol.channels().stream()
                .flatMap(channel -> configuration.table(channel.table()).stream())
                .filter(table -> table.kind() != TableConfig.Kind.ROUTES)
                .map(table -> new ListedAuthorizations(live, table, protocol.name()))
                .findFirst()
                .orElse(null);
    }

    /** Puts what a static protocol lists into its table, in place of what it listed before. */
    public ChangedAuthorizations list(StaticConfig protocol) {
        ChannelConfig channel = protocol.channels().getFirst();
        int preference = channel.preference().orElse(PREFERENCE);
        return table.kind() == TableConfig.Kind.ROA
                ? listRoas(protocol.roas(), channel.importFilter(), preference)
                : listAspas(protocol.aspas(), channel.importFilter(), preference);
    }

    /** Whether the table is the one this lists for, whatever else its block says. */
    public boolean isOf(TableConfig other) {
        return other.name().equals(table.name()) && other.kind() == table.kind() && other.family() == table.family();
    }

    /** Puts what a table's own block lists into it, in place of what it listed before. */
    public ChangedAuthorizations list(TableConfig next) {
        return listRoas(next.roas(), new FilterRef.All(), PREFERENCE);
    }

    /**
     * What became of the entries listed.
     *
     * @param listed all of them
     * @param filtered of the different ones, those that the channel's filter keeps out
     * @param different those that say something of their own
     * @param shown those that filters of routes see
     * @param best of these, those that nobody of higher preference brings too
     */
    public record Count(int listed, int filtered, int different, int shown, int best) {
        static final Count NOTHING = new Count(0, 0, 0, 0, 0);
    }

    /** What has become of them by now. */
    public Count count() {
        if (roas != null) {
            return new Count(listed, roas.held() - roas.shown(), roas.held(), roas.shown(), roas.best());
        }
        return aspas == null
                ? Count.NOTHING
                : new Count(listed, aspas.held() - aspas.shown(), aspas.held(), aspas.shown(), aspas.best());
    }

    private ChangedAuthorizations listRoas(List<RoaConfig> all, FilterRef filter, int preference) {
        ChangedAuthorizations changed = changed();
        if (roas == null && all.isEmpty()) {
            return changed;
        }
        if (roas == null) {
            roas = live.roas(table.name(), isIp4()).join(name, RouteSource.Kind.RTS_STATIC, preference);
            if (roas == null) {
                throw new IllegalArgumentException(LiveValidity.full(table.name()));
            }
        }
        if (roas.preference() != preference) {
            roas.preference(preference);
        }
        roas.beginSet();
        for (RoaConfig roa : all) {
            IpPrefix prefix = roa.prefix();
            roas.announce(prefix.hi(), prefix.lo(), prefix.length(), roa.maxLength(), (int) roa.asn());
        }
        roas.commit(filter(filter), into(changed));
        listed = all.size();
        return changed;
    }

    private ChangedAuthorizations listAspas(List<AspaConfig> all, FilterRef filter, int preference) {
        ChangedAuthorizations changed = changed();
        if (aspas == null && all.isEmpty()) {
            return changed;
        }
        if (aspas == null) {
            aspas = live.aspas(table.name()).join(name, RouteSource.Kind.RTS_STATIC, preference);
        }
        aspas.preference(preference);
        aspas.beginSet();
        // What is said of a customer in several statements adds up.
        Map<Long, Set<Long>> providers = new LinkedHashMap<>();
        all.forEach(aspa -> providers
                .computeIfAbsent(aspa.customer(), customer -> new LinkedHashSet<>())
                .addAll(aspa.providers()));
        providers.forEach((customer, named) -> aspas.announce(
                customer.intValue(), named.stream().mapToInt(Long::intValue).toArray()));
        aspas.commit(customer -> accepts(filter, null), changed::addCustomer);
        listed = all.size();
        return changed;
    }

    /** Takes all out of the table, and returns what changed. */
    public ChangedAuthorizations leave() {
        ChangedAuthorizations changed = changed();
        if (roas != null) {
            roas.leave(into(changed));
            roas = null;
        }
        if (aspas != null) {
            aspas.leave(changed::addCustomer);
            aspas = null;
        }
        return changed;
    }

    private boolean isIp4() {
        return table.family() == IpFamily.IPV4;
    }

    private ChangedAuthorizations changed() {
        ChangedAuthorizations.Kind kind = table.kind() == TableConfig.Kind.ASPA
                ? ChangedAuthorizations.Kind.PATHS
                : isIp4() ? ChangedAuthorizations.Kind.ORIGINS_OF_IPV4 : ChangedAuthorizations.Kind.ORIGINS_OF_IPV6;
        return new ChangedAuthorizations(table.name(), kind);
    }

    private RoaStore.Filter filter(FilterRef filter) {
        return AuthorizationFilter.acceptsAll(filter) ? RoaStore.Filter.ALL : roa -> accepts(filter, roa.net());
    }

    private boolean accepts(FilterRef filter, Net roa) {
        return AuthorizationFilter.accepts(filter, roa, name, RouteSource.Kind.RTS_STATIC);
    }

    private static RoaStore.Changes into(ChangedAuthorizations changed) {
        return (ip4, hi, lo, length) -> changed.addPrefix(hi, lo, length);
    }
}
