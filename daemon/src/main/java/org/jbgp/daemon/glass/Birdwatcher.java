package org.jbgp.daemon.glass;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jbgp.config.base.IpAddress;
import org.jbgp.daemon.control.layout.Json;
import org.jbgp.daemon.control.layout.ReplyText;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouteEntry;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.control.view.RouterStatus;
import org.jbgp.daemon.control.view.RouterView;
import org.jbgp.daemon.http.HttpPage;
import org.jbgp.daemon.http.HttpQuery;
import org.jbgp.daemon.http.HttpRefusal;
import org.jbgp.daemon.http.HttpSite;

/**
 * The paths of birdwatcher 2, which makes them of what {@code birdc} prints of BIRD 2; here the same values come from
 * where {@code birdc} has them ({@code docs/looking-glass.md}). Both families are in one, as with {@code dualstack}.
 */
final class Birdwatcher implements HttpSite {
    /** Of birdwatcher, for who goes by it. */
    private static final String VERSION = "2.0.0";

    /** So long an answer may be kept; what Alice-LG shows of a neighbor's pages is of one moment then. */
    private static final Duration KEPT = Duration.ofMinutes(1);

    private static final RouteQuery.Range ALL = new RouteQuery.Everything();
    private static final RouteQuery.Rib PRESENT = new RouteQuery.Present();
    private static final RouteQuery.Rib REJECTED = new RouteQuery.Rejected();

    private final RouterLookup lookup;
    private final BirdwatcherTimes times = new BirdwatcherTimes();
    private final BirdwatcherProtocols protocols = new BirdwatcherProtocols();

    Birdwatcher(RouterLookup lookup) {
        this.lookup = lookup;
    }

    @Override
    public String paths() {
        return "/status, /protocols, /routes/…";
    }

    @Override
    public Optional<Entry> find(HttpQuery query) {
        List<String> steps = query.steps();
        Optional<Supplier<HttpPage>> page = steps.isEmpty() ? Optional.empty() : page(steps, query);
        int cost = query.path().startsWith("/route") ? GlassApi.DEAR : 1;
        return page.map(found -> new Entry(() -> answered(found), cost));
    }

    private Optional<Supplier<HttpPage>> page(List<String> steps, HttpQuery query) {
        return Optional.ofNullable(
                switch (steps.getFirst()) {
                    case "version" -> steps.size() == 1 ? () -> HttpPage.of(200, "text/plain", VERSION) : null;
                    case "status" -> steps.size() == 1 ? () -> answer("status", status()) : null;
                    case "protocols" -> protocols(steps);
                    case "symbols" -> symbols(steps);
                    case "routes" -> routes(steps, query);
                    case "route" -> route(steps);
                    default -> null;
                });
    }

    // ---- what birdwatcher wraps around every answer ----------------------------------------------------------------

    private HttpPage answered(Supplier<HttpPage> page) {
        try {
            return page.get();
        } catch (HttpRefusal e) {
            return HttpPage.of(e.status(), GlassApi.JSON, opening() + ",\"error\":" + Json.text(e.getMessage()) + "}\n")
                    .with(GlassApi.HEADERS);
        }
    }

    private HttpPage answer(String key, Object value) {
        return HttpPage.of(200, GlassApi.JSON, opening() + ",\"" + key + "\":" + Json.text(value) + "}\n")
                .with(GlassApi.HEADERS);
    }

    private String opening() {
        Instant now = lookup.view().status().now();
        return "{\"api\":{\"Version\":\"" + VERSION + "\",\"result_from_cache\":false,\"cache_status\":{\"cached_at\":"
                + "{\"date\":\"" + now + "\",\"timezone_type\":\"UTC\",\"timezone\":\"UTC\"}}},\"cached_at\":\"" + now
                + "\",\"ttl\":\"" + now.plus(KEPT) + "\"";
    }

    // ---- router and protocols --------------------------------------------------------------------------------------

    private Map<String, Object> status() {
        RouterStatus status = lookup.view().status();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("version", status.birdVersion());
        object.put("router_id", IpAddress.ipv4(status.routerId()).toString());
        object.put("current_server", times.text(status.now()));
        object.put("last_reboot", times.text(status.booted()));
        object.put("last_reconfig", times.text(status.configured()));
        object.put(
                "message",
                switch (status.phase()) {
                    case RUNNING -> "Daemon is up and running";
                    case RECONFIGURING -> "Reconfiguration in progress";
                    case SHUTTING_DOWN -> "Shutdown in progress";
                });
        return object;
    }

