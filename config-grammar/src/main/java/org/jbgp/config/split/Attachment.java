package org.jbgp.config.split;

import java.util.List;

/**
 * How a protocol is attached to a table: a channel of 2.x, or a protocol of 1.6 as a whole.
 *
 * @param family the channel's words, such as {@code ipv4}
 * @param imports what stands behind {@code import}: {@code all}, {@code none}, a filter
 * @param exports what stands behind {@code export}
 * @param preference what the file says, -1 if it says nothing
 */
record Attachment(String family, String table, List<FlatToken> imports, List<FlatToken> exports, int preference) {
    /** True if nothing goes from the table to the protocol. */
    boolean exportsNothing() {
        return exports.isEmpty() || (exports.size() == 1 && exports.getFirst().is("none"));
    }
}
