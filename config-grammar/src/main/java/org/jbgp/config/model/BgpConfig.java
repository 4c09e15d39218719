package org.jbgp.config.model;

import java.util.List;

/**
 * One BGP neighbour, or a range of them.
 *
 * @param common the options every protocol has
 * @param local our end of the session
 * @param neighbor the other end
 * @param transport how the TCP connection is made
 * @param timers all times
 * @param role reflection, route server and confederation
 * @param paths what paths are taken, and how they are compared
 * @param capabilities what the OPEN offers
 * @param errors what happens after an error
 * @param channels at least one; at most one for each family
 */
public record BgpConfig(
        ProtocolCommon common,
        BgpLocal local,
        BgpNeighbor neighbor,
        BgpTransport transport,
        BgpTimers timers,
        BgpRoleOptions role,
        BgpPathOptions paths,
        BgpCapabilityOptions capabilities,
        BgpErrorOptions errors,
        List<ChannelConfig> channels)
        implements ProtocolConfig {
    public BgpConfig {
        channels = List.copyOf(channels);
    }

    /** True if the neighbour is known to be in our AS (or our confederation member AS). */
    public boolean isInternal() {
        return neighbor.isInternal(local.asn());
    }

    @Override
    public String keyword() {
        return "bgp";
    }
}
