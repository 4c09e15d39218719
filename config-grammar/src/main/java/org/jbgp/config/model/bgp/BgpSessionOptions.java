package org.jbgp.config.model.bgp;

/**
 * The options of a BGP protocol that its session obeys, from the file to the session's state machine. What goes in here
 * reaches the engine without being copied.
 *
 * @param transport how the TCP connection is made
 * @param timers all times
 * @param role reflection, route server, confederation and role
 * @param capabilities what the OPEN offers and requires
 * @param errors what happens after an error
 */
public record BgpSessionOptions(
        BgpTransport transport,
        BgpTimers timers,
        BgpRoleOptions role,
        BgpCapabilityOptions capabilities,
        BgpErrorOptions errors) {

    /** The same with another transport. */
    public BgpSessionOptions with(BgpTransport other) {
        return new BgpSessionOptions(other, timers, role, capabilities, errors);
    }
}
