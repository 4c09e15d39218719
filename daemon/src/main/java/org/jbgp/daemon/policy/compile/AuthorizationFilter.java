package org.jbgp.daemon.policy.compile;

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
import org.jbgp.config.model.FilterRef;
import org.jbgp.daemon.policy.RouteSource;

/**
 * Import filters of channels that bring authorizations: they accept or reject; there is nothing to change. Any thread.
 */
public final class AuthorizationFilter {
    private AuthorizationFilter() {}

    /** True if nothing is asked of the authorization. */
    public static boolean acceptsAll(FilterRef reference) {
        return reference instanceof FilterRef.All;
    }

    /**
     * Whether an authorization is let into its table.
     *
     * @param roa what it says; null for an ASPA, which has no prefix
     * @param protocol who brings it
     */
    public static boolean accepts(FilterRef reference, Net roa, String protocol, RouteSource.Kind kind) {
        return switch (reference) {
            case FilterRef.All all -> true;
            case FilterRef.None none -> false;
            case FilterRef.Named named -> accepts(named.filter(), roa, protocol, kind);
            case FilterRef.Inline inline -> accepts(inline.filter(), roa, protocol, kind);
        };
    }

    static boolean accepts(Filter filter, Net roa, String protocol, RouteSource.Kind kind) {
        try {
            Value net = roa == null ? Undefined.VOID : roa;
            return new Interpreter().run(filter, new AuthorizationRoute(net, protocol, kind), FilterEnvironment.NONE);
        } catch (FilterException e) {
            return false;
        }
    }

    /** An authorization as its import filter sees it; it cannot be changed, and an ASPA has no prefix. */
    private record AuthorizationRoute(Value net, String protocol, RouteSource.Kind kind) implements RouteAccess {
        @Override
        public Value get(RouteAttribute attribute) {
            return switch (attribute) {
                case StaticAttribute.NET -> net;
                case StaticAttribute.PROTO -> new Text(protocol);
                case StaticAttribute.SOURCE -> new Num(FilterType.ENUM_RTS, kind.code());
                default -> Undefined.of(attribute.type());
            };
        }

        @Override
        public void set(RouteAttribute attribute, Value value) {
            // An authorization has no attributes that anyone could read later.
        }

        @Override
        public void unset(DynamicAttribute attribute) {
            // As above.
        }
    }
}
