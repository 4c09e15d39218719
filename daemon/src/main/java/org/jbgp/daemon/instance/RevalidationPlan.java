package org.jbgp.daemon.instance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.daemon.policy.validity.ChangedAuthorizations;
import org.jbgp.daemon.protocol.RouteChoice;
import org.jbgp.daemon.rib.ExportTarget;
import org.jbgp.daemon.rib.Revalidation;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.wire.AddressFamily;

/** What each protocol adds to a {@link Revalidation}. Control thread. */
public final class RevalidationPlan {
    private final ChangedAuthorizations changed;
    private final Set<String> tables;
    private final List<Revalidation.Import> imports = new ArrayList<>();
    private final List<Revalidation.Export> exports = new ArrayList<>();

    RevalidationPlan(ChangedAuthorizations changed) {
        this.changed = changed;
        this.tables = Set.of(changed.table());
    }

    /** Whether the import filter of a channel asks what changed, and is to be run again then. */
    public boolean imports(ChannelConfig channel) {
        return channel.rpkiReload() && concerns(channel) && FilterChanges.asks(channel.importFilter(), tables);
    }

    /** Whether the export filter of a channel asks what changed, and is to be run again then. */
    public boolean exports(ChannelConfig channel) {
        return channel.rpkiReload() && concerns(channel) && FilterChanges.asks(channel.exportFilter(), tables);
    }

    /** Whether another filter of a channel's protocol asks what changed. */
    public boolean asks(ChannelConfig channel, Filter filter) {
        return channel.rpkiReload()
                && concerns(channel)
                && filter.validityTables().stream().anyMatch(tables::contains);
    }

    /** Whether a filter of a channel's protocol over routes of a family asks what changed. */
    public boolean asks(ChannelConfig channel, AddressFamily family, Optional<Filter> filter) {
        return channel.rpkiReload() && changed.kind().concerns(family) && FilterChanges.asks(filter, tables);
    }

    private boolean concerns(ChannelConfig channel) {
        return changed.kind().concerns(Conversions.family(channel.family()));
    }

    /** The routes that the change may matter to. */
    public RouteChoice concerned() {
        return changed::concerns;
    }

    /** Adds a channel that remembers what it received; see {@link Revalidation.Import}. */
    public void addImport(int channel, AddressFamily family, Runnable receiveAgain) {
        imports.add(new Revalidation.Import(channel, family, receiveAgain));
    }

    /** Adds a reader of a table; see {@link Revalidation.Export}. */
    public void addExport(int table, AddressFamily family, Function<Shard, ExportTarget> target) {
        exports.add(new Revalidation.Export(table, family, target));
    }

    /** What all have added, null for nothing. */
    Revalidation result() {
        return imports.isEmpty() && exports.isEmpty() ? null : new Revalidation(changed, imports, exports);
    }
}
