package org.jbgp.daemon.router;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jbgp.daemon.advertise.ExportGroup;
import org.jbgp.daemon.advertise.Member;
import org.jbgp.daemon.advertise.Outlet;
import org.jbgp.daemon.advertise.pack.PackingSpace;
import org.jbgp.daemon.advertise.rules.ExportSettings;
import org.jbgp.daemon.advertise.rules.NextHopFormat;
import org.jbgp.daemon.local.PipeExport;
import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.policy.AttributeSlot;
import org.jbgp.daemon.policy.LinkView;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.policy.RouteView;
import org.jbgp.daemon.rib.Channel;
import org.jbgp.daemon.rib.ChannelCounters;
import org.jbgp.daemon.rib.ExportTarget;
import org.jbgp.daemon.rib.ImportLimits;
import org.jbgp.daemon.rib.ImportRules;
import org.jbgp.daemon.rib.RouteLimit;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.NextHopRequests;
import org.jbgp.daemon.rib.nexthop.ResolutionDomain;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.shards.RouteIntake;
import org.jbgp.daemon.shards.ShardPool;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.Destination;
import org.jbgp.daemon.wire.PeerSort;
import org.jbgp.daemon.wire.update.SessionEncoding;
import org.jbgp.daemon.wire.update.UpdateDecoder;
import org.jbgp.daemon.wire.update.UpdateSink;

/**
 * A router's shards with their real threads, intake, tables, a pipe, an export group and two witnesses; neighbors and
 * the next-hop resolver are played by the test, on its one thread.
 */
final class ShardedWorld implements AutoCloseable {
    static final int SOURCES = 6;

    /** What is particular about some of the neighbors. */
    static final int MEMBER = 0;

    static final int KEEPS_ALL = 2;
    static final int KEEPS_FILTERED = 3;
    static final int LIMITED = 4;
    static final int ADDS_PATHS = 5;

    /** The table behind the pipe; the others are numbered by family. */
    static final int PIPED = 2;

    /** Import filters. */
    enum Rule {
        ALL {
            @Override
            Attributes apply(Attributes set, int prefix) {
                return set;
            }
        },
        /** Looks at the prefix. */
        SOME_PREFIXES {
            @Override
            Attributes apply(Attributes set, int prefix) {
                return prefix % 2 == 0 ? set : null;
            }
        },
        /** Looks at the attributes only: what it did is done again for all prefixes of a set. */
        BY_MED {
            @Override
            Attributes apply(Attributes set, int prefix) {
                return set.med() == 2 ? null : set.med() == 1 ? set.withLocalPref(250) : set;
            }
        },
        /** Makes sets of its own for each prefix. */
        EACH_ITS_OWN {
            @Override
            Attributes apply(Attributes set, int prefix) {
                return set.withLocalPref(80 + prefix % 5);
            }
        };

        /** The set after the filter, null if it is rejected. */
        abstract Attributes apply(Attributes set, int prefix);

        /** The same as a filter of the router. */
        Policy policy() {
            return switch (this) {
                case ALL -> Policy.ALL;
                case SOME_PREFIXES -> (route, log) -> number(route) % 2 == 0;
                case BY_MED ->
                    (route, log) -> {
                        long med = route.u32(AttributeSlot.MULTI_EXIT_DISC);
                        if (med == 1) {
                            route.setU32(AttributeSlot.LOCAL_PREF, 250);
                        }
                        return med != 2;
                    };
                case EACH_ITS_OWN ->
                    (route, log) -> {
                        route.setU32(AttributeSlot.LOCAL_PREF, 80 + number(route) % 5);
                        return true;
                    };
            };
        }
    }

    static final List<Rule> RULES =
            List.of(Rule.ALL, Rule.BY_MED, Rule.SOME_PREFIXES, Rule.SOME_PREFIXES, Rule.BY_MED, Rule.EACH_ITS_OWN);
    static final Rule PIPE_RULE = Rule.BY_MED;

