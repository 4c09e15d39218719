package org.jbgp.config.model.bgp;

import java.util.Set;

/**
 * What happens after an error.
 *
 * @param disableAfterError stop for good, until enabled by command
 * @param channelErrorWait seconds after which a family that was disabled for a malformed attribute (RFC 7606 §3 j) is asked for again,
 *     0: not before the next session
 * @param disableAfterCease subcodes of a received Cease NOTIFICATION (RFC 4486), 0 to 255, after which to stop for good
 */
public record BgpErrorOptions(boolean disableAfterError, int channelErrorWait, Set<Integer> disableAfterCease) {
    public BgpErrorOptions {
        disableAfterCease = Set.copyOf(disableAfterCease);
    }
}
