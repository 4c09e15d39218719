package org.jbgp.daemon.query;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jbgp.config.base.TableConfig;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.RadvConfig;
import org.jbgp.daemon.control.view.ChannelStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RejectedRoute;
import org.jbgp.daemon.control.view.RouteExplanation;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.control.view.RouteTables;
import org.jbgp.daemon.control.view.RouteWalk;
import org.jbgp.daemon.instance.Announcements;
import org.jbgp.daemon.instance.Conversions;
import org.jbgp.daemon.instance.ProtocolInstance;
import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.compile.CommandPolicies;
import org.jbgp.daemon.progress.Progress;
import org.jbgp.daemon.progress.Work;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.rib.store.Prefixes;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * Reads tables slice by slice, each slice on the shard that owns it. Any thread; a walk belongs to whoever asked for
 * it, and what its names stand for is looked up once, before the first slice.
 */
public final class TableReader implements RouteTables {
    /** Prefix numbers looked at in one go, which bounds how long a shard is held up. */
    private static final int SPAN = 8_192;

    /** How often, and after what time, it is looked again for next hops that are being looked up. */
    private static final int MOST_LOOKS = 20;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final QueriedRouter router;

    public TableReader(QueriedRouter router) {
        this.router = router;
    }

    @Override
    public List<Table> tables() {
        List<Table> tables = new ArrayList<>();
        Configuration configuration = router.configuration();
        boolean providers = false;
        Set<AddressFamily> authorised = EnumSet.noneOf(AddressFamily.class);
        for (TableConfig table : configuration.tables()) {
            AddressFamily family = Conversions.family(table.family());
            switch (table.kind()) {
                case ROUTES -> {
                    boolean standard = table.name().equals("master4")
                            || table.name().equals("master6")
                            || table.name().equals("master");
                    tables.add(Table.ofRoutes(table.name(), family, standard));
                }
                // In 2.x the first one of each family is that family's default; in 1.6 `show roa` shows them.
                case ROA ->
                    tables.add(new Table(
                            table.name(),
                            family,
                            !configuration.dialect().isFlat() && authorised.add(family),
                            Table.Contents.AUTHORISATIONS));
                case ASPA -> {
                    tables.add(new Table(table.name(), family, !providers, Table.Contents.AUTHORISATIONS));
                    providers = true;
                }
            }
        }
        for (String name : neighborTables(configuration)) {
            tables.add(new Table(name, AddressFamily.IPV6_UNICAST, false, Table.Contents.NEIGHBORS));
        }
        return tables;
    }

    /** Those that somebody fills or reads. */
    private static Set<String> neighborTables(Configuration configuration) {
        Set<String> names = new TreeSet<>();
        for (ProtocolConfig protocol : configuration.protocols()) {
            if (protocol instanceof RadvConfig radv && !radv.table().isEmpty()) {
                names.add(radv.table());
            } else if (protocol instanceof BgpConfig bgp) {
                bgp.neighbor().spawning().table().ifPresent(names::add);
            }
        }
        return names;
    }

    @Override
    public RouteWalk walk(RouteQuery query) {
        FilterFaults faults = new FilterFaults(router.policyLog());
        Names names = router.atOneMoment(moment -> Names.of(query, moment));
        // Not on the control thread: it compiles.
        Policy policy = query.filter() == null ? null : names.policies().once(query.filter());
        return new Walk(new Question(
                query, names.table(), names.family(), names.announcements(), names.channel(), policy, faults));
    }

    @Override
    public List<RouteExplanation> explain(List<String> tables, RouteQuery.Prefix prefix, String protocol) {
        return tables.stream()
                .map(table -> new RouteExplainer(router, table, prefix, protocol).explain())
                .toList();
    }

    @Override
    public List<RejectedRoute> rejected(String protocol, RouteQuery.Prefix prefix) {
        List<Integer> channels =
                channels(status -> protocol == null || protocol.equals(status.name()), channel -> true);
        List<RejectedRoute> found = new ArrayList<>();
        channels.forEach(channel -> found.addAll(RejectedReader.all(router, channel, prefix)));
        return found;
    }

