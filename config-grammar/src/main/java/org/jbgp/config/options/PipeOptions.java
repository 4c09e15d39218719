package org.jbgp.config.options;

import static org.jbgp.config.options.Option.option;

import java.util.List;
import java.util.function.Function;
import org.jbgp.config.model.PipeConfig;
import org.jbgp.config.source.SourcePosition;

/** The options of {@code protocol pipe}; those of its channel stand beside them in every dialect. */
final class PipeOptions {
    static final OptionTable<PipeDraft> TABLE = new OptionTable<>(List.of(
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
            Option.<PipeDraft>option(
                            "max generation",
                            changes(Effect.RESTART, pipe -> pipe.maxGeneration()),
                            "<1 to 254>",
                            "16",
                            "How many pipes a route may pass in a row.",
                            (arguments, draft) ->
                                    draft.maxGeneration = (int) arguments.number("max generation", 1, 254))
                    .loses("the number of pipes in a row is not limited"),
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
    static final class PipeDraft extends TwoTablesDraft {
        int maxGeneration = 16;

        PipeDraft(Context context, SourcePosition position) {
            super(context, position);
        }

        @Override
        StatementApplier.Scope<?> own() {
            return new StatementApplier.Scope<>(TABLE, this);
        }
    }
}
