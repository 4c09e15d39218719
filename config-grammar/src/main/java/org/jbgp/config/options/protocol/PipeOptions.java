package org.jbgp.config.options.protocol;

import static org.jbgp.config.options.row.Option.option;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jbgp.config.model.FilterRef;
import org.jbgp.config.model.PipeConfig;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.options.argument.Context;
import org.jbgp.config.options.common.ChannelDraft;
import org.jbgp.config.options.common.TwoTablesDraft;
import org.jbgp.config.options.row.Change;
import org.jbgp.config.options.row.Effect;
import org.jbgp.config.options.row.Option;
import org.jbgp.config.options.row.OptionTable;
import org.jbgp.config.options.row.StatementApplier;
import org.jbgp.config.source.SourcePosition;

/** The options of {@code protocol pipe}; those of its channel stand beside them in every dialect. */
public final class PipeOptions {
    public static final OptionTable<PipeDraft> TABLE = new OptionTable<>(List.of(
            option(
                    "peer table",
                    changes(Effect.RESTART, pipe -> pipe.peerTable()),
                    "<table>",
                    "",
                    "The other table. It must be given.",
                    (arguments, draft) -> draft.peer = arguments.table()),
            option(
                    "table",
                    Change.alias("table"),
                    "<table>",
                    "",
                    "The pipe's own table. It must be given in 2.x.",
                    (arguments, draft) -> draft.adoptTable(arguments.table())),
            option(
                    "max generation",
                    changes(Effect.RESTART, pipe -> pipe.maxGeneration()),
                    "<1 to 254>",
                    "16",
                    "How many pipes a route may pass in a row.",
                    (arguments, draft) -> draft.maxGeneration = (int) arguments.number("max generation", 1, 254)),
            Option.<PipeDraft>option(
                            "mode",
                            Change.NOTHING,
                            "transparent | opaque",
                            "transparent",
                            "Whether routes keep the protocol they come from.",
                            (arguments, draft) -> {
                                if (arguments.choice("transparent", "opaque").equals("opaque")) {
                                    throw arguments.failAtLast(
                                            "'mode opaque' is not supported: pipes are always transparent");
                                }
                            })
                    .onlyOld()));

    private PipeOptions() {}

    private static Change changes(Effect effect, Function<PipeConfig, ?> value) {
        return Change.of(PipeConfig.class, effect, value);
    }

    /** A pipe while its options are read. */
    public static final class PipeDraft extends TwoTablesDraft {
        int maxGeneration = 16;

        public PipeDraft(Context context, SourcePosition position) {
            super(context, position);
        }

        @Override
        protected StatementApplier.Scope<?> own() {
            return new StatementApplier.Scope<>(TABLE, this);
        }

        @Override
        protected ProtocolConfig finish(ProtocolCommon common) {
            ChannelDraft channel = mainChannel();
            String who = "protocol pipe '" + common.name() + "'";
            check(channel.table == null, who + " needs a 'table'");
            check(peer == null, who + " needs a 'peer table'");
            if (channel.table != null && peer != null) {
                if (peer.name().equals(channel.table.name())) {
                    error(who + " leads from the table '" + peer.name() + "' to itself");
                } else if (peer.family() != channel.table.family() || peer.kind() != channel.table.kind()) {
                    error(who + " cannot connect a table of " + channel.table.contents() + " with one of "
                            + peer.contents());
                }
            }
            if (channel.receiveLimit.isPresent()) {
                error(who + " cannot have a 'receive limit'");
            }
            if (channel.importKeepFiltered) {
                error(who + " cannot keep filtered routes");
            }
            FilterRef export = context.dialect().isFlat() ? new FilterRef.None() : new FilterRef.All();
            return new PipeConfig(
                    common,
                    List.of(channel.build(new FilterRef.All(), export, Optional.empty())),
                    peer == null ? "" : peer.name(),
                    maxGeneration);
        }
    }
}