    @Override
    public Optional<RouteQuery.Prefix> longestRemembered(String table, RouteQuery.Prefix prefix) {
        List<Integer> channels =
                channels(status -> true, channel -> channel.table().equals(table));
        return RejectedReader.longest(router, channels, prefix);
    }

    /** Numbers of the channels of some protocols. */
    private List<Integer> channels(Predicate<ProtocolStatus> protocols, Predicate<ChannelStatus> wanted) {
        return router.atOneMoment(moment -> moment.protocols().stream()
                .filter(protocols)
                .flatMap(each -> each.channels().stream()
                        .filter(wanted)
                        .map(channel -> moment.channelNumber(each.name() + "." + channel.name())))
                .toList());
    }

    /** What the names of a query stand for, at one moment; see {@link Question}. */
    private record Names(
            int table, AddressFamily family, Announcements announcements, int channel, CommandPolicies policies) {
        private static Names of(RouteQuery query, QueriedRouter.Moment moment) {
            AddressFamily family = moment.configuration()
                    .table(query.table())
                    .map(found -> Conversions.family(found.family()))
                    .orElse(AddressFamily.IPV4_UNICAST);
            int channel = query.rib() instanceof RouteQuery.Received received
                    ? moment.channelNumber(received.protocol() + "." + received.channel())
                    : 0;
            return new Names(
                    moment.tableNumber(query.table()),
                    family,
                    announcements(query, moment),
                    channel,
                    moment.policies());
        }

        /** Whom the query asks about, if its export condition or its RIB says so. */
        private static Announcements announcements(RouteQuery query, QueriedRouter.Moment moment) {
            String protocol = query.rib() instanceof RouteQuery.Sent sent
                    ? sent.protocol()
                    : query.export() == null ? null : query.export().protocol();
            return Optional.ofNullable(protocol)
                    .flatMap(moment::instance)
                    .map(ProtocolInstance::announcements)
                    .orElse(Announcements.NONE);
        }
    }

    /**
     * A query with what its names stand for.
     *
     * @param table number of the table
     * @param family family of the table
     * @param announcements whom the export condition asks about
     * @param channel number of the channel whose received routes are asked for, else 0
     * @param policy the query's filter, null without one
     * @param faults where its run-time errors go
     */
    record Question(
            RouteQuery query,
            int table,
            AddressFamily family,
            Announcements announcements,
            int channel,
            Policy policy,
            FilterFaults faults) {}

    private final class Walk implements RouteWalk {
        private final RouteQuery query;
        private final int table;
        private final AddressFamily family;
        private final Question question;
        private int shard;
        private int cursor = 1;
        private long shown;
        private long routes;
        private long networks;
        private boolean ended;
        /** Prefix numbers of shards that were gone through, and of the present one; of those to come it is a guess. */
        private long behind;

        private int limit = 1;
        /** Null where there is nothing to walk over. */
        private final Work work;

        private Walk(Question question) {
            this.question = question;
            this.query = question.query();
            this.table = question.table();
            this.family = question.family();
            this.ended = table < 0;
            boolean walks =
                    query.range() instanceof RouteQuery.Everything || query.range() instanceof RouteQuery.Within;
            this.work =
                    walks && !ended ? router.longWork().begin(Progress.Kind.ROUTES, query.table(), "prefixes") : null;
        }

        @Override
        public boolean next(int most, RouteSink sink) {
            if (ended) {
                return false;
            }
            switch (query.range()) {
                case RouteQuery.Exactly exactly -> {
                    one(exactly.prefix(), exactly.prefix().length(), sink);
                    ended = true;
                }
                case RouteQuery.Covering covering -> {
                    longest(covering.prefix(), sink);
                    ended = true;
                }
                case RouteQuery.Everything everything -> slice(most, null, sink);
                case RouteQuery.Within within -> slice(most, within.prefix(), sink);
            }
            return !ended;
        }

