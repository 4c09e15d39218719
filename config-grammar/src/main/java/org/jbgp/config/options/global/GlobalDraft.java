package org.jbgp.config.options.global;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jbgp.config.base.DebugFlag;
import org.jbgp.config.base.InterfacePattern;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.model.router.ControlSocket;
import org.jbgp.config.model.router.Guard;
import org.jbgp.config.model.router.History;
import org.jbgp.config.model.router.HttpListen;
import org.jbgp.config.model.router.LogTarget;
import org.jbgp.config.model.router.RouterOptions;
import org.jbgp.config.model.router.TimeFormat;
import org.jbgp.config.model.router.TimeFormats;
import org.jbgp.config.options.argument.Context;
import org.jbgp.config.options.common.Reporting;
import org.jbgp.config.source.SourcePosition;

/** What stands outside of protocols, while it is read. */
public final class GlobalDraft {
    final Context context;
    IpAddress routerId;
    List<InterfacePattern> routerIdSources = List.of();
    IpAddress bgpListenAddress;
    int bgpListenPort = 179;
    String hostname;
    int gracefulRestartWait = 240;
    Set<DebugFlag> debugProtocols = Set.of();
    Set<DebugFlag> debugChannels = Set.of();
    Set<DebugFlag> debugTables = Set.of();
    /** Default tables that the file defines, to give them options. */
    final Set<String> definedTables = new HashSet<>();

    int debugCommands;
    String mrtdump;
    Set<DebugFlag> mrtdumpProtocols = Set.of();
    boolean mrtdumpExtended;
    TimeFormat baseTime;
    TimeFormat logTime;
    TimeFormat routeTime;
    TimeFormat protocolTime;
    double watchdogWarning = 5;
    double watchdogTimeout;
    boolean latency;
    double latencyLimit = 1;
    int threads;
    final Map<String, Integer> threadGroups = new HashMap<>();
    HttpListen http;
    GuardOptions.GuardDraft guard;
    HistoryOptions.HistoryDraft history;
    final List<ControlSocket> controlSockets = new ArrayList<>();
    final List<LogTarget> logs = new ArrayList<>();
    final Map<String, SourcePosition> logPlaces = new HashMap<>();

    public GlobalDraft(Context context) {
        this.context = context;
        boolean flat = context.dialect().isFlat();
        baseTime = GlobalOptions.isoLong(flat ? "" : ".%3f");
        logTime = baseTime;
        routeTime = GlobalOptions.isoShort(flat ? "" : ".%3f");
        protocolTime = routeTime;
    }

    /** For tables from here on, and for the default tables as long as the file does not define them. */
    void debugTables(Set<DebugFlag> flags) {
        debugTables = flags;
        context.tables()
                .replaceAll((name, table) ->
                        Optional.of("default table").equals(context.kindOf(name)) && !definedTables.contains(name)
                                ? table.reporting(flags)
                                : table);
    }

    /** Whether the file says what the router id is. */
    public boolean hasRouterId() {
        return routerId != null || !routerIdSources.isEmpty();
    }

    /** What protocols and channels report unless they say otherwise. */
    public Reporting reporting() {
        return new Reporting(debugProtocols, debugChannels, mrtdumpProtocols);
    }

    /** Where messages go. */
    public List<LogTarget> logs() {
        return logs;
    }

    /** Where the files of {@link #logs} are named, by what {@link LogTarget.File#place} calls them. */
    public Map<String, SourcePosition> logPlaces() {
        return logPlaces;
    }

    /** Reports what names protocols that are not there. */
    public void check(Set<String> protocols) {
        if (guard != null) {
            guard.check(context, protocols);
        }
    }

    /** The options outside of protocols that are no definitions. */
    public RouterOptions build() {
        return new RouterOptions(
                new RouterOptions.RouterId(Optional.ofNullable(routerId), routerIdSources),
                new RouterOptions.BgpListen(Optional.ofNullable(bgpListenAddress), bgpListenPort),
                Optional.ofNullable(hostname),
                new RouterOptions.Safeguards(gracefulRestartWait, guard == null ? Guard.NONE : guard.build()),
                new RouterOptions.Reports(
                        debugProtocols,
                        debugCommands,
                        new RouterOptions.Mrtdump(Optional.ofNullable(mrtdump), mrtdumpProtocols, mrtdumpExtended),
                        new RouterOptions.Stalls(watchdogWarning, watchdogTimeout, latency, latencyLimit),
                        history == null ? History.OFF : history.build()),
                new TimeFormats(baseTime, logTime, routeTime, protocolTime),
                threads,
                new RouterOptions.Services(Optional.ofNullable(http), controlSockets));
    }
}
