package org.jbgp.daemon.simulate;

import java.time.Duration;
import java.util.List;
import org.jbgp.daemon.bfd.packet.BfdState;

/**
 * What came of a simulation; its components are the keys of {@code --json}.
 *
 * @param quiet whether it came to rest
 * @param seconds of virtual time that took
 * @param routers the routers
 * @param links what they are joined by
 * @param sessions their sessions, each side for itself
 * @param findings what is wrong or may be
 * @param failures what broke when something failed, if that was asked for
 * @param expectations what was expected, and whether it is met
 */
public record NetworkReport(
        boolean quiet,
        Duration seconds,
        List<RouterPart> routers,
        List<LinkPart> links,
        List<SessionPart> sessions,
        Findings findings,
        List<FailurePart> failures,
        List<ExpectationPart> expectations) {

    /**
     * One router, or a neighbor that a file plays.
     *
     * @param plays whose routes of the file a neighbor announces, which are in its only table; empty for a router
     * @param notes what of its file is not simulated
     */
    public record RouterPart(
            String name, String file, String plays, List<TablePart> tables, int kernelRoutes, List<String> notes) {}

    /**
     * A table.
     *
     * @param routes whole lines, where they were asked for
     */
    public record TablePart(String name, int networks, int paths, List<String> routes) {}

    /** A link with its interfaces and their addresses. */
    public record LinkPart(String name, List<String> interfaces) {}

    /**
     * One side of a session of BGP, or of one of BFD that watches no session of BGP.
     *
     * @param neighbor the other router, or an address where there is none
     * @param problem why it is not up; empty if it is
     * @param bfd how the BFD session stands that watches it, and after a colon what keeps that down; empty if none is
     *     wished
     * @param advertised by channel, to the neighbor
     */
    public record SessionPart(
            String router,
            String protocol,
            String neighbor,
            String state,
            String problem,
            String bfd,
            List<AdvertisedPart> advertised) {
        /** Whether it is up, and a BFD session it wishes is not. */
        boolean isUnwatched() {
            return problem.isEmpty() && !bfd.isEmpty() && !bfd.equals(BfdState.UP.label());
        }
    }

    /**
     * What a channel advertises.
     *
     * @param list the prefixes, where they were asked for
     */
    public record AdvertisedPart(String channel, int prefixes, List<String> list) {}

    /**
     * What is wrong or may be.
     *
     * @param unresolved next hops that lead nowhere
     * @param loops packets that go in a circle
     * @param blackHoles packets that are lost
     * @param lost prefixes that one side of a session has and the other has not
     * @param changing what still changed, if it did not come to rest
     */
    public record Findings(
            List<UnresolvedPart> unresolved,
            List<FatePart> loops,
            List<FatePart> blackHoles,
            List<LostPart> lost,
            List<ChangingPart> changing) {
        boolean none() {
            return unresolved.isEmpty() && loops.isEmpty() && blackHoles.isEmpty() && lost.isEmpty();
        }
    }

    /** A next hop that leads nowhere. */
    public record UnresolvedPart(String router, String protocol, String nextHop, int prefixes, List<String> some) {}

    /** Packets from a router to some prefixes that share their fate. */
    public record FatePart(String router, String reason, int prefixes, List<String> some) {}

    /**
     * Prefixes that a router does not have although its neighbor has them.
     *
     * @param by which router keeps them back: the one that has them, or the other
     * @param reason the filter's line, or the rule
     */
    public record LostPart(
            String from, String to, String protocol, String by, String reason, int prefixes, List<String> some) {}

    /**
     * What a failure did.
     *
     * @param what failed
     * @param outages packets that did not arrive for a while
     * @param gone what does not arrive as long as the failure lasts
     * @param missing what did not come back when the failure was over
     * @param quiet whether the network came to rest meanwhile, and after
     * @param changing what still changed, if it did not
     */
    public record FailurePart(
            String what,
            List<OutagePart> outages,
            List<FatePart> gone,
            List<FatePart> missing,
            boolean quiet,
            List<ChangingPart> changing) {}

    /** Prefixes whose routes in a router's kernel go on changing. */
    public record ChangingPart(String router, int prefixes, List<String> some) {}

    /**
     * An outage.
     *
     * @param seconds the longest one of these prefixes
     * @param mending it came when the failure was over, not when it began
     */
    public record OutagePart(String router, int prefixes, Duration seconds, boolean mending, List<String> some) {}

    /**
     * What was expected.
     *
     * @param line of the file, as {@code file:line}
     * @param after the failure after which it is to hold; empty: without one
     * @param found what is so instead; empty if it is met
     */
    public record ExpectationPart(String line, String text, String after, boolean met, String found) {}
}
