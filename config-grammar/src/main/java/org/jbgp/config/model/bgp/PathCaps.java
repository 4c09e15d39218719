package org.jbgp.config.model.bgp;

/**
 * How large a received path may be. Longer ones are not taken.
 *
 * @param asPathLength ASes in the AS_PATH, sets and confederation segments as best-path selection counts them
 * @param communities standard, extended and large communities together
 */
public record PathCaps(int asPathLength, int communities) {
    /** No cap at all. */
    public static final PathCaps NONE = new PathCaps(Integer.MAX_VALUE, Integer.MAX_VALUE);
}
