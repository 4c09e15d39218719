package org.jbgp.config.options.bgp;

import static org.jbgp.config.options.bgp.BgpRows.changes;
import static org.jbgp.config.options.bgp.BgpRows.seconds;
import static org.jbgp.config.options.bgp.BgpRows.toggle;
import static org.jbgp.config.options.row.Option.option;

import java.util.List;
import org.jbgp.config.model.bgp.BgpPathOptions;
import org.jbgp.config.model.bgp.PathCaps;
import org.jbgp.config.options.row.Effect;
import org.jbgp.config.options.row.Option;

/** Which paths are taken from the neighbor, and how they compare with others. */
final class BgpPathRows {
    static final List<Option<BgpDraft>> ROWS = List.of(
            option(
                    "allow local as",
                    changes(Effect.RESTART, bgp -> bgp.paths().acceptance().localAs()),
                    "[<number>]",
                    "0",
                    "How often this router's AS may occur in a received path; any number if none is given.",
                    (arguments, draft) -> draft.paths.allowLocalAs =
                            arguments.atEnd() ? 255 : (int) arguments.number("allow local as", 0, 255)),
            toggle(
                    "allow bgp_local_pref",
                    changes(Effect.RESTART, bgp -> bgp.paths().acceptance().localPref()),
                    "off",
                    "Takes LOCAL_PREF from external neighbors.",
                    (draft, on) -> draft.paths.allowBgpLocalPref = on),
            toggle(
                            "allow bgp_med",
                            changes(
                                    Effect.RESTART,
                                    bgp -> bgp.paths().acceptance().med()),
                            "off",
                            "Passes MED received from one external neighbor on to this one.",
                            (draft, on) -> draft.paths.allowBgpMed = on)
                    .onlyNew(),
            Option.<BgpDraft>option(
                            "allow as sets",
                            changes(
                                    Effect.RESTART,
                                    bgp -> bgp.paths().acceptance().asSets()),
                            "[<switch>]",
                            "off",
                            "Accepts AS_SETs in received paths, which RFC 9774 has withdrawn.",
                            (arguments, draft) -> draft.paths.allowAsSets = arguments.toggle())
                    .onlyNew(),
            toggle(
                            "enforce first as",
                            changes(
                                    Effect.RESTART,
                                    bgp -> bgp.paths().acceptance().enforceFirstAs()),
                            "off",
                            "Refuses paths whose first AS is not the neighbor's.",
                            (draft, on) -> draft.paths.enforceFirstAs = on)
                    .onlyNew(),
            option(
                    "max path length",
                    changes(
                            Effect.RESTART,
                            bgp -> bgp.paths().acceptance().caps().asPathLength()),
                    "<number>",
                    "any",
                    "Refuses received paths with more ASes (no option of BIRD's; OpenBGPD: max-as-len).",
                    (arguments, draft) ->
                            draft.paths.mostPathLength = (int) arguments.number("max path length", 0, 0xFFFF)),
            option(
                    "max communities",
                    changes(
                            Effect.RESTART,
                            bgp -> bgp.paths().acceptance().caps().communities()),
                    "<number>",
                    "any",
                    "Refuses received paths with more communities, of all kinds together"
                            + " (no option of BIRD's; OpenBGPD: max-communities).",
                    (arguments, draft) ->
                            draft.paths.mostCommunities = (int) arguments.number("max communities", 0, 0xFFFF)),
            toggle(
                    "path metric",
                    changes(Effect.RESTART, bgp -> bgp.paths().comparison().pathMetric()),
                    "on",
                    "Prefers shorter AS paths.",
                    (draft, on) -> draft.paths.pathMetric = on),
            toggle(
                    "med metric",
                    changes(Effect.RESTART, bgp -> bgp.paths().comparison().medMetric()),
                    "off",
                    "Compares MEDs of different neighbor ASes too.",
                    (draft, on) -> draft.paths.medMetric = on),
            toggle(
                    "igp metric",
                    changes(Effect.RESTART, bgp -> bgp.paths().comparison().igpMetric()),
                    "on",
                    "Prefers the nearer next hop.",
                    (draft, on) -> draft.paths.igpMetric = on),
            toggle(
                    "prefer older",
                    changes(Effect.RESTART, bgp -> bgp.paths().comparison().preferOlder()),
                    "off",
                    "Prefers the older path to the lower router id.",
                    (draft, on) -> draft.paths.preferOlder = on),
            toggle(
                    "deterministic med",
                    changes(Effect.RESTART, bgp -> bgp.paths().comparison().deterministicMed()),
                    "off",
                    "Compares the paths of each neighbor AS first, so that the order of arrival does not matter.",
                    (draft, on) -> draft.paths.deterministicMed = on),
            option(
                    "default bgp_med",
                    changes(Effect.RESTART, bgp -> bgp.paths().comparison().defaultMed()),
                    "<number>",
                    "0",
                    "MED of paths without one.",
                    (arguments, draft) -> draft.paths.defaultMed = arguments.number("default bgp_med")),
            option(
                    "default bgp_local_pref",
                    changes(Effect.RESTART, bgp -> bgp.paths().comparison().defaultLocalPref()),
                    "<number>",
                    "100",
                    "LOCAL_PREF of paths without one.",
                    (arguments, draft) -> draft.paths.defaultLocalPref = arguments.number("default bgp_local_pref")),
            toggle(
                    "interpret communities",
                    changes(Effect.EXPORT, bgp -> bgp.paths().interpretCommunities()),
                    "on",
                    "Obeys the well-known communities (RFC 1997).",
                    (draft, on) -> draft.paths.interpretCommunities = on),
            seconds(
                    "drain time",
                    changes(Effect.LIVE, bgp -> bgp.paths().shutdown().drainTime()),
                    0,
                    "60",
                    "How long a drained neighbor is sent its routes with GRACEFUL_SHUTDOWN (RFC 8326) before they are"
                            + " withdrawn; 0: at once (no option of BIRD's).",
                    (draft, seconds) -> draft.paths.drainTime = seconds),
            toggle(
                    "graceful shutdown receive",
                    changes(Effect.IMPORT, bgp -> bgp.paths().shutdown().receive()),
                    "off",
                    "Routes with GRACEFUL_SHUTDOWN (RFC 8326) get LOCAL_PREF 0 behind the import filter (no option of"
                            + " BIRD's).",
                    (draft, on) -> draft.paths.receiveShutdown = on));

