package org.jbgp.config.filter.run;

import org.jbgp.config.filter.tree.Statement;
import org.jbgp.config.filter.value.Net;
import org.jbgp.config.filter.value.WireBytes;

/** What a running filter needs beside the route. Called on the thread that runs the filter. */
public interface FilterEnvironment {

    /** Prints nowhere and has no tables. */
    FilterEnvironment NONE = new FilterEnvironment() {
        @Override
        public void print(String line) {}
    };

    /** One finished line of {@code print}. */
    void print(String line);

    /**
     * The outcome of a {@code bt_assert}.
     *
     * @param values both sides of a failed comparison for the message, else empty
     */
    default void asserted(Statement.Assert assertion, boolean passed, String values) {
        throw new FilterException("bt_assert works only in test suites");
    }

    /**
     * Validity of a prefix and origin AS (RFC 6811): 0 unknown, 1 valid, 2 invalid.
     *
     * @throws FilterException if there is no such table
     */
    default int roaCheck(String table, Net prefix, long asn) {
        throw new FilterException("There is no ROA table " + table);
    }

    /** Validity of an AS path: 0 unknown, 1 valid, 2 invalid. */
    default int aspaCheck(String table, WireBytes path, boolean upstream) {
        throw new FilterException("There is no ASPA table " + table);
    }

    /** What {@link #roaCheck} found there, in words for people; empty if nothing. Asked for traced runs only. */
    default String roaEvidence(String table, Net prefix, long asn) {
        return "";
    }

    /** What {@link #aspaCheck} found there, in words for people; empty if nothing. Asked for traced runs only. */
    default String aspaEvidence(String table, WireBytes path) {
        return "";
    }
}
