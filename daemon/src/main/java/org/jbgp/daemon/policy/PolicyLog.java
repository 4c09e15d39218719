package org.jbgp.daemon.policy;

/**
 * Where a running filter's messages go. Called on the thread that runs the filter; implementations must not block and
 * should limit their rate: a filter that fails, fails for every route.
 */
public interface PolicyLog {

    /** Drops everything. */
    PolicyLog SILENT = new PolicyLog() {
        @Override
        public void print(String text) {}

        @Override
        public void error(String message) {}
    };

    /** One finished line of {@code print} or of {@code accept "…"}, {@code reject "…"}. */
    void print(String text);

    /**
     * A run-time error that rejected the route.
     *
     * @param message {@code file:line:col filter NAME: reason}
     */
    void error(String message);
}
