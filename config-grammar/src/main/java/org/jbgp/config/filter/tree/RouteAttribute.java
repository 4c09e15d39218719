package org.jbgp.config.filter.tree;

import org.jbgp.config.filter.value.FilterType;

/** An attribute of routes that filters can name. */
public sealed interface RouteAttribute permits StaticAttribute, DynamicAttribute {

    /** The name in the language. */
    String label();

    FilterType type();

    /** Whether filters may only look at it. */
    boolean isReadOnly();
}
