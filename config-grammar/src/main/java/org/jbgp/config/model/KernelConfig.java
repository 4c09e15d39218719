package org.jbgp.config.model;

import java.util.List;

/**
 * Synchronisation of one table with one kernel routing table.
 *
 * @param common the options every protocol has
 * @param channels exactly one
 * @param table the kernel table and the routes put into it
 * @param learn import routes that others put into the kernel table
 * @param persist leave the routes in the kernel when the router stops
 * @param gracefulRestart take part in graceful recovery: keep the kernel's routes until the other protocols have
 *     converged
 * @param scanTime seconds between full scans, from 1; 60 unless set
 * @param netlinkReceiveBuffer bytes of the netlink socket's receive buffer, of which the kernel grants twice as many;
 *     0: jbgpd's default
 */
public record KernelConfig(
        ProtocolCommon common,
        List<ChannelConfig> channels,
        Table table,
        Learn learn,
        boolean persist,
        boolean gracefulRestart,
        int scanTime,
        int netlinkReceiveBuffer)
        implements ProtocolConfig {
    public KernelConfig {
        channels = List.copyOf(channels);
    }

    /**
     * The kernel table and the routes put into it.
     *
     * @param number of the kernel table, 254 is main
     * @param metric metric of installed routes; 0: none given to the kernel (1.6's default; 2.x has 32)
     * @param mergePaths most next hops of a merged ECMP route, from 1; 0: do not merge paths
     * @param linkBandwidth what the bandwidths of merged paths are for
     * @param nextHopObjects which routes go by a next hop object of the kernel
     * @param routeProtocol RTPROT_* that its routes carry and by which it knows them again, 5 to 255
     * @param deviceRoutes export routes of interfaces' own networks too, which the kernel makes itself; 2.x always does
     */
    public record Table(
            long number,
            long metric,
            int mergePaths,
            LinkBandwidth linkBandwidth,
            NextHopObjects nextHopObjects,
            int routeProtocol,
            boolean deviceRoutes) {}

    /** RTPROT_BIRD, the default: BIRD and jbgpd adopt each other's routes. */
    public static final int PROTOCOL_BIRD = 12;

    /** RTPROT_BGP, which FRR's zebra gives to routes of BGP. */
    public static final int PROTOCOL_BGP = 186;

    /** Which alien routes are imported. */
    public enum Learn {
        /** None. */
        OFF,
        /** Those of others, except the ones the kernel made itself (protocol kernel). */
        ALIEN,
        /** The kernel's own as well. */
        ALL
    }

    /** Whether next hops of merged paths are weighted by their Link Bandwidth communities. */
    public enum LinkBandwidth {
        /** They count alike. */
        OFF,
        /** If each path has a bandwidth; else they count alike. */
        ON,
        /** Paths without a bandwidth are left out, unless all are. */
        SKIP_MISSING,
        /** Paths without a bandwidth have the weight 1. */
        DEFAULT_WEIGHT
    }

    /** Which routes go by a next hop object of the kernel instead of naming their gateway. */
    public enum NextHopObjects {
        /** Those whose gateway many share. */
        AUTO,
        /** All that can. */
        ON,
        /** None. */
        OFF
    }

    @Override
    public KernelConfig with(ProtocolCommon other) {
        return new KernelConfig(
                other, channels, table, learn, persist, gracefulRestart, scanTime, netlinkReceiveBuffer);
    }

    @Override
    public String keyword() {
        return "kernel";
    }
}
