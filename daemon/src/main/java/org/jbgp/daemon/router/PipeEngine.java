package org.jbgp.daemon.router;

import java.util.concurrent.CompletableFuture;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.PipeConfig;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.daemon.advertise.Offer;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouterCommands;
import org.jbgp.daemon.policy.PolicyRun;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;

/** {@code protocol pipe}: two exporters in every shard, one for each direction. */
final class PipeEngine implements LocalInstance.Engine {
    /** Marks carried paths; larger than the identifiers neighbours use in practice, and different for every pipe. */
    private static final int MARK = 0x7F00_0000;

    private final RouterContext context;
    private PipeConfig config;
    private PipeExport[][] exports = new PipeExport[0][];
    private int primary;
    private int secondary;

    PipeEngine(RouterContext context, PipeConfig config) {
        this.context = context;
        this.config = config;
    }

    @Override
    public String type() {
        return "Pipe";
    }

    @Override
    public void start(Assembly assembly) {
        ChannelConfig channel = config.channels().getFirst();
        int number = assembly.channels().of(config.name() + "." + channel.name());
        primary = assembly.tables().of(channel.table()) - 1;
        secondary = assembly.tables().of(config.peerTable()) - 1;
        var importPolicy = assembly.policies().compile(channel.importFilter());
        var exportPolicy = assembly.policies().compile(channel.exportFilter());
        RouteReports trace = RouteReports.of(config.common(), channel);
        PipeExport[][] made = new PipeExport[context.shards().size()][2];
        exports = made;
        context.shards().each(shard -> {
            made[shard.number()][0] = new PipeExport(shard, secondary, number, MARK | number, exportPolicy);
            made[shard.number()][1] = new PipeExport(shard, primary, number, MARK | number, importPolicy);
            made[shard.number()][0].trace(trace, false);
            made[shard.number()][1].trace(trace, true);
            shard.attach(primary, made[shard.number()][0], () -> {});
            shard.attach(secondary, made[shard.number()][1], () -> {});
        });
    }

    @Override
    public CompletableFuture<Void> stop(ProtocolInstance.StopCause cause) {
        PipeExport[][] live = exports;
        return context.shards().all((shard, done) -> {
            PipeExport[] both = live[shard.number()];
            shard.detach(primary, both[0]);
            shard.detach(secondary, both[1]);
            both[0].empty(shard.table(primary).index().limit());
            both[1].empty(shard.table(secondary).index().limit());
            done.run();
        });
    }

    @Override
    public void reconfigure(Assembly assembly, ProtocolConfig next) {
        config = (PipeConfig) next;
        PipeExport[][] live = exports;
        if (live.length == 0) {
            return;
        }
        ChannelConfig channel = config.channels().getFirst();
        var importPolicy = assembly.policies().compile(channel.importFilter());
        var exportPolicy = assembly.policies().compile(channel.exportFilter());
        RouteReports trace = RouteReports.of(config.common(), channel);
        context.shards().each(shard -> {
            live[shard.number()][0].trace(trace, false);
            live[shard.number()][1].trace(trace, true);
            live[shard.number()][0].policy(exportPolicy);
            live[shard.number()][1].policy(importPolicy);
        });
    }

    @Override
    public boolean reload(RouterCommands.Direction direction) {
        PipeExport[][] live = exports;
        context.shards().each(shard -> {
            if (direction != RouterCommands.Direction.IN) {
                shard.refeed(primary, live[shard.number()][0], () -> {});
            }
            if (direction != RouterCommands.Direction.OUT) {
                shard.refeed(secondary, live[shard.number()][1], () -> {});
            }
        });
        return true;
    }

    @Override
    public long exported() {
        return 0;
    }

    @Override
    public Announcements announcements() {
        PipeExport[][] live = exports;
        return live.length == 0
                ? Announcements.NONE
                : new Announcements() {
                    @Override
                    public int told(Shard shard, int table, int prefix, int path) {
                        return shard.table(table).head(prefix) == path
                                ? from(shard, table).told(prefix)
                                : 0;
                    }

                    @Override
                    public Offer offer(Shard shard, TableSlice table, int prefix, int path, PolicyRun run) {
                        return from(shard, table.id()).offer(table, prefix, path, run);
                    }

                    private PipeExport from(Shard shard, int table) {
                        return live[shard.number()][table == primary ? 0 : 1];
                    }
                };
    }

    @Override
    public ProtocolStatus.Details details() {
        return new ProtocolStatus.PipeStatus(
                config.channels().getFirst().table(), config.peerTable(), "up", "up", 0, 0, 0);
    }
}
