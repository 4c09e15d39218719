package org.jbgp.daemon.rib;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jbgp.daemon.policy.LinkView;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.ImportRules;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.NextHopRequests;
import org.jbgp.daemon.rib.nexthop.ResolutionDomain;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.rib.selection.Selection;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.Aigp;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.Destination;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Best-path selection by the table of {@code selection.txt}: every step and every option, with the words {@code
 * explain} has for it.
 */
class SelectionTest {
    private static final int TABLE = 0;
    private static final int LOCAL_AS = 65000;
    private static final long PREFIX = 0xCB007100L;
    private static final long OTHER_PREFIX = 0xC6336400L;
    private static final ResolutionDomain DOMAIN = new ResolutionDomain(0, ResolutionDomain.Way.direct(1));

    private int now;
    private Shard shard;

    /** A line of the table. */
    record Case(String rule, List<Path> paths, int best, List<String> reasons, String line) {
        @Override
        public String toString() {
            return line.replaceAll(" +", " ");
        }
    }

    /** One of the paths; its number is also its channel's, unless it is of the first one's neighbor. */
    record Path(int number, Map<String, String> said, List<String> options) {
        boolean is(String word) {
            return said.containsKey(word);
        }

        String get(String word, String otherwise) {
            return said.getOrDefault(word, otherwise);
        }

        long number(String word, long otherwise) {
            return is(word) ? Long.parseLong(said.get(word)) : otherwise;
        }

        boolean has(String option) {
            return options.contains(option);
        }

        long optionValue(String option, long otherwise) {
            return options.stream()
                    .filter(each -> each.startsWith(option + " "))
                    .mapToLong(each -> Long.parseLong(each.substring(option.length() + 1)))
                    .findFirst()
                    .orElse(otherwise);
        }

        int channel() {
            return is("same") ? 1 : number;
        }
    }