    private BgpPathRows() {}

    /** What the rows write to; a field that is null was not set. Units as in the model. */
    static final class Draft {
        int allowLocalAs;
        boolean allowBgpLocalPref;
        boolean allowBgpMed;
        /** BIRD 2.18 and later refuse them unless the file allows them, 1.6 never does. */
        Boolean allowAsSets;

        int mostPathLength = PathCaps.NONE.asPathLength();
        int mostCommunities = PathCaps.NONE.communities();
        boolean enforceFirstAs;
        boolean pathMetric = true;
        boolean medMetric;
        boolean igpMetric = true;
        boolean preferOlder;
        boolean deterministicMed;
        long defaultMed;
        long defaultLocalPref = 100;
        boolean interpretCommunities = true;
        int drainTime = 60;
        boolean receiveShutdown;

        /** @param flat the file is one of BIRD 1.6 */
        BgpPathOptions build(boolean flat) {
            return new BgpPathOptions(
                    new BgpPathOptions.Acceptance(
                            allowLocalAs,
                            allowBgpLocalPref,
                            allowBgpMed,
                            allowAsSets == null ? flat : allowAsSets,
                            enforceFirstAs,
                            new PathCaps(mostPathLength, mostCommunities)),
                    new BgpPathOptions.Comparison(
                            pathMetric,
                            medMetric,
                            igpMetric,
                            preferOlder,
                            deterministicMed,
                            defaultMed,
                            defaultLocalPref),
                    interpretCommunities,
                    new BgpPathOptions.GracefulShutdown(drainTime, receiveShutdown));
        }
    }
}
