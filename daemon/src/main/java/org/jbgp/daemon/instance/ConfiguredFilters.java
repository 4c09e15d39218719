package org.jbgp.daemon.instance;

import org.jbgp.daemon.policy.compile.CommandPolicies;
import org.jbgp.daemon.policy.validity.LiveValidity;
import org.jbgp.daemon.protocol.StaticProtocol;

/**
 * The filters of one configuration, ready to run: made once for each, because the ROA and ASPA tables they ask are
 * built from it.
 *
 * @param policies filters of channels; control thread
 * @param setter attribute blocks of static routes; kernel thread
 * @param commands what commands ask of them; any thread
 * @param live what caches bring to these tables; the same for all configurations of a router
 */
public record ConfiguredFilters(
        PolicyFactory policies, StaticProtocol.AttributeSetter setter, CommandPolicies commands, LiveValidity live) {}
