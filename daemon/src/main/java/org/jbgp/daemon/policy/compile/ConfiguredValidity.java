package org.jbgp.daemon.policy.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.base.RoaConfig;
import org.jbgp.config.base.TableConfig;
import org.jbgp.config.filter.run.FilterEnvironment;
import org.jbgp.config.filter.run.FilterException;
import org.jbgp.config.filter.run.Interpreter;
import org.jbgp.config.filter.run.RouteAccess;
import org.jbgp.config.filter.tree.DynamicAttribute;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.filter.tree.RouteAttribute;
import org.jbgp.config.filter.tree.StaticAttribute;
import org.jbgp.config.filter.value.FilterType;
import org.jbgp.config.filter.value.Net;
import org.jbgp.config.filter.value.Num;
import org.jbgp.config.filter.value.Text;
import org.jbgp.config.filter.value.Undefined;
import org.jbgp.config.filter.value.Value;
import org.jbgp.config.model.AspaConfig;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.FilterRef;
import org.jbgp.config.model.StaticConfig;
import org.jbgp.daemon.policy.AspaTable;
import org.jbgp.daemon.policy.RoaTable;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.policy.ValidityTables;

/**
 * ROA and ASPA tables as the configuration fills them: by static protocols, through their import filters. Immutable;
 * equal if all tables hold the same.
 */
public final class ConfiguredValidity implements ValidityTables {

    private final Map<String, RoaTable> origins = new HashMap<>();
    private final Map<String, AspaTable> paths = new HashMap<>();
    private final Map<String, List<CommandPolicies.Source>> listed = new HashMap<>();

    /** The tables of a configuration. */
    public ConfiguredValidity(Configuration configuration) {
        Map<String, List<Net>> roas = new HashMap<>();
        Map<String, Map<Long, Set<Long>>> aspas = new HashMap<>();
        for (TableConfig table : configuration.tables()) {
            switch (table.kind()) {
                case ROUTES -> {}
                case ROA -> {
                    table.roas().forEach(roa -> list(table.name(), roa, table.name()));
                    roas.put(
                            table.name(),
                            table.roas().stream()
                                    .map(ConfiguredValidity::net)
                                    .collect(Collectors.toCollection(ArrayList::new)));
                }
                case ASPA -> aspas.put(table.name(), new HashMap<>());
            }
        }
        for (var protocol : configuration.protocols()) {
            if (protocol instanceof StaticConfig fixed && !fixed.channels().isEmpty()) {
                ChannelConfig channel = fixed.channels().getFirst();
                fillOrigins(roas.get(channel.table()), channel, fixed);
                fillPaths(aspas.get(channel.table()), fixed, channel.importFilter());
            }
        }
        roas.forEach((name, contents) -> origins.put(name, new RoaTable(contents)));
        aspas.forEach((name, contents) -> paths.put(name, new AspaTable(contents)));
    }

    private ConfiguredValidity(Map<String, RoaTable> origins, Map<String, AspaTable> paths, Set<String> names) {
        this.origins.putAll(origins);
        this.paths.putAll(paths);
        this.origins.keySet().retainAll(names);
        this.paths.keySet().retainAll(names);
    }

    /** Names of tables that hold something else in the other configuration, or are only in one of them. */
    public Set<String> difference(ConfiguredValidity other) {
        Set<String> names = new HashSet<>();
        for (Map<String, ?> tables : List.of(origins, paths, other.origins, other.paths)) {
            names.addAll(tables.keySet());
        }
        names.removeIf(name -> Objects.equals(origins.get(name), other.origins.get(name))
                && Objects.equals(paths.get(name), other.paths.get(name)));
        return names;
    }

    @Override
    public ValidityTables only(Set<String> names) {
        return names.isEmpty() ? NONE : new ConfiguredValidity(origins, paths, names);
    }

    private void list(String table, RoaConfig roa, String protocol) {
        listed.computeIfAbsent(table, name -> new ArrayList<>()).add(new CommandPolicies.Source(roa, protocol));
    }

    /** See {@link CommandPolicies#authorisations}. */
    List<CommandPolicies.Source> authorisations(String table, Filter filter) {
        return listed.getOrDefault(table, List.of()).stream()
                .filter(each ->
                        filter == null || accepts(filter, new AuthorisationRoute(net(each.roa()), each.protocol())))
                .toList();
    }

    private void fillOrigins(List<Net> table, ChannelConfig channel, StaticConfig source) {
        for (RoaConfig roa : source.roas()) {
            Net net = net(roa);
            if (table != null && accepts(channel.importFilter(), new AuthorisationRoute(net, source.name()))) {
                table.add(net);
                list(channel.table(), roa, source.name());
            }
        }
    }

    private static void fillPaths(Map<Long, Set<Long>> table, StaticConfig source, FilterRef filter) {
        for (AspaConfig aspa : source.aspas()) {
            if (table != null && accepts(filter, new AuthorisationRoute(Undefined.VOID, source.name()))) {
                table.computeIfAbsent(aspa.customer(), customer -> new HashSet<>())
                        .addAll(aspa.providers());
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

    private static boolean accepts(FilterRef reference, RouteAccess route) {
        return switch (reference) {
            case FilterRef.All all -> true;
            case FilterRef.None none -> false;
            case FilterRef.Named named -> accepts(named.filter(), route);
            case FilterRef.Inline inline -> accepts(inline.filter(), route);
        };
    }

    private static boolean accepts(Filter filter, RouteAccess route) {
        try {
            return new Interpreter().run(filter, route, FilterEnvironment.NONE);
        } catch (FilterException e) {
            return false;
        }
    }

    /** A static authorisation as its import filter sees it; it cannot be changed, and an ASPA has no prefix. */
    private record AuthorisationRoute(Value net, String protocol) implements RouteAccess {
        @Override
        public Value get(RouteAttribute attribute) {
            return switch (attribute) {
                case StaticAttribute.NET -> net;
                case StaticAttribute.PROTO -> new Text(protocol);
                case StaticAttribute.SOURCE -> new Num(FilterType.ENUM_RTS, RouteSource.Kind.RTS_STATIC.code());
                default -> Undefined.of(attribute.type());
            };
        }

        @Override
        public void set(RouteAttribute attribute, Value value) {
            // An authorisation has no attributes that anyone could read later.
        }

        @Override
        public void unset(DynamicAttribute attribute) {
            // As above.
        }
    }

    @Override
    public int originValidity(String table, boolean ip4, long hi, long lo, int length, long asn) {
        RoaTable roas = origins.get(table);
        return roas == null ? NO_TABLE : roas.check(ip4, hi, lo, length, asn);
    }

    @Override
    public int pathValidity(String table, byte[] path, boolean upstream) {
        AspaTable aspas = paths.get(table);
        return aspas == null ? NO_TABLE : aspas.check(path, upstream);
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
