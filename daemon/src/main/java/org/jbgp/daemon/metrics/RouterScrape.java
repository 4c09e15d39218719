package org.jbgp.daemon.metrics;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jbgp.daemon.control.view.AggregatorStatus;
import org.jbgp.daemon.control.view.BgpStatus;
import org.jbgp.daemon.control.view.BmpStatus;
import org.jbgp.daemon.control.view.ChannelStatus;
import org.jbgp.daemon.control.view.MrtStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RadvStatus;
import org.jbgp.daemon.control.view.RouterMeters;
import org.jbgp.daemon.control.view.RouterStatus;
import org.jbgp.daemon.control.view.RouterView;
import org.jbgp.daemon.control.view.RpkiStatus;

/** Reads the router once a scrape and writes it as Prometheus text. One thread at a time. */
final class RouterScrape implements AutoCloseable {

    private final RouterView view;
    private final RouterMeters meters;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MeterRows rows = new MeterRows(registry);
    private final BfdRows bfd = new BfdRows(rows);
    private final MrtRows mrt = new MrtRows(rows);
    private final ThreadRows threads = new ThreadRows(rows, ManagementFactory.getThreadMXBean());
    private final JvmGcMetrics collections = new JvmGcMetrics();

    RouterScrape(RouterView view, RouterMeters meters) {
        this.view = view;
        this.meters = meters;
        collections.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /** The text of {@code /metrics}. */
    String scrape() {
        rows.begin();
        RouterStatus status = view.status();
        rows.gauge("jbgp.info", "Always 1; the labels say what runs.", 1, "version", status.version());
        rows.gauge(
                "jbgp.graceful.restart.pending",
                "Channels a graceful restart still waits for.",
                status.recovery() == null ? 0 : status.recovery().channels());
        rows.gauge(
                "jbgp.last.reconfiguration.timestamp.seconds",
                "When the running configuration was loaded.",
                status.configured().getEpochSecond());
        List<ProtocolStatus> protocols = view.protocols();
        sessions(protocols);
        for (ProtocolStatus protocol : protocols) {
            protocol(protocol);
        }
        view.bfd().forEach(bfd::write);
        for (RouterMeters.Neighbor neighbor : meters.neighbors()) {
            neighbor(neighbor);
        }
        for (Map.Entry<String, Integer> queue : meters.queueDepths().entrySet()) {
            rows.gauge(
                    "jbgp.queue.depth", "Entries waiting between threads.", queue.getValue(), "queue", queue.getKey());
        }
        kernel(meters.kernel());
        mrt.write(meters.mrtdump());
        memory(meters.memory());
        threads.write();
        rows.end();
        return registry.scrape() + ConvergenceRows.text(meters.convergence());
    }

    private void memory(RouterMeters.Memory memory) {
        String help =
                "Bytes of heap: in use, warned at, the ceiling at which a neighbor is stopped, and the most there is.";
        rows.gauge("jbgp.memory.heap.bytes", help, memory.used(), "kind", "used");
        rows.gauge("jbgp.memory.heap.bytes", help, memory.warning(), "kind", "warning");
        rows.gauge("jbgp.memory.heap.bytes", help, memory.ceiling(), "kind", "ceiling");
        rows.gauge("jbgp.memory.heap.bytes", help, memory.most(), "kind", "most");
        rows.gauge("jbgp.memory.level", "0 all is well, 1 warned, 2 at the ceiling.", memory.level());
    }

    private void sessions(List<ProtocolStatus> protocols) {
        Map<BgpStatus.State, Integer> counts = new EnumMap<>(BgpStatus.State.class);
        for (ProtocolStatus protocol : protocols) {
            if (protocol.details() instanceof BgpStatus bgp) {
                counts.merge(bgp.state(), 1, Integer::sum);
            }
        }
        for (BgpStatus.State state : BgpStatus.State.values()) {
            rows.gauge(
                    "jbgp.bgp.sessions",
                    "BGP neighbors by state.",
                    counts.getOrDefault(state, 0),
                    "state",
                    state.label());
        }
    }

    private void protocol(ProtocolStatus protocol) {
        String name = protocol.name();
        rows.gauge(
                "jbgp.protocol.up",
                "1 when the protocol is up.",
                switch (protocol.state()) {
                    case UP, WAIT, FEED -> 1;
                    case DOWN, START, STOP, FLUSH -> 0;
                },
                "protocol",
                name,
                "type",
                protocol.type());
        for (ChannelStatus channel : protocol.channels()) {
            channel(name, channel);
        }
        if (protocol.details() instanceof BgpStatus bgp) {
            bgp(name, bgp);
        } else if (protocol.details() instanceof MrtStatus dumps) {
            mrt.write(name, dumps);
        } else if (protocol.details() instanceof RadvStatus radv) {
            radv(name, radv);
        } else if (protocol.details() instanceof AggregatorStatus aggregator) {
            aggregator(name, aggregator);
        }
        if (protocol.details() instanceof RpkiStatus rpki) {
            rpki(name, rpki);
        }
        if (protocol.details() instanceof BmpStatus bmp) {
            bmp(name, bmp);
        }
    }

    private void rpki(String name, RpkiStatus rpki) {
        rows.gauge(
                "jbgp.rpki.established",
                "1 while the cache is connected and has said all.",
                rpki.state().equals("Established") ? 1 : 0,
                "protocol",
                name);
        if (rpki.data().age() != null) {
            rows.gauge(
                    "jbgp.rpki.data.age.seconds",
                    "Since the last complete answer of the cache.",
                    rpki.data().age().toMillis() / 1000.0,
                    "protocol",
                    name);
            rows.gauge(
                    "jbgp.rpki.serial",
                    "Serial number of what the cache has said.",
                    rpki.data().serial(),
                    "protocol",
                    name);
        }
        if (rpki.lastError() != null) {
            rows.gauge(
                    "jbgp.rpki.last.error",
                    "Always 1; the label says what went wrong with the cache.",
                    1,
                    "protocol",
                    name,
                    "text",
                    rpki.lastError());
        }
    }

    private void aggregator(String name, AggregatorStatus aggregator) {
        for (AggregatorStatus.Aggregate aggregate : aggregator.aggregates()) {
            String[] tags = {"protocol", name, "prefix", aggregate.prefix()};
            rows.gauge("jbgp.aggregate.up", "1 while the aggregate is in its table.", aggregate.up() ? 1 : 0, tags);
            rows.gauge("jbgp.aggregate.routes", "Routes it is made of.", aggregate.routes(), tags);
        }
    }

    private void radv(String name, RadvStatus radv) {
        for (RadvStatus.Link link : radv.links()) {
            String[] tags = {"protocol", name, "interface", link.interfaceName()};
            rows.gauge(
                    "jbgp.radv.up", "1 when the interface sends and receives.", link.problem() == null ? 1 : 0, tags);
            rows.gauge(
                    "jbgp.radv.routers",
                    "Routers found on the interface.",
                    link.routers().size(),
                    tags);
            RadvStatus.Messages messages = link.messages();
            radvMessages(name, link, "sent", messages.sent());
            radvMessages(name, link, "received", messages.received());
            radvMessages(name, link, "ignored", messages.ignored());
        }
    }

    private void radvMessages(String name, RadvStatus.Link link, String kind, long value) {
        rows.counter(
                "jbgp.radv.messages",
                "Messages of router discovery.",
                value,
                "protocol",
                name,
                "interface",
                link.interfaceName(),
                "kind",
                kind);
    }

    private void bmp(String name, BmpStatus bmp) {
        rows.gauge(
                "jbgp.bmp.established",
                "1 when the BMP station is connected.",
                bmp.connection() == BmpStatus.Connection.ESTABLISHED ? 1 : 0,
                "protocol",
                name);
        rows.gauge(
                "jbgp.bmp.queued.bytes",
                "Bytes that wait to be sent to the BMP station.",
                bmp.traffic().pending(),
                "protocol",
                name);
        rows.counter(
                "jbgp.bmp.sent.bytes",
                "Bytes sent to the BMP station since the protocol started.",
                bmp.traffic().total(),
                "protocol",
                name);
    }

    private void bgp(String name, BgpStatus bgp) {
        BgpStatus.Session session = bgp.session();
        rows.gauge(
                "jbgp.bgp.session.established",
                "1 when the session is established.",
                session == null ? 0 : 1,
                "protocol",
                name,
                "remote_as",
                Long.toString(bgp.neighborAs()));
        rows.gauge(
                "jbgp.bgp.session.uptime.seconds",
                "Age of the session, 0 when it is not established.",
                session == null ? 0 : session.uptime().toMillis() / 1000.0,
                "protocol",
                name);
        if (bgp.drain() != null) {
            rows.gauge(
                    "jbgp.bgp.drain",
                    "Always 1 while the neighbor is drained; the label says how far.",
                    1,
                    "protocol",
                    name,
                    "state",
                    bgp.drain().state().name().toLowerCase(Locale.ROOT));
        }
        if (bgp.lastError().kind() != BgpStatus.LastError.Kind.NONE) {
            rows.gauge(
                    "jbgp.bgp.last.error",
                    "Always 1; the labels say why the last session ended.",
                    1,
                    "protocol",
                    name,
                    "kind",
                    bgp.lastError().kind().name().toLowerCase(Locale.ROOT),
                    "text",
                    bgp.lastError().text());
        }
    }

    private void channel(String protocol, ChannelStatus channel) {
        ChannelStatus.Counts counts = channel.counts();
        prefixes(protocol, channel, "received", counts.imported() + counts.filtered());
        prefixes(protocol, channel, "accepted", counts.imported());
        prefixes(protocol, channel, "best", counts.preferred());
        prefixes(protocol, channel, "advertised", counts.exported());
        prefixes(protocol, channel, "unsent", channel.bgp().unsent());
        if (channel.bgp().disabled() != null) {
            rows.gauge(
                    "jbgp.channel.disabled",
                    "Always 1 while routes of the family are not taken from the neighbor; the label says why.",
                    1,
                    "protocol",
                    protocol,
                    "family",
                    channel.name(),
                    "text",
                    channel.bgp().disabled());
        }
        for (int i = 0; i < channel.bgp().conditions().size(); i++) {
            ChannelStatus.Condition condition = channel.bgp().conditions().get(i);
            String[] tags = {"protocol", protocol, "family", channel.name(), "condition", Integer.toString(i + 1)};
            rows.gauge(
                    "jbgp.condition.holds",
                    "1 while the routes of a `conditional export` are advertised.",
                    condition.holds() ? 1 : 0,
                    tags);
            rows.gauge(
                    "jbgp.condition.matches",
                    "Routes that it looks for and that are there.",
                    condition.matches(),
                    tags);
        }
        ChannelStatus.Changes changes = channel.changes();
        changes(
                protocol,
                channel,
                "import",
                "update",
                "received",
                changes.importUpdates().received());
        changes(
                protocol,
                channel,
                "import",
                "update",
                "rejected",
                changes.importUpdates().rejected());
        changes(
                protocol,
                channel,
                "import",
                "update",
                "filtered",
                changes.importUpdates().filtered());
        changes(
                protocol,
                channel,
                "import",
                "update",
                "accepted",
                changes.importUpdates().accepted());
        changes(
                protocol,
                channel,
                "import",
                "withdraw",
                "received",
                changes.importWithdraws().received());
        changes(
                protocol,
                channel,
                "import",
                "withdraw",
                "accepted",
                changes.importWithdraws().accepted());
        changes(
                protocol,
                channel,
                "export",
                "update",
                "received",
                changes.exportUpdates().received());
        changes(
                protocol,
                channel,
                "export",
                "update",
                "rejected",
                changes.exportUpdates().rejected());
        changes(
                protocol,
                channel,
                "export",
                "update",
                "filtered",
                changes.exportUpdates().filtered());
        changes(
                protocol,
                channel,
                "export",
                "update",
                "accepted",
                changes.exportUpdates().accepted());
        changes(
                protocol,
                channel,
                "export",
                "withdraw",
                "accepted",
                changes.exportWithdraws().accepted());
    }

    private void prefixes(String protocol, ChannelStatus channel, String kind, long value) {
        rows.gauge(
                "jbgp.prefixes",
                "Routes of a channel: received (as far as kept), accepted by the import filter, best of their prefix, advertised, unsent.",
                value,
                "protocol",
                protocol,
                "family",
                channel.name(),
                "kind",
                kind);
    }

    private void changes(
            String protocol, ChannelStatus channel, String direction, String change, String outcome, long value) {
        rows.counter(
                "jbgp.route.changes",
                "Route changes of a channel since its protocol came up.",
                value,
                "protocol",
                protocol,
                "family",
                channel.name(),
                "direction",
                direction,
                "change",
                change,
                "outcome",
                outcome);
    }

    private void neighbor(RouterMeters.Neighbor neighbor) {
        messages(neighbor.protocol(), "in", neighbor.received());
        messages(neighbor.protocol(), "out", neighbor.sent());
        rows.gauge(
                "jbgp.bgp.queued.bytes",
                "Bytes for this neighbor that the kernel has not taken yet.",
                neighbor.queuedBytes(),
                "protocol",
                neighbor.protocol());
        work(neighbor.protocol(), "decode", neighbor.work().decode());
        work(neighbor.protocol(), "import", neighbor.work().importing());
        work(neighbor.protocol(), "export", neighbor.work().exporting());
        rows.counter(
                "jbgp.bgp.sessions.established",
                "Sessions that came up since the neighbor was configured.",
                neighbor.established(),
                "protocol",
                neighbor.protocol());
    }

    private void work(String protocol, String kind, long nanos) {
        rows.counter(
                "jbgp.bgp.work.seconds",
                "Time spent on this neighbor by the threads that carry routes.",
                nanos / 1e9,
                "protocol",
                protocol,
                "kind",
                kind);
    }

    private void messages(String protocol, String direction, RouterMeters.Messages messages) {
        message(protocol, direction, "open", messages.opens());
        message(protocol, direction, "update", messages.updates());
        message(protocol, direction, "notification", messages.notifications());
        message(protocol, direction, "keepalive", messages.keepalives());
        message(protocol, direction, "route_refresh", messages.routeRefreshes());
        rows.counter(
                "jbgp.bgp.message.bytes",
                "Bytes of BGP messages, headers included.",
                messages.bytes(),
                "protocol",
                protocol,
                "direction",
                direction);
    }

    private void message(String protocol, String direction, String type, long value) {
        rows.counter(
                "jbgp.bgp.messages",
                "BGP messages since the neighbor was configured.",
                value,
                "protocol",
                protocol,
                "direction",
                direction,
                "type",
                type);
    }

    private void kernel(RouterMeters.Kernel kernel) {
        operation("add", kernel.added());
        operation("replace", kernel.replaced());
        operation("remove", kernel.removed());
        rows.counter("jbgp.kernel.failures", "Route operations the kernel refused.", kernel.failed());
        rows.gauge("jbgp.kernel.refused", "Routes the kernel refuses at present.", kernel.refusedNow());
    }

    private void operation(String operation, long value) {
        rows.counter("jbgp.kernel.operations", "Route operations on the kernel.", value, "operation", operation);
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
