package org.jbgp.daemon.glass;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jbgp.config.base.IpAddress;
import org.jbgp.daemon.control.layout.Json;
import org.jbgp.daemon.control.layout.JsonLayout;
import org.jbgp.daemon.control.layout.ProtocolText;
import org.jbgp.daemon.control.view.BgpStatus;
import org.jbgp.daemon.control.view.ChannelStatus;
import org.jbgp.daemon.control.view.MrtStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouteExplanation;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.control.view.RouteTables;
import org.jbgp.daemon.control.view.RouterLoad;
import org.jbgp.daemon.control.view.RouterStatus;
import org.jbgp.daemon.http.HttpPage;
import org.jbgp.daemon.http.HttpParts;
import org.jbgp.daemon.http.HttpQuery;
import org.jbgp.daemon.http.HttpRefusal;
import org.jbgp.daemon.http.HttpSite;

/** What the page shows, as JSON under {@code /api/} ({@code docs/reference/looking-glass.md}). */
final class GlassApi implements HttpSite {
    static final String JSON = "application/json; charset=utf-8";
    /** No page of others may take it in. */
    static final Map<String, String> HEADERS = Map.of("Cross-Origin-Resource-Policy", "same-origin");

    /** Going through a table, or filters, counts as so many requests. */
    static final int DEAR = 5;

    private static final long STANDARD_LIMIT = 100;
    private static final long MOST_ROUTES = 1000;
    private static final long MOST_OFFSET = 10_000_000;

    /** Prefixes a part. */
    private static final int PART = 64;

    /** Prefixes a part, if the filter runs once more for each route. */
    private static final int FILTERED_PART = 2;

    private final RouterLookup lookup;
    private final DaySamples samples;

    GlassApi(RouterLookup lookup, DaySamples samples) {
        this.lookup = lookup;
        this.samples = samples;
    }

    @Override
    public String paths() {
        return "/api/status";
    }

    @Override
    public Optional<Entry> find(HttpQuery query) {
        if (!query.path().startsWith("/api/")) {
            return Optional.empty();
        }
        try {
            return Optional.of(entry(query, query.steps()));
        } catch (HttpRefusal e) {
            // As a page, so that whoever may not ask at all is refused for that reason instead.
            return Optional.of(cheap(() -> {
                throw e;
            }));
        }
    }

    private Entry entry(HttpQuery query, List<String> steps) {
        return switch (steps.size() == 2 ? steps.get(1) : steps.size() == 3 ? steps.get(1) + "/" : "") {
            case "status" -> cheap(this::status);
            case "neighbors" -> cheap(this::neighbors);
            case "plot" -> cheap(this::plot);
            case "protocol/" -> cheap(() -> shown(lookup.protocol(steps.get(2))));
            case "prefix" -> dear(() -> whole(() -> prefix(query)));
            case "explain" -> dear(() -> whole(() -> explain(query)));
            case "history" -> dear(() -> whole(() -> past().history(prefixOrAll(query), protocolOrAll(query))));
            case "rejected" -> dear(() -> whole(() -> past().rejected(prefixOrAll(query), protocolOrAll(query))));
            case "routes/" -> dear(() -> routes(steps.get(2), query));
            default ->
                throw new HttpRefusal(
                        404,
                        "nothing here; there are status, neighbors, plot, protocol/NAME, prefix, explain, history,"
                                + " rejected and routes/NAME");
        };
    }

    private static Entry cheap(Supplier<Object> value) {
        return new Entry(() -> answered(() -> whole(value)), 1);
    }

    private static Entry dear(Supplier<HttpPage> page) {
        return new Entry(() -> answered(page), DEAR);
    }

    private static HttpPage whole(Supplier<Object> value) {
        return HttpPage.of(200, JSON, Json.text(value.get()) + "\n").with(HEADERS);
    }

    private static HttpPage answered(Supplier<HttpPage> page) {
        try {
            return page.get();
        } catch (HttpRefusal e) {
            return HttpPage.of(e.status(), JSON, Json.text(Map.of("error", e.getMessage())) + "\n")
                    .with(HEADERS);
        }
    }

