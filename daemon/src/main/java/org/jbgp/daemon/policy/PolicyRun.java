package org.jbgp.daemon.policy;

/**
 * How a filter is run. Routes run it as it is; commands run it so that it logs nothing, or so that its decisions are
 * recorded.
 */
@FunctionalInterface
public interface PolicyRun {
    /** Runs and says nothing of errors. */
    PolicyRun SILENT = (policy, view) -> policy.accept(view, PolicyLog.SILENT);

    /** Runs the policy over the loaded route; true if it accepts. */
    boolean accept(Policy policy, RouteView view);
}
