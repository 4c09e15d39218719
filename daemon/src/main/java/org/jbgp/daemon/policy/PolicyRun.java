package org.jbgp.daemon.policy;

/** A way to run filters, for those who want to know more of a run, or to say less of it, than the routes' own way. */
@FunctionalInterface
public interface PolicyRun {
    /** Runs and says nothing of errors. */
    PolicyRun SILENT = (policy, view) -> policy.accept(view, PolicyLog.SILENT);

    /** Runs the policy over the loaded route; true if it accepts. */
    boolean accept(Policy policy, RouteView view);
}