    private Object status() {
        RouterStatus status = lookup.view().status();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("version", status.version());
        object.put("router_id", IpAddress.ipv4(status.routerId()).toString());
        object.put("hostname", status.hostname());
        object.put("now", status.now());
        object.put("booted", status.booted());
        object.put("configured", status.configured());
        object.put("phase", status.phase());
        object.put(
                "tables",
                lookup.tables().tables().stream()
                        .filter(RouteTables.Table::holdsRoutes)
                        .map(RouteTables.Table::name)
                        .toList());
        return object;
    }

    /** Where files lie is nothing for the world. */
    private static ProtocolStatus shown(ProtocolStatus protocol) {
        if (!(protocol.details() instanceof MrtStatus mrt)) {
            return protocol;
        }
        return new ProtocolStatus(
                protocol.name(),
                protocol.type(),
                protocol.life(),
                protocol.notes(),
                protocol.channels(),
                new MrtStatus(
                        mrt.tables(),
                        mrt.file().substring(mrt.file().lastIndexOf('/') + 1),
                        mrt.period(),
                        mrt.running(),
                        mrt.dumps(),
                        mrt.failures(),
                        mrt.last(),
                        mrt.problem() == null ? null : "the last dump failed; show protocols says why"));
    }

    private Object neighbors() {
        Map<String, RouterLoad.Updates> updates = lookup.view().load().neighbors().stream()
                .collect(Collectors.toMap(
                        RouterLoad.Neighbor::protocol, RouterLoad.Neighbor::updates, (one, other) -> other));
        return lookup.view().protocols().stream()
                .filter(each -> each.details() instanceof BgpStatus)
                .map(each -> neighbor(each, (BgpStatus) each.details(), updates.get(each.name())))
                .toList();
    }

