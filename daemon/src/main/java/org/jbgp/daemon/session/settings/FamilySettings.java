package org.jbgp.daemon.session.settings;

/**
 * What we offer for one address family (one BIRD channel).
 *
 * @param addPathReceive willing to receive several paths per prefix (RFC 7911)
 * @param addPathSend willing to send several paths per prefix (RFC 7911)
 * @param extendedNextHop IPv4 routes may carry IPv6 next hops (RFC 8950); meaningless for IPv6
 * @param required the session is refused if the neighbor does not offer this family (BIRD {@code mandatory})
 * @param gracefulRestart announced as restartable in the Graceful Restart capability (RFC 4724 §3)
 * @param forwardingKept with its F bit: our forwarding state survived our restart
 * @param longLived announced in the Long-Lived Graceful Restart capability (RFC 9494)
 * @param longLivedStaleTime for how many seconds our routes should stay then, 0..16777215
 * @param addPathRequired the neighbor must offer ADD-PATH in the directions wanted
 * @param extendedNextHopRequired the neighbor must offer extended next hops
 */
public record FamilySettings(
        boolean addPathReceive,
        boolean addPathSend,
        boolean extendedNextHop,
        boolean required,
        boolean gracefulRestart,
        boolean forwardingKept,
        boolean longLived,
        int longLivedStaleTime,
        boolean addPathRequired,
        boolean extendedNextHopRequired) {

    /** The same with another F bit; a family that is not restartable never has it. */
    public FamilySettings forwardingKept(boolean kept) {
        return new FamilySettings(
                addPathReceive,
                addPathSend,
                extendedNextHop,
                required,
                gracefulRestart,
                (gracefulRestart || longLived) && kept,
                longLived,
                longLivedStaleTime,
                addPathRequired,
                extendedNextHopRequired);
    }

    /** A plain family: one path per prefix, next hops of its own family. */
    public static final FamilySettings PLAIN =
            new FamilySettings(false, false, false, false, false, false, false, 0, false, false);
}
