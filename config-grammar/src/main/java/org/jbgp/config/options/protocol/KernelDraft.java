package org.jbgp.config.options.protocol;

import java.util.Optional;
import org.jbgp.config.model.KernelConfig;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.options.argument.Context;
import org.jbgp.config.options.common.ChannelDraft;
import org.jbgp.config.options.common.ProtocolDraft;
import org.jbgp.config.options.row.StatementApplier;
import org.jbgp.config.source.SourcePosition;

/** A kernel protocol while its options are read. */
public final class KernelDraft extends ProtocolDraft {
    boolean persist;
    KernelConfig.Learn learn = KernelConfig.Learn.OFF;
    int scanTime = 60;
    boolean gracefulRestart;
    int mergePaths;
    KernelConfig.LinkBandwidth linkBandwidth = KernelConfig.LinkBandwidth.OFF;
    long kernelTable = 254;
    long metric;
    boolean deviceRoutes;
    int routeProtocol = KernelConfig.PROTOCOL_BIRD;
    KernelConfig.NextHopObjects nextHopObjects = KernelConfig.NextHopObjects.AUTO;
    int netlinkReceiveBuffer;

    public KernelDraft(Context context, SourcePosition position) {
        super(context, position);
        metric = context.dialect().isFlat() ? 0 : 32;
        deviceRoutes = !context.dialect().isFlat();
    }

    @Override
    protected StatementApplier.Scope<?> own() {
        return new StatementApplier.Scope<>(KernelOptions.TABLE, this);
    }

    @Override
    protected ProtocolConfig finish(ProtocolCommon common) {
        if (channels().isEmpty()) {
            check(true, "protocol kernel '" + common.name() + "' needs a channel: ipv4 { … }; or ipv6 { … };");
        } else {
            checkTables(common.name(), channels().values().iterator().next());
        }
        if (linkBandwidth != KernelConfig.LinkBandwidth.OFF && mergePaths == 0) {
            warn("'link bandwidth' of '" + common.name() + "' weights nothing without 'merge paths'");
        }
        return new KernelConfig(
                common,
                channelConfigs(),
                new KernelConfig.Table(
                        kernelTable, metric, mergePaths, linkBandwidth, nextHopObjects, routeProtocol, deviceRoutes),
                learn,
                persist,
                gracefulRestart,
                scanTime,
                netlinkReceiveBuffer);
    }

    /** A table is served by one protocol, and so are the routes of one protocol number in a table of the kernel. */
    private void checkTables(String name, ChannelDraft channel) {
        Optional<String> sameTable = channel.table == null
                ? Optional.empty()
                : context.firstFor("kernel routes of table " + channel.table.name(), name);
        String kernelRoutes = channel.family.title() + " kernel table " + kernelTable;
        Optional<String> sameKernelTable = context.firstFor(kernelRoutes + " " + routeProtocol, name);
        if (sameTable.isPresent()) {
            error("the kernel protocol '" + sameTable.get() + "' already serves the table '" + channel.table.name()
                    + "'");
        } else if (sameKernelTable.isPresent()) {
            error("the kernel protocol '" + sameKernelTable.get() + "' already serves the " + kernelRoutes
                    + ": give one of them another 'route protocol'");
        }
    }
}
