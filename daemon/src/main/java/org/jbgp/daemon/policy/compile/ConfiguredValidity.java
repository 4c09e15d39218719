package org.jbgp.daemon.policy.compile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.base.RoaConfig;
import org.jbgp.config.base.TableConfig;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.filter.value.Net;
import org.jbgp.config.filter.value.ValueFormat;
import org.jbgp.config.model.AspaConfig;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.StaticConfig;
import org.jbgp.daemon.policy.AspaTable;
import org.jbgp.daemon.policy.RoaTable;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.policy.ValidityTables;
import org.jbgp.daemon.policy.validity.AspaStore;
import org.jbgp.daemon.policy.validity.LiveValidity;
import org.jbgp.daemon.policy.validity.RoaStore;

/**
 * ROA and ASPA tables as the configuration fills them: by static protocols, through their import filters; and what
 * caches bring to them while the router runs, which does not make one of these another one. Equal if the
 * configuration's part of all tables is the same.
 */
public final class ConfiguredValidity implements ValidityTables {

    /** Authorizations named as evidence. */
    private static final int MOST_EVIDENCE = 5;

    /** Of static protocols. */
    private static final int PREFERENCE = 200;

    private static final RouteSource.Kind RTS_STATIC = RouteSource.Kind.RTS_STATIC;
    private static final RouteSource.Kind RTS_RPKI = RouteSource.Kind.RTS_RPKI;
    private static final LiveValidity NOTHING_LIVE = new LiveValidity();

    private final Map<String, RoaTable> origins = new HashMap<>();
    private final Map<String, AspaTable> paths = new HashMap<>();
    private final Map<String, List<CommandPolicies.Source>> listed = new HashMap<>();
    /** What caches bring to the tables of ROAs, by name. */
    private final Map<String, RoaStore> live = new HashMap<>();

    private final Map<String, AspaStore> liveAspas = new HashMap<>();

    /** The tables of a configuration, without what caches bring. */
    public ConfiguredValidity(Configuration configuration) {
        this(configuration, NOTHING_LIVE);
    }

    /** The tables of a configuration. */
    public ConfiguredValidity(Configuration configuration, LiveValidity fed) {
        Map<String, List<Net>> roas = new HashMap<>();
        Map<String, Map<Long, Set<Long>>> aspas = new HashMap<>();
        for (TableConfig table : configuration.tables()) {
            switch (table.kind()) {
                case ROUTES -> {}
                case ROA -> {
                    table.roas().forEach(roa -> list(table.name(), roa, table.name(), PREFERENCE));
                    roas.put(
                            table.name(),
                            table.roas().stream()
                                    .map(ConfiguredValidity::net)
                                    .collect(Collectors.toCollection(ArrayList::new)));
                    live.put(table.name(), fed.roas(table.name(), table.family() == IpFamily.IPV4));
                }
                case ASPA -> {
                    aspas.put(table.name(), new HashMap<>());
                    liveAspas.put(table.name(), fed.aspas(table.name()));
                }
            }
        }
        for (var protocol : configuration.protocols()) {
            if (protocol instanceof StaticConfig fixed && !fixed.channels().isEmpty()) {
                ChannelConfig channel = fixed.channels().getFirst();
                fillOrigins(roas.get(channel.table()), channel, fixed);
                fillPaths(aspas.get(channel.table()), channel, fixed);
            }
        }
        roas.forEach((name, contents) -> origins.put(name, new RoaTable(contents)));
        aspas.forEach((name, contents) -> paths.put(name, new AspaTable(contents, fed.aspas(name))));
    }

    private ConfiguredValidity(ConfiguredValidity all, Set<String> names) {
        origins.putAll(all.origins);
        paths.putAll(all.paths);
        listed.putAll(all.listed);
        live.putAll(all.live);
        live.keySet().retainAll(names);
        listed.keySet().retainAll(names);
        this.origins.keySet().retainAll(names);
        this.paths.keySet().retainAll(names);
    }

    /** Names of tables that hold something else in the other configuration, or are only in one of them. */
    public Set<String> difference(ConfiguredValidity other) {
        Set<String> names = new HashSet<>();
        for (Map<String, ?> tables : List.of(origins, paths, other.origins, other.paths)) {
            names.addAll(tables.keySet());
        }
        names.removeIf(name -> Objects.equals(origins.get(name), other.origins.get(name)) && sameAspas(name, other));
        return names;
    }

    private boolean sameAspas(String name, ConfiguredValidity other) {
        AspaTable own = paths.get(name);
        return own == null ? !other.paths.containsKey(name) : own.listsSame(other.paths.get(name));
    }

    @Override
    public ValidityTables only(Set<String> names) {
        return names.isEmpty() ? NONE : new ConfiguredValidity(this, names);
    }

    private void list(String table, RoaConfig roa, String protocol, int preference) {
        list(table, new CommandPolicies.Source(roa, null, protocol, RTS_STATIC, preference, true));
    }

    private void list(String table, CommandPolicies.Source source) {
        listed.computeIfAbsent(table, name -> new ArrayList<>()).add(source);
    }

