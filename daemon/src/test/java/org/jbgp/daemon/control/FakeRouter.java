package org.jbgp.daemon.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jbgp.config.CommandLanguage;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.base.DebugFlag;
import org.jbgp.config.filter.tree.Expression;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.model.router.LogClass;
import org.jbgp.config.model.router.TimeFormats;
import org.jbgp.daemon.control.layout.ControlStyle;
import org.jbgp.daemon.control.layout.Reply;
import org.jbgp.daemon.control.layout.ReplyText;
import org.jbgp.daemon.control.view.BfdStatus;
import org.jbgp.daemon.control.view.HistoryView;
import org.jbgp.daemon.control.view.InterfaceStatus;
import org.jbgp.daemon.control.view.LogTap;
import org.jbgp.daemon.control.view.MrtOrder;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RejectedRoute;
import org.jbgp.daemon.control.view.RouteEntry;
import org.jbgp.daemon.control.view.RouteExplanation;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.control.view.RouteTables;
import org.jbgp.daemon.control.view.RouteWalk;
import org.jbgp.daemon.control.view.RouterCommands;
import org.jbgp.daemon.control.view.RouterLoad;
import org.jbgp.daemon.control.view.RouterStatus;
import org.jbgp.daemon.control.view.RouterView;
import org.jbgp.daemon.progress.Progress;
import org.jbgp.daemon.rib.store.Prefixes;

/** A router made of lists, for tests of everything that reads or commands one. */
final class FakeRouter implements RouterView, RouteTables, RouterCommands, LogTap {
    List<BfdStatus> bfd = List.of();
    HistoryView history = HistoryView.NONE;

    RouterStatus status;
    TimeFormats formats;
    final List<ProtocolStatus> protocols = new ArrayList<>();
    final List<InterfaceStatus> interfaces = new ArrayList<>();
    final List<MemoryUse> memory = new ArrayList<>();
    /** A plan, a feed, and a start, each somewhere in the middle. */
    List<Progress> progress = List.of(
            new Progress(
                    Progress.Kind.RECOVERY,
                    "ibgp1",
                    "End-of-RIBs",
                    new Progress.Amount(2, 3),
                    new Progress.Times(Duration.ofSeconds(40), Duration.ZERO, Duration.ofSeconds(200))),
            new Progress(
                    Progress.Kind.FEED,
                    "up1.ipv4",
                    "prefixes",
                    new Progress.Amount(680_000, 1_000_000),
                    new Progress.Times(Duration.ofSeconds(9), Duration.ofSeconds(7), null)),
            new Progress(
                    Progress.Kind.PLAN,
                    "routes",
                    "prefixes",
                    new Progress.Amount(412_000, 1_000_000),
                    new Progress.Times(Duration.ofMillis(2100), Duration.ZERO, Duration.ofMillis(3001))));

    final List<Symbol> symbols = new ArrayList<>();
    final List<Table> tables = new ArrayList<>();
    final Map<String, List<RouteEntry>> routes = new HashMap<>();
    final Map<String, List<RouteEntry>> filteredRoutes = new HashMap<>();
    /** Prefixes as text that pass each protocol's export filter; and those offered to it. */
    final Map<String, Set<String>> exported = new HashMap<>();

    final Map<String, Set<String>> offered = new HashMap<>();
    final Set<String> disabled = new HashSet<>();
    final List<String> orders = new ArrayList<>();
    final List<Consumer<String>> listeners = new ArrayList<>();
    List<RouteExplanation> explanations = List.of();
    List<RejectedRoute> rejected = List.of();
    boolean undoPending;

    /** Lines of the reply to a command, codes included. */
    List<String> answer(String command) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CommandRunner runner = new CommandRunner(ports(), ControlStyle.BIRD_2, echo -> {});
        runner.run(command, new Reply(buffer -> {
            while (buffer.hasRemaining()) {
                bytes.write(buffer.get());
            }
        }));
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    ControlPorts ports() {
        return new ControlPorts(this, this, this, this, history);
    }

    @Override
    public List<BfdStatus> bfd() {
        return bfd;
    }

    @Override
    public List<String> aoKeys() {
        return List.of();
    }

    @Override
    public RouterStatus status() {
        return status;
    }

    @Override
    public List<ProtocolStatus> protocols() {
        return protocols;
    }

    @Override
    public List<InterfaceStatus> interfaces() {
        return interfaces;
    }

    /** As a small router was seen to say ten seconds after its start. */
    @Override
    public RouterLoad load() {
        RouterLoad.Work work = new RouterLoad.Work(Duration.ofMillis(80), Duration.ofMillis(1), Duration.ofMillis(3));
        return new RouterLoad(
                List.of(new RouterLoad.Neighbor("up1", new RouterLoad.Updates(2, 2), 0, work)),
                new RouterLoad.Queues(1, 0, 0),
                new RouterLoad.Kernel(4, 0, 0, 0),
                new RouterLoad.Heap(18L << 20, 483L << 20));
    }

