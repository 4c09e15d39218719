package org.jbgp.config.filter.value;

import java.util.List;

/**
 * The routes that {@code merge by} makes one of.
 *
 * @param routes in the order that {@code for} goes through them
 */
public record RouteList(List<RouteRef> routes) implements Value {
    public RouteList {
        routes = List.copyOf(routes);
    }

    @Override
    public FilterType type() {
        return FilterType.ROUTES;
    }
}
