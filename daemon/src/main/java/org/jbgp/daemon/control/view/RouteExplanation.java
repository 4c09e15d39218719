package org.jbgp.daemon.control.view;

import java.util.List;

/**
 * Why the paths of a prefix in one table are used or not, and to whom they are exported or not.
 *
 * @param table name of the table
 * @param prefix the prefix
 * @param ways one finding for each path, best first, and for each neighbor that has none
 * @param exports one finding for each protocol that takes routes of the table
 */
public record RouteExplanation(String table, RouteQuery.Prefix prefix, List<Finding> ways, List<Finding> exports) {
    public RouteExplanation {
        ways = List.copyOf(ways);
        exports = List.copyOf(exports);
    }

    /**
     * What became of the route at one protocol.
     *
     * @param protocol name of the protocol
     * @param verdict one or two words: {@code best}, {@code not best}, {@code rejected}, {@code absent}, {@code
     * exported},
     *     …
     * @param details why, one line each
     */
    public record Finding(String protocol, String verdict, List<String> details) {
        public Finding {
            details = List.copyOf(details);
        }
    }
}
