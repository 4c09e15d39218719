package org.jbgp.config.filter.run;

import org.jbgp.config.filter.tree.DynamicAttribute;
import org.jbgp.config.filter.tree.RouteAttribute;
import org.jbgp.config.filter.value.Value;

/** The route a filter runs on. One thread. */
public interface RouteAccess {

    /** What an expression sees where there is no route. */
    RouteAccess NONE = new RouteAccess() {
        @Override
        public Value get(RouteAttribute attribute) {
            throw new FilterException("No route to access");
        }

        @Override
        public void set(RouteAttribute attribute, Value value) {
            throw new FilterException("No route to access");
        }

        @Override
        public void unset(DynamicAttribute attribute) {
            throw new FilterException("No route to access");
        }
    };

    /** The value, or what an absent attribute of its type reads as. */
    Value get(RouteAttribute attribute);

    /**
     * An attribute of one of the routes that are merged.
     *
     * @param route number of the route in the list
     */
    default Value get(int route, RouteAttribute attribute) {
        throw new FilterException("No routes to access");
    }

    /**
     * Changes an attribute; the value has the attribute's type.
     *
     * @throws FilterException if this value cannot be
     */
    void set(RouteAttribute attribute, Value value);

    /** Removes an attribute. */
    void unset(DynamicAttribute attribute);
}