    /** An attribute set; MED 0 is none. */
    record Attributes(int source, AddressFamily family, int hops, long localPref, int med) {
        Attributes withLocalPref(long changed) {
            return new Attributes(source, family, hops, changed, med);
        }

        byte[] bytes() {
            AttributeBlobBuilder blob = new AttributeBlobBuilder();
            blob.setOrigin(0);
            blob.prependAs(65010 + source, hops);
            if (family == AddressFamily.IPV4_UNICAST) {
                blob.setNextHop4(0x0A00000A + source);
            } else {
                blob.setNextHop6(0x20010DB8L << 32, source + 1);
            }
            blob.setLocalPref(localPref);
            if (med > 0) {
                blob.setMed(med);
            }
            return blob.toBytes();
        }
    }

    private static final SessionEncoding ENCODING =
            SessionEncoding.of(PeerSort.EXTERNAL, 65000, 65001, Set.of(AddressFamily.IPV4_UNICAST));
    private static final ResolutionDomain DOMAIN =
            new ResolutionDomain(0, ResolutionDomain.Mode.DIRECT, -1, 1, Address.NONE);

    private final ShardPool pool;
    private final Queue<Address> asked = new ConcurrentLinkedQueue<>();
    private final ResolvedNextHop[] ways = new ResolvedNextHop[SOURCES];
    private final RouteIntake[] intakes = new RouteIntake[SOURCES];
    private final Channel[][] channels = new Channel[SOURCES][2];
    private final ImportLimits[] limits = {limits(), limits()};
    private final List<PipeExport> pipes = new ArrayList<>();
    private final List<ExportGroup> groups = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final List<Mirror> mirrors = new ArrayList<>();
    private final int importLimit;

    /**
     * @param step see {@link Shard.Pace}
     * @param flushAt see {@link Shard.Pace}
     */
    ShardedWorld(int shards, int step, int flushAt, int importLimit) {
        this.importLimit = importLimit;
        pool = new ShardPool(
                shards,
                number -> new Shard(
                        number,
                        () -> 0,
                        LinkView.NONE,
                        PolicyLog.SILENT,
                        new Requests(),
                        new Shard.Pace(step, flushAt)));
        for (int source = 0; source < SOURCES; source++) {
            ways[source] = reachable(0);
            intakes[source] = new RouteIntake(pool, new int[] {channel(source, 0), channel(source, 1)}, null, () -> {});
        }
        for (int i = 0; i < shards; i++) {
            pipes.add(null);
            groups.add(null);
            members.add(null);
            listeners.add(new Listener());
        }
        pool.each(shard -> {
            shard.addTable(0, "master4", AddressFamily.IPV4_UNICAST);
            shard.addTable(1, "master6", AddressFamily.IPV6_UNICAST);
            shard.addTable(PIPED, "behind", AddressFamily.IPV4_UNICAST);
            shard.putChannel(channelOf(SOURCES, 0, 70, Rule.ALL, ImportRules.PLAIN));
            shard.putChannel(behind());
            int sender = behind().id();
            PipeExport pipe = new PipeExport(
                    shard, shard.carrying(0, PIPED, sender, channel(SOURCES, 0)), sender, PIPE_RULE.policy());
            pipes.set(shard.number(), pipe);
            shard.attach(0, pipe, () -> {});
            ExportGroup group = ExportGroup.of(
                    shard,
                    pool.executor(shard.number()),
                    settings(),
                    UnpooledByteBufAllocator.DEFAULT,
                    new PackingSpace());
            shard.attach(0, group, group::fed);
            Member member = new Member(
                    listeners.get(shard.number()), channel(MEMBER, 0), org.jbgp.daemon.rib.nexthop.Address.NONE);
            group.join(member, () -> {});
            groups.set(shard.number(), group);
            members.set(shard.number(), member);
        });
        settle();
    }

    /** What counts the routes that enter the table behind the pipe. */
    private static Channel behind() {
        Channel any = channelOf(SOURCES, 1, 70, Rule.ALL, ImportRules.PLAIN);
        return new Channel(
                any.id(),
                any.source(),
                AddressFamily.IPV4_UNICAST,
                PIPED,
                any.policy(),
                DOMAIN,
                0,
                any.decision(),
                any.rules());
    }

