package org.jbgp.config.options;

import java.util.List;
import org.jbgp.config.model.KernelConfig;
import org.jbgp.config.source.SourcePosition;

/** A kernel protocol while its options are read. */
final class KernelDraft extends ProtocolDraft {
    boolean persist;
    KernelConfig.Learn learn = KernelConfig.Learn.OFF;
    int scanTime = 60;
    boolean gracefulRestart;
    int mergePaths;
    long kernelTable = 254;
    long metric;
    KernelConfig.NextHopObjects nextHopObjects = KernelConfig.NextHopObjects.AUTO;
    int netlinkReceiveBuffer;

    KernelDraft(Context context, SourcePosition position) {
        super(context, position);
        metric = context.dialect().isFlat() ? 0 : 32;
    }

    @Override
    List<StatementApplier.Scope<?>> scopes() {
        return List.of(
                new StatementApplier.Scope<>(KernelOptions.TABLE, this),
                new StatementApplier.Scope<>(CommonOptions.TABLE, this));
    }
}