    @Override
    public List<Progress> progress() {
        return progress;
    }

    @Override
    public List<MemoryUse> memory() {
        return memory;
    }

    @Override
    public List<Symbol> symbols() {
        return symbols;
    }

    @Override
    public int debugCommands() {
        return 0;
    }

    @Override
    public TimeFormats timeFormats() {
        return formats;
    }

    @Override
    public List<String> customAttributes() {
        return List.of();
    }

    @Override
    public List<Table> tables() {
        return tables;
    }

    @Override
    public List<RejectedRoute> rejected(String protocol, RouteQuery.Prefix prefix) {
        return rejected.stream()
                .filter(each -> prefix == null || prefix.equals(each.prefix()))
                .toList();
    }

    @Override
    public Optional<RouteQuery.Prefix> longestRemembered(String table, RouteQuery.Prefix prefix) {
        return rejected.stream()
                .filter(each -> each.channel().table().equals(table))
                .map(RejectedRoute::prefix)
                .filter(each -> each.family() == prefix.family() && each.length() <= prefix.length())
                .filter(each -> Prefixes.covers(
                        each.family().bits(), each.hi(), each.lo(), each.length(), prefix.hi(), prefix.lo()))
                .max(Comparator.comparingInt(RouteQuery.Prefix::length));
    }

    @Override
    public List<RouteExplanation> explain(List<String> names, RouteQuery.Prefix prefix, String protocol) {
        return explanations;
    }

    @Override
    public RouteWalk walk(RouteQuery query) {
        List<RouteEntry> all = (query.rib() instanceof RouteQuery.Rejected ? filteredRoutes : routes)
                .getOrDefault(query.table(), List.of());
        List<List<RouteEntry>> networks = new ArrayList<>();
        for (RouteEntry entry : all) {
            if (inRange(query.range(), entry.prefix(), all)) {
                if (networks.isEmpty()
                        || !networks.getLast().getFirst().prefix().equals(entry.prefix())) {
                    networks.add(new ArrayList<>());
                }
                networks.getLast().add(entry);
            }
        }
        return new FakeWalk(query, networks);
    }

    private static boolean inRange(RouteQuery.Range range, RouteQuery.Prefix prefix, List<RouteEntry> all) {
        return switch (range) {
            case RouteQuery.Everything everything -> true;
            case RouteQuery.Exactly exactly -> exactly.prefix().equals(prefix);
            case RouteQuery.Within within -> covers(within.prefix(), prefix);
            case RouteQuery.Covering covering ->
                covers(prefix, covering.prefix())
                        && all.stream()
                                .map(RouteEntry::prefix)
                                .filter(each -> covers(each, covering.prefix()))
                                .noneMatch(each -> each.length() > prefix.length());
        };
    }

    private static boolean covers(RouteQuery.Prefix wide, RouteQuery.Prefix narrow) {
        if (wide.family() != narrow.family() || wide.length() > narrow.length()) {
            return false;
        }
        int bits = wide.family().bits();
        for (int i = 0; i < wide.length(); i++) {
            if (bit(wide, i, bits) != bit(narrow, i, bits)) {
                return false;
            }
        }
        return true;
    }

    private static long bit(RouteQuery.Prefix prefix, int index, int bits) {
        int fromEnd = bits - 1 - index;
        return fromEnd >= 64 ? prefix.hi() >>> (fromEnd - 64) & 1 : prefix.lo() >>> fromEnd & 1;
    }

    private final class FakeWalk implements RouteWalk {

        private final RouteQuery query;
        private final List<List<RouteEntry>> networks;
        private int at;
        private long shown;
        private long routes;

        FakeWalk(RouteQuery query, List<List<RouteEntry>> networks) {
            this.query = query;
            this.networks = networks;
        }

        @Override
        public boolean next(int slice, RouteSink sink) {
            int end = Math.min(networks.size(), at + slice);
            while (at < end) {
                for (RouteEntry entry : networks.get(at++)) {
                    routes++;
                    boolean wanted =
                            (query.protocol() == null || query.protocol().equals(entry.protocol()))
                                    && (!query.primaryOnly() || entry.primary())
                                    && (query.export() == null || (entry.primary() && relation(entry)));
                    if (wanted) {
                        shown++;
                        if (!query.countOnly()) {
                            sink.route(entry);
                        }
                    }
                }
            }
            return at < networks.size();
        }

        private boolean relation(RouteEntry entry) {
            String protocol = query.export().protocol();
            String prefix = ReplyText.prefix(entry.prefix());
            boolean isOffered = offered.getOrDefault(protocol, Set.of()).contains(prefix);
            boolean passes = exported.getOrDefault(protocol, Set.of()).contains(prefix);
            return switch (query.export().mode()) {
                case PREEXPORT -> isOffered;
                case EXPORT, EXPORTED -> passes;
                case NOEXPORT -> isOffered && !passes;
            };
        }

        @Override
        public FilterFault fault() {
            return null;
        }

        @Override
        public Counts counts() {
            return new Counts(shown, routes, at);
        }

