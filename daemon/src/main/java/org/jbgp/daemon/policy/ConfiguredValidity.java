package org.jbgp.daemon.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jbgp.config.filter.DynamicAttribute;
import org.jbgp.config.filter.Filter;
import org.jbgp.config.filter.RouteAttribute;
import org.jbgp.config.filter.StaticAttribute;
import org.jbgp.config.filter.run.FilterEnvironment;
import org.jbgp.config.filter.run.FilterException;
import org.jbgp.config.filter.run.Interpreter;
import org.jbgp.config.filter.run.RouteAccess;
import org.jbgp.config.filter.value.FilterType;
import org.jbgp.config.filter.value.Net;
import org.jbgp.config.filter.value.Num;
import org.jbgp.config.filter.value.Text;
import org.jbgp.config.filter.value.Undefined;
import org.jbgp.config.filter.value.Value;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.FilterRef;
import org.jbgp.config.model.IpFamily;
import org.jbgp.config.model.RoaConfig;
import org.jbgp.config.model.StaticConfig;
import org.jbgp.config.model.TableConfig;

/**
 * ROA tables as the configuration fills them: by static protocols, through their import filters. Immutable; equal if all tables hold the
 * same.
 */
public final class ConfiguredValidity implements ValidityTables {

    private final Map<String, RoaTable> tables = new HashMap<>();

    /** The tables of a configuration. */
    public ConfiguredValidity(Configuration configuration) {
        Map<String, List<Net>> contents = new HashMap<>();
        for (TableConfig table : configuration.tables()) {
            if (table.kind() == TableConfig.Kind.ROA) {
                contents.put(table.name(), new ArrayList<>());
            }
        }
        for (var protocol : configuration.protocols()) {
            if (protocol instanceof StaticConfig fixed && !fixed.roas().isEmpty()) {
                ChannelConfig channel = fixed.channels().getFirst();
                List<Net> table = contents.get(channel.table());
                if (table != null) {
                    fill(table, fixed, channel.importFilter());
                }
            }
        }
        contents.forEach((name, roas) -> tables.put(name, new RoaTable(roas)));
    }

    private static void fill(List<Net> table, StaticConfig source, FilterRef filter) {
        for (RoaConfig roa : source.roas()) {
            boolean ip4 = roa.prefix().family() == IpFamily.IPV4;
            Net prefix = ip4
                    ? Net.ip4(roa.prefix().lo(), roa.prefix().length())
                    : Net.ip6(roa.prefix().hi(), roa.prefix().lo(), roa.prefix().length());
            Net net = prefix.roa(roa.maxLength(), roa.asn());
            if (accepts(filter, new RoaRoute(net, source.name()))) {
                table.add(net);
            }
        }
    }

    private static boolean accepts(FilterRef reference, RoaRoute route) {
        return switch (reference) {
            case FilterRef.All all -> true;
            case FilterRef.None none -> false;
            case FilterRef.Named named -> accepts(named.filter(), route);
            case FilterRef.Inline inline -> accepts(inline.filter(), route);
        };
    }

    private static boolean accepts(Filter filter, RoaRoute route) {
        try {
            return new Interpreter().run(filter, route, FilterEnvironment.NONE);
        } catch (FilterException e) {
            return false;
        }
    }

    /** A static ROA as its import filter sees it; it cannot be changed. */
    private record RoaRoute(Net net, String protocol) implements RouteAccess {
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
            // A ROA has no attributes that anyone could read later.
        }

        @Override
        public void unset(DynamicAttribute attribute) {
            // As above.
        }
    }

    @Override
    public int originValidity(String table, boolean ip4, long hi, long lo, int length, long asn) {
        RoaTable roas = tables.get(table);
        return roas == null ? NO_TABLE : roas.check(ip4, hi, lo, length, asn);
    }

    @Override
    public int pathValidity(String table, byte[] path, boolean upstream) {
        return NO_TABLE;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConfiguredValidity that && tables.equals(that.tables);
    }

    @Override
    public int hashCode() {
        return tables.hashCode();
    }
}
