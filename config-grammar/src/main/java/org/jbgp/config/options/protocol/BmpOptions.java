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
import org.jbgp.config.options.common.CommonOptions;
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
                            (arguments, draft) -> draft.localAddress = arguments.address())
                    .later(),
            Option.<BmpDraft>option(
                            "station address",
                            changes(Effect.RESTART, bmp -> List.of(bmp.station(), bmp.port())),
                            "ip <address> port <number>",
                            "",
                            "The monitoring station. It must be given.",
                            BmpOptions::station)
                    .later(),
            Option.<BmpDraft>option(
                            "system description",
                            changes(Effect.RESTART, bmp -> bmp.system().description()),
                            "<string>",
                            "Not defined",
                            "What this router says it is.",
                            (arguments, draft) -> draft.systemDescription = text(arguments))
                    .later(),
            Option.<BmpDraft>option(
                            "system name",
                            changes(Effect.RESTART, bmp -> bmp.system().name()),
                            "<string>",
                            "Not defined",
                            "What this router says it is called.",
                            (arguments, draft) -> draft.systemName = text(arguments))
                    .later(),
            Option.<BmpDraft>toggle(
                            "monitoring rib in pre_policy",
                            changes(Effect.RESTART, bmp -> bmp.prePolicy()),
                            "off",
                            "Reports routes as they are received.",
                            (draft, on) -> draft.prePolicy = on)
                    .later(),
            Option.<BmpDraft>toggle(
                            "monitoring rib in post_policy",
                            changes(Effect.RESTART, bmp -> bmp.postPolicy()),
                            "off",
                            "Reports routes as the import filter left them.",
                            (draft, on) -> draft.postPolicy = on)
                    .later(),
            Option.<BmpDraft>option(
                            "tx buffer limit",
                            changes(Effect.RESTART, bmp -> bmp.txBufferLimit()),
                            "<MiB>",
                            "1024",
                            "Most that may wait to be sent.",
                            (arguments, draft) ->
                                    draft.txBufferLimit = arguments.number("tx buffer limit", 1, 0xffff_ffffL))
                    .later()));

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
        String systemDescription = "Not defined";
        String systemName = "Not defined";
        boolean prePolicy;
        boolean postPolicy;
        long txBufferLimit = 1024;

        public BmpDraft(Context context, SourcePosition position) {
            super(context, position);
        }

        @Override
        public List<StatementApplier.Scope<?>> scopes() {
            return List.of(
                    new StatementApplier.Scope<>(TABLE, this), new StatementApplier.Scope<>(CommonOptions.TABLE, this));
        }

        @Override
        protected ProtocolConfig finish(ProtocolCommon common) {
            check(
                    station == null || port == 0,
                    "protocol '" + common.name() + "' needs a station: station address ip <address> port <number>;");
            warnUnbuilt(common, "jbgpd reports to no BMP station yet");
            return new BmpConfig(
                    common,
                    Optional.ofNullable(localAddress),
                    station,
                    port,
                    new BmpConfig.SystemText(systemDescription, systemName),
                    prePolicy,
                    postPolicy,
                    txBufferLimit);
        }
    }
}
