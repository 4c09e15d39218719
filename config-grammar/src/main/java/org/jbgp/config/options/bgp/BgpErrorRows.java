package org.jbgp.config.options.bgp;

import static org.jbgp.config.options.bgp.BgpRows.changes;
import static org.jbgp.config.options.bgp.BgpRows.seconds;
import static org.jbgp.config.options.bgp.BgpRows.toggle;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jbgp.config.model.bgp.BgpErrorOptions;
import org.jbgp.config.options.argument.Arguments;
import org.jbgp.config.options.argument.CommonArguments;
import org.jbgp.config.options.row.Effect;
import org.jbgp.config.options.row.Option;

/** What happens after an error. */
final class BgpErrorRows {
    /** The subcodes of a Cease NOTIFICATION (RFC 4486) as {@code disable after cease} calls them. */
    private static final Map<String, Integer> CEASES = new TreeMap<>(Map.of(
            "cease", 0,
            "prefix limit hit", 1,
            "administrative shutdown", 2,
            "peer deconfigured", 3,
            "administrative reset", 4,
            "connection rejected", 5,
            "configuration change", 6,
            "connection collision", 7,
            "out of resources", 8));

    static final List<Option<BgpDraft>> ROWS = List.of(
            toggle(
                    "disable after error",
                    changes(Effect.LIVE, bgp -> bgp.errors().disableAfterError()),
                    "off",
                    "Stops for good after an error, until enabled by command.",
                    (draft, on) -> draft.errors.disableAfterError = on),
            seconds(
                    "channel error wait time",
                    changes(Effect.LIVE, bgp -> bgp.errors().channelErrorWait()),
                    0,
                    "120",
                    "Time after which a family disabled for a malformed attribute is asked for again, by a route refresh or a"
                            + " new session; 0: never. jbgpd's own.",
                    (draft, seconds) -> draft.errors.channelErrorWait = seconds),
            Option.<BgpDraft>option(
                    "disable after cease",
                    changes(Effect.LIVE, bgp -> bgp.errors().disableAfterCease()),
                    "[<switch>] | { cease, administrative shutdown, … }",
                    "off",
                    "Stops for good after a Cease with one of these reasons; 'on' is any but connection collision.",
                    (arguments, draft) -> draft.errors.disableAfterCease = ceases(arguments)));

    private BgpErrorRows() {}

    private static Set<Integer> ceases(Arguments arguments) {
        if (!arguments.nextIsBlock()) {
            return arguments.toggle() ? Set.of(0, 1, 2, 3, 4, 5, 6, 8) : Set.of();
        }
        Set<Integer> subcodes = new HashSet<>();
        Arguments list = CommonArguments.list(arguments);
        do {
            subcodes.add(cease(list));
        } while (list.tryPunctuation(","));
        CommonArguments.finish(list);
        return subcodes;
    }

    private static int cease(Arguments list) {
        for (Map.Entry<String, Integer> cease : CEASES.entrySet()) {
            if (list.tryWords(cease.getKey().split(" "))) {
                return cease.getValue();
            }
        }
        throw list.fail("unknown reason of a Cease: expected one of " + String.join(", ", CEASES.keySet()));
    }

    /** What the rows write to; a field that is null was not set. Units as in the model. */
    static final class Draft {
        boolean disableAfterError;
        int channelErrorWait = 120;
        Set<Integer> disableAfterCease = Set.of();

        BgpErrorOptions build() {
            return new BgpErrorOptions(disableAfterError, channelErrorWait, disableAfterCease);
        }
    }
}
