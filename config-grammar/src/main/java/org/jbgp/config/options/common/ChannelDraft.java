package org.jbgp.config.options.common;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jbgp.config.base.DebugFlag;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.base.TableConfig;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.FilterRef;
import org.jbgp.config.model.Limit;
import org.jbgp.config.model.bgp.BgpChannelOptions;
import org.jbgp.config.source.SourcePosition;

/** A channel while its options are read; a field that is null was not set. */
public class ChannelDraft {
    public final String name;
    public final IpFamily family;
    public boolean openedHere = true;
    public TableConfig table;
    public FilterRef importFilter;
    public FilterRef exportFilter;
    IpPrefix exportPrefix;
    SourcePosition exportPrefixPosition;
    public Integer preference;
    public boolean importKeepFiltered;
    public boolean rpkiReload = true;
    public Optional<Limit> receiveLimit = Optional.empty();
    public Optional<Limit> importLimit = Optional.empty();
    public Optional<Limit> exportLimit = Optional.empty();
    public Set<DebugFlag> debug;

    public ChannelDraft(String name, IpFamily family) {
        this.name = name;
        this.family = family;
    }

    /** What its table must hold. */
    public TableConfig.Kind kind() {
        return switch (name) {
            case "roa4", "roa6" -> TableConfig.Kind.ROA;
            case "aspa" -> TableConfig.Kind.ASPA;
            default -> TableConfig.Kind.ROUTES;
        };
    }

    /** Takes over what was said before the table, and so this channel, was named. */
    public void adopt(ChannelDraft earlier) {
        importFilter = earlier.importFilter;
        exportFilter = earlier.exportFilter;
        exportPrefix = earlier.exportPrefix;
        exportPrefixPosition = earlier.exportPrefixPosition;
        preference = earlier.preference;
        importKeepFiltered = earlier.importKeepFiltered;
        rpkiReload = earlier.rpkiReload;
        receiveLimit = earlier.receiveLimit;
        importLimit = earlier.importLimit;
        exportLimit = earlier.exportLimit;
    }

    public ChannelConfig build(FilterRef defaultImport, FilterRef defaultExport, Optional<BgpChannelOptions> bgp) {
        FilterRef exports = exportFilter == null ? defaultExport : exportFilter;
        return new ChannelConfig(
                name,
                family,
                table == null ? "" : table.name(),
                new ChannelConfig.Filters(
                        importFilter == null ? defaultImport : importFilter,
                        exportPrefix == null ? exports : exports.within(exportPrefixPosition, exportPrefix),
                        importKeepFiltered,
                        rpkiReload),
                preference == null ? OptionalInt.empty() : OptionalInt.of(preference),
                new ChannelConfig.Limits(receiveLimit, importLimit, exportLimit),
                debug == null ? Set.of() : debug,
                bgp);
    }
}
