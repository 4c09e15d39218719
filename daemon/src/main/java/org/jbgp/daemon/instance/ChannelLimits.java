package org.jbgp.daemon.instance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.Limit;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.daemon.advertise.rules.ExportLimit;
import org.jbgp.daemon.rib.channel.ImportLimits;
import org.jbgp.daemon.rib.channel.ImportRules;
import org.jbgp.daemon.rib.channel.RouteLimit;

/**
 * The limits of one channel, and who watches its routes, while its protocol is up, from one configuration to the next.
 * Changed on the control thread, made where the protocol starts; shards and commands read it.
 */
public final class ChannelLimits {
    private static final Logger log = LogManager.getLogger(ChannelLimits.class);

    private final String protocol;
    private final int number;
    private final Consumer<RouteLimit> stop;
    private volatile ChannelConfig config;
    private volatile RouteReports trace;
    private volatile ImportLimits imports;
    private volatile ExportLimit export;

    /**
     * @param protocol what the channel's protocol is
     * @param number of the channel
     * @param stop called, on any thread, when a limit says that the protocol must restart or stop
     */
    public ChannelLimits(ProtocolCommon protocol, ChannelConfig config, int number, Consumer<RouteLimit> stop) {
        this.protocol = protocol.name();
        this.trace = RouteReports.of(protocol, config);
        this.config = config;
        this.number = number;
        this.stop = stop;
        imports = hasImports(config) ? new ImportLimits(receive(), accepted()) : null;
        export = export();
    }

    /**
     * Other limits for the living channel; unchanged ones stay as they are.
     *
     * @return true if routes are wanted again: a limit on the way in kept some out that it would let in now, or those
     *     the filter rejected are to be kept, and were forgotten
     */
    public boolean change(ProtocolCommon common, ChannelConfig next) {
        trace = RouteReports.of(common, next);
        ChannelConfig former = config;
        config = next;
        ImportLimits before = imports;
        boolean opens = next.importKeepFiltered() && !former.importKeepFiltered();
        opens |= before != null
                && ((keptOut(before.receive()) && wider(former.receiveLimit(), next.receiveLimit()))
                        || (keptOut(before.imports()) && wider(former.importLimit(), next.importLimit())));
        if (!former.receiveLimit().equals(next.receiveLimit())
                || !former.importLimit().equals(next.importLimit())) {
            ImportLimits present = imports;
            if (!hasImports(next)) {
                imports = null;
            } else if (present == null) {
                imports = new ImportLimits(receive(), accepted());
            } else {
                present.change(receive(), accepted());
            }
        }
        if (!former.exportLimit().equals(next.exportLimit())) {
            export = export();
        }
        return opens;
    }

    private static boolean keptOut(RouteLimit limit) {
        return limit != null && limit.isHit() && limit.action() != RouteLimit.Action.WARN;
    }

    private static boolean wider(Optional<Limit> former, Optional<Limit> next) {
        return next.isEmpty()
                || next.get().action() == Limit.Action.WARN
                || former.map(limit -> limit.routes() < next.get().routes()).orElse(false);
    }

    /** True if the two have other limits on a channel. */
    public static boolean differ(ProtocolConfig former, ProtocolConfig next) {
        return !limits(former).equals(limits(next));
    }

    private static List<Optional<Limit>> limits(ProtocolConfig config) {
        return config.channels().stream()
                .flatMap(channel -> Stream.of(channel.receiveLimit(), channel.importLimit(), channel.exportLimit()))
                .toList();
    }

    private static boolean hasImports(ChannelConfig config) {
        return config.receiveLimit().isPresent() || config.importLimit().isPresent();
    }

    /** What the channel's way into its table must obey. */
    public ImportRules importRules() {
        boolean table = config.bgp().map(bgp -> bgp.kept().imported()).orElse(false);
        return config.importKeepFiltered() || table || imports != null || trace != null
                ? new ImportRules(config.importKeepFiltered(), table, imports, trace, null)
                : ImportRules.PLAIN;
    }

    /** Who hears of single routes, null for nobody. */
    public RouteReports trace() {
        return trace;
    }

    /** The limit on what is exported, null for none. */
    public ExportLimit exportLimit() {
        return export;
    }

    /** All routes are about to be received again. */
    public void importAgain() {
        ImportLimits present = imports;
        if (present != null) {
            present.reset();
        }
    }

    /** Another group advertises everything to the neighbor, which counts from the start. */
    public void renewExport() {
        export = export();
    }

    /** All routes are about to be exported again. */
    public void exportAgain() {
        ExportLimit present = export;
        if (present != null) {
            present.limit().reset();
        }
    }

    /** The kinds of limits that were hit. */
    public List<RouteLimit.Kind> hit() {
        List<RouteLimit.Kind> kinds = new ArrayList<>();
        ImportLimits in = imports;
        ExportLimit out = export;
        if (in != null && in.receive() != null && in.receive().isHit()) {
            kinds.add(RouteLimit.Kind.RECEIVE);
        }
        if (in != null && in.imports() != null && in.imports().isHit()) {
            kinds.add(RouteLimit.Kind.IMPORT);
        }
        if (out != null && out.limit().isHit()) {
            kinds.add(RouteLimit.Kind.EXPORT);
        }
        return kinds;
    }

    private RouteLimit receive() {
        return limit(RouteLimit.Kind.RECEIVE, config.receiveLimit());
    }

    private RouteLimit accepted() {
        return limit(RouteLimit.Kind.IMPORT, config.importLimit());
    }

    private ExportLimit export() {
        RouteLimit limit = limit(RouteLimit.Kind.EXPORT, config.exportLimit());
        return limit == null ? null : new ExportLimit(limit, number);
    }

    private RouteLimit limit(RouteLimit.Kind kind, Optional<Limit> configured) {
        return configured
                .map(limit -> new RouteLimit(kind, limit.routes(), action(limit.action()), this::reached))
                .orElse(null);
    }

    private static RouteLimit.Action action(Limit.Action action) {
        return switch (action) {
            case WARN -> RouteLimit.Action.WARN;
            case BLOCK -> RouteLimit.Action.BLOCK;
            case RESTART -> RouteLimit.Action.RESTART;
            case DISABLE -> RouteLimit.Action.DISABLE;
        };
    }

    private void reached(RouteLimit limit) {
        log.warn(
                "Protocol {} hits route {} limit ({}), action: {}",
                protocol,
                lower(limit.kind().name()),
                limit.most(),
                lower(limit.action().name()));
        switch (limit.action()) {
            case WARN, BLOCK -> {
                // Said, and obeyed where routes come by.
            }
            case RESTART, DISABLE -> stop.accept(limit);
        }
    }

    private static String lower(String name) {
        return name.toLowerCase(java.util.Locale.ROOT);
    }
}