    private ImportLimits limits() {
        return new ImportLimits(
                null, new RouteLimit(RouteLimit.Kind.IMPORT, importLimit, RouteLimit.Action.BLOCK, limit -> {}));
    }

    static ResolvedNextHop reachable(long metric) {
        return new ResolvedNextHop(
                ResolvedNextHop.State.REACHABLE,
                List.of(new ResolvedNextHop.Leg(Address.NONE, 1, "eth0", 1, false)),
                metric,
                Destination.UNICAST);
    }

    private static int channel(int source, int family) {
        return 1 + source * 2 + family;
    }

    private static Channel channelOf(int source, int family, int preference, Rule rule, ImportRules rules) {
        RouteSource from = new RouteSource(
                "n" + source,
                RouteSource.Kind.RTS_BGP,
                preference,
                address(10 + source),
                address(1),
                65010 + source,
                65000,
                10 + source,
                false,
                false);
        return new Channel(
                channel(source, family),
                from,
                family == 0 ? AddressFamily.IPV4_UNICAST : AddressFamily.IPV6_UNICAST,
                family,
                rule.policy(),
                DOMAIN,
                0,
                Channel.Decision.DEFAULT,
                rules);
    }

    private static InetAddress address(int host) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) host});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static ExportSettings settings() {
        return new ExportSettings(
                AddressFamily.IPV4_UNICAST,
                0,
                Policy.ALL,
                ENCODING,
                new ExportSettings.Relation(false, false, false, false, 0, 65000, 65000, null),
                new ExportSettings.NextHops(
                        Address.of(address(1)),
                        NextHopFormat.DEFAULT,
                        ExportSettings.RoutesOf.NONE,
                        ExportSettings.RoutesOf.NONE,
                        0),
                new ExportSettings.AttributeRules(100, false, false, false, true, true),
                ExportSettings.Single.NONE);
    }

    // ---- prefixes and how things are called --------------------------------------------------------

    private static long hi(AddressFamily family, int prefix) {
        return family == AddressFamily.IPV4_UNICAST ? 0 : 0x20010DB8L << 32 | (long) prefix << 16;
    }

    private static long lo(AddressFamily family, int prefix) {
        return family == AddressFamily.IPV4_UNICAST ? 0x0A000000L + ((long) prefix << 8) : 0;
    }

    private static int length(AddressFamily family) {
        return family == AddressFamily.IPV4_UNICAST ? 24 : 48;
    }

    private static int number(RouteView route) {
        return route.family() == AddressFamily.IPV4_UNICAST
                ? (int) (route.prefixLo() >>> 8 & 0xFFFF)
                : (int) (route.prefixHi() >>> 16 & 0xFFFF);
    }

    private static int number(PrefixIndex index, AddressFamily family, int id) {
        return family == AddressFamily.IPV4_UNICAST
                ? (int) (index.lo(id) >>> 8 & 0xFFFF)
                : (int) (index.hi(id) >>> 16 & 0xFFFF);
    }

    static String name(int table, int prefix) {
        return table + ":" + prefix;
    }

    static String text(int source, int pathId, Attributes set) {
        return text(source, pathId, HexFormat.of().formatHex(set.bytes()));
    }

    private static String text(int source, int pathId, String set) {
        return "n" + source + "/" + pathId + " " + set;
    }

    private static String text(Shard shard, int path) {
        int handle = shard.attributesOf(path);
        int from = shard.attributes().offset(handle);
        return text(
                (shard.channelOf(path) - 1) / 2,
                shard.pathIdOf(path),
                HexFormat.of()
                        .formatHex(
                                shard.attributes().array(handle),
                                from,
                                from + shard.attributes().length(handle)));
    }

    /** What a member of the export group hears of a best path: its prefix, and whom it came from in how many hops. */
    static String announcement(int prefix, Attributes set) {
        return prefix + " " + (65010 + set.source()) + " x " + set.hops();
    }

    // ---- what neighbors do
    // -------------------------------------------------------------------------------------------

    void up(int source, int preference, Rule rule) {
        for (int family = 0; family < 2; family++) {
            ImportRules rules = switch (source) {
                case KEEPS_ALL -> new ImportRules(false, true, null, null);
                case KEEPS_FILTERED -> new ImportRules(true, false, null, null);
                case LIMITED -> new ImportRules(false, false, limits[family], null);
                default -> ImportRules.PLAIN;
            };
            Channel channel = channelOf(source, family, preference, rule, rules);
            channels[source][family] = channel;
            pool.each(shard -> shard.putChannel(channel));
        }
    }

    void down(int source) {
        flush(source);
        onBoth(source, (shard, channel) -> shard.withdrawAll(channel, false, () -> {}));
    }

    void markStale(int source) {
        flush(source);
        onBoth(source, Shard::markStale);
    }

    void dropStale(int source) {
        flush(source);
        onBoth(source, (shard, channel) -> shard.withdrawAll(channel, true, () -> {}));
    }

    private interface ChannelTask {
        void run(Shard shard, int channel);
    }

    private void onBoth(int source, ChannelTask task) {
        for (int family = 0; family < 2; family++) {
            int channel = channel(source, family);
            pool.each(shard -> task.run(shard, channel));
        }
    }

    void attributes(int source, Attributes set) {
        byte[] blob = set.bytes();
        intakes[source].attributes(blob, 0, blob.length);
    }

    void announce(int source, AddressFamily family, int pathId, int prefix) {
        intakes[source].announce(family, pathId, hi(family, prefix), lo(family, prefix), length(family));
    }

    void withdraw(int source, AddressFamily family, int pathId, int prefix) {
        intakes[source].withdraw(family, pathId, hi(family, prefix), lo(family, prefix), length(family));
    }

    void flush(int source) {
        intakes[source].flush();
    }

    // ---- what the router does
    // -----------------------------------------------------------------------------------------

    /** The neighbor's preference changes while its session lives. */
    void prefer(int source, int preference) {
        flush(source);
        for (int family = 0; family < 2; family++) {
            Channel old = channels[source][family];
            RouteSource from = channelOf(source, family, preference, Rule.ALL, ImportRules.PLAIN)
                    .source();
            Channel changed = new Channel(
                    old.id(),
                    from,
                    old.family(),
                    old.table(),
                    old.policy(),
                    old.domain(),
                    old.clusterId(),
                    old.decision(),
                    old.rules());
            channels[source][family] = changed;
            pool.each(shard -> shard.replaceChannel(changed));
        }
    }

    /** The neighbor that keeps all routes gets another import filter. */
    void refilter(Rule rule) {
        flush(KEEPS_ALL);
        for (int family = 0; family < 2; family++) {
            Channel changed = channels[KEEPS_ALL][family].withPolicy(rule.policy());
            channels[KEEPS_ALL][family] = changed;
            pool.each(shard -> {
                shard.putChannel(changed);
                shard.received().refilter(changed.id());
            });
        }
    }

    void refeedPipe() {
        pool.each(shard -> shard.refeed(0, pipes.get(shard.number()), () -> {}));
    }

    /** Adds witnesses to the tables of both families, which are fed what is there. */
    void mirror() {
        for (int table = 0; table < 2; table++) {
            for (boolean all : new boolean[] {false, true}) {
                int of = table;
                for (int i = 0; i < pool.size(); i++) {
                    pool.execute(i, shard -> {
                        Mirror mirror = new Mirror(shard, of, all);
                        synchronized (mirrors) {
                            mirrors.add(mirror);
                        }
                        shard.attach(of, mirror, () -> {});
                    });
                }
            }
        }
    }

    /** A next hop changes. */
    void resolve(int source, ResolvedNextHop way) {
        ways[source] = way;
        for (AddressFamily family : AddressFamily.values()) {
            tell(nextHop(source, family));
        }
    }

    /** Answers what shards asked so far. */
    boolean answer() {
        boolean any = false;
        for (Address address = asked.poll(); address != null; address = asked.poll()) {
            tell(address);
            any = true;
        }
        return any;
    }

    private void tell(Address address) {
        int source = address.length() == 4 ? address.at(3) - 10 : address.at(15) - 1;
        List<NextHopRequests.Answer> answer = List.of(new NextHopRequests.Answer(DOMAIN, address, ways[source]));
        pool.each(shard -> shard.resolved(answer));
    }

    private static Address nextHop(int source, AddressFamily family) {
        byte[] bytes = new byte[family == AddressFamily.IPV4_UNICAST ? 4 : 16];
        if (bytes.length == 4) {
            bytes[0] = 10;
            bytes[3] = (byte) (10 + source);
        } else {
            bytes[0] = 0x20;
            bytes[1] = 1;
            bytes[2] = 0x0D;
            bytes[3] = (byte) 0xB8;
            bytes[15] = (byte) (source + 1);
        }
        return Address.copyOf(bytes, 0, bytes.length);
    }

    /** Until nothing is under way any more. */
    void settle() {
        for (RouteIntake intake : intakes) {
            intake.flush();
        }
        do {
            onEach(shard -> {
                do {
                    shard.flush();
                } while (shard.step());
            });
        } while (answer() || pool.queued() > 0);
    }

    private void onEach(Consumer<Shard> task) {
        pool.ask(shard -> {
                    task.accept(shard);
                    return shard.number();
                })
                .join();
    }

    @Override
    public void close() {
        pool.close();
    }

    // ---- what is to be seen
    // -------------------------------------------------------------------------------------------

    /**
     * All tables, by {@link #name}.
     *
     * @param paths each with its attributes
     * @param best the one that is used
     * @param imported number of paths in the tables by the channel that put them there
     * @param preferred of these, the first ones of their prefixes
     */
    record Seen(
            Map<String, Set<String>> paths,
            Map<String, String> best,
            Map<Integer, Integer> imported,
            Map<Integer, Integer> preferred) {}

    Seen look() {
        Seen all = new Seen(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        onEach(shard -> {
            synchronized (all) {
                for (int table = 0; table <= PIPED; table++) {
                    look(shard, shard.table(table), all);
                }
            }
        });
        return all;
    }

    private static void look(Shard shard, TableSlice table, Seen seen) {
        int count = 0;
        for (int prefix = 1; prefix < table.index().limit(); prefix++) {
            if (table.head(prefix) == 0) {
                continue;
            }
            String name = name(table.id(), number(table.index(), table.family(), prefix));
            seen.preferred.merge(shard.senderOf(table.head(prefix)), 1, Integer::sum);
            for (int path = table.head(prefix); path != 0; path = table.next(path)) {
                seen.imported.merge(shard.senderOf(path), 1, Integer::sum);
            }
            if (seen.paths.put(name, paths(shard, table, prefix)) != null) {
                throw new AssertionError(name + " is in two shards");
            }
            count += seen.paths.get(name).size();
            int best = table.best(prefix);
            if (best != 0) {
                seen.best.put(name, text(shard, best));
            }
        }
        if (count != table.pathCount()) {
            throw new AssertionError(count + " paths in table " + table.name() + " that counts " + table.pathCount());
        }
    }

    private static Set<String> paths(Shard shard, TableSlice table, int prefix) {
        Set<String> texts = new TreeSet<>();
        for (int path = table.head(prefix); path != 0; path = table.next(path)) {
            if (!texts.add(text(shard, path))) {
                throw new AssertionError("twice: " + text(shard, path));
            }
        }
        return texts;
    }

    /** What the witnesses of best paths were told, with where they lead. */
    Map<String, String> mirroredBest() {
        Map<String, String> all = new TreeMap<>();
        onEach(shard -> ofMirrors(shard, false, mirror -> mirror.tell(told -> all.put(told.name(), told.first()))));
        return all;
    }

    /** What the witnesses of all paths were told. */
    Map<String, Set<String>> mirroredPaths() {
        Map<String, Set<String>> all = new TreeMap<>();
        onEach(shard -> ofMirrors(shard, true, mirror -> mirror.tell(told -> all.put(told.name(), told.texts()))));
        return all;
    }

    private void ofMirrors(Shard shard, boolean all, Consumer<Mirror> action) {
        synchronized (mirrors) {
            mirrors.stream()
                    .filter(mirror -> mirror.shard.equals(shard) && mirror.wantsAllPaths() == all)
                    .forEach(action);
        }
    }

    Set<String> toldToMember() {
        Set<String> all = new TreeSet<>();
        onEach(shard -> {
            synchronized (all) {
                listeners.get(shard.number()).told.forEach((prefix, text) -> all.add(prefix + " " + text));
            }
        });
        return all;
    }

    /** What all shards together counted. */
    record Counted(
            int imported,
            int preferred,
            int kept,
            long updates,
            long filtered,
            long accepted,
            long withdrawals,
            long withdrawalsOfSome) {}

    Counted counted(int source, int family) {
        int imported = 0;
        int preferred = 0;
        int kept = 0;
        long updates = 0;
        long filtered = 0;
        long accepted = 0;
        long withdrawals = 0;
        long withdrawalsOfSome = 0;
        for (int i = 0; i < pool.size(); i++) {
            ChannelCounters counters = pool.peek(i).counters(channel(source, family));
            if (counters != null) {
                imported += counters.imported;
                preferred += counters.preferred;
                kept += counters.filteredKept;
                updates += counters.importUpdates;
                filtered += counters.importFiltered;
                accepted += counters.importAccepted;
                withdrawals += counters.importWithdraws;
                withdrawalsOfSome += counters.importWithdrawsAccepted;
            }
        }
        return new Counted(imported, preferred, kept, updates, filtered, accepted, withdrawals, withdrawalsOfSome);
    }

    /** Numbers of all channels that put routes into tables: the neighbors' and the pipe's. */
    static List<Integer> senders() {
        return IntStream.rangeClosed(1, channel(SOURCES, 1)).boxed().toList();
    }

    /**
     * What all shards together count of a channel's routes: those there, and those that are the first of their
     * prefixes.
     */
    int[] gauges(int channel) {
        int[] sums = new int[2];
        for (int i = 0; i < pool.size(); i++) {
            ChannelCounters counters = pool.peek(i).counters(channel);
            if (counters != null) {
                sums[0] += counters.imported;
                sums[1] += counters.preferred;
            }
        }
        return sums;
    }

    /** Changes the pipe counted: updates, filtered, accepted, ignored. */
    long[] piped() {
        long[] sums = new long[4];
        for (int i = 0; i < pool.size(); i++) {
            ChannelCounters counters = pool.peek(i).counters(behind().id());
            sums[0] += counters.importUpdates;
            sums[1] += counters.importFiltered;
            sums[2] += counters.importAccepted;
            sums[3] += counters.importIgnored;
        }
        return sums;
    }

    /** What the router says it has announced to the member of the export group. */
    int announcedToMember() {
        int[] sum = new int[1];
        onEach(shard -> {
            synchronized (sum) {
                sum[0] += groups.get(shard.number()).announced(members.get(shard.number()));
            }
        });
        return sum[0];
    }

    /** What should not be there once everything was withdrawn. */
    List<String> leftOver() {
        List<String> found = new ArrayList<>();
        onEach(shard -> {
            synchronized (found) {
                for (AddressFamily family : AddressFamily.values()) {
                    if (shard.index(family).size() > 0) {
                        found.add(shard.index(family).size() + " prefixes in shard " + shard.number());
                    }
                }
                if (shard.attributes().size() > 0) {
                    found.add(shard.attributes().size() + " attribute sets in shard " + shard.number());
                }
                if (shard.pathBytes() > 0) {
                    found.add("paths in shard " + shard.number());
                }
            }
        });
        return found;
    }

    private final class Requests implements NextHopRequests {
        @Override
        public void lookUp(int shard, List<Request> requests) {
            requests.forEach(request -> asked.add(request.address()));
        }

        @Override
        public void touched(int table, Set<Address> addresses) {
            throw new AssertionError("nothing is tracked");
        }
    }

    /** Remembers what a target was told last of each prefix. */
    private static final class Mirror implements ExportTarget {
        private final Shard shard;
        private final int tableId;
        private final boolean all;
        private final Map<Integer, Set<String>> told = new TreeMap<>();

        private Mirror(Shard shard, int tableId, boolean all) {
            this.shard = shard;
            this.tableId = tableId;
            this.all = all;
        }

        private record Told(String name, Set<String> texts) {
            private String first() {
                return texts.iterator().next();
            }
        }

        private void tell(Consumer<Told> listener) {
            TableSlice table = shard.table(tableId);
            told.forEach((prefix, texts) ->
                    listener.accept(new Told(name(tableId, number(table.index(), table.family(), prefix)), texts)));
        }

        @Override
        public void export(TableSlice table, int[] prefixes, int count) {
            for (int i = 0; i < count; i++) {
                int prefix = prefixes[i];
                if (table.undecided(prefix) && !all) {
                    continue;
                }
                Set<String> now = all ? paths(shard, table, prefix) : best(table, prefix);
                if (now.isEmpty()) {
                    told.remove(prefix);
                } else {
                    told.put(prefix, now);
                }
            }
        }

        private Set<String> best(TableSlice table, int prefix) {
            int best = table.best(prefix);
            if (best == 0) {
                return Set.of();
            }
            ResolvedNextHop way = shard.resolution(shard.channel(shard.channelOf(best)), shard.attributesOf(best));
            return Set.of(text(shard, best) + " " + way.state() + "/" + way.igpMetric());
        }

        @Override
        public boolean wantsAllPaths() {
            return all;
        }

        @Override
        public boolean holds(int prefix) {
            return told.containsKey(prefix);
        }
    }

    /** The neighbor at the other end of an export group, in one shard: whom each prefix came from, in how many hops. */
    private static final class Listener implements Outlet, UpdateSink {
        private final Map<Integer, String> told = new TreeMap<>();
        private String path = "";

        @Override
        public void write(ByteBuf messages) {
            UpdateDecoder decoder = new UpdateDecoder(ENCODING);
            while (messages.isReadable()) {
                int length = messages.getUnsignedShort(messages.readerIndex() + 16);
                decoder.decode(messages.readSlice(length).skipBytes(19), this);
            }
            messages.release();
        }

        @Override
        public long queuedBytes() {
            return 0;
        }

        @Override
        public void unsent(AddressFamily family, long hi, long lo, int length, String why) {
            throw new AssertionError(why);
        }

        @Override
        public void onWritable(Runnable task) {
            task.run();
        }

        @Override
        public void attributes(byte[] array, int offset, int length) {
            List<Long> hops = hops(array, offset, length);
            path = hops.getLast() + " x " + (hops.size() - 1);
        }

        /** AS numbers of AS_PATH, which is one sequence here: the router's own first. */
        private static List<Long> hops(byte[] array, int offset, int length) {
            int at = AttributeBlob.find(array, offset, length, 0, 2);
            List<Long> hops = new ArrayList<>();
            IntFunction<Long> as = from -> Long.parseLong(HexFormat.of().formatHex(array, from, from + 4), 16);
            for (int i = 0; i < array[at + 5]; i++) {
                hops.add(as.apply(at + 6 + 4 * i));
            }
            return hops;
        }

        @Override
        public void announce(AddressFamily family, int pathId, long hi, long lo, int length) {
            told.put((int) (lo >>> 8 & 0xFFFF), path);
        }

        @Override
        public void withdraw(AddressFamily family, int pathId, long hi, long lo, int length) {
            told.remove((int) (lo >>> 8 & 0xFFFF));
        }

        @Override
        public void endOfRib(AddressFamily family) {}
    }
}
