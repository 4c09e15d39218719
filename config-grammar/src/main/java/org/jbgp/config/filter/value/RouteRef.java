package org.jbgp.config.filter.value;

/**
 * One of the routes that {@code merge by} makes one of.
 *
 * @param number from 0, in the order of the list; what knows the routes knows it by this
 * @param described its text is what {@code print} writes; asked for only then
 */
public record RouteRef(int number, Object described) implements Value {
    @Override
    public FilterType type() {
        return FilterType.ROUTE;
    }
}
