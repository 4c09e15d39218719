package org.jbgp.config.options.bgp;

import static org.jbgp.config.options.bgp.BgpRows.changes;
import static org.jbgp.config.options.row.Option.option;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jbgp.config.base.InterfacePattern;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.model.bgp.BgpLocal;
import org.jbgp.config.model.bgp.BgpNeighborOptions;
import org.jbgp.config.options.argument.Arguments;
import org.jbgp.config.options.argument.CommonArguments;
import org.jbgp.config.options.argument.Context;
import org.jbgp.config.options.common.NeighborsOptions;
import org.jbgp.config.options.row.Change;
import org.jbgp.config.options.row.Effect;
import org.jbgp.config.options.row.Option;

/** The two ends of a BGP session. */
public final class BgpEndpointRows {
    static final List<Option<BgpDraft>> ROWS = List.of(
            option(
                    "local",
                    changes(Effect.SESSION, bgp -> bgp.local()),
                    "[<address> [% <interface>]] [port <number>] [as <number>]",
                    "",
                    "Our end. The AS number must be given.",
                    BgpEndpointRows::local),
            option(
                    "neighbor",
                    changes(Effect.SESSION, bgp -> BgpEndpointRows.end(bgp.neighbor())),
                    "[<address> [% <interface>] | range <prefix>] [port <number>] [as <number>] [internal | external] [onlink]",
                    "",
                    "The other end. Address and AS number, or 'internal' or 'external', must be given. With a range (2.x), "
                            + "whoever dials from an address in it becomes a neighbor.",
                    BgpEndpointRows::neighbor),
            Option.<BgpDraft>option(
                            "dynamic name",
                            changes(
                                    Effect.RESTART,
                                    bgp -> bgp.neighbor().names().prefix()),
                            "<string>",
                            "dynbgp",
                            "What the names of neighbors found by a range begin with; a number follows.",
                            (arguments, draft) -> draft.ends.dynamicName = arguments.text())
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
                                    draft.ends.dynamicNameDigits = (int) arguments.number("dynamic name digits", 0, 10))
                    .onlyNew(),
            Option.<BgpDraft>option(
                            "interface range",
                            changes(
                                    Effect.LIVE,
                                    bgp -> bgp.neighbor().spawning().interfaces()),
                            "[-] <pattern>, …",
                            "all",
                            "Interfaces that neighbors of a range may be on; the first pattern that fits decides. With"
                                    + " 'strict bind' it listens on these only.",
                            (arguments, draft) -> draft.ends.interfaces = CommonArguments.interfaceNames(arguments))
                    .onlyNew(),
            Option.<BgpDraft>option(
                            "neighbors",
                            changes(
                                    Effect.LIVE,
                                    bgp -> bgp.neighbor().spawning().table()),
                            "[{ … }]",
                            "",
                            "The table whose neighbors a range dials.",
                            (arguments, draft) -> NeighborsOptions.read(arguments, draft.ends.neighbors))
                    .onlyNew()
                    .holding(word -> NeighborsOptions.TABLE),
            option(
                    "source address",
                    Change.alias("local"),
                    "<address>",
                    "the system's choice",
                    "Old way to give the local address.",
                    (arguments, draft) -> draft.ends.localAddress = arguments.address()),
            option(
                    "interface",
                    changes(Effect.RESTART, bgp -> bgp.neighbor().interfaceName()),
                    "<string>",
                    "",
                    "Interface the neighbor is on; needed for link-local addresses.",
                    (arguments, draft) -> draft.ends.interfaceName = arguments.text()));

    private BgpEndpointRows() {}

    /** What {@code neighbor} says; interface and names have options of their own. */
    private static BgpNeighborOptions end(BgpNeighborOptions neighbor) {
        return new BgpNeighborOptions(
                neighbor.address(),
                neighbor.range(),
                BgpNeighborOptions.Spawning.DEFAULT,
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
            draft.ends.localAddress = arguments.address();
            scope(arguments, draft);
        }
        while (!arguments.atEnd()) {
            if (arguments.tryWords("as")) {
                draft.ends.localAs = BgpRows.asn(arguments);
            } else if (arguments.tryWords("port")) {
                draft.ends.localPort = port(arguments);
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
            draft.ends.neighbor = arguments.address();
            scope(arguments, draft);
        }
        while (!arguments.atEnd()) {
            if (arguments.tryWords("as")) {
                draft.ends.neighborAs = BgpRows.asn(arguments);
            } else if (arguments.tryWords("port")) {
                draft.ends.neighborPort = port(arguments);
            } else if (arguments.tryWords("internal")) {
                draft.ends.neighborKind = BgpNeighborOptions.Kind.INTERNAL;
            } else if (arguments.tryWords("external")) {
                draft.ends.neighborKind = BgpNeighborOptions.Kind.EXTERNAL;
            } else if (arguments.tryWords("onlink")) {
                draft.transport.onlink = true;
            } else if (!arguments.context().dialect().isFlat() && arguments.tryWords("range")) {
                requireOnly(arguments, draft);
                draft.ends.neighborRange = arguments.prefix();
            } else if (draft.ends.neighbor == null && draft.ends.neighborRange == null) {
                throw arguments.expected("<address>");
            } else {
                return;
            }
        }
    }

    private static void requireOnly(Arguments arguments, BgpDraft draft) {
        if (draft.ends.neighbor != null || draft.ends.neighborRange != null) {
            throw arguments.fail("a BGP protocol has one neighbor only, and this one already has "
                    + (draft.ends.neighbor != null ? draft.ends.neighbor : draft.ends.neighborRange));
        }
    }

    private static void scope(Arguments arguments, BgpDraft draft) {
        if (arguments.tryPunctuation("%")) {
            draft.ends.interfaceName = arguments.nextIsText() ? arguments.text() : arguments.name("interface");
        }
    }

    private static int port(Arguments arguments) {
        return (int) arguments.number("a port", 1, 65535);
    }

    /** What the rows write to; a field that is null was not set. Units as in the model. */
    static final class Draft {
        IpAddress localAddress;
        int localPort = 179;
        long localAs;
        IpAddress neighbor;
        IpPrefix neighborRange;
        String dynamicName = BgpNeighborOptions.DynamicNames.DEFAULT.prefix();
        int dynamicNameDigits = BgpNeighborOptions.DynamicNames.DEFAULT.digits();
        List<InterfacePattern> interfaces = List.of();
        final NeighborsOptions.Draft neighbors = new NeighborsOptions.Draft();
        int neighborPort = 179;
        long neighborAs;
        BgpNeighborOptions.Kind neighborKind = BgpNeighborOptions.Kind.BY_NUMBER;
        String interfaceName;

        BgpLocal local() {
            return new BgpLocal(Optional.ofNullable(localAddress), localPort, localAs);
        }

        BgpNeighborOptions build(Context context) {
            long asn = neighborAs == 0 && neighborKind == BgpNeighborOptions.Kind.INTERNAL ? localAs : neighborAs;
            return new BgpNeighborOptions(
                    Optional.ofNullable(neighbor),
                    Optional.ofNullable(neighborRange),
                    new BgpNeighborOptions.Spawning(
                            new BgpNeighborOptions.DynamicNames(dynamicName, dynamicNameDigits),
                            interfaces,
                            neighbors.exports() ? neighbors.table(context) : Optional.empty()),
                    neighborPort,
                    asn == 0 ? OptionalLong.empty() : OptionalLong.of(asn),
                    neighborKind,
                    Optional.ofNullable(interfaceName));
        }
    }
}
