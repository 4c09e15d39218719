package org.jbgp.daemon.instance;

import org.jbgp.config.model.FilterRef;
import org.jbgp.daemon.policy.Policy;

/** Makes filters of a checked configuration ready to run. Equal filters give equal policies. Control thread. */
@FunctionalInterface
public interface PolicyFactory {
    Policy compile(FilterRef filter);
}
