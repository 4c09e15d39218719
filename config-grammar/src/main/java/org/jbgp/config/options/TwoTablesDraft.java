package org.jbgp.config.options;

import java.util.List;
import org.jbgp.config.base.TableConfig;
import org.jbgp.config.source.SourcePosition;

/** A protocol between two tables while its options are read; those of its one channel stand beside its own. */
abstract class TwoTablesDraft extends ProtocolDraft {
    /** The table at the other end. */
    TableConfig peer;

    private ChannelDraft main;

    TwoTablesDraft(Context context, SourcePosition position) {
        super(context, position);
    }

    /** Its own options. */
    abstract StatementApplier.Scope<?> own();

    /** The protocol's own table, and with it the family of its channel. */
    final void adoptTable(TableConfig table) {
        ChannelDraft channel = new ChannelDraft(table.family().keyword(), table.family());
        if (main != null) {
            channel.adopt(main);
        }
        channel.table = table;
        channels.clear();
        channels.put(channel.name, channel);
    }

    @Override
    final ChannelDraft mainChannel() {
        main = channels.isEmpty()
                ? super.mainChannel()
                : channels.values().iterator().next();
        return main;
    }

    @Override
    final List<StatementApplier.Scope<?>> scopes() {
        return List.of(
                own(),
                new StatementApplier.Scope<>(CommonOptions.TABLE, this),
                new StatementApplier.Scope<>(ChannelOptions.TABLE, mainChannel()));
    }
}