    private Supplier<HttpPage> protocols(List<String> steps) {
        if (steps.size() == 1) {
            return () -> answer("protocols", protocols(each -> true, protocols::full));
        }
        if (steps.size() > 2) {
            return null;
        }
        return switch (steps.get(1)) {
            case "bgp" ->
                () -> answer("protocols", protocols(each -> each.type().equals("BGP"), protocols::full));
            case "short" -> () -> answer("protocols", protocols(each -> true, protocols::brief));
            default -> null;
        };
    }

    private Map<String, Object> protocols(
            Predicate<ProtocolStatus> chosen, Function<ProtocolStatus, Map<String, Object>> form) {
        return lookup.view().protocols().stream()
                .filter(chosen)
                .collect(Collectors.toMap(ProtocolStatus::name, form, (one, other) -> other, LinkedHashMap::new));
    }

    private Supplier<HttpPage> symbols(List<String> steps) {
        if (steps.size() == 1) {
            return () -> answer("symbols", symbols());
        }
        if (steps.size() > 2) {
            return null;
        }
        return switch (steps.get(1)) {
            case "tables" -> () -> answer("symbols", symbols().getOrDefault("routing table", List.of()));
            case "protocols" -> () -> answer("symbols", symbols().getOrDefault("protocol", List.of()));
            default -> null;
        };
    }

    private Map<String, List<String>> symbols() {
        return lookup.view().symbols().stream()
                .collect(Collectors.groupingBy(
                        RouterView.Symbol::kind,
                        LinkedHashMap::new,
                        Collectors.mapping(RouterView.Symbol::name, Collectors.toList())));
    }

    // ---- routes ----------------------------------------------------------------------------------------------------

    private Supplier<HttpPage> routes(List<String> steps, HttpQuery query) {
        String kind = steps.size() > 1 ? steps.get(1) : "";
        return switch (steps.size()) {
            case 2 -> kind.equals("prefix") ? () -> list(prefix(query)) : null;
            case 3 ->
                switch (kind) {
                    case "protocol" -> () -> list(ofProtocol(steps.get(2), PRESENT, false));
                    case "filtered" -> () -> list(ofProtocol(steps.get(2), REJECTED, false));
                    case "export" -> () -> list(offered(steps.get(2), RouteQuery.Export.Mode.EXPORT));
                    case "noexport" -> () -> list(offered(steps.get(2), RouteQuery.Export.Mode.NOEXPORT));
                    case "peer" -> () -> list(ofTables(lookup.standardTables(null), PRESENT), from(steps.get(2)));
                    case "table" -> () -> list(ofTables(tables(steps.get(2)), PRESENT));
                    case "pipe" -> steps.get(2).equals("filtered") ? () -> pipe(query, false) : null;
                    default -> null;
                };
            case 4 ->
                switch (kind + "/" + steps.get(2)) {
                    case "count/protocol" -> () -> count(ofProtocol(steps.get(3), PRESENT, false));
                    case "count/primary" -> () -> count(ofProtocol(steps.get(3), PRESENT, true));
                    case "count/table" -> () -> count(ofTables(tables(steps.get(3)), PRESENT));
                    case "pipe/filtered" -> steps.get(3).equals("count") ? () -> pipe(query, true) : null;
                    default ->
                        kind.equals("table") && steps.get(3).equals("filtered")
                                ? () -> list(ofTables(tables(steps.get(2)), REJECTED))
                                : null;
                };
            case 5 ->
                kind.equals("table") && steps.get(3).equals("peer")
                        ? () -> list(ofTables(tables(steps.get(2)), PRESENT), from(steps.get(4)))
                        : null;
            default -> null;
        };
    }

    /** {@code /route/net/NET[/mask/LENGTH][/table/TABLE]}: the longest prefix that covers it. */
    private Supplier<HttpPage> route(List<String> steps) {
        int at = 2;
        if (steps.size() <= at || !steps.get(1).equals("net")) {
            return null;
        }
        String net = steps.get(at++);
        if (steps.size() >= at + 2 && steps.get(at).equals("mask")) {
            net += "/" + steps.get(at + 1);
            at += 2;
        }
        Optional<String> table = Optional.empty();
        if (steps.size() >= at + 2 && steps.get(at).equals("table")) {
            table = Optional.of(steps.get(at + 1));
            at += 2;
        }
        if (steps.size() != at) {
            return null;
        }
        String prefix = net;
        List<String> named = table.stream().toList();
        return () -> {
            RouteQuery.Prefix asked = RouterLookup.prefix(prefix);
            List<String> tables = named.isEmpty() ? lookup.standardTables(asked.family()) : tables(named.getFirst());
            return list(tables.stream()
                    .map(each -> RouterLookup.query(each, new RouteQuery.Covering(asked), null, PRESENT, null))
                    .toList());
        };
    }

