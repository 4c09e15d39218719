package org.jbgp.config.options;

import static org.jbgp.config.options.Option.option;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.bgp.BgpNeighbor;

/** The two ends of a BGP session. */
final class BgpEndpointOptions {
    static final List<Option<BgpDraft>> ROWS = List.of(
            option(
                    "local",
                    changes(Effect.RESTART, bgp -> bgp.local()),
                    "[<address> [% <interface>]] [port <number>] [as <number>]",
                    "",
                    "Our end. The AS number must be given.",
                    BgpEndpointOptions::local),
            option(
                    "neighbor",
                    changes(Effect.RESTART, bgp -> BgpEndpointOptions.end(bgp.neighbor())),
                    "[<address> [% <interface>] | range <prefix>] [port <number>] [as <number>] [internal | external] [onlink]",
                    "",
                    "The other end. Address and AS number, or 'internal' or 'external', must be given. With a range (2.x), "
                            + "whoever dials from an address in it becomes a neighbor.",
                    BgpEndpointOptions::neighbor),
            Option.<BgpDraft>option(
                            "dynamic name",
                            changes(
                                    Effect.RESTART,
                                    bgp -> bgp.neighbor().names().prefix()),
                            "<string>",
                            "dynbgp",
                            "What the names of neighbors found by a range begin with; a number follows.",
                            (arguments, draft) -> draft.dynamicName = arguments.text())
                    .onlyNew(),
            Option.<BgpDraft>option(
                            "dynamic name digits",
                            changes(
                                    Effect.RESTART,
                                    bgp -> bgp.neighbor().names().digits()),
                            "<0 to 10>",
                            "0",
                            "Least number of digits in these names.",
                            (arguments, draft) ->
                                    draft.dynamicNameDigits = (int) arguments.number("dynamic name digits", 0, 10))
                    .onlyNew(),
            Option.<BgpDraft>refused(
                            "interface range",
                            "Interfaces that neighbors of a range may come over.",
                            "a range takes neighbors from all interfaces, or from the one that 'interface' names")
                    .onlyNew(),
            option(
                    "source address",
                    Change.alias("local"),
                    "<address>",
                    "the system's choice",
                    "Old way to give the local address.",
                    (arguments, draft) -> draft.localAddress = arguments.address()),
            option(
                    "interface",
                    changes(Effect.RESTART, bgp -> bgp.neighbor().interfaceName()),
                    "<string>",
                    "",
                    "Interface the neighbor is on; needed for link-local addresses.",
                    (arguments, draft) -> draft.interfaceName = arguments.text()));

    private BgpEndpointOptions() {}

    private static Change changes(Effect effect, Function<BgpConfig, ?> value) {
        return Change.of(BgpConfig.class, effect, value);
    }

    /** What {@code neighbor} says; interface and names have options of their own. */
    private static BgpNeighbor end(BgpNeighbor neighbor) {
        return new BgpNeighbor(
                neighbor.address(),
                neighbor.range(),
                BgpNeighbor.DynamicNames.DEFAULT,
                neighbor.port(),
                neighbor.asn(),
                neighbor.kind(),
                Optional.empty());
    }

    private static void local(Arguments arguments, BgpDraft draft) {
        if (arguments.atEnd()) {
            throw arguments.expected("<address> or 'as'");
        }
        if (!arguments.nextIsWord("as") && !arguments.nextIsWord("port")) {
            draft.localAddress = arguments.address();
            scope(arguments, draft);
        }
        while (!arguments.atEnd()) {
            if (arguments.tryWords("as")) {
                draft.localAs = BgpOptions.asn(arguments);
            } else if (arguments.tryWords("port")) {
                draft.localPort = port(arguments);
            } else {
                return;
            }
        }
    }

    private static void neighbor(Arguments arguments, BgpDraft draft) {
        if (arguments.atEnd()) {
            throw arguments.expected("<address> or 'as'");
        }
        if (arguments.nextIsAddress()) {
            requireOnly(arguments, draft);
            draft.neighbor = arguments.address();
            scope(arguments, draft);
        }
        while (!arguments.atEnd()) {
            if (arguments.tryWords("as")) {
                draft.neighborAs = BgpOptions.asn(arguments);
            } else if (arguments.tryWords("port")) {
                draft.neighborPort = port(arguments);
            } else if (arguments.tryWords("internal")) {
                draft.neighborKind = BgpNeighbor.Kind.INTERNAL;
            } else if (arguments.tryWords("external")) {
                draft.neighborKind = BgpNeighbor.Kind.EXTERNAL;
            } else if (arguments.tryWords("onlink")) {
                draft.onlink = true;
            } else if (!draft.context.dialect().isFlat() && arguments.tryWords("range")) {
                requireOnly(arguments, draft);
                draft.neighborRange = arguments.prefix();
            } else if (draft.neighbor == null && draft.neighborRange == null) {
                throw arguments.expected("<address>");
            } else {
                return;
            }
        }
    }

    private static void requireOnly(Arguments arguments, BgpDraft draft) {
        if (draft.neighbor != null || draft.neighborRange != null) {
            throw arguments.fail("a BGP protocol has one neighbor only, and this one already has "
                    + (draft.neighbor != null ? draft.neighbor : draft.neighborRange));
        }
    }

    private static void scope(Arguments arguments, BgpDraft draft) {
        if (arguments.tryPunctuation("%")) {
            draft.interfaceName = arguments.nextIsText() ? arguments.text() : arguments.name("interface");
        }
    }

    private static int port(Arguments arguments) {
        return (int) arguments.number("a port", 1, 65535);
    }
}
