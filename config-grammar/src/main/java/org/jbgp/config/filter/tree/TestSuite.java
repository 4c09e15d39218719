package org.jbgp.config.filter.tree;

import org.jbgp.config.source.SourcePosition;

/** A test written in the configuration. */
public sealed interface TestSuite {

    SourcePosition position();

    /** {@code bt_test_suite(function, "description");}. */
    record Run(SourcePosition position, Function function, String description) implements TestSuite {}

    /** A suite that cannot run because the function, or one it calls, has errors, which have been reported. */
    record Broken(SourcePosition position, String function) implements TestSuite {}

    /** {@code bt_test_same(function, function, 0 or 1);}: do they mean the same? */
    record Same(SourcePosition position, Function one, Function other, boolean expected) implements TestSuite {

        /** Whether they are as expected. */
        public boolean holds() {
            return one.fingerprint().digest().equals(other.fingerprint().digest()) == expected;
        }
    }
}