    private static Object neighbor(ProtocolStatus protocol, BgpStatus bgp, RouterLoad.Updates updates) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", protocol.name());
        object.put("description", protocol.description());
        object.put("message", protocol.message());
        object.put("address", bgp.neighborAddress());
        object.put("range", bgp.neighborRange());
        object.put("interface", bgp.neighborInterface());
        object.put("as", bgp.neighborAs());
        object.put("local_as", bgp.localAs());
        object.put("state", bgp.state().label());
        object.put("enabled", protocol.enabled());
        object.put("changed", protocol.changed());
        String error = ProtocolText.error(bgp);
        object.put("last_error", error.isEmpty() ? null : error);
        object.put("updates_received", updates == null ? 0 : updates.received());
        object.put("updates_sent", updates == null ? 0 : updates.sent());
        object.put(
                "channels", protocol.channels().stream().map(GlassApi::channel).toList());
        return object;
    }

    private static Object channel(ChannelStatus channel) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", channel.name());
        object.put("state", channel.state());
        object.put("table", channel.table());
        object.put("import_filter", channel.setup().importFilter());
        object.put("export_filter", channel.setup().exportFilter());
        object.put("keeps_filtered", channel.setup().keepsFiltered());
        object.put("imported", channel.counts().imported());
        object.put("filtered", channel.counts().filtered());
        object.put("exported", channel.counts().exported());
        object.put("preferred", channel.counts().preferred());
        return object;
    }

    private Object plot() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("interval", samples.interval());
        object.put("most", DaySamples.MOST);
        object.put("columns", DaySamples.COLUMNS);
        object.put("samples", samples.samples());
        return object;
    }

    private static RouteQuery.Prefix asked(HttpQuery query) {
        return RouterLookup.prefix(query.parameter("prefix")
                .orElseThrow(() -> new HttpRefusal(400, "say which: ?prefix=192.0.2.0/24, or an address")));
    }

    private PastAnswers past() {
        return new PastAnswers(lookup);
    }

    private static RouteQuery.Prefix prefixOrAll(HttpQuery query) {
        return query.parameter("prefix").map(RouterLookup::prefix).orElse(null);
    }

    private String protocolOrAll(HttpQuery query) {
        return query.parameter("protocol")
                .map(name -> lookup.protocol(name).name())
                .orElse(null);
    }

    private Object prefix(HttpQuery query) {
        RouteQuery.Prefix asked = asked(query);
        JsonLayout layout = new JsonLayout(lookup.view());
        return lookup.tables(query.parameter("table"), asked).stream()
                .map(table -> {
                    RouteQuery.Prefix found = lookup.found(table, asked);
                    Map<String, Object> object = new LinkedHashMap<>();
                    object.put("table", table);
                    object.put("asked", asked);
                    object.put("prefix", found);
                    object.put("routes", present(layout, table, found));
                    return object;
                })
                .toList();
    }

    private List<Map<String, Object>> present(JsonLayout layout, String table, RouteQuery.Prefix prefix) {
        return lookup
                .routes(RouterLookup.query(table, new RouteQuery.Exactly(prefix), null, new RouteQuery.Present(), null))
                .stream()
                .limit(MOST_ROUTES)
                .map(route -> layout.object(table, route))
                .toList();
    }

    private Object explain(HttpQuery query) {
        RouteQuery.Prefix asked = asked(query);
        String protocol = protocolOrAll(query);
        return lookup.tables(query.parameter("table"), asked).stream()
                .flatMap(table -> explained(table, lookup.found(table, asked), protocol))
                .toList();
    }

    private Stream<RouteExplanation> explained(String table, RouteQuery.Prefix prefix, String protocol) {
        return lookup.tables().explain(List.of(table), prefix, protocol).stream()
                .map(each -> new RouteExplanation(
                        each.table(), each.prefix(), withoutFolders(each.ways()), withoutFolders(each.exports())));
    }

    private static List<RouteExplanation.Finding> withoutFolders(List<RouteExplanation.Finding> findings) {
        return findings.stream()
                .map(finding -> new RouteExplanation.Finding(
                        finding.protocol(), finding.verdict(), LinePlaces.withoutFolders(finding.details())))
                .toList();
    }

    private HttpPage routes(String name, HttpQuery query) {
        ProtocolStatus protocol = lookup.protocol(name);
        String kind = query.parameter("kind").orElse("accepted");
        long limit = number(query, "limit", STANDARD_LIMIT, MOST_ROUTES);
        long offset = number(query, "offset", 0, MOST_OFFSET);
        List<RouteQuery> queries = lookup.tablesOf(protocol).stream()
                .map(table -> query(kind, table, name))
                .toList();
        boolean filtered = kind.equals("filtered");
        JsonLayout layout = new JsonLayout(lookup.view());
        HttpParts parts = new RouteParts(
                lookup.tables(),
                queries,
                new RouteParts.Window(route -> true, offset, limit, filtered ? FILTERED_PART : PART),
                new RouteParts.Frame(
                        "{\"routes\":[", end -> "],\"offset\":" + offset + ",\"more\":" + end.more() + "}\n"),
                (table, route) -> {
                    Map<String, Object> object = layout.object(table, route);
                    if (filtered) {
                        object.put("reason", reason(table, route.prefix(), name));
                    }
                    return object;
                });
        return new HttpPage(200, JSON, HEADERS, new HttpPage.InParts(parts));
    }

    private static RouteQuery query(String kind, String table, String protocol) {
        RouteQuery.Range all = new RouteQuery.Everything();
        RouteQuery.Rib present = new RouteQuery.Present();
        return switch (kind) {
            case "accepted" -> RouterLookup.query(table, all, protocol, present, null);
            case "filtered" -> RouterLookup.query(table, all, protocol, new RouteQuery.Rejected(), null);
            case "exported" ->
                RouterLookup.query(
                        table, all, null, present, new RouteQuery.Export(RouteQuery.Export.Mode.EXPORTED, protocol));
            case "noexport" ->
                RouterLookup.query(
                        table, all, null, present, new RouteQuery.Export(RouteQuery.Export.Mode.NOEXPORT, protocol));
            default -> throw new HttpRefusal(400, "'kind' is one of accepted, filtered, exported and noexport");
        };
    }

    /** Why the neighbor's route is not in the table. */
    private List<String> reason(String table, RouteQuery.Prefix prefix, String protocol) {
        return explained(table, prefix, protocol)
                .flatMap(each -> each.ways().stream())
                .filter(way -> way.protocol().equals(protocol) && way.verdict().equals("rejected"))
                .map(RouteExplanation.Finding::details)
                .findFirst()
                .orElse(List.of());
    }

    private static long number(HttpQuery query, String name, long standard, long most) {
        Optional<String> text = query.parameter(name);
        if (text.isEmpty()) {
            return standard;
        }
        if (!text.get().matches("\\d{1,9}") || Long.parseLong(text.get()) > most) {
            throw new HttpRefusal(400, "'" + name + "' is a number up to " + most);
        }
        return Long.parseLong(text.get());
    }
}