    /** See {@link CommandPolicies#authorizations}. */
    void authorizations(String table, Filter filter, Consumer<CommandPolicies.Source> action) {
        for (CommandPolicies.Source each : listed.getOrDefault(table, List.of())) {
            Net net = each.roa() == null ? null : net(each.roa());
            if (filter == null || AuthorizationFilter.accepts(filter, net, each.protocol(), each.kind())) {
                action.accept(each);
            }
        }
        RoaStore roas = live.get(table);
        if (roas != null) {
            Map<RoaConfig, Integer> preferences = new HashMap<>();
            listed.getOrDefault(table, List.of())
                    .forEach(each -> preferences.merge(each.roa(), each.preference(), Math::max));
            roas.each((roa, source, best) -> {
                if (filter == null || AuthorizationFilter.accepts(filter, roa.net(), source.name(), RTS_RPKI)) {
                    RoaConfig config = config(roa);
                    boolean first = best && preferences.getOrDefault(config, -1) < source.preference();
                    action.accept(new CommandPolicies.Source(
                            config, null, source.name(), RTS_RPKI, source.preference(), first));
                }
            });
        }
        AspaStore aspas = liveAspas.get(table);
        if (aspas != null) {
            aspas.each((customer, providers, source, best) -> {
                if (filter == null || AuthorizationFilter.accepts(filter, null, source.name(), RTS_RPKI)) {
                    AspaConfig aspa = new AspaConfig(
                            Integer.toUnsignedLong(customer),
                            Arrays.stream(providers)
                                    .mapToObj(Integer::toUnsignedLong)
                                    .toList());
                    action.accept(
                            new CommandPolicies.Source(null, aspa, source.name(), RTS_RPKI, source.preference(), best));
                }
            });
        }
    }

    private static RoaConfig config(RoaStore.Roa roa) {
        IpFamily family = roa.ip4() ? IpFamily.IPV4 : IpFamily.IPV6;
        IpPrefix prefix = new IpPrefix(family, roa.hi(), roa.lo(), roa.length());
        return new RoaConfig(prefix, roa.maxLength(), Integer.toUnsignedLong(roa.asn()));
    }

    private void fillOrigins(List<Net> table, ChannelConfig channel, StaticConfig source) {
        for (RoaConfig roa : source.roas()) {
            Net net = net(roa);
            if (table != null && AuthorizationFilter.accepts(channel.importFilter(), net, source.name(), RTS_STATIC)) {
                table.add(net);
                list(channel.table(), roa, source.name(), channel.preference().orElse(PREFERENCE));
            }
        }
    }

    private void fillPaths(Map<Long, Set<Long>> table, ChannelConfig channel, StaticConfig source) {
        for (AspaConfig aspa : source.aspas()) {
            if (table != null && AuthorizationFilter.accepts(channel.importFilter(), null, source.name(), RTS_STATIC)) {
                table.computeIfAbsent(aspa.customer(), customer -> new HashSet<>())
                        .addAll(aspa.providers());
                int preference = channel.preference().orElse(PREFERENCE);
                list(
                        channel.table(),
                        new CommandPolicies.Source(null, aspa, source.name(), RTS_STATIC, preference, true));
            }
        }
    }

    private static Net net(RoaConfig roa) {
        IpPrefix prefix = roa.prefix();
        Net net = prefix.family() == IpFamily.IPV4
                ? Net.ip4(prefix.lo(), prefix.length())
                : Net.ip6(prefix.hi(), prefix.lo(), prefix.length());
        return net.roa(roa.maxLength(), roa.asn());
    }

    @Override
    public int originValidity(String table, boolean ip4, long hi, long lo, int length, long asn) {
        RoaTable roas = origins.get(table);
        if (roas == null) {
            return NO_TABLE;
        }
        int state = roas.check(ip4, hi, lo, length, asn);
        RoaStore fed = live.get(table);
        if (state == RoaTable.VALID || fed.isIp4() != ip4) {
            return state;
        }
        int brought = fed.check(hi, lo, length, (int) asn);
        return brought == RoaTable.UNKNOWN ? state : brought;
    }

    @Override
    public int pathValidity(String table, byte[] path, boolean upstream) {
        AspaTable aspas = paths.get(table);
        return aspas == null ? NO_TABLE : aspas.check(path, upstream);
    }

    @Override
    public String originEvidence(String table, boolean ip4, long hi, long lo, int length, long asn) {
        RoaStore fed = live.get(table);
        if (fed == null) {
            return "";
        }
        List<String> found = new ArrayList<>();
        for (CommandPolicies.Source each : listed.getOrDefault(table, List.of())) {
            Net net = each.roa() == null ? null : net(each.roa());
            if (net != null && found.size() < MOST_EVIDENCE && net.contains(ip4, hi, lo, length)) {
                found.add(ValueFormat.format(net) + " (" + each.protocol() + ")");
            }
        }
        if (fed.isIp4() == ip4) {
            for (RoaStore.Shown each : fed.covering(hi, lo, length, MOST_EVIDENCE - found.size())) {
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
        return other instanceof ConfiguredValidity that
                && origins.equals(that.origins)
                && paths.equals(that.paths)
                && live.equals(that.live);
    }

    @Override
    public int hashCode() {
        return 31 * origins.hashCode() + paths.hashCode();
    }
}