        @Override
        public void close() {
            at = networks.size();
        }
    }

    @Override
    public CommandLanguage language() {
        return new CommandLanguage(ConfigurationLoader.loadText("fake", "protocol device {}", Optional.empty())
                .configuration()
                .orElseThrow());
    }

    @Override
    public Evaluation evaluate(Expression expression) {
        return new Evaluation(expression.type().label(), false);
    }

    @Override
    public boolean keepsReceived(String protocol, String channel) {
        return false;
    }

    @Override
    public List<String> authorisationTables() {
        return List.of();
    }

    @Override
    public void authorisations(String table, Filter filter, AuthorisationReader reader) {
        // It has none.
    }

    @Override
    public ConfigureResult configure(ConfigureRequest request) {
        orders.add("configure " + request.mode() + " " + request.file());
        if ("/nonexistent".equals(request.file())) {
            return ConfigureResult.failed("/nonexistent: No such file or directory");
        }
        if (request.file() != null) {
            return ConfigureResult.failed(request.file() + ":1:10 syntax error, unexpected CF_SYM_UNDEFINED");
        }
        undoPending = request.undoAfter() != null;
        return ConfigureResult.of(
                request.mode() == ConfigureRequest.Mode.CHECK
                        ? ConfigureResult.Kind.CHECKED
                        : ConfigureResult.Kind.DONE);
    }

    final List<org.jbgp.config.model.StaticConfig> statics = new ArrayList<>();

    @Override
    public List<org.jbgp.config.model.StaticConfig> statics() {
        return statics;
    }

    @Override
    public java.util.Optional<String> interfaceOf(
            org.jbgp.config.model.StaticConfig protocol, org.jbgp.config.model.StaticRoute.NextHop way) {
        return java.util.Optional.empty();
    }

    @Override
    public PlanResult plan(PlanRequest request) {
        return new PlanResult(
                null,
                request.withRoutes() ? "1a2b3c4d" : null,
                "3 kept, 1 refiltered",
                List.of(new PlanResult.Step("up1", "refiltered", List.of("ipv4: import"))),
                request.withRoutes() ? Sample.routePlan() : null);
    }

    @Override
    public ConfigureResult apply(String plan, Duration undoAfter) {
        return plan.equals("1a2b3c4d")
                ? ConfigureResult.of(ConfigureResult.Kind.DONE)
                : ConfigureResult.failed("There is no plan " + plan);
    }

    @Override
    public Changes changes() {
        return new Changes(Sample.routePlan(), Sample.routePlan());
    }

    @Override
    public ConfigureResult confirm() {
        boolean pending = undoPending;
        undoPending = false;
        return ConfigureResult.of(pending ? ConfigureResult.Kind.CONFIRMED : ConfigureResult.Kind.NOTHING_TO_DO);
    }

    @Override
    public ConfigureResult undo() {
        return ConfigureResult.of(ConfigureResult.Kind.NOTHING_TO_DO);
    }

    @Override
    public Outcome enable(String protocol, String message) {
        orders.add("enable " + protocol + " " + message);
        return disabled.remove(protocol) ? Outcome.DONE : Outcome.ALREADY;
    }

    @Override
    public Outcome disable(String protocol, String message) {
        orders.add("disable " + protocol + " " + message);
        return disabled.add(protocol) ? Outcome.DONE : Outcome.ALREADY;
    }

    @Override
    public Outcome restart(String protocol, String message) {
        return disabled.contains(protocol) ? Outcome.ALREADY : Outcome.DONE;
    }

    @Override
    public Outcome debug(String protocol, Set<DebugFlag> flags) {
        orders.add("debug " + protocol + " " + flags);
        return Outcome.DONE;
    }

    @Override
    public Outcome drain(String protocol, boolean begins) {
        orders.add((begins ? "drain " : "undrain ") + protocol);
        return protocol.startsWith("static") ? Outcome.REFUSED : Outcome.DONE;
    }

    @Override
    public Outcome reload(String protocol, Direction direction) {
        orders.add("reload " + direction + " " + protocol);
        return disabled.contains(protocol) ? Outcome.ALREADY : Outcome.DONE;
    }

    @Override
    public void gracefulRestart() {
        orders.add("graceful restart");
    }

    @Override
    public Outcome mrtdump(String protocol, Set<DebugFlag> flags) {
        orders.add("mrtdump " + protocol + " " + flags);
        return Outcome.DONE;
    }

    @Override
    public List<String> dump(MrtOrder order) {
        orders.add("dump " + (order.table() == null ? order.pattern() : order.table()) + " to " + order.file());
        return order.file().startsWith("/bad") ? List.of("Unable to write MRT file '/bad': No") : List.of();
    }

    @Override
    public void shutdown() {
        orders.add("down");
    }

    @Override
    public Subscription listen(Set<LogClass> classes, Consumer<String> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    static Instant at(String time) {
        return Instant.parse("2026-11-21T" + time + "Z");
    }
}
