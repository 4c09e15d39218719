package org.jbgp.config.model;

import java.util.List;
import java.util.Optional;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.model.bgp.BgpCapabilityOptions;
import org.jbgp.config.model.bgp.BgpErrorOptions;
import org.jbgp.config.model.bgp.BgpLocal;
import org.jbgp.config.model.bgp.BgpNeighborOptions;
import org.jbgp.config.model.bgp.BgpPathOptions;
import org.jbgp.config.model.bgp.BgpRoleOptions;
import org.jbgp.config.model.bgp.BgpSessionOptions;
import org.jbgp.config.model.bgp.BgpTimers;
import org.jbgp.config.model.bgp.BgpTransport;

/**
 * One BGP neighbor, or a range of them.
 *
 * @param common the options every protocol has
 * @param local our end of the session
 * @param neighbor the other end
 * @param session what the session obeys
 * @param paths what paths are taken, and how they are compared
 * @param channels at least one; at most one for each family
 */
public record BgpConfig(
        ProtocolCommon common,
        BgpLocal local,
        BgpNeighborOptions neighbor,
        BgpSessionOptions session,
        BgpPathOptions paths,
        List<ChannelConfig> channels)
        implements ProtocolConfig {
    public BgpConfig {
        channels = List.copyOf(channels);
    }

    /** How the TCP connection is made. */
    public BgpTransport transport() {
        return session.transport();
    }

    /** All times. */
    public BgpTimers timers() {
        return session.timers();
    }

    /** Reflection, route server, confederation and role. */
    public BgpRoleOptions role() {
        return session.role();
    }

    /** What the OPEN offers and requires. */
    public BgpCapabilityOptions capabilities() {
        return session.capabilities();
    }

    /** What happens after an error. */
    public BgpErrorOptions errors() {
        return session.errors();
    }

    /** True if the neighbor is known to be in our AS (or our confederation member AS). */
    public boolean isInternal() {
        return neighbor.isInternal(local.asn());
    }

    /** True for {@code neighbor range}, which itself never has a session. */
    public boolean isRange() {
        return neighbor.range().isPresent() && neighbor.address().isEmpty();
    }

    /** True for a neighbor that a range was found to have; made by {@link #found}. */
    public boolean isDynamic() {
        return neighbor.range().isPresent() && neighbor.address().isPresent();
    }

    /** True if this is the range that a neighbor was found by, or one that takes the same. */
    public boolean takes(BgpConfig found) {
        return isRange()
                && found.isDynamic()
                && neighbor.range().equals(found.neighbor().range())
                && common.vrf().equals(found.common().vrf())
                && neighbor.names().equals(found.neighbor().names());
    }

    /** True if its neighbors are kept on interfaces of which the file says more than one name. */
    private boolean isOnInterfaces() {
        return neighbor.spawning().table().isPresent()
                || !neighbor.spawning().interfaces().isEmpty();
    }

    /**
     * The protocol of one neighbor of this range.
     *
     * @param dialled our address that it has dialled; counts where the range neither finds neighbors nor names
     *     interfaces
     */
    public BgpConfig found(
            String name, IpAddress address, Optional<IpAddress> dialled, Optional<String> interfaceName) {
        boolean strict = transport().binding().strict();
        boolean finds = neighbor.spawning().table().isPresent();
        return new BgpConfig(
                common.named(name),
                new BgpLocal(isOnInterfaces() ? local.address() : dialled, local.port(), local.asn()),
                new BgpNeighborOptions(
                        Optional.of(address),
                        neighbor.range(),
                        neighbor.spawning(),
                        neighbor.port(),
                        neighbor.asn(),
                        neighbor.kind(),
                        interfaceName),
                // Who was found is dialled; who came by itself will come again.
                // Without an address or interface of its own the range listens at all of them, and so does what belongs
                // to it.
                session.with(transport()
                        .dynamically(
                                transport().passive() || !finds,
                                strict && (local.address().isPresent() || interfaceName.isPresent()))),
                paths,
                channels);
    }

    @Override
    public BgpConfig with(ProtocolCommon other) {
        return new BgpConfig(other, local, neighbor, session, paths, channels);
    }

    @Override
    public String keyword() {
        return "bgp";
    }
}
