package org.jbgp.config.model.bgp;

import java.util.Set;

/**
 * What happens after an error.
 *
 * @param disableAfterError stop for good, until enabled by command
 * @param channelErrorWait seconds after which a family that was disabled for a malformed attribute (RFC 7606 §3 j) is
 *     asked for again, 0: not before the next session
 * @param disableAfterCease subcodes of a received Cease NOTIFICATION (RFC 4486) after which to stop for good; 0 stands
 *     for all above 8 too
 */
public record BgpErrorOptions(boolean disableAfterError, int channelErrorWait, Set<Integer> disableAfterCease) {
    private static final int LAST_NAMED = 8;

    /** The defaults: always try again. */
    public static final BgpErrorOptions DEFAULT = new BgpErrorOptions(false, 120, Set.of());

    public BgpErrorOptions {
        disableAfterCease = Set.copyOf(disableAfterCease);
    }

    /** True if a received Cease of this subcode is the end. */
    public boolean endsAfterCease(int subcode) {
        return disableAfterCease.contains(subcode <= LAST_NAMED ? subcode : 0);
    }
}
