package org.jbgp.daemon.control.view;

import java.time.Duration;
import java.time.Instant;

/**
 * A best path that changed.
 *
 * @param at when
 * @param table name of its table
 * @param prefix its prefix
 * @param before what it was, null if there was none
 * @param after what it became, null if there was none any more
 * @param reason why
 * @param timing how long it took; null if it was not measured
 */
public record PastChange(
        Instant at,
        String table,
        RouteQuery.Prefix prefix,
        PastRoute before,
        PastRoute after,
        Reason reason,
        Timing timing) {

    /** True if a route of this protocol came or went, or if it was its doing; null stands for any protocol. */
    public boolean concerns(String protocol) {
        return protocol == null
                || protocol.equals(reason.protocol())
                || isOf(before, protocol)
                || isOf(after, protocol);
    }

    private static boolean isOf(PastRoute route, String protocol) {
        return route != null && route.origin().protocol().equals(protocol);
    }

    /**
     * How long it took since the UPDATE came; each null if it was not measured.
     *
     * @param chosen until the best path was chosen
     * @param kernel until the kernel had it
     * @param neighbors until the last neighbor was sent it
     */
    public record Timing(Duration chosen, Duration kernel, Duration neighbors) {}

    /**
     * Why.
     *
     * @param kind what sort of reason
     * @param protocol whom it is about, empty if nobody
     */
    public record Reason(Kind kind, String protocol) {
        /** Sorts of reasons. */
        public enum Kind {
            /** Not known. */
            UNKNOWN("not known why"),
            /** A protocol announced or withdrew it; of BGP, by an UPDATE. */
            UPDATE("update from %s"),
            /** What it announced, its import filter rejected. */
            REJECTED("rejected by import filter of %s"),
            /** The protocol's session ended, or it stopped. */
            ENDED("end of %s"),
            /** It was not announced again after a restart or a route refresh. */
            NOT_RENEWED("not announced again by %s"),
            /** A next hop came, went, or leads elsewhere. */
            NEXT_HOP("a next hop changed"),
            /** A changed import filter. */
            FILTER("changed import filter of %s"),
            /** ROAs or ASPAs changed. */
            AUTHORIZATION("authorizations changed"),
            /** Options that best-path selection reads. */
            OPTIONS("changed options of %s"),
            /** The router was started again, with empty tables. */
            RESTART("restart of the router");

            private final String words;

            Kind(String words) {
                this.words = words;
            }
        }

        /** In words. */
        @Override
        public String toString() {
            return String.format(kind.words, protocol.isEmpty() ? "the router" : protocol);
        }
    }
}
