package org.jbgp.daemon.policy.compile;

import org.jbgp.daemon.policy.PolicyScratch;
import org.jbgp.daemon.policy.RouteView;

/** What a hidden class made from a filter implements. Stateless; any thread. */
interface CompiledFilter {

    int REJECT = 0;
    int ACCEPT = 1;
    /** The filter ended without a decision. */
    int NONE = 2;

    /** Runs over the route loaded in the view the scratch belongs to. */
    int run(RouteView route, PolicyScratch scratch);
}
