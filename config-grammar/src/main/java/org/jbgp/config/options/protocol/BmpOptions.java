package org.jbgp.config.options.protocol;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.model.BmpConfig;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.options.argument.Arguments;
import org.jbgp.config.options.argument.Context;
import org.jbgp.config.options.common.ProtocolDraft;
import org.jbgp.config.options.row.Change;
import org.jbgp.config.options.row.Effect;
import org.jbgp.config.options.row.Option;
import org.jbgp.config.options.row.OptionTable;
import org.jbgp.config.options.row.StatementApplier;
import org.jbgp.config.source.SourcePosition;

/** The options of {@code protocol bmp}. */
public final class BmpOptions {
    /** Longest text of the MIB-II groups that a BMP Initiation message carries. */
    private static final int LONGEST_TEXT = 255;

    public static final OptionTable<BmpDraft> TABLE = new OptionTable<>(List.of(
            Option.<BmpDraft>option(
                    "local address",
                    changes(Effect.RESTART, bmp -> bmp.localAddress()),
                    "<address>",
                    "the system's choice",
                    "This router's end.",
                    (arguments, draft) -> draft.localAddress = arguments.address()),
            Option.<BmpDraft>option(
                    "station address",
                    changes(Effect.RESTART, bmp -> List.of(bmp.station(), bmp.port())),
                    "ip <address> port <number>",
                    "",
                    "The monitoring station. It must be given.",
                    BmpOptions::station),
            Option.<BmpDraft>option(
                    "system description",
                    changes(Effect.RESTART, bmp -> bmp.system().description()),
                    "<string>",
                    "jbgpd and its version",
                    "What this router says it is.",
                    (arguments, draft) -> draft.systemDescription = Optional.of(text(arguments))),
            Option.<BmpDraft>option(
                    "system name",
                    changes(Effect.RESTART, bmp -> bmp.system().name()),
                    "<string>",
                    "the host name",
                    "What this router says it is called.",
                    (arguments, draft) -> draft.systemName = Optional.of(text(arguments))),
            Option.<BmpDraft>toggle(
                    "monitoring rib in pre_policy",
                    changes(Effect.RESTART, bmp -> bmp.ribs().inPrePolicy()),
                    "off",
                    "Reports routes as they are received.",
                    (draft, on) -> draft.inPrePolicy = on),
            Option.<BmpDraft>toggle(
                    "monitoring rib in post_policy",
                    changes(Effect.RESTART, bmp -> bmp.ribs().inPostPolicy()),
                    "off",
                    "Reports routes as the import filter left them.",
                    (draft, on) -> draft.inPostPolicy = on),
            Option.<BmpDraft>toggle(
                    "monitoring rib local",
                    changes(Effect.RESTART, bmp -> bmp.ribs().local()),
                    "off",
                    "Reports the best routes of each table that BGP uses (RFC 9069). Not in BIRD.",
                    (draft, on) -> draft.local = on),
            Option.<BmpDraft>toggle(
                    "monitoring rib out pre_policy",
                    changes(Effect.RESTART, bmp -> bmp.ribs().outPrePolicy()),
                    "off",
                    "Reports for each neighbor the routes that its export filter is given (RFC 8671). Not in BIRD.",
                    (draft, on) -> draft.outPrePolicy = on),
            Option.<BmpDraft>toggle(
                    "monitoring rib out post_policy",
                    changes(Effect.RESTART, bmp -> bmp.ribs().outPostPolicy()),
                    "off",
                    "Reports the UPDATEs that neighbors are sent (RFC 8671). Not in BIRD.",
                    (draft, on) -> draft.outPostPolicy = on),
            Option.<BmpDraft>toggle(
                    "route mirroring",
                    changes(Effect.RESTART, bmp -> bmp.extras().mirroring()),
                    "off",
                    "Reports malformed UPDATEs as they came (RFC 7854 §6). Not in BIRD.",
                    (draft, on) -> draft.mirroring = on),
            Option.<BmpDraft>option(
                    "statistics period",
                    changes(Effect.RESTART, bmp -> bmp.extras().statisticsPeriod()),
                    "<seconds>",
                    "60",
                    "Between two statistics reports; 0 for none. Not in BIRD.",
                    (arguments, draft) ->
                            draft.statisticsPeriod = (int) arguments.number("statistics period", 0, 86_400)),
            Option.<BmpDraft>option(
                    "tx buffer limit",
                    changes(Effect.LIVE, bmp -> bmp.txBufferLimit()),
                    "<MiB>",
                    "1024",
                    "Most that may wait to be sent. A station that lets more wait is disconnected.",
                    (arguments, draft) -> draft.txBufferLimit = arguments.number("tx buffer limit", 1, 0xffff_ffffL))));

    private BmpOptions() {}

    private static Change changes(Effect effect, Function<BmpConfig, ?> value) {
        return Change.of(BmpConfig.class, effect, value);
    }

    private static void station(Arguments arguments, BmpDraft draft) {
        do {
            if (arguments.choice("ip", "port").equals("ip")) {
                draft.station = arguments.address();
                if (draft.station.isUnspecified()) {
                    throw arguments.failAtLast("the station cannot have the address " + draft.station);
                }
            } else {
                draft.port = (int) arguments.number("a port", 1, 65535);
            }
        } while (!arguments.atEnd());
    }

    private static String text(Arguments arguments) {
        String text = arguments.text();
        if (text.isEmpty() || text.length() > LONGEST_TEXT) {
            throw arguments.failAtLast("the text has from 1 to " + LONGEST_TEXT + " characters");
        }
        return text;
    }

    /** A BMP protocol while its options are read. */
    public static final class BmpDraft extends ProtocolDraft {
        IpAddress localAddress;
        IpAddress station;
        int port;
        Optional<String> systemDescription = Optional.empty();
        Optional<String> systemName = Optional.empty();
        boolean inPrePolicy;
        boolean inPostPolicy;
        boolean local;
        boolean outPrePolicy;
        boolean outPostPolicy;
        boolean mirroring;
        int statisticsPeriod = 60;
        long txBufferLimit = 1024;

        public BmpDraft(Context context, SourcePosition position) {
            super(context, position);
        }

        @Override
        protected StatementApplier.Scope<?> own() {
            return new StatementApplier.Scope<>(TABLE, this);
        }

        @Override
        protected ProtocolConfig finish(ProtocolCommon common) {
            check(
                    station == null || port == 0,
                    "protocol '" + common.name() + "' needs a station: station address ip <address> port <number>;");
            return new BmpConfig(
                    common,
                    Optional.ofNullable(localAddress),
                    station,
                    port,
                    new BmpConfig.SystemText(systemDescription, systemName),
                    new BmpConfig.Ribs(inPrePolicy, inPostPolicy, local, outPrePolicy, outPostPolicy),
                    new BmpConfig.Extras(mirroring, statisticsPeriod),
                    txBufferLimit);
        }
    }
}
