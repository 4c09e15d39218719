package org.jbgp.config.options.protocol;

import static org.jbgp.config.options.row.Option.option;

import java.util.List;
import java.util.function.Function;
import org.jbgp.config.model.KernelConfig;
import org.jbgp.config.options.argument.Arguments;
import org.jbgp.config.options.row.Change;
import org.jbgp.config.options.row.Effect;
import org.jbgp.config.options.row.Option;
import org.jbgp.config.options.row.OptionTable;
import org.jbgp.config.syntax.Element;

/** The options of {@code protocol kernel}. */
public final class KernelOptions {
    /** What BIRD merges at most if no limit is written. */
    private static final int DEFAULT_MERGE_LIMIT = 16;

    /** RTPROT_STATIC: up to it the numbers are the kernel's, and of what others than daemons put there. */
    private static final int LAST_RESERVED_PROTOCOL = 4;

    private static final int LAST_PROTOCOL = 255;

    public static final OptionTable<KernelDraft> TABLE = new OptionTable<>(List.of(
            option(
                    "persist",
                    changes(Effect.LIVE, kernel -> kernel.persist()),
                    "[<switch>]",
                    "off",
                    "Leaves the routes in the kernel when the router stops.",
                    (arguments, draft) -> draft.persist = arguments.toggle()),
            option(
                    "scan time",
                    changes(Effect.LIVE, kernel -> kernel.scanTime()),
                    "<seconds>",
                    "60",
                    "Time between full scans of the kernel table, a minute at least while nothing happens there; 0 scans at start only.",
                    (arguments, draft) -> draft.scanTime = (int) arguments.number("scan time", 0, 1_000_000)),
            option(
                    "learn",
                    changes(Effect.RESTART, kernel -> kernel.learn()),
                    "[<switch>] | all",
                    "off",
                    "Imports routes others put into the kernel table; 'all' includes the kernel's own.",
                    (arguments, draft) -> {
                        if (arguments.tryWords("all")) {
                            draft.learn = KernelConfig.Learn.ALL;
                        } else {
                            draft.learn = arguments.toggle() ? KernelConfig.Learn.ALIEN : KernelConfig.Learn.OFF;
                        }
                    }),
            option(
                    "graceful restart",
                    changes(Effect.LIVE, kernel -> kernel.gracefulRestart()),
                    "[<switch>]",
                    "off",
                    "Keeps the kernel's routes after a start with -R until the other protocols have converged.",
                    (arguments, draft) -> draft.gracefulRestart = arguments.toggle()),
            option(
                    "merge paths",
                    changes(Effect.RESTART, kernel -> kernel.table().mergePaths()),
                    "[<switch>] [limit <1 to 255>]",
                    "off",
                    "Exports equally good routes of a prefix as one ECMP route.",
                    (arguments, draft) -> {
                        boolean on = arguments.nextIsWord("limit") || arguments.toggle();
                        int limit = arguments.tryWords("limit")
                                ? (int) arguments.number("merge paths limit", 1, 255)
                                : DEFAULT_MERGE_LIMIT;
                        draft.mergePaths = on ? limit : 0;
                    }),
            option(
                    "link bandwidth",
                    changes(Effect.LIVE, kernel -> kernel.table().linkBandwidth()),
                    "[<switch>] | skip missing | default weight",
                    "off",
                    "Weights the next hops of merged paths by their Link Bandwidth communities (RFC 10005). If a path has"
                            + " none, 'on' weights nothing, 'skip missing' leaves the path out, 'default weight' gives it"
                            + " the weight 1. jbgpd's own.",
                    (arguments, draft) -> draft.linkBandwidth = linkBandwidth(arguments)),
            option(
                    "kernel table",
                    changes(Effect.RESTART, kernel -> kernel.table().number()),
                    "<number>",
                    "254, which is main",
                    "Number of the kernel's routing table.",
                    (arguments, draft) -> draft.kernelTable = arguments.number("kernel table", 1, 0xffff_ffffL)),
            option(
                    "metric",
                    changes(Effect.RESTART, kernel -> kernel.table().metric()),
                    "<number>",
                    "32; 0 in 1.6",
                    "Metric of the routes put into the kernel; 0 gives none.",
                    (arguments, draft) -> draft.metric = arguments.number("metric")),
            option(
                    "route protocol",
                    changes(Effect.RESTART, kernel -> kernel.table().routeProtocol()),
                    "bird | bgp | <5 to 255>",
                    "bird, which is 12",
                    "The kernel's protocol number (RTPROT) of the routes put into it: a routing daemon beside jbgpd needs"
                            + " another one. Routes of this number are adopted, all others left alone. jbgpd's own.",
                    (arguments, draft) -> draft.routeProtocol = routeProtocol(arguments)),
            option(
                    "next hop objects",
                    changes(Effect.LIVE, kernel -> kernel.table().nextHopObjects()),
                    "[<switch>] | auto",
                    "auto",
                    "Routes go by a next hop object of the kernel (nhid), those with a second path by a pair that leads"
                            + " them there when the first is lost; 'auto': from 10,000 with the same gateway on, and"
                            + " 1,000 with the same two. jbgpd's own.",
                    (arguments, draft) -> {
                        if (arguments.tryWords("auto")) {
                            draft.nextHopObjects = KernelConfig.NextHopObjects.AUTO;
                        } else {
                            draft.nextHopObjects = arguments.toggle()
                                    ? KernelConfig.NextHopObjects.ON
                                    : KernelConfig.NextHopObjects.OFF;
                        }
                    }),
            Option.<KernelDraft>option(
                            "netlink rx buffer",
                            changes(Effect.LIVE, kernel -> kernel.netlinkReceiveBuffer()),
                            "<bytes>",
                            "4 MiB",
                            "Size of the netlink socket's receive buffer; the largest of all kernel protocols counts."
                                    + " The kernel grants twice as much.",
                            (arguments, draft) -> draft.netlinkReceiveBuffer =
                                    (int) arguments.number("netlink rx buffer", 0, Integer.MAX_VALUE))
                    .onlyNew(),
            Option.<KernelDraft>option(
                            "device routes",
                            changes(Effect.RESTART, kernel -> kernel.table().deviceRoutes()),
                            "[<switch>]",
                            "off",
                            "Exports routes of the direct protocol to the kernel too; in 2.x the export filter alone decides.",
                            (arguments, draft) -> draft.deviceRoutes = arguments.toggle())
                    .onlyOld()));

    private KernelOptions() {}

    private static KernelConfig.LinkBandwidth linkBandwidth(Arguments arguments) {
        if (arguments.tryWords("skip", "missing")) {
            return KernelConfig.LinkBandwidth.SKIP_MISSING;
        }
        if (arguments.tryWords("default", "weight")) {
            return KernelConfig.LinkBandwidth.DEFAULT_WEIGHT;
        }
        return arguments.toggle() ? KernelConfig.LinkBandwidth.ON : KernelConfig.LinkBandwidth.OFF;
    }

    private static int routeProtocol(Arguments arguments) {
        if (arguments.tryWords("bird")) {
            return KernelConfig.PROTOCOL_BIRD;
        }
        if (arguments.tryWords("bgp")) {
            return KernelConfig.PROTOCOL_BGP;
        }
        if (arguments.peek() instanceof Element.Word) {
            throw arguments.expected("bird, bgp or <number>");
        }
        return (int) arguments.number("route protocol", LAST_RESERVED_PROTOCOL + 1, LAST_PROTOCOL);
    }

    private static Change changes(Effect effect, Function<KernelConfig, ?> value) {
        return Change.of(KernelConfig.class, effect, value);
    }
}
