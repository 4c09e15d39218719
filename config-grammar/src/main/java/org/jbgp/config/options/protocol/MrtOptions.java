package org.jbgp.config.options.protocol;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jbgp.config.model.FilterRef;
import org.jbgp.config.model.MrtConfig;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.options.argument.CommonArguments;
import org.jbgp.config.options.argument.Context;
import org.jbgp.config.options.common.ProtocolDraft;
import org.jbgp.config.options.row.Change;
import org.jbgp.config.options.row.Effect;
import org.jbgp.config.options.row.Option;
import org.jbgp.config.options.row.OptionTable;
import org.jbgp.config.options.row.StatementApplier;
import org.jbgp.config.source.SourcePosition;

/** The options of {@code protocol mrt}. */
public final class MrtOptions {
    public static final OptionTable<MrtDraft> TABLE = new OptionTable<>(List.of(
            Option.<MrtDraft>option(
                    "table",
                    changes(Effect.LIVE, mrt -> List.of(mrt.table(), mrt.tablePattern())),
                    "<table> | <string>",
                    "",
                    "The table to dump, or a pattern of the names of several. It must be given.",
                    (arguments, draft) -> {
                        if (arguments.nextIsText()) {
                            draft.tablePattern = arguments.text();
                            draft.table = null;
                        } else {
                            draft.table = arguments.dumpedTable().name();
                            draft.tablePattern = null;
                        }
                    }),
            Option.<MrtDraft>option(
                    "filter",
                    changes(Effect.LIVE, mrt -> mrt.filter().meaning()),
                    "<name> | { … }",
                    "all routes",
                    "Which routes are dumped.",
                    (arguments, draft) -> draft.filter = CommonArguments.filter(arguments)),
            Option.<MrtDraft>option(
                    "where",
                    Change.alias("filter"),
                    "<condition>",
                    "all routes",
                    "Which routes are dumped.",
                    (arguments, draft) -> draft.filter = CommonArguments.filter(arguments)),
            Option.<MrtDraft>option(
                    "filename",
                    changes(Effect.LIVE, mrt -> mrt.filename()),
                    "<string>",
                    "",
                    "The file: a pattern as of strftime, with %N for the table. It must be given.",
                    (arguments, draft) -> draft.filename = arguments.text()),
            Option.<MrtDraft>option(
                    "period",
                    changes(Effect.LIVE, mrt -> mrt.period()),
                    "<seconds>",
                    "",
                    "Time between dumps. It must be given.",
                    (arguments, draft) -> draft.period = arguments.number("period", 1, 0xffff_ffffL)),
            Option.<MrtDraft>toggle(
                    "always add path",
                    changes(Effect.LIVE, mrt -> mrt.alwaysAddPath()),
                    "off",
                    "Writes the ADD-PATH form of all records (RFC 8050).",
                    (draft, on) -> draft.alwaysAddPath = on)));

    private MrtOptions() {}

    private static Change changes(Effect effect, Function<MrtConfig, ?> value) {
        return Change.of(MrtConfig.class, effect, value);
    }

    /** An MRT protocol while its options are read. */
    public static final class MrtDraft extends ProtocolDraft {
        String table;
        String tablePattern;
        FilterRef filter = new FilterRef.All();
        String filename;
        long period;
        boolean alwaysAddPath;

        public MrtDraft(Context context, SourcePosition position) {
            super(context, position);
        }

        @Override
        protected StatementApplier.Scope<?> own() {
            return new StatementApplier.Scope<>(TABLE, this);
        }

        @Override
        protected ProtocolConfig finish(ProtocolCommon common) {
            String who = "protocol '" + common.name() + "'";
            check(table == null && tablePattern == null, who + " needs a 'table'");
            check(filename == null, who + " needs a 'filename'");
            check(period == 0, who + " needs a 'period'");
            return new MrtConfig(
                    common,
                    Optional.ofNullable(table),
                    Optional.ofNullable(tablePattern),
                    filter,
                    filename == null ? "" : filename,
                    period,
                    alwaysAddPath);
        }
    }
}