    static Stream<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                SelectionTest.class.getResourceAsStream("selection.txt"), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    cases.add(read(line));
                }
            }
        }
        return cases.stream();
    }

    private static Case read(String line) {
        List<String> columns = parts(line, "\\|");
        List<String> descriptions = parts(columns.get(1), ";");
        List<Path> paths = new ArrayList<>();
        for (int number = 1; number <= descriptions.size(); number++) {
            Map<String, String> said = new HashMap<>();
            for (String word : descriptions.get(number - 1).split(" +", -1)) {
                String[] pair = word.split("=", 2);
                said.put(pair[0], pair.length == 1 ? "" : pair[1]);
            }
            paths.add(new Path(number, said, options(columns.get(2), number)));
        }
        return new Case(columns.get(0), paths, Integer.parseInt(columns.get(3)), parts(columns.get(4), ";"), line);
    }

    private static List<String> options(String column, int number) {
        String[] scope = column.split(": ", 2);
        return scope.length == 1 || Integer.parseInt(scope[0]) == number
                ? parts(scope[scope.length - 1], ",")
                : List.of();
    }

    private static List<String> parts(String text, String separator) {
        return Arrays.stream(text.split(separator, -1)).map(String::strip).toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theBestPathAndWhyTheOthersAreNot(Case one) {
        for (List<Path> order : orders(one.paths())) {
            start(one.paths());
            for (Path path : order) {
                announce(path, PREFIX);
            }
            assertSelection(one, order);
        }
    }

    /** Those in which it does not matter which path was the best one before. */
    static Stream<Case> casesWithoutHistory() throws IOException {
        return cases().filter(one -> !one.rule().equals("OLDER") && !one.rule().equals("EQUAL"));
    }

    @ParameterizedTest
    @MethodSource("casesWithoutHistory")
    void theSameAfterAnotherBestPathIsGone(Case one) {
        for (List<Path> order : orders(one.paths())) {
            start(one.paths());
            Path passing = new Path(9, Map.of("pref", "1000"), List.of());
            shard.putChannel(channel(passing));
            announce(passing, OTHER_PREFIX);
            resolve(passing);
            now = 0;
            announce(passing, PREFIX);
            for (Path path : order) {
                announce(path, PREFIX);
            }
            RouteBatch batch = new RouteBatch();
            batch.withdraw(AddressFamily.IPV4_UNICAST, 0, 0, PREFIX, 24);
            apply(batch, passing);
            assertSelection(one, order);
        }
    }

    @Test
    void everyRuleHasACase() throws IOException {
        Set<Selection.Rule> rules = EnumSet.noneOf(Selection.Rule.class);
        cases().forEach(one -> rules.add(Selection.Rule.valueOf(one.rule())));
        assertThat(rules).isEqualTo(EnumSet.allOf(Selection.Rule.class));
    }

    /** RFC 5004 §3: what changes without getting worse does not cost the best path its place. */
    @Test
    void withPreferOlderTheBestPathStaysWhenItChanges() {
        List<Path> paths = List.of(
                new Path(1, Map.of("path", "1", "id", "9.0.0.0", "at", "1"), List.of("prefer older")),
                new Path(2, Map.of("path", "2", "id", "1.0.0.0", "at", "2"), List.of("prefer older")));
        start(paths);
        paths.forEach(path -> announce(path, PREFIX));
        announce(new Path(1, Map.of("path", "7", "id", "9.0.0.0", "at", "5"), List.of("prefer older")), PREFIX);
        assertThat(shard.channelOf(head())).isEqualTo(1);
        assertThat(shard.disadvantage(head(), path(2))).isEqualTo("newer (RFC 5004 §3)");

        announce(new Path(1, Map.of("path", "7,8", "at", "6"), List.of("prefer older")), PREFIX);
        assertThat(shard.channelOf(head())).isEqualTo(2);
    }

    /** A neighbor's routes are kept over a new session, and it advertises the same ones again. */
    @Test
    void underANewSessionKeptPathsAreChosenFromAgain() {
        Path first = new Path(1, Map.of("path", "1", "id", "2.0.0.0"), List.of());
        Path second = new Path(2, Map.of("path", "2", "id", "3.0.0.0"), List.of());
        start(List.of(first, second));
        announce(first, PREFIX);
        announce(second, PREFIX);
        shard.markStale(1);
        assertThat(shard.channelOf(head())).isEqualTo(1);

        Path renamed = new Path(1, Map.of("path", "1", "id", "9.0.0.0"), List.of());
        shard.replaceChannel(channel(renamed));
        announce(renamed, PREFIX);
        assertThat(shard.channelOf(head())).isEqualTo(2);
    }

    /** RFC 4456: to whom a route goes depends on whether it is a reflection client's. */
    @Test
    void targetsHearOfKeptPathsWhoseNeighborBecameAClient() {
        Path path = new Path(1, Map.of("path", "1"), List.of());
        start(List.of(path));
        announce(path, PREFIX);
        int number = prefix();
        List<Integer> heard = new ArrayList<>();
        shard.attach(
                TABLE,
                new ExportTarget() {
                    @Override
                    public void export(TableSlice table, int[] prefixes, int count) {
                        IntStream.range(0, count).map(i -> prefixes[i]).forEach(heard::add);
                    }

                    @Override
                    public boolean wantsAllPaths() {
                        return false;
                    }

                    @Override
                    public boolean holds(int prefix) {
                        return false;
                    }
                },
                () -> {});
        heard.clear();

        shard.replaceChannel(channel(path));
        shard.flush();
        assertThat(heard).isEmpty();
        Channel before = channel(path);
        RouteSource source = before.source();
        shard.replaceChannel(new Channel(
                before.id(),
                new RouteSource(
                        source.protocol(),
                        source.kind(),
                        source.preference(),
                        source.peerAddress(),
                        source.localAddress(),
                        source.peerAs(),
                        source.localAs(),
                        source.peerRouterId(),
                        source.internal(),
                        !source.reflectorClient()),
                before.family(),
                before.table(),
                before.policy(),
                before.domain(),
                before.clusterId(),
                before.decision(),
                before.rules()));
        shard.flush();
        assertThat(heard).contains(number);
    }

    private void assertSelection(Case one, List<Path> order) {
        assertThat(shard.pathIdOf(head()) * 100L + shard.channelOf(head()))
                .as("best of %s as they came", order.stream().map(Path::number).toList())
                .isEqualTo(identity(one.paths().get(one.best() - 1)));
        List<String> reasons = one.paths().stream()
                .filter(path -> path.number() != one.best())
                .map(path -> shard.disadvantage(head(), path(path)))
                .toList();
        assertThat(reasons).isEqualTo(one.reasons());
    }

    private static long identity(Path path) {
        return (int) path.number("pathid", 0) * 100L + path.channel();
    }

    private static List<List<Path>> orders(List<Path> paths) {
        if (paths.stream().allMatch(path -> path.is("at"))) {
            return List.of(paths.stream()
                    .sorted(Comparator.comparingLong(path -> path.number("at", 0)))
                    .toList());
        }
        if (paths.size() == 2) {
            return List.of(paths, paths.reversed());
        }
        List<List<Path>> orders = new ArrayList<>();
        IntStream.range(0, 27).forEach(code -> {
            List<Integer> numbers = List.of(code / 9, code / 3 % 3, code % 3);
            if (Set.copyOf(numbers).size() == 3) {
                orders.add(numbers.stream().map(paths::get).toList());
            }
        });
        return orders;
    }

    /** A shard with all neighbors, which knows all their next hops. */
    private void start(List<Path> paths) {
        now = 0;
        shard = new Shard(0, () -> now, LinkView.NONE, PolicyLog.SILENT, new NextHopRequests() {
            @Override
            public void lookUp(int number, List<Request> requests) {}

            @Override
            public void touched(int table, Set<Address> addresses) {}
        });
        shard.addTable(TABLE, "master4", AddressFamily.IPV4_UNICAST);
        for (Path path : paths) {
            if (!path.is("same")) {
                shard.putChannel(channel(path));
            }
        }
        for (Path path : paths) {
            announce(path, OTHER_PREFIX);
            resolve(path);
        }
        now = 0;
    }

    private void resolve(Path path) {
        ResolvedNextHop way = switch (path.get("via", "0")) {
            case "unreachable" -> ResolvedNextHop.UNREACHABLE;
            case "invalid" -> ResolvedNextHop.INVALID;
            case "own" -> ResolvedNextHop.OWN;
            case "pending" -> ResolvedNextHop.PENDING;
            default ->
                new ResolvedNextHop(
                        ResolvedNextHop.State.REACHABLE,
                        List.of(new ResolvedNextHop.Leg(Address.NONE, 1, "eth0", 1, false)),
                        path.number("via", 0),
                        Destination.UNICAST);
        };
        shard.resolved(
                List.of(new NextHopRequests.Answer(DOMAIN, Address.of(address("192.0.2." + path.number())), way)));
    }

    private void announce(Path path, long prefix) {
        now = (int) path.number("at", now);
        RouteBatch batch = new RouteBatch();
        byte[] set = attributes(path);
        batch.attributes(set, 0, set.length);
        batch.announce(AddressFamily.IPV4_UNICAST, (int) path.number("pathid", 0), 0, prefix, 24);
        apply(batch, path);
        if (path.is("stale")) {
            shard.table(TABLE).markStale(1, path.channel(), 0);
        }
    }

    private void apply(RouteBatch batch, Path path) {
        shard.apply(batch, new int[] {path.channel(), 0}, null);
        shard.flush();
    }

    private int prefix() {
        TableSlice table = shard.table(TABLE);
        return IntStream.range(1, table.index().limit())
                .filter(each -> table.index().present(each) && table.index().lo(each) == PREFIX)
                .findFirst()
                .orElseThrow();
    }

    private int head() {
        return shard.table(TABLE).head(prefix());
    }

    private int path(int channel) {
        return shard.table(TABLE).find(prefix(), channel, 0);
    }

    private int path(Path path) {
        return shard.table(TABLE).find(prefix(), path.channel(), (int) path.number("pathid", 0));
    }

    private static Channel channel(Path path) {
        int preference = (int) path.number("pref", 100);
        InetAddress remote = address(path.get("addr", "10.0.0." + path.number()));
        RouteSource source = path.is("static")
                ? RouteSource.local("static" + path.number(), RouteSource.Kind.RTS_STATIC, preference)
                : new RouteSource(
                        "n" + path.number(),
                        RouteSource.Kind.RTS_BGP,
                        preference,
                        remote,
                        remote,
                        path.is("internal") ? LOCAL_AS : 65100,
                        LOCAL_AS,
                        (int) u32(path.get("id", "10.0.0." + path.number())),
                        path.is("internal"),
                        false);
        Channel.Decision decision = new Channel.Decision(
                path.optionValue("default bgp_local_pref", 100),
                path.optionValue("default bgp_med", 0),
                !path.has("path metric off"),
                path.has("med metric"),
                !path.has("igp metric off"),
                path.has("prefer older"),
                path.has("deterministic med"),
                path.is("confed"));
        return new Channel(
                path.number(),
                source,
                AddressFamily.IPV4_UNICAST,
                TABLE,
                Policy.ALL,
                DOMAIN,
                0,
                decision,
                ImportRules.PLAIN);
    }

    private static byte[] attributes(Path path) {
        AttributeBlobBuilder blob = new AttributeBlobBuilder();
        if (path.is("origin")) {
            blob.setOrigin(List.of("igp", "egp", "incomplete").indexOf(path.get("origin", "")));
        }
        if (path.is("path")) {
            byte[] segments = segments(path.get("path", ""));
            blob.set(AttributeBlob.TRANSITIVE, AttributeBlob.AS_PATH, segments);
        }
        blob.setNextHop4((int) u32("192.0.2." + path.number()));
        if (path.is("aigp")) {
            Aigp.setMetric(blob, path.number("aigp", 0));
        }
        if (path.is("med")) {
            blob.setMed(path.number("med", 0));
        }
        if (path.is("lp")) {
            blob.setLocalPref(path.number("lp", 0));
        }
        if (path.is("llgr")) {
            blob.addCommunity(AttributeBlob.LLGR_STALE, true);
        }
        if (path.is("originator")) {
            blob.setU32(AttributeBlob.OPTIONAL, AttributeBlob.ORIGINATOR_ID, u32(path.get("originator", "")));
        }
        if (path.is("clusters")) {
            blob.set(
                    AttributeBlob.OPTIONAL, AttributeBlob.CLUSTER_LIST, new byte[4 * (int) path.number("clusters", 0)]);
        }
        if (path.is("fpref")) {
            blob.setU32(AttributeBlob.ENGINE, AttributeBlob.PREFERENCE, path.number("fpref", 0));
        }
        if (path.is("igp")) {
            blob.setU32(AttributeBlob.ENGINE, AttributeBlob.IGP_METRIC, path.number("igp", 0));
        }
        return blob.toBytes();
    }

    /**
     * AS_PATH in its four-byte form: {@code 1,2} a sequence, <code>{3,4}</code> a set, {@code (5,6)} one of the
     * confederation.
     */
    private static byte[] segments(String text) {
        StringBuilder hex = new StringBuilder();
        for (String part : text.split(",(?=[({])|(?<=[)}]),", -1)) {
            int type = part.startsWith("{") ? 1 : part.startsWith("(") ? 3 : 2;
            // Sets may hold commas only between their brackets, which go here.
            String[] numbers = part.replaceAll("[(){}]", "").split(",", -1);
            hex.append("%02x%02x".formatted(type, numbers.length));
            for (String number : numbers) {
                hex.append("%08x".formatted(Long.parseLong(number)));
            }
        }
        return HexFormat.of().parseHex(hex);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static long u32(String dotted) {
        byte[] bytes = address(dotted).getAddress();
        return Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt());
    }
}
