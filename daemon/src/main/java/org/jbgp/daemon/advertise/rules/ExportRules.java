package org.jbgp.daemon.advertise.rules;

import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.wire.AttributeBlob;

/** What BGP itself forbids to announce to a group's members, before any filter (BIRD: {@code bgp_preexport}). */
public final class ExportRules {
    private static final String DRAINED = "the neighbor is drained: `undrain` has it sent routes again";

    private static final int NO_EXPORT = 0xFFFFFF01;
    private static final int NO_ADVERTISE = 0xFFFFFF02;
    private static final int NO_EXPORT_SUBCONFED = 0xFFFFFF03;

    private final ExportSettings settings;

    public ExportRules(ExportSettings settings) {
        this.settings = settings;
    }

    /** True if a route of this source may be announced. */
    public boolean allows(RouteSource source, byte[] blob, int offset, int length) {
        return obstacle(source, blob, offset, length) == null;
    }

    /** Why a route of this source may not be announced, in words for operators; null if it may. */
    public String obstacle(RouteSource source, byte[] blob, int offset, int length) {
        if (settings.attributes().drain() == Drain.WITHDRAWN) {
            return DRAINED;
        }
        if (source.kind() != RouteSource.Kind.RTS_BGP) {
            return null;
        }
        if (settings.relation().internal()
                && source.internal()
                && settings.relation().localAs() == source.localAs()) {
            // RFC 4456 §6: between two non-clients nothing is reflected.
            if (!settings.relation().reflectorClient() && !source.reflectorClient()) {
                return "between two internal neighbors that are no reflection clients (RFC 4456)";
            }
            if (settings.relation().clusterId() != 0
                    && contains(
                            blob,
                            offset,
                            length,
                            AttributeBlob.CLUSTER_LIST,
                            settings.relation().clusterId())) {
                return "our cluster id is in its CLUSTER_LIST (RFC 4456)";
            }
        }
        if (settings.relation().role() != null
                && settings.relation().role().withholdsMarked()
                && AttributeBlob.find(blob, offset, length, AttributeBlob.BGP, AttributeBlob.ONLY_TO_CUSTOMER)
                        != AttributeBlob.ABSENT) {
            return "it is marked as one for customers only, and the neighbor is none (RFC 9234)";
        }
        return settings.attributes().interpretCommunities() ? forbiddingCommunity(blob, offset, length) : null;
    }

    private String forbiddingCommunity(byte[] blob, int offset, int length) {
        int at = AttributeBlob.find(blob, offset, length, AttributeBlob.BGP, AttributeBlob.COMMUNITY);
        if (at == AttributeBlob.ABSENT) {
            return null;
        }
        int end = AttributeBlob.next(blob, at);
        for (int value = AttributeBlob.value(at); value + 4 <= end; value += 4) {
            if (blob[value] != (byte) 0xFF) {
                continue;
            }
            int community = word(blob, value);
            if (community == NO_ADVERTISE) {
                return "it carries the community NO_ADVERTISE (RFC 1997)";
            }
            if (!settings.attributes().longLivedAware() && community == AttributeBlob.LLGR_STALE) {
                return "it carries the community LLGR_STALE, and the neighbor does not know what that is (RFC 9494)";
            }
            if (!settings.relation().interior() && community == NO_EXPORT) {
                return "it carries the community NO_EXPORT (RFC 1997)";
            }
            if (!settings.relation().internal() && community == NO_EXPORT_SUBCONFED) {
                return "it carries the community NO_EXPORT_SUBCONFED (RFC 1997)";
            }
        }
        return null;
    }

    private static boolean contains(byte[] blob, int offset, int length, int code, int wanted) {
        int at = AttributeBlob.find(blob, offset, length, AttributeBlob.BGP, code);
        if (at == AttributeBlob.ABSENT) {
            return false;
        }
        int end = AttributeBlob.next(blob, at);
        for (int value = AttributeBlob.value(at); value + 4 <= end; value += 4) {
            if (word(blob, value) == wanted) {
                return true;
            }
        }
        return false;
    }

    private static int word(byte[] blob, int at) {
        return (blob[at] & 0xFF) << 24
                | (blob[at + 1] & 0xFF) << 16
                | (blob[at + 2] & 0xFF) << 8
                | (blob[at + 3] & 0xFF);
    }
}
