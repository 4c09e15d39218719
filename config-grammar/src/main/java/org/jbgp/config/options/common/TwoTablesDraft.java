package org.jbgp.config.options.common;

import java.util.List;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.base.TableConfig;
import org.jbgp.config.options.argument.Context;
import org.jbgp.config.options.row.StatementApplier;
import org.jbgp.config.source.SourcePosition;

/** A protocol between two tables while its options are read; those of its one channel stand beside its own. */
public abstract class TwoTablesDraft extends ProtocolDraft {
    /** The table at the other end. */
    public TableConfig peer;

    private ChannelDraft main;

    protected TwoTablesDraft(Context context, SourcePosition position) {
        super(context, position);
    }

    /** The protocol's own table, and with it the family of its channel. */
    public final void adoptTable(TableConfig table) {
        IpFamily family = table.family();
        ChannelDraft channel = newChannel(family.keyword(), family);
        if (main != null) {
            channel.adopt(main);
        }
        channel.table = table;
        channels().clear();
        channels().put(channel.name, channel);
    }

    @Override
    public final ChannelDraft mainChannel() {
        main = channels().isEmpty()
                ? super.mainChannel()
                : channels().values().iterator().next();
        return main;
    }

    @Override
    public final List<StatementApplier.Scope<?>> scopes() {
        return List.of(
                own(),
                new StatementApplier.Scope<>(CommonOptions.TABLE, this),
                new StatementApplier.Scope<>(ChannelOptions.TABLE, mainChannel()));
    }

    @Override
    final boolean needsTables() {
        return false;
    }
}