    private List<RouteQuery> prefix(HttpQuery query) {
        RouteQuery.Prefix asked = RouterLookup.prefix(query.parameter("prefix")
                .orElseThrow(() -> new HttpRefusal(400, "need a prefix as single query parameter")));
        return lookup.standardTables(asked.family()).stream()
                .map(table -> RouterLookup.query(table, new RouteQuery.Exactly(asked), null, PRESENT, null))
                .toList();
    }

    private List<RouteQuery> ofProtocol(String name, RouteQuery.Rib rib, boolean primary) {
        return lookup.tablesOf(lookup.protocol(name)).stream()
                .map(table -> new RouteQuery(table, ALL, name, primary, rib, null, null, false))
                .toList();
    }

    private List<RouteQuery> offered(String name, RouteQuery.Export.Mode mode) {
        return lookup.tablesOf(lookup.protocol(name)).stream()
                .map(table -> RouterLookup.query(table, ALL, null, PRESENT, new RouteQuery.Export(mode, name)))
                .toList();
    }

    private static List<RouteQuery> ofTables(List<String> tables, RouteQuery.Rib rib) {
        return tables.stream()
                .map(table -> RouterLookup.query(table, ALL, null, rib, null))
                .toList();
    }

    /** BIRD 2 has no {@code master}: its default tables stand for it. */
    private List<String> tables(String name) {
        boolean isThere =
                lookup.tables().tables().stream().anyMatch(each -> each.name().equals(name));
        return name.equals("master") && !isThere ? lookup.standardTables(null) : List.of(lookup.table(name));
    }

    private static Predicate<RouteEntry> from(String text) {
        String address = IpAddress.parse(text)
                .orElseThrow(() -> new HttpRefusal(400, "the peer is an address, such as 192.0.2.1"))
                .toString();
        return route -> route.from() != null && ReplyText.address(route.from()).equals(address);
    }

    /** What a pipe's filter keeps back. */
    private HttpPage pipe(HttpQuery query, boolean counted) {
        String table = query.parameter("table")
                .orElseThrow(() -> new HttpRefusal(400, "need a table as single query parameter"));
        String pipe = query.parameter("pipe")
                .orElseThrow(() -> new HttpRefusal(400, "need a pipe as single query parameter"));
        lookup.protocol(pipe);
        String protocol = counted ? null : query.parameter("protocol").orElse(null);
        List<RouteQuery> queries = tables(table).stream()
                .map(each -> RouterLookup.query(
                        each, ALL, protocol, PRESENT, new RouteQuery.Export(RouteQuery.Export.Mode.NOEXPORT, pipe)))
                .toList();
        if (!counted) {
            return list(queries);
        }
        return count(
                queries,
                from(query.parameter("address")
                        .orElseThrow(() -> new HttpRefusal(400, "need a address as single query parameter"))));
    }

    private HttpPage list(List<RouteQuery> queries) {
        return list(queries, route -> true);
    }

    private HttpPage list(List<RouteQuery> queries, Predicate<RouteEntry> chosen) {
        BirdwatcherRoutes text = new BirdwatcherRoutes(lookup.view().customAttributes());
        return inParts(new RouteParts(
                lookup.tables(),
                queries,
                RouteParts.Window.all(chosen),
                new RouteParts.Frame(opening() + ",\"routes\":[", end -> "]}\n"),
                (table, route) -> text.object(route)));
    }

    private HttpPage count(List<RouteQuery> queries) {
        return count(queries.stream().map(RouteQuery::counted).toList(), route -> true);
    }

    private HttpPage count(List<RouteQuery> queries, Predicate<RouteEntry> chosen) {
        // Nothing is written of what is found: the window is past it all.
        return inParts(new RouteParts(
                lookup.tables(),
                queries,
                new RouteParts.Window(chosen, Long.MAX_VALUE, Long.MAX_VALUE, 1024),
                new RouteParts.Frame(opening() + ",\"routes\":", end -> end.found() + "}\n"),
                (table, route) -> Map.of()));
    }

    private static HttpPage inParts(RouteParts parts) {
        return new HttpPage(200, GlassApi.JSON, GlassApi.HEADERS, new HttpPage.InParts(parts));
    }
}
