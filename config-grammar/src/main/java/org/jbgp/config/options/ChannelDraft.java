package org.jbgp.config.options;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jbgp.config.base.DebugFlag;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.base.TableConfig;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.FilterRef;
import org.jbgp.config.model.Limit;
import org.jbgp.config.model.bgp.BgpChannelOptions;

/** A channel while its options are read; a field that is null was not set. */
final class ChannelDraft {
    final String name;
    final IpFamily family;
    boolean openedHere = true;
    TableConfig table;
    FilterRef importFilter;
    FilterRef exportFilter;
    Integer preference;
    boolean importKeepFiltered;
    Optional<Limit> receiveLimit = Optional.empty();
    Optional<Limit> importLimit = Optional.empty();
    Optional<Limit> exportLimit = Optional.empty();
    Set<DebugFlag> debug;

    // BGP only
    boolean mandatory;
    BgpChannelOptions.NextHopScope nextHopSelf = BgpChannelOptions.NextHopScope.DEFAULT;
    BgpChannelOptions.NextHopScope nextHopKeep = BgpChannelOptions.NextHopScope.DEFAULT;
    IpAddress nextHopAddress;
    BgpChannelOptions.NextHopPreference nextHopPrefer = BgpChannelOptions.NextHopPreference.DEFAULT;
    BgpChannelOptions.LinkLocalFormat linkLocalFormat = BgpChannelOptions.LinkLocalFormat.NATIVE;
    boolean extendedNextHop;
    BgpChannelOptions.Gateway gateway;
    TableConfig igpTable;
    BgpChannelOptions.AddPaths addPaths = BgpChannelOptions.AddPaths.OFF;
    boolean secondary;
    Boolean gracefulRestart;
    Boolean longLivedGracefulRestart;
    long longLivedStaleTime = -1;
    long minLongLivedStaleTime = -1;
    long maxLongLivedStaleTime = -1;
    boolean requireAddPaths;
    boolean requireExtendedNextHop;
    boolean importTable;
    boolean exportTable;
    BgpChannelOptions.Aigp aigp;
    long cost;

    ChannelDraft(String name, IpFamily family) {
        this.name = name;
        this.family = family;
    }

    /** Takes over what was said before the table, and so this channel, was named. */
    void adopt(ChannelDraft earlier) {
        importFilter = earlier.importFilter;
        exportFilter = earlier.exportFilter;
        preference = earlier.preference;
        importKeepFiltered = earlier.importKeepFiltered;
        receiveLimit = earlier.receiveLimit;
        importLimit = earlier.importLimit;
        exportLimit = earlier.exportLimit;
    }

    ChannelConfig build(FilterRef defaultImport, FilterRef defaultExport, Optional<BgpChannelOptions> bgp) {
        return new ChannelConfig(
                name,
                family,
                table == null ? "" : table.name(),
                importFilter == null ? defaultImport : importFilter,
                exportFilter == null ? defaultExport : exportFilter,
                preference == null ? OptionalInt.empty() : OptionalInt.of(preference),
                importKeepFiltered,
                receiveLimit,
                importLimit,
                exportLimit,
                debug == null ? Set.of() : debug,
                bgp);
    }
}