        private void slice(int most, RouteQuery.Prefix within, RouteSink sink) {
            int from = cursor;
            int next = looked(
                    collector -> {
                        CompletableFuture<Integer> reached = new CompletableFuture<>();
                        router.shards()
                                .execute(
                                        shard,
                                        owner ->
                                                complete(reached, () -> collect(owner, collector, from, most, within)));
                        return reached.join();
                    },
                    sink);
            if (next > 0) {
                cursor = next;
            } else {
                cursor = 1;
                behind += limit - 1;
                shard++;
                ended = shard >= router.shards().size();
            }
            work.total(behind + (long) (limit - 1) * (router.shards().size() - shard));
            work.done(behind + cursor - 1);
        }

        /** The number to go on from, 0 at the end of the shard's slice. */
        private int collect(Shard owner, RouteCollector collector, int from, int most, RouteQuery.Prefix within) {
            TableSlice slice = owner.table(table);
            if (slice == null) {
                return 0;
            }
            PrefixIndex index = slice.index();
            limit = index.limit();
            int to = Math.min(limit, from + SPAN);
            int found = 0;
            for (int prefix = from; prefix < to; prefix++) {
                if (!collector.isThere(owner, slice, prefix) || (within != null && !contains(within, index, prefix))) {
                    continue;
                }
                collector.collect(owner, slice, prefix);
                if (++found == most) {
                    return prefix + 1;
                }
            }
            return to < index.limit() ? to : 0;
        }

        private boolean contains(RouteQuery.Prefix within, PrefixIndex index, int prefix) {
            return index.length(prefix) >= within.length()
                    && Prefixes.covers(
                            family.bits(),
                            within.hi(),
                            within.lo(),
                            within.length(),
                            index.hi(prefix),
                            index.lo(prefix));
        }

        private boolean one(RouteQuery.Prefix prefix, int length, RouteSink sink) {
            long hi = Prefixes.maskHi(family.bits(), prefix.hi(), length);
            long lo = Prefixes.maskLo(family.bits(), prefix.lo(), length);
            return looked(
                    collector -> {
                        CompletableFuture<Boolean> done = new CompletableFuture<>();
                        router.shards()
                                .execute(
                                        router.shards().shardOf(hi, lo, length),
                                        owner -> complete(done, () -> one(owner, collector, hi, lo, length)));
                        return done.join();
                    },
                    sink);
        }

        private boolean one(Shard owner, RouteCollector collector, long hi, long lo, int length) {
            TableSlice slice = owner.table(table);
            int number = slice == null ? 0 : slice.index().find(hi, lo, length);
            if (number == 0 || !collector.isThere(owner, slice, number)) {
                return false;
            }
            collector.collect(owner, slice, number);
            return true;
        }

        /**
         * Looks once more if next hops were asked for only now (those of filtered routes are), and hands on what was
         * found.
         */
        private <T> T looked(Function<RouteCollector, T> look, RouteSink sink) {
            for (int looks = 1; ; looks++) {
                RouteCollector collector = new RouteCollector(question, router.routeClock());
                T answer = look.apply(collector);
                if (!collector.isPending() || looks == MOST_LOOKS) {
                    deliver(collector, sink);
                    return answer;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }

        private void longest(RouteQuery.Prefix prefix, RouteSink sink) {
            for (int length = prefix.length(); length >= 0; length--) {
                if (one(prefix, length, sink)) {
                    return;
                }
            }
        }

        private void deliver(RouteCollector collector, RouteSink sink) {
            routes += collector.routes();
            networks += collector.networks();
            shown += collector.shown();
            collector.entries().forEach(sink::route);
        }

        @Override
        public Counts counts() {
            return new Counts(shown, routes, networks);
        }

        @Override
        public FilterFault fault() {
            return question.faults().fault();
        }

        @Override
        public void close() {
            ended = true;
            if (work != null) {
                work.close();
            }
        }
    }

    private interface Task<T> {
        T answer();
    }

    private static <T> void complete(CompletableFuture<T> future, Task<T> task) {
        try {
            future.complete(task.answer());
        } catch (RuntimeException e) {
            future.completeExceptionally(e);
        }
    }
}
