package org.jbgp.config.options;

import static org.jbgp.config.options.Option.option;

import java.util.List;
import org.jbgp.config.SourcePosition;
import org.jbgp.config.model.TableConfig;

/** The options of {@code protocol pipe}; those of its channel stand beside them in every dialect. */
final class PipeOptions {
    static final OptionTable<PipeDraft> TABLE = new OptionTable<>(List.of(
            option(
                    "peer table",
                    "<table>",
                    "",
                    "The other table. It must be given.",
                    (arguments, draft) -> draft.peer = arguments.table()),
            option("table", "<table>", "", "The pipe's own table. It must be given in 2.x.", (arguments, draft) -> {
                TableConfig table = arguments.table();
                draft.channels.clear();
                ChannelDraft channel = new ChannelDraft(table.family().keyword(), table.family());
                if (draft.main != null) {
                    channel.adopt(draft.main);
                }
                channel.table = table;
                draft.channels.put(channel.name, channel);
            }),
            Option.<PipeDraft>option(
                            "max generation",
                            "<1 to 254>",
                            "16",
                            "How many pipes a route may pass in a row.",
                            (arguments, draft) ->
                                    draft.maxGeneration = (int) arguments.number("max generation", 1, 254))
                    .loses("the number of pipes in a row is not limited"),
            Option.<PipeDraft>option(
                            "mode",
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

    /** A pipe while its options are read. */
    static final class PipeDraft extends ProtocolDraft {
        TableConfig peer;
        int maxGeneration = 16;

        PipeDraft(Context context, SourcePosition position) {
            super(context, position);
        }

        private ChannelDraft main;

        @Override
        ChannelDraft mainChannel() {
            main = channels.isEmpty()
                    ? super.mainChannel()
                    : channels.values().iterator().next();
            return main;
        }

        @Override
        List<StatementApplier.Scope<?>> scopes() {
            return List.of(
                    new StatementApplier.Scope<>(TABLE, this),
                    new StatementApplier.Scope<>(CommonOptions.TABLE, this),
                    new StatementApplier.Scope<>(ChannelOptions.TABLE, mainChannel()));
        }
    }
}
