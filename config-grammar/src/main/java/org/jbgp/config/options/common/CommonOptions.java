package org.jbgp.config.options.common;

import static org.jbgp.config.options.row.Option.option;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.Vrf;
import org.jbgp.config.options.argument.Arguments;
import org.jbgp.config.options.argument.CommonArguments;
import org.jbgp.config.options.row.Change;
import org.jbgp.config.options.row.Effect;
import org.jbgp.config.options.row.Option;
import org.jbgp.config.options.row.OptionTable;

/** The options every protocol has. */
public final class CommonOptions {
    public static final OptionTable<ProtocolDraft> TABLE = new OptionTable<>(List.of(
            option(
                    "disabled",
                    changes(Effect.DISABLED, common -> common.disabled()),
                    "[<switch>]",
                    "off",
                    "Does not start the protocol until it is enabled by command.",
                    (arguments, draft) -> draft.disabled = arguments.toggle()),
            option(
                    "debug",
                    changes(Effect.LIVE, common -> common.debug()),
                    "all | off | { states, routes, filters, interfaces, events, packets }",
                    "debug protocols",
                    "What the protocol reports to the log, in class 'trace'.",
                    (arguments, draft) -> draft.debug = CommonArguments.debug(arguments)),
            Option.<ProtocolDraft>option(
                    "mrtdump",
                    changes(Effect.LIVE, common -> common.mrtdump()),
                    "all | off | { states, messages }",
                    "off",
                    "What the protocol writes to the MRT dump file.",
                    (arguments, draft) -> draft.mrtdump = CommonArguments.mrtdump(arguments)),
            option(
                    "router id",
                    changes(Effect.RESTART, common -> common.routerId()),
                    "<number> | <IPv4 address>",
                    "the global router id",
                    "The router id of this protocol.",
                    (arguments, draft) -> draft.routerId = arguments.quad()),
            option(
                    "description",
                    changes(Effect.LIVE, common -> common.description()),
                    "<string>",
                    "",
                    "A text shown by 'show protocols all'.",
                    (arguments, draft) -> draft.description = arguments.text()),
            Option.<ProtocolDraft>option(
                            "hostname",
                            changes(Effect.RESTART, common -> common.hostname()),
                            "<string>",
                            "the global host name",
                            "The host name advertised to neighbors.",
                            (arguments, draft) -> draft.hostname = arguments.text())
                    .onlyNew(),
            Option.<ProtocolDraft>option(
                            "thread group",
                            Change.NOTHING,
                            "<name>",
                            "worker",
                            "Threads the protocol runs on (3.x); in jbgpd all threads serve all protocols.",
                            (arguments, draft) -> arguments.name("thread group"))
                    .onlyNew(),
            Option.<ProtocolDraft>option(
                            "restart time limit",
                            changes(Effect.LIVE, common -> common.life().restartLimit()),
                            "<time>",
                            "none; in 3.x 5 s",
                            "A limit with action restart that is hit again so soon disables the protocol (3.x).",
                            CommonOptions::restartLimit)
                    .onlyNew(),
            Option.<ProtocolDraft>option(
                            "restart time",
                            Change.alias("restart time limit"),
                            "<time>",
                            "none; in 3.x 5 s",
                            "The same: BIRD documents the longer name, and reads this one.",
                            CommonOptions::restartLimit)
                    .onlyNew(),
            option(
                    "vrf",
                    changes(Effect.RESTART, common -> common.vrf()),
                    "<string> | default",
                    "any",
                    "The VRF the protocol works in: its interfaces only, sockets bound to its device.",
                    (arguments, draft) ->
                            draft.vrf = arguments.tryWords("default") ? Vrf.DEFAULT : Vrf.of(device(arguments)))));

    /** IFNAMSIZ of linux/if.h, with the zero that ends a name. */
    private static final int LONGEST_DEVICE = 15;

    private CommonOptions() {}

    private static String device(Arguments arguments) {
        String name = arguments.text();
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > LONGEST_DEVICE) {
            throw arguments.failAtLast("the name of a VRF device has from 1 to 15 bytes");
        }
        return name;
    }

    private static void restartLimit(Arguments arguments, ProtocolDraft draft) {
        draft.restartLimit = Duration.ofNanos(Math.round(arguments.time("restart time limit") * 1e9));
    }

    private static Change changes(Effect effect, Function<ProtocolCommon, ?> value) {
        return Change.of(ProtocolConfig.class, effect, protocol -> value.apply(protocol.common()));
    }
}
