package org.jbgp.config.model.bgp;

import java.util.Optional;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.filter.tree.Filter;

/**
 * Routes that are announced only while some route, or none, is in a table.
 *
 * @param routes accepts them; empty: all
 * @param exist true: while there is a best route that {@code sought} accepts; false: while there is none
 * @param table where it is looked for; empty: in the channel's own table
 * @param family of that table
 * @param sought accepts what is looked for; empty: any route
 */
public record ConditionalExport(
        Optional<Filter> routes, boolean exist, String table, IpFamily family, Optional<Filter> sought) {}
