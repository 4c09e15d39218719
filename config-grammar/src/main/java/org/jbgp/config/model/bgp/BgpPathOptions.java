package org.jbgp.config.model.bgp;

/**
 * What paths are taken from the neighbor, and how they compare with others.
 *
 * @param acceptance what paths are taken
 * @param comparison how they compare
 * @param interpretCommunities obey well-known communities (RFC 1997)
 * @param shutdown what is done about graceful shutdown
 */
public record BgpPathOptions(
        Acceptance acceptance, Comparison comparison, boolean interpretCommunities, GracefulShutdown shutdown) {

    /**
     * Graceful shutdown (RFC 8326).
     *
     * @param drainTime seconds for which routes of a drained neighbor are marked before they are withdrawn, 60 unless
     *     set; 0: they are withdrawn at once
     * @param receive routes received with GRACEFUL_SHUTDOWN get LOCAL_PREF 0 behind the import filter
     */
    public record GracefulShutdown(int drainTime, boolean receive) {}

    /**
     * What paths are taken, and which attributes of theirs.
     *
     * @param localAs how often our AS may occur in a received AS_PATH, 0 to 255; {@code allow local as} alone is 255
     * @param localPref exchange LOCAL_PREF with external neighbors too
     * @param med pass MED received from one external neighbor on to this one
     * @param asSets accept AS_SETs in received paths
     * @param enforceFirstAs the first AS of a path must be the neighbor's
     * @param caps how large a received path may be
     */
    public record Acceptance(
            int localAs, boolean localPref, boolean med, boolean asSets, boolean enforceFirstAs, PathCaps caps) {}

    /**
     * How paths compare.
     *
     * @param pathMetric compare AS_PATH lengths
     * @param medMetric compare MEDs of different neighbor ASes too
     * @param igpMetric compare the distances to the next hops
     * @param preferOlder prefer the older path to the lower router id
     * @param deterministicMed compare within each neighbor AS first
     * @param defaultMed MED of paths without one, 0 unless set
     * @param defaultLocalPref LOCAL_PREF of paths without one, 100 unless set
     */
    public record Comparison(
            boolean pathMetric,
            boolean medMetric,
            boolean igpMetric,
            boolean preferOlder,
            boolean deterministicMed,
            long defaultMed,
            long defaultLocalPref) {}
}
