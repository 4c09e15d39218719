package org.jbgp.daemon.policy.compile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.base.RoaConfig;
import org.jbgp.config.base.TableConfig;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.filter.value.Net;
import org.jbgp.config.filter.value.ValueFormat;
import org.jbgp.config.model.AspaConfig;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.StaticConfig;
import org.jbgp.daemon.policy.AspaTable;
import org.jbgp.daemon.policy.ValidityTables;
import org.jbgp.daemon.policy.validity.AspaStore;
import org.jbgp.daemon.policy.validity.LiveValidity;
import org.jbgp.daemon.policy.validity.RoaStore;

/**
 * The ROA and ASPA tables that a configuration defines, for filters to ask. What they hold comes and goes with the
 * protocols that fill them and makes none of these another one: two are equal if they ask the same tables.
 */
public final class ConfiguredValidity implements ValidityTables {

    /** Authorizations named as evidence. */
    private static final int MOST_EVIDENCE = 5;

    private final Map<String, RoaStore> origins = new HashMap<>();
    private final Map<String, AspaTable> paths = new HashMap<>();
    private final Map<String, AspaStore> providers = new HashMap<>();

    /** The tables of a configuration that no router runs, with what it lists itself. */
    public ConfiguredValidity(Configuration configuration) {
        this(configuration, listed(configuration));
    }

    /** The tables of a configuration, holding what is fed to them. */
    public ConfiguredValidity(Configuration configuration, LiveValidity fed) {
        for (TableConfig table : configuration.tables()) {
            switch (table.kind()) {
                case ROUTES -> {}
                case ROA -> origins.put(table.name(), fed.roas(table.name(), table.family() == IpFamily.IPV4));
                case ASPA -> {
                    providers.put(table.name(), fed.aspas(table.name()));
                    paths.put(table.name(), new AspaTable(fed.aspas(table.name())));
                }
            }
        }
    }

    private ConfiguredValidity(ConfiguredValidity all, Set<String> names) {
        origins.putAll(all.origins);
        origins.keySet().retainAll(names);
        paths.putAll(all.paths);
        paths.keySet().retainAll(names);
        providers.putAll(all.providers);
        providers.keySet().retainAll(names);
    }

    private static LiveValidity listed(Configuration configuration) {
        LiveValidity live = new LiveValidity();
        for (TableConfig table : configuration.tables()) {
            if (table.kind() == TableConfig.Kind.ROA) {
                ListedAuthorizations.of(live, table).list(table);
            }
        }
        for (ProtocolConfig protocol : configuration.protocols()) {
            if (protocol instanceof StaticConfig fixed && !fixed.common().disabled()) {
                ListedAuthorizations place = ListedAuthorizations.of(live, configuration, fixed);
                if (place != null) {
                    place.list(fixed);
                }
            }
        }
        return live;
    }

    @Override
    public ValidityTables only(Set<String> names) {
        return names.isEmpty() ? NONE : new ConfiguredValidity(this, names);
    }

    /** See {@link CommandPolicies#authorizations}. */
    void authorizations(String table, Filter filter, Consumer<CommandPolicies.Source> action) {
        RoaStore roas = origins.get(table);
        if (roas != null) {
            roas.each((roa, source, best) -> {
                if (filter == null || AuthorizationFilter.accepts(filter, roa.net(), source.name(), source.kind())) {
                    action.accept(new CommandPolicies.Source(
                            config(roa), null, source.name(), source.kind(), source.preference(), best));
                }
            });
        }
        AspaStore aspas = providers.get(table);
        if (aspas != null) {
            aspas.each((customer, named, source, best) -> {
                if (filter == null || AuthorizationFilter.accepts(filter, null, source.name(), source.kind())) {
                    AspaConfig aspa = new AspaConfig(
                            Integer.toUnsignedLong(customer),
                            Arrays.stream(named)
                                    .mapToObj(Integer::toUnsignedLong)
                                    .toList());
                    action.accept(new CommandPolicies.Source(
                            null, aspa, source.name(), source.kind(), source.preference(), best));
                }
            });
        }
    }

    private static RoaConfig config(RoaStore.Roa roa) {
        IpFamily family = roa.ip4() ? IpFamily.IPV4 : IpFamily.IPV6;
        IpPrefix prefix = new IpPrefix(family, roa.hi(), roa.lo(), roa.length());
        return new RoaConfig(prefix, roa.maxLength(), Integer.toUnsignedLong(roa.asn()));
    }

    @Override
    public int originValidity(String table, boolean ip4, long hi, long lo, int length, long asn) {
        RoaStore roas = origins.get(table);
        if (roas == null) {
            return NO_TABLE;
        }
        return roas.isIp4() == ip4 ? roas.check(hi, lo, length, (int) asn) : RoaStore.UNKNOWN;
    }

    @Override
    public int pathValidity(String table, byte[] path, boolean upstream) {
        AspaTable aspas = paths.get(table);
        return aspas == null ? NO_TABLE : aspas.check(path, upstream);
    }

    @Override
    public String originEvidence(String table, boolean ip4, long hi, long lo, int length, long asn) {
        RoaStore roas = origins.get(table);
        if (roas == null) {
            return "";
        }
        List<String> found = new ArrayList<>();
        if (roas.isIp4() == ip4) {
            for (RoaStore.Shown each : roas.covering(hi, lo, length, MOST_EVIDENCE)) {
                found.add(ValueFormat.format(each.roa().net()) + " (" + each.source() + ")");
            }
        }
        String question = table + ": AS" + asn + " as the origin of "
                + ValueFormat.format(ip4 ? Net.ip4(lo, length) : Net.ip6(hi, lo, length));
        return found.isEmpty()
                ? question + ": no authorization covers it"
                : question + ": covered by " + String.join(", ", found);
    }

    @Override
    public String pathEvidence(String table, byte[] path) {
        AspaTable aspas = paths.get(table);
        String found = aspas == null ? "" : aspas.evidence(path);
        return found.isEmpty() ? "" : table + ": " + found;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConfiguredValidity that && origins.equals(that.origins) && paths.equals(that.paths);
    }

    @Override
    public int hashCode() {
        return 31 * origins.hashCode() + paths.hashCode();
    }
}
